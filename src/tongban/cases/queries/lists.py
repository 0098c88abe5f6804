"""Lists: keyset paging, counts that stop at a cap, never an OFFSET."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tongban.cases.clocks import calendar_of, row_lamp, running_due
from tongban.cases.explaining import turn_of
from tongban.cases.list_filter import ListFilter, after, narrowed, ordered, place_of
from tongban.cases.models import Case, CaseStep
from tongban.cases.projection import row_values
from tongban.cases.queries.one import shown_name
from tongban.cases.queries.shapes import CasePage, CaseRow
from tongban.cases.sealed import open_content
from tongban.cases.settlement import past_intake, settled
from tongban.cases.state import CaseState
from tongban.cases.visibility import rows_behind, visible_to
from tongban.catalogue.queries import pinned, steps_of_kind, versions_with_effect
from tongban.directory.queries.duty import present
from tongban.kernel import time
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.digests import search_grams
from tongban.kernel.errors import Erased
from tongban.kernel.masking import mask_name
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.rules.identifiers.case_number import check_case_number
from tongban.rules.identifiers.typed_text import IdentifierFault
from tongban.rules.workdays import WorkCalendar

COUNT_CAP = 1000
MOST = 100
MOST_EXPORTED = 100_000
"""Rows of one file; who needs more takes a shorter period."""
PORTION = 500  # rows of one statement on the way out
CURSOR_LENGTH = 200  # characters; ours are shorter
NUMBERED = re.compile(r"[A-Z]+(\d{1,6})")
"""A body's letters, and of the day after them as much as was typed."""
EVERYTHING = ListFilter()
GROUPS = ("todo", "waiting", "running", "concluded", "all")
ROLE_ACTS = {
    "clerk": ("accept", "deliver", "receive_result"),
    "reviewer": ("give_opinion",),
    "county_reviewer": ("give_opinion",),
    "approver": ("decide",),
    "county_approver": ("decide",),
    "assister": ("deliver", "give_opinion"),
}


def _grouped(cases: QuerySet[Case], actor: Actor, group: str, mine: bool) -> QuerySet[Case]:
    if group == "running":
        return cases.filter(status__in=("submitted", "awaiting_corrections", "in_review"))
    if group == "waiting":
        return cases.filter(status="awaiting_corrections")
    if group == "concluded":
        return cases.filter(status__in=("concluded", "delivered", "archived"))
    if group == "external" and isinstance(actor, Staff):
        return cases.filter(_elsewhere_for(actor))
    if group == "todo" and isinstance(actor, Staff):
        return cases.filter(waits_for(actor) & _marked_by(actor) if mine else waits_for(actor))
    return cases


def _marked_by(actor: Staff) -> Q:
    """What carries the actor's own mark: taken by them, or given to them."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"), state="open", taken_by=actor.assignment_id)
    return Q(holder=actor.assignment_id) | Q(Exists(steps))


def _elsewhere_for(actor: Staff) -> Q:
    """What waits for a step that another system does."""
    editions, codes = steps_of_kind("external_system")
    steps = CaseStep.objects.filter(case=OuterRef("pk"), position_id=actor.position_id, state="open")
    return Q(status="in_review", item_version_id__in=editions) & Q(Exists(steps.filter(code__in=codes)))


def _to_approve(actor: Staff) -> Q:
    """What waits for the head's own approval before the decision; nothing where no item has such a step."""
    editions, codes = steps_of_kind("approval")
    if not editions:
        return Q(pk__in=())
    steps = CaseStep.objects.filter(case=OuterRef("pk"), state="open", code__in=codes)
    own = Q(Exists(steps.filter(position__site__body_id=actor.body_id)))
    return Q(next_act="give_opinion", item_version_id__in=editions) & own


def waits_for(actor: Staff) -> Q:
    """What waits for a member of staff, whether or not a sweep wrote down what the date has done."""
    waiting = Q(next_act__in=ROLE_ACTS.get(actor.role, ()))
    steps = CaseStep.objects.filter(case=OuterRef("pk"))
    if actor.role == "assister":
        own_step = Exists(steps.filter(position_id=actor.position_id, state="open"))
        return Q(next_act="deliver", collect_site_id=actor.site_id) | Q(own_step, next_act="give_opinion")
    if actor.role == "clerk":
        waiting &= Q(next_position_id=actor.position_id) | Q(holder=actor.assignment_id)
        return waiting & ~past_intake(time.now()) if versions_with_effect("deemed_acceptance") else waiting
    if actor.role == "county_approver":
        # what the date has just accepted has no opinion yet, and nothing of it has come there
        return waiting | _to_approve(actor)
    if actor.role == "approver":
        own = Q(deciding_body_id=actor.body_id)
        waiting, arrived = waiting & own | _to_approve(actor), own & ~Q(Exists(steps))
    else:
        # every open step, not the first alone: steps that run side by side wait for all their positions
        waiting &= Q(Exists(steps.filter(position_id=actor.position_id, state="open")))
        arrived = Q(Exists(steps.filter(position_id=actor.position_id, order=0)))
    if not versions_with_effect("deemed_acceptance"):
        return waiting
    return waiting | (past_intake(time.now()) & arrived)


