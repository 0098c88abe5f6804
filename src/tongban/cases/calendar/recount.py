"""Counting every open case anew after a calendar changed: in batches, resumable, several workers at once.

What is left to do is known by the rows alone: an open case whose ``calendar_edition`` is not that of its region.  A
batch is one transaction: it holds its rows (those that somebody else holds are left for the next round), works out
the dates, and writes events, rows, messages and the progress together.  Killed at any point, the batches that are
committed stay and the others never were.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from tongban.cases.calendar import progress
from tongban.cases.calendar.deferred import Addressee, moved_deferrals, telling
from tongban.cases.calendar.telling import TOLD_COLUMNS, Change, message, to_tell, told_change
from tongban.cases.commands.settling import settle_one
from tongban.cases.course import course_of
from tongban.cases.frame import COUNTED, SETTLE
from tongban.cases.models import Case, CaseStep, DateChange
from tongban.cases.projection import apply
from tongban.cases.sealed import open_content
from tongban.cases.settlement import happened_before, moved_dates, recomputed
from tongban.cases.state import CaseState, StepState
from tongban.catalogue.queries import pinned
from tongban.directory.models import Body
from tongban.kernel import time
from tongban.kernel.batch import GuardFailed
from tongban.kernel.bulk import insert_rows
from tongban.kernel.calendars import UnknownRegion
from tongban.kernel.calendars_in_force import in_force, look_again, newest_source
from tongban.kernel.errors import Erased
from tongban.kernel.kept_queries import prepared_cursor
from tongban.kernel.ledger import Head, chain
from tongban.kernel.models import DataKey, LedgerEntry, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Status
from tongban.rules.workdays import WorkCalendar

AT_ONCE = 500
"""Cases of one transaction: an act on one of them waits for its end, a fraction of a second."""
MOST_KEPT = 20_000
"""Cases that differ in nothing that a calendar looks at have the same dates: so many differences are remembered."""

DUE = tuple(TOLD_COLUMNS.values())
_MOVED = ("clock_start", *DUE)
_READ = (
    "id",
    "number",
    "item_version_id",
    "body_id",
    "status",
    "outcome",
    "clock_start",
    "accepted_at",
    "concluded_at",
    "delivered_at",
    *DUE,
    "provisional",
    "course",
    "ledger_seq",
    "ledger_hash",
    "contact_digest",
)
_BESIDE = frozenset({"id", "number", "ledger_seq", "ledger_hash", "contact_digest"})
# the condition in the very words of the partial index `case_calendar_open`
_OPEN = "status IN ('submitted', 'awaiting_corrections', 'in_review', 'concluded')"
_EDITIONS = f"""
    WITH RECURSIVE found AS (
        (SELECT calendar_edition FROM cases_case WHERE {_OPEN} ORDER BY calendar_edition LIMIT 1)
        UNION ALL
        SELECT (SELECT calendar_edition FROM cases_case WHERE {_OPEN} AND calendar_edition > found.calendar_edition
                ORDER BY calendar_edition LIMIT 1)
        FROM found WHERE found.calendar_edition IS NOT NULL
    )
    SELECT calendar_edition FROM found WHERE calendar_edition IS NOT NULL"""


@dataclass(frozen=True)
class Region:
    """The bodies that work by one calendar."""

    code: str
    bodies: tuple[int, ...]
    calendar: WorkCalendar


@dataclass
class Counted:
    """What counting some cases came to."""

    checked: int = 0
    moved: int = 0
    settled: int = 0
    messages: int = 0
    in_person: int = 0
    last: UUID | None = None


@dataclass
class _Moved:
    """One case whose row changes."""

    row: dict[str, Any]
    state: CaseState
    head: Head
    change: Change | None
    command_id: UUID = field(default_factory=uuid4)


def regions() -> tuple[Region, ...]:
    """Every calendar that the deployment's bodies work by; a region without data is left alone."""
    bodies: dict[str, list[int]] = {}
    for body_id, code in Body.objects.order_by("id").values_list("id", "division_code"):
        bodies.setdefault(code[:6], []).append(body_id)
    found = []
    for code, ids in sorted(bodies.items()):
        try:
            found.append(Region(code, tuple(ids), in_force(code)))
        except UnknownRegion:
            continue
    return tuple(found)


