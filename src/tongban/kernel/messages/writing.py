"""The words of messages, changed by a place: each change an edition with who, when and why.

Who keeps the catalogue's words keeps these: they are told to the public, and running the machine is another's office.
Where a template tells a consequence of law, somebody else approves the words before anybody gets them, since a wrong
sentence there makes people miss a date or a remedy; of the others the next edition mends what was ill said.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.messages.checking import faults_of
from tongban.kernel.messages.editions import text_at
from tongban.kernel.messages.templates import Template, shipped
from tongban.kernel.models import MessageText

STREAM = "message_text"
REASON_LENGTH = 200
WRITERS = frozenset({"catalogue_editor", "catalogue_approver"})


def write_message_text(
    actor: Actor,
    template: str,
    *,
    zh: str,
    en: str,
    reason: str,
    seen_edition: int,
    idempotency_key: str,
) -> int:
    """Write the next edition of a template's words; its number.  It waits for a second person where it tells law.

    Args:
        reason: why, 1 to 200 characters; read by colleagues and the auditor.
        seen_edition: the newest one that the writer saw; 0 for the shipped one.

    Raises:
        NotAuthorized: ``message_words_only``.
        NotFound: no such template.
        InputFaults: as `checking.faults_of`; ``reason``: ``required``, ``too_long``; ``zh``: ``unchanged``.
        Refusal: ``message_text_moved``: somebody wrote meanwhile; ``message_text_waits``: one waits for approval.
    """
    writer = _writer(actor)
    known = _template(template)
    asked = {"template": template, "zh": zh, "en": en, "reason": reason, "seen": seen_edition}
    zh, en, reason = zh.strip(), en.strip(), reason.strip()
    with _of_template("messages.write_message_text", actor, template, idempotency_key, asked) as run:
        if run.replay is not None:
            return _written_by(run, template)
        faults = [
            *faults_of(known, "zh", zh, settings.BASE_URL),
            *faults_of(known, "en", en, settings.BASE_URL),
        ]
        if not reason:
            faults.append(FieldFault("reason", "required"))
        elif len(reason) > REASON_LENGTH:
            faults.append(FieldFault("reason", "too_long", {"most": REASON_LENGTH}))
        if faults:
            raise InputFaults(faults)
        rows = MessageText.objects.filter(template=template)
        if rows.filter(state=MessageText.State.WAITING).exists():
            raise Refusal("message_text_waits")
        newest = rows.order_by("-edition").values_list("edition", flat=True).first() or 0
        if newest != seen_edition:
            raise Refusal("message_text_moved")
        if (zh, en) == (text_at(template, run.at), text_at(template, run.at, "en")):
            raise InputFaults([FieldFault("zh", "message_unchanged")])
        row = MessageText.objects.create(
            template=template,
            edition=newest + 1,
            zh=zh,
            en=en,
            reason=reason,
            state=MessageText.State.WAITING if known.law else MessageText.State.IN_FORCE,
            written_by=writer.assignment_id,
            writer=writer.staff_id,
            written_at=run.at,
            decided_by=None if known.law else writer.assignment_id,
            decided_at=None if known.law else run.at,
        )
        _record(run, "message_text_written", row)
        return row.edition


def approve_message_text(actor: Actor, template: str, edition: int, *, idempotency_key: str) -> None:
    """Put a waiting edition in force, from now on.

    Raises:
        NotAuthorized: ``message_approver_only``; ``own_words``: nobody approves what they wrote.
        NotFound: no such edition.
        Refusal: ``message_text_decided``.
    """
    name, state = "messages.approve_message_text", MessageText.State.IN_FORCE
    _decide(name, actor, template, edition, state, "message_text_approved", idempotency_key)


def turn_down_message_text(actor: Actor, template: str, edition: int, *, idempotency_key: str) -> None:
    """Turn a waiting edition down; its writer may take it back so too.

    Raises:
        NotAuthorized: ``message_approver_only``.
        NotFound: no such edition.
        Refusal: ``message_text_decided``.
    """
    name, state = "messages.turn_down_message_text", MessageText.State.TURNED_DOWN
    _decide(name, actor, template, edition, state, "message_text_turned_down", idempotency_key)


def _decide(name: str, actor: Actor, template: str, edition: int, state: str, event: str, key: str) -> None:
    approver = _writer(actor)
    _template(template)
    with _of_template(name, actor, template, key, {"template": template, "edition": edition}) as run:
        row = MessageText.objects.filter(template=template, edition=edition).first()
        if row is None:
            raise NotFound("message_text")
        own = row.writer == approver.staff_id
        if state == MessageText.State.IN_FORCE and own:
            raise NotAuthorized("own_words")
        if approver.role != "catalogue_approver" and not (own and state == MessageText.State.TURNED_DOWN):
            raise NotAuthorized("message_approver_only")
        if run.replayed:
            return
        if row.state != MessageText.State.WAITING:
            raise Refusal("message_text_decided")
        row.state, row.decided_by, row.decided_at = state, approver.assignment_id, run.at
        row.save(update_fields=["state", "decided_by", "decided_at"])
        _record(run, event, row)


def _writer(actor: Actor) -> Staff:
    if isinstance(actor, Staff) and actor.role in WRITERS:
        return actor
    raise NotAuthorized("message_words_only")


def _template(code: str) -> Template:
    known = shipped().get(code)
    if known is None:
        raise NotFound("message_text")
    return known


@contextmanager
def _of_template(name: str, actor: Actor, template: str, key: str, body: Mapping[str, Any]) -> Iterator[Run]:
    """A command about one template; two at once come one after the other."""
    with command(name, actor, key, body, {"template": template}) as run:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{STREAM}:{template}"])
        yield run


def _written_by(run: Run, template: str) -> int:
    row = MessageText.objects.filter(template=template, written_at=run.at).values_list("edition", flat=True)
    return int(row[0])


def _record(run: Run, type_: str, row: MessageText) -> None:
    event = ledger.Event(type_, {"template": row.template, "edition": row.edition, "state": str(row.state)})
    ledger.append(STREAM, row.template, [event], at=run.at, actor=run.actor, command_id=run.id)
