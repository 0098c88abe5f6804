"""Telling what could not be done, passing it on, answering it, and looking at who told it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings

from tongban.cases.models import Case, OddMatter
from tongban.cases.odd.owners import is_head, may_own, owner_of
from tongban.cases.odd.records import (
    Answer,
    Told,
    due_date,
    new_number,
    open_told,
    plain_odd_number,
    promise,
    record,
    seal_answer,
    seal_told,
)
from tongban.cases.odd.visibility import HANDLES, odd_visible_to
from tongban.cases.query_code import query_code
from tongban.cases.sealed import open_content
from tongban.cases.visibility import visible_to
from tongban.directory.models import Site
from tongban.directory.queries import assignment_labels, site
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Citizen, Public, Staff, System
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased, FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.ledger import Event
from tongban.kernel.messages.outbox import new_message
from tongban.kernel.models import DataKey
from tongban.kernel.powers import require_power
from tongban.kernel.secrets import new_vault, open_vault
from tongban.kernel.time import legal_date
from tongban.parties.commands import phone_of
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance
from tongban.rules.told_matters import MOST_PASSED, is_theirs, may_pass

__all__ = ["OddTaken", "Telling", "answer_odd", "pass_on_odd", "report_odd", "reveal_odd"]

RESULTS = ("solved", "became_case", "referred", "not_possible")
NAME_LENGTH, WORDS_LENGTH, WHERE_LENGTH = 40, 1000, 200
LEAST_TOLD = 4  # characters that say something of what could not be done
AT_ONCE = 500


@dataclass(frozen=True)
class Telling:
    """What somebody tells.

    Args:
        site_id: the centre it is told to; at a counter its own, whatever stands here.
        phone: empty for none; of who signed in their own.
    """

    name: str
    words: str
    site_id: int = 0
    phone: str = ""
    tried: str = ""


@dataclass(frozen=True)
class OddTaken:
    """A matter that was written down; ``code`` follows it without a phone."""

    number: str
    code: str
    due: date
    replayed: bool = False


def report_odd(actor: Actor, telling: Telling, *, idempotency_key: str) -> OddTaken:
    """Tell what could not be done, at a counter or on the portal: it gets a number, an owner and a day.

    Raises:
        InputFaults: every fault at once: ``name``, ``words``, ``tried``, ``phone``, ``site``.
        NotAuthorized: somebody of the staff who stands at no counter.
        Refusal: ``odd_nobody_there``.
    """
    if not (
        isinstance(actor, Citizen | Public)
        or (isinstance(actor, Staff) and actor.role in ("clerk", "assister"))
    ):
        raise NotAuthorized("not_your_power")
    telling = replace(
        telling, **{name: getattr(telling, name).strip() for name in ("name", "words", "phone", "tried")}
    )
    if isinstance(actor, Citizen) and actor.sealed_phone:
        telling = replace(telling, phone=phone_of(actor))
    if isinstance(actor, Staff):
        telling = replace(telling, site_id=actor.site_id)
    phone, faults = _checked(telling, needs_phone=not isinstance(actor, Staff))
    if faults:
        raise InputFaults(faults)
    here = site(telling.site_id)
    with command(
        "cases.report_odd", actor, idempotency_key, telling.__dict__, {"odd": (own := uuid4())}
    ) as run:
        if run.replay is not None:
            first = odd_visible_to(System("replay")).get(id=UUID(run.replay["odd"]))
            return OddTaken(first.number, query_code(first.number), first.due, True)
        key, vault = new_vault()
        key.save(force_insert=True)
        owner = owner_of(actor, here.id)
        row = OddMatter(
            id=own,
            number=new_number(run.at),
            site_id=here.id,
            key=key,
            content=seal_told(Told(telling.name, telling.words, phone, telling.tried), vault),
            phone_digest=keyed_digest("phone", phone) if phone else None,
            taken_by_id=actor.assignment_id if isinstance(actor, Staff) else owner,
            owner_id=owner,
            received_at=run.at,
            due=due_date(run.at, here.division_code),
        )
        row.save(force_insert=True)
        if not isinstance(actor, Public):  # a phone that nobody has proven is not written to
            _tell(row, run, "odd_taken", due=f"{row.due:%Y-%m-%d}")
        told = {"site": here.id, "owner": owner, "due": row.due}
        record(row, Event("odd_reported", told), run, actor)
    return OddTaken(row.number, query_code(row.number), row.due)


def _checked(telling: Telling, *, needs_phone: bool) -> tuple[str, list[FieldFault]]:
    faults, phone = [], ""
    if not telling.name:
        faults.append(FieldFault("name", "required"))
    faults += [
        FieldFault(name, "too_long", {"most": most})
        for name, most in (("name", NAME_LENGTH), ("words", WORDS_LENGTH), ("tried", WORDS_LENGTH))
        if len(getattr(telling, name)) > most
    ]
    if why_not_substance(telling.words, LEAST_TOLD):
        faults.append(FieldFault("words", "odd_words_say_nothing"))
    if telling.phone:
        try:
            phone = check_phone(telling.phone).number
        except IdentifierFault as fault:
            faults.append(FieldFault("phone", f"phone_{fault.code}", fault.params))
    elif needs_phone:
        faults.append(FieldFault("phone", "phone_missing"))
    try:
        here = site(telling.site_id)
    except NotFound:
        faults.append(FieldFault("site", "choice_missing"))
    else:
        if needs_phone and here.kind != Site.Kind.CENTRE:  # not of the staff, who tell it where they are
            faults.append(FieldFault("site", "choice_missing"))
    return phone, faults


def _held(actor: Actor, number: str) -> OddMatter:
    """The open matter, its row held by this transaction.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``odd_answered``.
        NotAuthorized: ``odd_not_your_turn``: neither its owner, nor who stands in, nor the head.
    """
    rows = odd_visible_to(actor).filter(number=plain_odd_number(number))
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("odd")
    if row.state != OddMatter.State.OPEN:
        raise Refusal("odd_answered")
    assert isinstance(actor, Staff)  # of everybody else the table of powers knows nothing here
    owns = row.owner_id == actor.assignment_id or row.owner.position_id == actor.position_id
    if not (owns or actor.role == "approver"):
        raise NotAuthorized("odd_not_your_turn")
    return row


def pass_on_odd(actor: Actor, number: str, to: int, words: str, *, idempotency_key: str) -> None:
    """Give a matter to somebody else of the township, with a word why; its day does not move.

    Args:
        to: the assignment that owns it from now on.

    Raises:
        InputFaults: ``to``: nobody who is there today, or ``odd_passed_enough``; ``words``.
        NotFound, NotAuthorized, Refusal: as `answer_odd`.
    """
    _staff(actor)
    with command(
        "cases.pass_on_odd", actor, idempotency_key, {"number": number, "to": to, "words": words}, {}
    ) as run:
        if run.replayed:
            return
        row = _held(actor, number)
        faults = []
        vault = open_vault(row.key)
        told = open_told(row.content, vault)
        if to == row.owner_id or not may_own(to, row.site.body_id):
            faults.append(FieldFault("to", "choice_missing"))
        elif not may_pass(len(told.passed), is_head(to)):
            faults.append(FieldFault("to", "odd_passed_enough", {"times": MOST_PASSED}))
        if why := why_not_substance(words, LEAST_TOLD):
            faults.append(FieldFault("words", why, {"least": LEAST_TOLD}))
        elif len(words) > WHERE_LENGTH:
            faults.append(FieldFault("words", "too_long", {"most": WHERE_LENGTH}))
        if faults:
            raise InputFaults(faults)
        label = assignment_labels({row.owner_id}).get(row.owner_id, "")
        row.content = seal_told(replace(told, passed=(*told.passed, (label, words.strip()))), vault)
        row.owner_id, row.version = to, row.version + 1
        row.save(update_fields=["content", "owner", "version"])
        record(row, Event("odd_passed_on", {"to": to}), run, actor)


def answer_odd(
    actor: Actor,
    number: str,
    result: str,
    *,
    words: str,
    where: str = "",
    case_number: str = "",
    idempotency_key: str,
) -> None:
    """Answer a matter, in words for who told it.

    Args:
        result: ``solved``; ``became_case`` (then ``case_number``); ``referred`` (then ``where``: to whom);
            ``not_possible`` (``words`` the reason, ``where`` to turn).
        words: what came of it.

    Raises:
        InputFaults: every fault at once.
        NotAuthorized: ``odd_not_your_turn``.
        NotFound: none of this actor's.
        Refusal: ``odd_answered``.
    """
    _staff(actor)
    body = {"number": number, "result": result, "words": words, "where": where, "case": case_number}
    with command("cases.answer_odd", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return
        row = _held(actor, number)
        faults = []
        if result not in RESULTS:
            faults.append(FieldFault("result", "choice_missing"))
        if why := why_not_substance(words):
            faults.append(FieldFault("words", why, {"least": 10}))
        elif len(words) > WORDS_LENGTH:
            faults.append(FieldFault("words", "too_long", {"most": WORDS_LENGTH}))
        if result in ("referred", "not_possible") and not where.strip():
            faults.append(FieldFault("where", "odd_where_missing"))
        elif len(where) > WHERE_LENGTH:
            faults.append(FieldFault("where", "too_long", {"most": WHERE_LENGTH}))
        case = None
        if result == "became_case":
            plain = "".join(case_number.split()).replace("-", "").upper()
            found = visible_to(actor).select_related("key").filter(number=plain).first()
            if found is None:
                faults.append(FieldFault("case_number", "not_your_case"))
            elif not _is_theirs(row, found):
                faults.append(FieldFault("case_number", "odd_case_of_another"))
            else:
                case = found.id
        if faults:
            raise InputFaults(faults)
        vault = open_vault(row.key)
        row.answer = seal_answer(Answer(words.strip(), where.strip()), vault)
        row.state, row.result, row.case_id = OddMatter.State.ANSWERED, result, case
        row.answered_at, row.version = run.at, row.version + 1
        row.save(update_fields=["answer", "state", "result", "case", "answered_at", "version"])
        record(
            row,
            Event("odd_answered", {"result": result, "case": case, "late": row.due < legal_date(run.at)}),
            run,
            actor,
        )
        _tell(row, run, "odd_answered")


def _is_theirs(row: OddMatter, case: Case) -> bool:
    """Whether a case is of whoever told the matter, who is told its number."""
    told = open_told(row.content, open_vault(row.key))
    try:
        content = open_content(case.content, open_vault(case.key))
    except Erased:
        return False
    people = (content.applicant, content.representative)
    names = {one["name"] for one in people if one.get("name")}
    phones = {content.contact_phone, *(one.get("phone", "") for one in people)}
    return is_theirs(told.name, told.phone, names, phones)


def _tell(row: OddMatter, run: Run, template: str, **more: str) -> None:
    phone = open_told(row.content, open_vault(row.key)).phone
    if not phone:
        return
    key, vault = new_vault()
    key.save(force_insert=True)
    values = {"number": row.number, "url": f"{settings.BASE_URL}/odd/", "site": row.site.name, **more}
    new_message(template, phone, values, command_id=run.id, at=run.at, vault=vault).save(force_insert=True)
    defer_effects(run.id)


def reveal_odd(actor: Actor, number: str, reason: str) -> tuple[str, str]:
    """The name and phone behind the masks, for a reason; on the access log.

    Raises:
        InputFaults: ``reason``.
        NotAuthorized: no staff that handles such matters.
        NotFound: none of this actor's.
    """
    _staff(actor)
    require_power("cases.reveal_odd", actor)
    if why := why_not_substance(reason, LEAST_TO_LOOK):
        raise InputFaults([FieldFault("reason", why, {"least": LEAST_TO_LOOK})])
    if len(reason) > WHERE_LENGTH:
        raise InputFaults([FieldFault("reason", "too_long", {"most": WHERE_LENGTH})])
    row = odd_visible_to(actor).filter(number=plain_odd_number(number)).first()
    if row is None:
        raise NotFound("odd")
    vault = open_vault(row.key)
    told = open_told(row.content, vault)
    record_access(
        actor,
        "unmasked",
        row.number,
        subject_kind="request",
        field="odd.name",
        reason=reason.strip(),
        vault=vault,
    )
    return told.name, told.phone


def _staff(actor: Actor) -> None:
    if not isinstance(actor, Staff) or actor.role not in HANDLES:
        raise NotAuthorized("not_your_power")


def forget_answered(now: datetime) -> int:
    """The sweep: what was answered long ago loses its content; that it was told and answered stays."""
    old = odd_visible_to(System("forgetting")).filter(
        state=OddMatter.State.ANSWERED,
        answered_at__lt=now - timedelta(days=promise().keep_days),
        key__wrapped__isnull=False,
    )
    rows = list(old.values_list("id", "key_id")[:AT_ONCE])
    odd_visible_to(System("forgetting")).filter(id__in=[row for row, _ in rows]).update(phone_digest=None)
    return DataKey.objects.filter(id__in=[key for _, key in rows]).update(wrapped=None, destroyed_at=now)