def target_of(found: Iterable[Region]) -> str:
    """The editions that cases are counted by, as one digest."""
    told = ";".join(f"{region.code}={region.calendar.edition}" for region in found)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def stale(region: Region) -> Iterator[str]:
    """The editions, other than the region's own, that open cases were counted by."""
    with connection.cursor() as cursor:
        cursor.execute(_EDITIONS)
        editions = [edition for (edition,) in cursor.fetchall()]
    yield from (edition for edition in editions if edition != region.calendar.edition)


def left_over(found: Iterable[Region]) -> int:
    """How many open cases are still counted by another edition."""
    return sum(
        Case.objects.filter(
            calendar_edition=edition, status__in=sorted(COUNTED), body_id__in=region.bodies
        ).count()
        for region in found
        for edition in stale(region)
    )


Told = Callable[[progress.Progress], None]


def recount(told: Told | None = None, *, at_once: int = AT_ONCE) -> progress.Progress | None:
    """Count every open case by the calendar that holds, until none is left that nobody else holds.

    Safe to run twice at once and to kill; what is left is done by whoever runs it next.

    Args:
        told: is called with the progress after each batch.
        at_once: cases of one transaction.

    Returns:
        how it stands; None where there was nothing to do.
    """
    look_again()
    run: progress.Progress | None = None
    while True:
        found = regions()
        pending = [(region, edition) for region in found for edition in stale(region)]
        if not pending:
            return progress.end(run, complete=True) if run else progress.end_open(target_of(found))
        reason = newest_source()
        count = left_over(found)
        if count == 0:  # of another region's edition
            return progress.end(run, complete=True) if run else None
        run = progress.begin(target_of(found), reason, count)
        did = 0
        for region, edition in pending:
            after: UUID | None = None
            while (batch := _batch(region, edition, after, reason, run.id, at_once)).last is not None:
                after = batch.last
                did += batch.checked
                if told:
                    told(progress.of_run(run.id))
                if in_force(region.code).edition != region.calendar.edition:
                    break  # published anew meanwhile
        if did == 0:
            return progress.of_run(run.id)  # somebody else holds the rest


def _batch(region: Region, edition: str, after: UUID | None, reason: str, run: int, most: int) -> Counted:
    """One transaction; ``last`` is None where no row was free."""
    now = time.now()
    counted = Counted()
    slowly: list[str] = []
    with transaction.atomic():
        rows = Case.objects.filter(
            calendar_edition=edition, status__in=sorted(COUNTED), body_id__in=region.bodies
        )
        if after is not None:
            rows = rows.filter(id__gt=after)
        held = list(
            rows.order_by("id").select_for_update(skip_locked=True, no_key=True).values_list(*_READ)[:most]
        )
        stand: list[UUID] = []
        moved: list[_Moved] = []
        entries: list[LedgerEntry] = []
        steps = steps_told(
            row[_READ.index("id")] for row in held if joint(row[_READ.index("item_version_id")])
        )
        for values in held:
            row = dict(zip(_READ, values, strict=True))
            counted.last = row["id"]
            row["steps"] = steps.get(row["id"], ())
            found = _counted(values, row["steps"], region)
            if found is None:
                slowly.append(row["number"])
            elif not found:
                stand.append(row["id"])
            else:
                moved.append(_chained(row, found, region.calendar, now, entries))
        insert_rows(entries)
        _write(moved, region.calendar.edition)
        if stand:
            Case.objects.filter(id__in=stand).update(calendar_edition=region.calendar.edition)
        _tell(moved, reason, now, counted)
        _tell_of_deferred(held, moved, region.calendar, reason, now, counted)
        counted.checked = len(stand) + len(moved)
        counted.moved = sum(1 for one in moved if _moves_a_day(one))
        counted.settled = len(moved) - counted.moved
        progress.add(run, counted)
    for number in slowly:
        try:
            written = settle_one(number, now)
        except Erased:  # its content is gone, its dates are not
            written = False
        if not written:  # nothing was to be written: it is counted all the same, and not again
            Case.objects.filter(number=number, calendar_edition=edition).update(
                calendar_edition=region.calendar.edition
            )
        counted.checked += 1
        progress.add(run, Counted(checked=1))
    return counted


