"""What may be read of rosters: the list, one of them with its verdicts, its failures, its receipt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from tongban.cases.models import Roster, RosterRow
from tongban.cases.rosters.accepting import to_accept
from tongban.cases.rosters.columns import NAME, Column, RosterRule, columns_of, roster_rule
from tongban.cases.rosters.commands import BROUGHT_BY, faults_of_plan, item_of_roster
from tongban.cases.rosters.ending import KIND, name_of
from tongban.cases.rosters.judging import Plan
from tongban.cases.rosters.records import open_held, open_plan, plain_roster_number
from tongban.cases.rosters.sheets import failures, template
from tongban.cases.rosters.visibility import TAKES, rosters_visible_to, rows_of
from tongban.catalogue.definition import ItemDefinition, Text
from tongban.catalogue.queries import current_version_ids, pinned
from tongban.directory.queries import assignment_labels, site
from tongban.kernel import blobs, time
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Erased, FieldFault, NotAuthorized, NotFound, Refusal
from tongban.kernel.exports import log_export, watermark
from tongban.kernel.masking import mask_name
from tongban.kernel.secrets import open_vault
from tongban.papers.models import Paper

__all__ = [
    "failures_file",
    "plan_faults",
    "progress",
    "receipt_file",
    "roster",
    "roster_form",
    "roster_items",
    "roster_template",
    "rosters",
]

MOST = 200
PAGE = 100
NOT_TAKEN = (RosterRow.State.FAULTY, RosterRow.State.REFUSED, RosterRow.State.LEFT_OUT)


@dataclass(frozen=True)
class RosterLineView:
    """A roster in the list."""

    number: str
    name: str
    item_code: str
    item_name: Text
    state: str
    why_stopped: str
    made_at: datetime
    ended_at: datetime | None
    total: int
    filed: int
    failed: int
    by: str
    left_out: int = 0  # by whoever works at the list, nothing being wrong with them
    accepting: bool = False  # its matters are being accepted together
    to_accept: int = 0  # that wait at the counter
    not_accepted: int = 0  # of these, what was refused when they were accepted together

    @property
    def accepted_percent(self) -> int:
        """How far that is."""
        return 100 * (self.filed - self.to_accept + self.not_accepted) // self.filed if self.filed else 100

    @property
    def left(self) -> int:
        """Sound rows that wait."""
        return self.total - self.filed - self.failed - self.left_out

    @property
    def percent(self) -> int:
        """How far the filing is, of the rows that are filed at all."""
        due = self.filed + self.left
        return 100 * self.filed // due if due else 100


@dataclass(frozen=True)
class RowView:
    """A row: the name masked, its faults, and the matter it became."""

    line: int
    state: str
    name: str
    faults: tuple[FieldFault, ...]
    case_number: str


@dataclass(frozen=True)
class RosterView:
    """One roster, whole, with a page of the rows in one state."""

    line: RosterLineView
    plan: Plan
    rule: RosterRule
    counts: dict[str, int]
    shown: str
    rows: tuple[RowView, ...]
    page: int
    pages: int
    columns: tuple[Column, ...]
    receipt: bool


def rosters(actor: Actor) -> tuple[RosterLineView, ...]:
    """The rosters this actor sees, the newest first."""
    left_out = Count("roster_rows", filter=Q(roster_rows__state=RosterRow.State.LEFT_OUT))
    rows = list(rosters_visible_to(actor).annotate(rows_left_out=left_out).order_by("-made_at")[:MOST])
    labels = assignment_labels({row.by_id for row in rows})
    return tuple(_line(row, labels, row.rows_left_out) for row in rows)


def roster_items(actor: Actor) -> tuple[ItemDefinition, ...]:
    """The items that this actor may take in by roster, at the own township today."""
    if not isinstance(actor, Staff) or actor.role not in TAKES:
        raise NotAuthorized("not_your_power")
    here = site(actor.site_id)
    found = (
        pinned(version).definition for version in current_version_ids((here.handled_by or here).division_code)
    )
    channel = "village_point" if actor.role == "assister" else "window"
    return tuple(
        item
        for item in found
        if roster_rule(item) is not None
        and channel in item.channels
        and (actor.role == "assister" or item.position == actor.position_code)
    )


@dataclass(frozen=True)
class RosterForm:
    """What the page needs to take a roster in."""

    item: ItemDefinition
    rule: RosterRule
    ways: tuple[str, ...]
    columns: tuple[Column, ...]


def roster_form(actor: Actor, item_code: str) -> RosterForm:
    """The form of an item's roster.

    Raises:
        NotAuthorized, NotFound, Refusal: as `item_of_roster`.
    """
    item = item_of_roster(actor, item_code).definition
    assert isinstance(actor, Staff)
    rule = roster_rule(item)
    assert rule is not None  # or it was not found
    ways = tuple(way for way in BROUGHT_BY[actor.role] if way != "village" or rule.represented)
    return RosterForm(item, rule, ways, _columns(actor.site_id, item))


def plan_faults(actor: Actor, item_code: str, name: str, plan: Plan) -> tuple[FieldFault, ...]:
    """What is wrong with what holds for a whole list, where its rows could not be read.

    Raises:
        NotAuthorized, NotFound, Refusal: as `item_of_roster`.
    """
    item = item_of_roster(actor, item_code)
    assert isinstance(actor, Staff)
    return tuple(faults_of_plan(actor, item, name, plan))


def roster_template(actor: Actor, item_code: str) -> bytes:
    """The workbook to fill in.

    Raises:
        NotAuthorized, NotFound, Refusal: as `item_of_roster`.
    """
    return template(roster_form(actor, item_code).columns)


def roster(actor: Actor, number: str, *, shown: str = "", page: int = 1) -> RosterView:
    """One roster; on the access log where rows are shown.

    Args:
        shown: the state whose rows are shown; empty: the first that has any, what is to be mended before all.
        page: from 1.

    Raises:
        NotFound: none of this actor's.
    """
    row = _row(actor, number)
    states = rows_of(row).order_by().values_list("state", flat=True)
    counts = {str(state): 0 for state in RosterRow.State}
    for state in states:
        counts[state] += 1
    order = [state for state in ("faulty", "refused", "sound", "filed", "left_out") if counts[state]]
    shown = shown if shown in counts else (order[0] if order else "sound")
    pages = max(1, -(-counts[shown] // PAGE))
    page = min(max(1, page), pages)
    found = rows_of(row).filter(state=shown).select_related("case__key")
    if shown == RosterRow.State.FILED:
        found = found.order_by("-faults", "line")  # what was not accepted with the others comes first
    rows = tuple(_row_view(one, row) for one in found[(page - 1) * PAGE : page * PAGE])
    record_list(
        actor, "roster", persons=len(rows), asked={"roster": row.number, "state": shown, "page": str(page)}
    )
    item = pinned(row.item_version_id).definition
    rule = roster_rule(item)
    assert rule is not None  # it was taken in by it
    vault = open_vault(row.key)
    return RosterView(
        line=_with_acceptance(row),
        plan=open_plan(row.plan, vault),
        rule=rule,
        counts=counts,
        shown=shown,
        rows=rows,
        page=page,
        pages=pages,
        columns=_columns(row.site_id, item),
        receipt=row.receipt is not None,
    )


def progress(actor: Actor, number: str) -> RosterLineView:
    """How far a roster is; nothing of anybody on it.

    Raises:
        NotFound: none of this actor's.
    """
    return _with_acceptance(_row(actor, number))


def failures_file(actor: Actor, number: str, told: Callable[[tuple[FieldFault, ...]], str]) -> bytes:
    """The rows that were not taken, whole, to be mended; written down in the access log.

    Args:
        told: a row's faults in words.

    Raises:
        NotFound: none of this actor's.
    """
    row = _row(actor, number)
    if not isinstance(actor, Staff):
        raise NotFound("roster")
    vault = open_vault(row.key)
    listed = []
    for one in rows_of(row).filter(state__in=NOT_TAKEN):
        held = open_held(one.values, vault)
        listed.append((one.line, held.cells, told(held.faults)))
    now, reason = time.now(), f"更正名册 {row.number} 没有收下的行"
    mark = watermark(actor, log_export(actor, "roster", reason=reason, rows=len(listed), at=now), now, reason)
    return failures(_columns(row.site_id, pinned(row.item_version_id).definition), listed, mark)


def receipt_file(actor: Actor, number: str) -> tuple[bytes, str]:
    """The one receipt of the list and its file name.

    Raises:
        NotFound: none of this actor's, or the list has none.
        Refusal: ``paper_not_ready`` while it is being written.
    """
    row = _row(actor, number)
    paper = Paper.objects.select_related("blob").filter(subject=row.id, kind=KIND).first()
    if paper is None:
        raise NotFound("paper")
    if paper.blob is None:
        raise Refusal("paper_not_ready", {"number": paper.number})
    record_list(actor, "roster", persons=row.filed, asked={"roster": row.number, "receipt": "1"})
    return blobs.load(paper.blob, open_vault(row.key)), f"{paper.number}.pdf"


def _row(actor: Actor, number: str) -> Roster:
    found: QuerySet[Roster] = rosters_visible_to(actor).filter(number=plain_roster_number(number))
    row = found.first()
    if row is None:
        raise NotFound("roster")
    return row


def _columns(site_id: int, item: ItemDefinition) -> tuple[Column, ...]:
    here = site(site_id)
    return columns_of(item, (here.handled_by or here).division_code)


def _line(row: Roster, labels: dict[int, str], left_out: int) -> RosterLineView:
    item = pinned(row.item_version_id).definition
    return RosterLineView(
        number=row.number,
        name=row.name,
        item_code=item.code,
        item_name=item.name,
        state=str(row.state),
        why_stopped=row.why_stopped,
        made_at=row.made_at,
        ended_at=row.ended_at,
        total=row.total,
        filed=row.filed,
        failed=row.failed - left_out,  # the row counts whatever became no matter
        by=labels.get(row.by_id, ""),
        left_out=left_out,
    )


def _with_acceptance(row: Roster) -> RosterLineView:
    waiting = to_accept(row)
    return replace(
        _line(
            row, assignment_labels({row.by_id}), rows_of(row).filter(state=RosterRow.State.LEFT_OUT).count()
        ),
        accepting=row.accepting_id is not None,
        to_accept=waiting.count(),
        not_accepted=waiting.exclude(faults=[]).count(),
    )


def _row_view(one: RosterRow, row: Roster) -> RowView:
    try:
        held: Any = open_held(one.values, open_vault(row.key))
    except Erased:
        held = None
    name = mask_name(held.cells.get(NAME, "")) if held else ""
    if one.case is not None:
        name = name_of(one.case)  # the row was emptied when it became a matter; the paper list has names
    return RowView(
        line=one.line,
        state=str(one.state),
        name=name,
        faults=held.faults if held else (),
        case_number=one.case.number if one.case else "",
    )
