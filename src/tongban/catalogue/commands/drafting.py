"""Writing a layer of the catalogue: start, save, submit; a second person approves, sends back; or it is discarded.

Who wrote in a draft can never approve it.  Contents stay out of the ledger: an event has ids, days and digests.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tongban.catalogue.authority import EDITORS, covers, require_editor, require_publisher
from tongban.catalogue.commands.publish import add_layer
from tongban.catalogue.drafts import content_above, faults_of_draft
from tongban.catalogue.editions import content_digest
from tongban.catalogue.models import CatalogueDraft, LayerVersion
from tongban.catalogue.queries.versions import forget_versions
from tongban.catalogue.sensitivity import upcast
from tongban.directory.models import Assignment
from tongban.directory.queries import assignment_labels, chain, top_division
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Stale
from tongban.kernel.time import legal_date

OPEN = (CatalogueDraft.State.EDITING, CatalogueDraft.State.SUBMITTED, CatalogueDraft.State.RETURNED)
WRITABLE = (CatalogueDraft.State.EDITING, CatalogueDraft.State.RETURNED)
LARGEST_CONTENT = 500_000
"""Bytes of one draft's content as JSON."""
LONGEST_REASON = 200
LONGEST_NOTE = 500
FARTHEST = timedelta(days=731)
"""A first day further off than two years is a slip of the pen."""
STREAM = "catalogue_draft"


def start_draft(
    actor: Actor,
    item_code: str,
    *,
    division: str = "",
    content: Mapping[str, Any] | None = None,
    note: str = "",
    idempotency_key: str,
) -> UUID:
    """Begin to write a layer; the draft's id.

    Args:
        item_code: an item that is there, or a new one.
        division: whose layer; "": the highest division, whose layer is the whole content.
        content: what to begin with; None: what the layer says now, or nothing changed.

    Raises:
        InputFaults: ``draft_open`` (the layer is being written already), ``too_large``, ``code_fixed`` (the content
            is another item's), ``no_such_division``, ``no_such_item`` (nothing stands above that could be overridden).
        NotAuthorized: neither set-up nor an editor whose body covers the division.
    """
    division = division or top_division()
    require_editor(actor, division)
    base = division == top_division()
    body = {
        "item": item_code,
        "division": division,
        "content": dict(content) if content is not None else None,
    }
    draft_id = uuid4()
    with command("catalogue.start_draft", actor, idempotency_key, body, {"draft": draft_id}) as run:
        if run.replay is not None:
            return UUID(run.replay["draft"])
        _require(chain(division)[0] == division, "division", "no_such_division")
        _require(base or content_above(item_code, division) is not None, "item", "no_such_item")
        row = new_draft(run, draft_id, item_code, division, content, note=note, base=base)
        _record(
            run, row, "catalogue_draft_started", {"item": item_code, "division": division, "kind": row.kind}
        )
    return draft_id