def searched(cases: QuerySet[Case], search: str) -> QuerySet[Case]:
    search = search.replace("\0", "").strip()
    if not search:
        return cases
    try:
        return cases.filter(number=check_case_number(search))
    except IdentifierFault:
        pass
    if search.isascii():
        begins = search.upper().replace(" ", "").replace("-", "")
        latest = _latest_moment(begins)
        cases = cases.filter(received_at__lt=latest) if latest else cases
        return cases.filter(number__startswith=begins)
    return cases.filter(name_tokens__contains=search_grams("case_name", search))


def _latest_moment(begins: str) -> datetime | None:
    """Before which moment a case came in whose number begins so; None where the beginning tells no day.

    A number has the day on which it was given, and nothing is received after that: a list that walks from the newest
    begins there, and not a year later.
    """
    found = NUMBERED.match(begins)
    if found is None:
        return None
    year, month, day = (found[1].ljust(6, "9")[n : n + 2] for n in (0, 2, 4))
    months = [one for one in range(1, 13) if f"{one:02d}" <= month] or [1]
    after = date(2000 + int(year), months[-1], 1) + timedelta(days=min(int(day), 31))
    return datetime.combine(after + timedelta(days=1), clock_time(), SHANGHAI)


def _cursor(row: Case, order: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([order, *place_of(row, order)]).encode()).decode()


def _after(cases: QuerySet[Case], order: str, cursor: str | None) -> QuerySet[Case]:
    if not cursor:
        return cases
    try:
        asked, *place = json.loads(base64.urlsafe_b64decode(cursor[:CURSOR_LENGTH]))
        return after(cases, order, place) if asked == order else cases
    except (ValueError, TypeError, IndexError, OverflowError):
        return cases  # a cut or altered link shows the first page


def my_list(
    actor: Actor,
    *,
    group: str = "todo",
    search: str = "",
    cursor: str | None = None,
    limit: int = 50,
    shown_as: str = "",
    mine: bool = False,
    chosen: ListFilter = EVERYTHING,
) -> CasePage:
    """A page of the cases an actor may see, newest first where no other order is chosen.

    Args:
        group: ``todo`` (waits for this actor), ``external`` (for a step in another system), ``waiting`` (for the applicant), ``running``, ``concluded`` or ``all``.
        search: a case number, its beginning, or one or more characters of the applicant's name.
        cursor: ``next_cursor`` of the page before.
        limit: lines, at most 100.
        shown_as: the list's name on the access log, where a page shows its names; empty: it is only counted.
        mine: of what waits for the position only what this actor took or was given: the others' of it is on duty.
        chosen: by what staff narrow and order it.
    """
    limit = max(1, min(limit, MOST))
    found = _found(actor, group, search, mine, chosen)
    count, capped = _counted(found)
    rows = _rows_after(found, actor, chosen.order, cursor, limit + 1)
    following = _cursor(rows[limit - 1], chosen.order) if len(rows) > limit else None
    lines = lines_of(rows[:limit], masked=isinstance(actor, Staff))
    if isinstance(actor, Staff):
        lines = with_holders(lines, rows[:limit], actor)
    if shown_as:
        asked = {"group": group, "search": search, "cursor": cursor or "", **chosen.values}
        record_list(actor, shown_as, persons=sum(bool(line.applicant_name) for line in lines), asked=asked)
    return CasePage(
        lines,
        following,
        count,
        capped,
    )


def _found(actor: Actor, group: str, search: str, mine: bool, chosen: ListFilter) -> QuerySet[Case]:
    found = searched(_grouped(visible_to(actor), actor, group, mine), search)
    if isinstance(actor, Staff):
        found = narrowed(found, chosen, actor, time.today())
    return ordered(found, chosen.order)


def _rows_after(found: QuerySet[Case], actor: Actor, order: str, cursor: str | None, most: int) -> list[Case]:
    page = rows_behind(_after(found, order, cursor)[:most])
    rows = with_marks(ordered(page, order), actor)
    return list(rows.select_related("key", "intake_site", "body"))


def my_count(actor: Actor, *, group: str, mine: bool = False) -> tuple[int, bool]:
    """How many cases a group of `my_list` holds, and whether there are more than that."""
    return _counted(_grouped(visible_to(actor), actor, group, mine))


def count_to_export(actor: Staff, *, group: str, search: str, mine: bool, chosen: ListFilter) -> int:
    """How many rows `rows_to_export` will give; no more is counted than one beyond `MOST_EXPORTED`."""
    return _found(actor, group, search, mine, chosen).order_by()[: MOST_EXPORTED + 1].count()