def _moves_a_day(one: _Moved) -> bool:
    return any(one.row[name] != getattr(one.state, name) for name in _MOVED)


_kept: dict[tuple[Any, ...], dict[str, object] | None] = {}


def joint(version: int) -> bool:
    """Whether an item's edition has the limit of joint handling, which a matter's own steps decide on."""
    return "joint" in pinned(version).definition.limits


def steps_told(cases: Iterable[UUID]) -> dict[UUID, tuple[StepState, ...]]:
    """Case → which steps it has; nothing else of them moves a last day that is kept."""
    told: dict[UUID, tuple[StepState, ...]] = {}
    rows = CaseStep.objects.filter(case_id__in=list(cases)).order_by("case_id", "order")
    for case_id, code, position_id in rows.values_list("case_id", "code", "position_id"):
        told[case_id] = (*told.get(case_id, ()), StepState(code, position_id))
    return told


def _counted(
    values: tuple[Any, ...], steps: tuple[StepState, ...], region: Region
) -> dict[str, object] | None:
    """What moves in a case; None for one on which a date has had its effect already, which is settled first."""
    calendar = region.calendar
    key = (
        calendar.edition,
        calendar.holds_from,
        *(_alike(name, v) for name, v in zip(_READ, values, strict=True)),
        tuple(step.code for step in steps),
    )
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        state = _state({**dict(zip(_READ, values, strict=True)), "steps": steps})
        if state.status == Status.SUBMITTED and happened_before(state, calendar):
            _kept[key] = None
        else:
            _kept[key] = moved_dates(state, pinned(state.item_version_id).definition, calendar)
    return _kept[key]


def _alike(name: str, value: Any) -> Any:
    """A value as a calendar sees it: of a moment its day; of what it does not look at nothing."""
    if name in _BESIDE:
        return None
    return legal_date(value) if isinstance(value, datetime) else value


def _state(row: dict[str, Any]) -> CaseState:
    """As much of the state as dates are worked out from: of the steps which there are, of the materials nothing."""
    told = {name: value for name, value in row.items() if name not in _BESIDE}
    return CaseState(**{**told, "course": course_of(row["course"])})


def _chained(
    row: dict[str, Any],
    found: dict[str, object],
    calendar: WorkCalendar,
    now: datetime,
    entries: list[LedgerEntry],
) -> _Moved:
    before = _state(row)
    event = recomputed(found, calendar)
    one = _Moved(
        row,
        apply(before, event, now),
        Head(row["ledger_seq"], bytes(row["ledger_hash"])),
        told_change(before, found, calendar),
    )
    more, one.head = chain(
        "case", str(row["id"]), one.head, [event], at=now, actor=SETTLE, command_id=one.command_id
    )
    entries.extend(more)
    return one