def new_draft(
    run: Run,
    draft_id: UUID,
    item_code: str,
    division: str,
    content: Mapping[str, Any] | None,
    *,
    note: str = "",
    base: bool = True,
    author: Assignment | None = None,
) -> CatalogueDraft:
    """Inside a command: the row of a new draft.

    Args:
        author: for whom it is written; None: for the actor.

    Raises:
        InputFaults: ``draft_open``, ``too_large``, ``code_fixed``.
    """
    layer = current_layer(item_code, division)
    if content is None:
        content = upcast(layer.content) if layer else {"item": item_code, "taken": True, "changes": []}
        content = {"code": item_code} if base and layer is None else content
    _check_shape(item_code, content, base=base)
    actor = run.actor
    author_id, staff_id = (author.id, author.staff_id) if author else (None, None)
    if author is None and isinstance(actor, Staff):
        author_id, staff_id = actor.assignment_id, actor.staff_id
    row = CatalogueDraft(
        id=draft_id,
        item_code=item_code,
        division_code=division,
        kind=CatalogueDraft.Kind.BASE if base else CatalogueDraft.Kind.OVERRIDE,
        content=dict(content),
        digest=content_digest(content),
        based_on=layer,
        note=note[:LONGEST_NOTE],
        author_id=author_id,
        writers=[staff_id] if staff_id else [],
        created_at=run.at,
        updated_at=run.at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise InputFaults([FieldFault("item", "draft_open", {"item": item_code})]) from fault
    return row


def current_layer(item_code: str, division: str) -> LayerVersion | None:
    """The newest version of a layer, which a draft of it is based on."""
    layers = LayerVersion.objects.filter(item__code=item_code, division_code=division)
    return layers.order_by("-number").first()


def save_draft(
    actor: Actor,
    draft_id: UUID,
    content: Mapping[str, Any],
    *,
    expected_version: int,
    note: str | None = None,
    idempotency_key: str,
) -> int:
    """Keep what was written, faulty or not; the draft's new version.

    Raises:
        InputFaults: ``too_large``, ``code_fixed`` (another item's code), ``draft_closed``.
        NotFound: no such draft for this actor.
        Stale: somebody else saved first.
    """
    body = {"draft": draft_id, "version": expected_version, "digest": content_digest(content), "note": note}
    with _writing("save_draft", actor, draft_id, expected_version, idempotency_key, body) as (run, row):
        if row is None:
            return expected_version + 1
        _require(row.state in WRITABLE, "draft", "draft_closed")
        _check_shape(row.item_code, content, base=row.base)
        row.content = dict(content)
        row.digest = content_digest(content)
        row.state = CatalogueDraft.State.EDITING
        if note is not None:
            row.note = note[:LONGEST_NOTE]
        _wrote(row, actor)
        _keep(run, row, "catalogue_draft_saved")
        return row.version


def submit_draft(
    actor: Actor,
    draft_id: UUID,
    *,
    effective_from: date,
    reason: str,
    expected_version: int,
    idempotency_key: str,
) -> int:
    """Hand a draft in for approval; the draft's new version.

    Raises:
        InputFaults: every fault of the content; ``reason`` missing or too long; ``in_the_past``; ``too_far_ahead`` (two
            years); ``draft_closed``.
        NotFound, Stale: as for `save_draft`.
    """
    body = {"draft": draft_id, "version": expected_version, "from": effective_from, "reason": reason}
    with _writing("submit_draft", actor, draft_id, expected_version, idempotency_key, body) as (run, row):
        if row is None:
            return expected_version + 1
        _require(row.state in WRITABLE, "draft", "draft_closed")
        _check_words("reason", reason, LONGEST_REASON)
        _check_content(row)
        if not isinstance(actor, System):
            _require(effective_from >= legal_date(run.at), "effective_from", "in_the_past")
        _require(effective_from <= legal_date(run.at) + FARTHEST, "effective_from", "too_far_ahead")
        row.state = CatalogueDraft.State.SUBMITTED
        row.submitted_at = run.at
        row.effective_from = effective_from
        row.reason = reason.strip()
        _wrote(row, actor)
        _keep(run, row, "catalogue_draft_submitted", {"from": effective_from})
        return row.version


def approve_draft(
    actor: Actor,
    draft_id: UUID,
    *,
    expected_version: int,
    effective_from: date | None = None,
    idempotency_key: str,
) -> int:
    """Bring a submitted draft into force on its day; the number of the layer's version.

    Args:
        effective_from: another first day, where the one asked for has passed.

    Raises:
        InputFaults: ``draft_not_submitted``; ``draft_outdated`` (the layer changed meanwhile); what publishing says.
        NotAuthorized: ``own_draft``: who wrote in it does not approve it; not an approver, or not of this division.
        NotFound, Stale: as for `save_draft`.
    """
    body = {"draft": draft_id, "version": expected_version, "from": effective_from}
    with _writing("approve_draft", actor, draft_id, expected_version, idempotency_key, body) as (run, row):
        if row is None:
            layer = CatalogueDraft.objects.get(id=draft_id).published_as
            return layer.number if layer else 0
        require_publisher(actor, row.division_code)
        if isinstance(actor, Staff) and actor.staff_id in row.writers:
            raise NotAuthorized("own_draft")
        _require(row.state == CatalogueDraft.State.SUBMITTED, "draft", "draft_not_submitted")
        layer = current_layer(row.item_code, row.division_code)
        _require((layer.id if layer else None) == row.based_on_id, "draft", "draft_outdated")
        _check_content(row)
        first_day = effective_from or row.effective_from or legal_date(run.at)
        number = add_layer(
            run,
            row.item_code,
            row.division_code,
            row.content,
            base=row.base,
            effective_from=first_day,
            reason=row.reason,
        )
        row.state = CatalogueDraft.State.APPROVED
        row.effective_from = first_day
        row.approver_id = actor.assignment_id if isinstance(actor, Staff) else None
        row.decided_at = run.at
        row.published_as = current_layer(row.item_code, row.division_code)
        _keep(run, row, "catalogue_draft_approved", {"from": first_day, "layer": number})
    forget_versions()
    return number


def send_draft_back(
    actor: Actor, draft_id: UUID, *, reason: str, expected_version: int, idempotency_key: str
) -> int:
    """Give a submitted draft back to its writers, saying what to mend; the draft's new version.

    Raises:
        InputFaults: ``draft_not_submitted``; ``reason`` missing or too long.
        NotAuthorized: not an approver, or not of this division.
        NotFound, Stale: as for `save_draft`.
    """
    body = {"draft": draft_id, "version": expected_version, "reason": reason}
    with _writing("send_draft_back", actor, draft_id, expected_version, idempotency_key, body) as (run, row):
        if row is None:
            return expected_version + 1
        require_publisher(actor, row.division_code)
        _require(row.state == CatalogueDraft.State.SUBMITTED, "draft", "draft_not_submitted")
        _check_words("reason", reason, LONGEST_NOTE)
        row.state = CatalogueDraft.State.RETURNED
        row.sent_back = reason.strip()
        row.approver_id = actor.assignment_id if isinstance(actor, Staff) else None
        row.decided_at = run.at
        _keep(run, row, "catalogue_draft_sent_back")
        return row.version


def discard_draft(actor: Actor, draft_id: UUID, *, expected_version: int, idempotency_key: str) -> int:
    """Give a draft up; it stays in the list of what was, and its layer can be written anew.

    Raises:
        InputFaults: ``draft_closed``.
        NotFound, Stale: as for `save_draft`.
    """
    body = {"draft": draft_id, "version": expected_version}
    with _writing("discard_draft", actor, draft_id, expected_version, idempotency_key, body) as (run, row):
        if row is None:
            return expected_version + 1
        _require(row.state in OPEN, "draft", "draft_closed")
        row.state = CatalogueDraft.State.DISCARDED
        row.decided_at = run.at
        _keep(run, row, "catalogue_draft_discarded")
        return row.version


def may_see(actor: Actor, division: str) -> bool:
    """Whether drafts of a division's layers are this actor's business."""
    return isinstance(actor, System) or (
        isinstance(actor, Staff) and actor.role in EDITORS and covers(actor, division)
    )


@contextmanager
def _writing(
    name: str, actor: Actor, draft_id: UUID, expected_version: int, key: str, body: Mapping[str, Any]
) -> Iterator[tuple[Run, CatalogueDraft | None]]:
    """The frame of every act on a draft; None for the row where the act was done before."""
    if not isinstance(actor, System) and (not isinstance(actor, Staff) or actor.role not in EDITORS):
        raise NotAuthorized("not_your_role_catalogue")
    with command(f"catalogue.{name}", actor, key, body, {"draft": draft_id}) as run:
        row = CatalogueDraft.objects.select_for_update().filter(id=draft_id).first()
        if row is None or not may_see(actor, row.division_code):
            raise NotFound("draft")
        if run.replayed:
            yield run, None
            return
        if row.version != expected_version:
            raise Stale("catalogue_draft_saved", _last_writer(row), row.updated_at)
        yield run, row


def _last_writer(row: CatalogueDraft) -> str:
    ids = {number for number in (row.approver_id, row.author_id) if number}
    labels = assignment_labels(ids)
    return labels.get(row.approver_id or 0) or labels.get(row.author_id or 0) or ""


def _wrote(row: CatalogueDraft, actor: Actor) -> None:
    if isinstance(actor, Staff) and actor.staff_id not in row.writers:
        row.writers = [*row.writers, actor.staff_id]


def _keep(run: Run, row: CatalogueDraft, event: str, data: Mapping[str, Any] | None = None) -> None:
    row.version += 1
    row.updated_at = run.at
    row.save()
    _record(run, row, event, dict(data or {}))


def _record(run: Run, row: CatalogueDraft, event: str, data: Mapping[str, Any]) -> None:
    told = {"version": row.version, "digest": bytes(row.digest), **data}
    ledger.append(
        STREAM, str(row.id), [ledger.Event(event, told)], at=run.at, actor=run.actor, command_id=run.id
    )


def _require(holds: bool, field: str, code: str) -> None:
    if not holds:
        raise InputFaults([FieldFault(field, code)])


def _check_words(field: str, words: str, most: int) -> None:
    _require(bool(words.strip()), field, "required")
    if len(words.strip()) > most:
        raise InputFaults([FieldFault(field, "too_long", {"most": most})])


def _check_shape(item_code: str, content: Mapping[str, Any], *, base: bool) -> None:
    """A draft may be faulty, but it stays its item's, and within bounds."""
    key = "code" if base else "item"
    _require(0 < len(item_code) <= 50 and content.get(key) == item_code, key, "code_fixed")
    if len(canonical_json(content)) > LARGEST_CONTENT:
        raise InputFaults([FieldFault("content", "too_large", {"most": LARGEST_CONTENT})])


def _check_content(row: CatalogueDraft) -> None:
    """Every fault of what a draft leads to."""
    faults = [
        FieldFault(fault.path, "definition", {"problem": fault.problem, "code": fault.code, **fault.params})
        for fault in faults_of_draft(row)
    ]
    if faults:
        raise InputFaults(faults)