def rows_to_export(
    actor: Staff, *, group: str, search: str, mine: bool, chosen: ListFilter
) -> Iterator[CaseRow]:
    """Every row of a list in its order, read in portions while the file is sent, so that memory does not grow with it.

    What is received meanwhile may stand in it or not; no row stands in it twice.
    """
    found, cursor = _found(actor, group, search, mine, chosen), None
    for _portion in range(MOST_EXPORTED // PORTION + 1):
        rows = _rows_after(found, actor, chosen.order, cursor, PORTION)
        lines = lines_of(rows, masked=True)
        yield from with_holders(lines, rows, actor)
        if len(rows) < PORTION:
            return
        cursor = _cursor(rows[-1], chosen.order)


def _counted(found: QuerySet[Case]) -> tuple[int, bool]:
    count = found.order_by()[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def with_marks(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """With the mark on the first open step; the one at the counter is the row's own."""
    if not isinstance(actor, Staff):
        return cases
    steps = CaseStep.objects.filter(case=OuterRef("pk"), state="open", taken_by__isnull=False)
    if actor.role in ("reviewer", "county_reviewer", "assister"):
        steps = steps.filter(position_id=actor.position_id)
    return cases.annotate(step_mark=Subquery(steps.order_by("order").values("taken_by_id")[:1]))


def with_holders(lines: tuple[CaseRow, ...], rows: list[Case], actor: Staff) -> tuple[CaseRow, ...]:
    """The lines with who holds each, of those who are here today; no statement where nothing was taken."""
    marks = [row.holder_id or getattr(row, "step_mark", None) for row in rows]
    here = present({mark for mark in marks if mark is not None})
    return tuple(
        replace(line, holder=here[mark].label, held_by_me=here[mark].staff_id == actor.staff_id)
        if mark in here
        else line
        for line, mark in zip(lines, marks, strict=True)
    )


def my_cases(actor: Citizen) -> tuple[CaseRow, ...]:
    """The citizen's cases (`visible_to`), newest first; at most 100."""
    rows = visible_to(actor).select_related("key", "intake_site", "body").order_by("-received_at", "-id")
    return lines_of(list(rows[:MOST]), masked=False)


def row_state(row: Case) -> CaseState:
    """The state a list line needs, without the children."""
    return CaseState(**row_values(row))


def _settled(row: Case, now: datetime) -> CaseState:
    calendar = _calendar(row)
    item = pinned(row.item_version_id).definition
    anew = row.calendar_edition != calendar.edition
    return settled(row_state(row), item, calendar, now, counted_anew=anew)[0]


def lines_of(rows: list[Case], *, masked: bool, overseen: bool = False) -> tuple[CaseRow, ...]:
    """The lines of a page, each settled to this moment.

    Args:
        masked: names of those under fourteen are.
        overseen: every name is, for who supervises and handles nothing (`visible_to`).
    """
    now = time.now()
    moved = {row.id for row in rows if row.status == "submitted" and _settled(row, now).status == "in_review"}
    # only a case that the date has moved on needs to be asked what comes next
    reviewed = set(
        CaseStep.objects.filter(case_id__in=moved).values_list("case_id", flat=True) if moved else ()
    )
    after = {case_id: "give_opinion" if case_id in reviewed else "decide" for case_id in moved}
    return tuple(
        _row(row, now, after.get(row.id, row.next_act), masked=masked, overseen=overseen) for row in rows
    )


def _calendar(row: Case) -> WorkCalendar:
    return calendar_of(row.body.division_code)


def name_of(row: Case) -> str:
    """The applicant as staff see them in a list; "" where the person was erased."""
    try:
        return shown_name(open_content(row.content, open_vault(row.key)).applicant)
    except Erased:
        return ""


def _row(row: Case, now: datetime, next_act: str, *, masked: bool, overseen: bool) -> CaseRow:
    item = pinned(row.item_version_id)
    calendar = _calendar(row)
    state = _settled(row, now)
    try:
        person = open_content(row.content, open_vault(row.key)).applicant
        name = shown_name(person) if masked else person["name"]
        name = mask_name(person["name"]) if overseen else name
    except Erased:
        name = ""
    today = legal_date(now)
    left, shown_lamp = row_lamp(state, item.definition, calendar, today)
    return CaseRow(
        number=row.number,
        item_code=item.definition.code,
        item_name=item.definition.name,
        applicant_name=name,
        status=state.status,
        outcome=state.outcome,
        channel=row.channel,
        intake_site=row.intake_site.name,
        received_at=row.received_at,
        due=state.correction_due or running_due(state),
        provisional=state.provisional,
        remaining=left,
        lamp=shown_lamp,
        next_act=next_act,
        version=state.version,
        turn=turn_of(state, item.definition, today),
    )