def _write(moved: list[_Moved], edition: str) -> None:
    """The rows, each only where its stream is still as it was read.

    Raises:
        GuardFailed: one is not, though its row was held; the batch is rolled back.
    """
    if not moved:
        return
    columns = ("id", "was", "seq", "hash", *_MOVED, "provisional")
    types = ("uuid", "int", "int", "bytea", *["date"] * len(_MOVED), "boolean")
    arrays = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(types, start=2))
    sets = ", ".join(f'"{name}" = told."{name}"' for name in (*_MOVED, "provisional"))
    told = ", ".join(f'"{name}"' for name in columns)
    values: list[list[Any]] = [
        [one.row["id"] for one in moved],
        [one.row["ledger_seq"] for one in moved],
        [one.head.seq for one in moved],
        [one.head.hash for one in moved],
        *([getattr(one.state, name) for one in moved] for name in (*_MOVED, "provisional")),
    ]
    with prepared_cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_case AS own SET {sets}, ledger_seq = told.seq, ledger_hash = told.hash, "
            f"calendar_edition = $1 FROM unnest({arrays}) AS told({told}) "
            "WHERE own.id = told.id AND own.ledger_seq = told.was",
            [edition, *values],
        )
        if cursor.rowcount != len(moved):
            raise GuardFailed


def _tell(moved: list[_Moved], reason: str, now: datetime, counted: Counted) -> None:
    """A message to those with a phone, a line in the list for those without."""
    told = [(one, one.change) for one in moved if one.change is not None]
    with_phone = {one.row["id"] for one, _ in told if one.row["contact_digest"] is not None}
    sealed = {
        row[0]: row
        for row in Case.objects.filter(id__in=with_phone).values_list(
            "id", "content", "key_id", "key__wrapped", "key__master_version"
        )
    }
    messages: list[Message] = []
    in_person: list[DateChange] = []
    for one, change in told:
        if one.row["id"] not in sealed:
            in_person.append(to_tell(change, one.row["id"], one.head.seq, reason, now))
            continue
        _, content, key_id, wrapped, version = sealed[one.row["id"]]
        try:
            vault = open_vault(DataKey(id=key_id, wrapped=wrapped, master_version=version))
        except Erased:
            continue  # nobody is left to be told
        messages.append(
            message(
                change,
                open_content(content, vault).contact_phone,
                one.row["number"],
                pinned(one.row["item_version_id"]),
                reason,
                vault,
                command_id=one.command_id,
                at=now,
            )
        )
    insert_rows(messages)
    insert_rows(in_person)
    counted.messages, counted.in_person = len(messages), len(in_person)


def _tell_of_deferred(
    held: list[tuple[Any, ...]],
    moved: list[_Moved],
    calendar: WorkCalendar,
    reason: str,
    now: datetime,
    counted: Counted,
) -> None:
    """Who is to bring a promised paper by a day that came to rest, or rests no more, is told the one that holds."""
    status, case_id = _READ.index("status"), _READ.index("id")
    changes = moved_deferrals([row[case_id] for row in held if row[status] == Status.IN_REVIEW], calendar)
    if not changes:
        return
    seqs = {row[case_id]: row[_READ.index("ledger_seq")] for row in held}
    seqs |= {one.row["id"]: one.head.seq for one in moved}
    rows = Case.objects.filter(id__in=changes).values_list(
        "id", "number", "item_version_id", "content", "key_id", "key__wrapped", "key__master_version"
    )
    messages: list[Message] = []
    told: list[DateChange] = []
    for own, number, version, content, key_id, wrapped, master in rows:
        try:
            vault = open_vault(DataKey(id=key_id, wrapped=wrapped, master_version=master))
            phone = open_content(content, vault).contact_phone
        except Erased:
            continue  # nobody is left to be told
        to = Addressee(own, number, pinned(version), phone, vault)
        for row in telling(changes[own], to, seqs[own], reason, command_id=uuid4(), at=now):
            (messages if isinstance(row, Message) else told).append(row)  # type: ignore[arg-type]  # by its kind
    insert_rows(messages)
    insert_rows(told)
    counted.messages += len(messages)
    counted.in_person += len(told) - len(messages)


def sweep(now: datetime) -> int:
    """Periodic care: whoever was counted by another calendar meanwhile; how many were counted anew."""
    before = progress.newest()
    done = recount()
    if done is None:
        return 0
    return done.checked - (before.checked if before is not None and before.id == done.id else 0)
