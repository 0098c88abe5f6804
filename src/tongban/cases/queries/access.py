"""The access log for the auditor: found, opened, summed up; and each of these looks is on the log too.

The auditor sees who looked at what, when and why, never what was looked at: no case is opened here.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tongban.cases.frame import plain_number
from tongban.cases.models import Case
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.queries.duties import Duty, duties, site_names, staff_named, staff_names
from tongban.kernel import access_log, ledger
from tongban.kernel.access import FIELD_LENGTH, record_access
from tongban.kernel.access_log import Look, Wanted
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.exports import MOST_ROWS
from tongban.kernel.time import SHANGHAI, legal_date

PAGE_ROWS = 50
LONGEST_PERIOD = timedelta(days=1100)
"""Three years: the log is read by months, and nobody reads more at once."""
SAME_SEARCH = timedelta(minutes=10)
ACCESS_LOG = "access_log"
BY_NUMBER = ("EX-", "YS", "BB", "MC")
"""What is on the log by its own number: exports, requests about one's data, odd matters, rosters; a case is by its id."""


@dataclass(frozen=True)
class Search:
    """What the auditor looks for: days in China, first and last included; empty means any."""

    first: date
    last: date
    person: str = ""
    site_id: int | None = None
    number: str = ""  # of a case or of an export
    kind: str = ""
    field: str = ""


@dataclass(frozen=True)
class LookLine:
    """One look in words: by whom, where, at what."""

    id: int
    at: datetime
    kind: str
    person: str  # empty: not staff
    position: str
    site: str
    number: str  # the case's or the export's; empty where it is neither
    field: str
    what: Text | None  # the question's or material's name, where it is one of the form's
    has_reason: bool
    rows: int | None
    of_case: bool


@dataclass(frozen=True)
class LookPage:
    """A page of the log with the cursor of the next one."""

    lines: tuple[LookLine, ...]
    next_cursor: str | None


@dataclass(frozen=True)
class CaseEvent:
    """What was done on the case: by whom and when, never with what content."""

    at: datetime
    type: str
    by: str  # staff by name and position; otherwise a kind of actor


@dataclass(frozen=True)
class OpenedLook:
    """One look with its reason and the case's own events beside it."""

    line: LookLine
    reason: str
    erased: bool  # the reason cannot be read any more
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True)
class PersonDay:
    """How often somebody looked on one day, by kind."""

    person: str
    counts: dict[str, int] = field(default_factory=dict)


def auditor_of(actor: Actor) -> Staff:
    """The auditor.

    Raises:
        NotAuthorized: ``auditor_only``.
    """
    if not isinstance(actor, Staff) or actor.role != "auditor":
        raise NotAuthorized("auditor_only")
    return actor


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The first moment of a day in China, and the first one after another."""
    opens = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
    closes = datetime(last.year, last.month, last.day, tzinfo=SHANGHAI) + timedelta(days=1)
    return opens, closes


def search_looks(actor: Actor, search: Search, *, cursor: str = "", limit: int = PAGE_ROWS) -> LookPage:
    """A page of the log, newest first; the search itself goes on the log.

    Raises:
        NotAuthorized: only the auditor reads it.
    """
    auditor = auditor_of(actor)
    _record(auditor, _words_of(search))
    return _page(search, cursor, limit)


def looks_to_export(actor: Actor, search: Search) -> tuple[LookLine, ...]:
    """Every row that a search finds, one more than may go out at most."""
    auditor_of(actor)
    return _page(search, "", MOST_ROWS + 1).lines


def _page(search: Search, cursor: str, limit: int) -> LookPage:
    wanted = _wanted(search)
    if wanted is None:
        return LookPage((), None)
    found = access_log.looks(wanted, last=last_of(cursor), limit=limit + 1)
    shown = found[:limit]
    following = look_cursor(shown[-1]) if len(found) > limit else None
    return LookPage(lines_of(shown), following)


def _wanted(search: Search) -> Wanted | None:
    """The search in the log's terms; None where it can find nothing."""
    first, last = sorted((search.first, search.last))
    starts, ends = day_bounds(max(first, last - LONGEST_PERIOD), last)
    staff_ids = tuple(staff_named(search.person)) if search.person else None
    subjects = None
    if search.number:
        subjects = _subjects(search.number)
    if staff_ids == () or subjects == ():
        return None
    return Wanted(
        starts, ends, staff_ids, search.site_id, subjects, (search.kind,) if search.kind else (), search.field
    )


def _subjects(number: str) -> tuple[str, ...]:
    typed = number.replace("\0", "").strip().upper()
    if typed.startswith(BY_NUMBER):
        return (typed,)
    try:
        ids = Case.objects.filter(number=plain_number(number)).values_list("id", flat=True)
    except NotFound:
        return ()
    return tuple(str(one) for one in ids)


def _words_of(search: Search) -> str:
    """What was searched for, in ids and codes: a name typed into it stays out."""
    parts = [f"{search.first}..{search.last}"]
    parts += ["person"] if search.person else []
    parts += [f"site:{search.site_id}"] if search.site_id else []
    parts += ["number"] if search.number else []
    parts += [search.kind] if search.kind else []
    return " ".join(parts)[:FIELD_LENGTH]


def _record(auditor: Staff, told: str) -> None:
    record_access(auditor, "log", ACCESS_LOG, subject_kind="list", field=told, once_in=SAME_SEARCH)


def record_log_look(actor: Actor, told: str) -> None:
    """Put on the log that the auditor read a list beside this one: events, a day, unusual looks."""
    _record(auditor_of(actor), told)


def lines_of(found: Iterable[Look]) -> tuple[LookLine, ...]:
    """Looks with names for their ids."""
    looks = tuple(found)
    held = duties({look.assignment_id for look in looks} - {0})
    names = staff_names({look.staff_id for look in looks if look.staff_id})
    places = site_names()
    cases = case_heads({look.subject for look in looks if look.subject_kind == "case"})
    return tuple(_line(look, held, names, places, cases) for look in looks)


def case_heads(subjects: set[str]) -> dict[str, tuple[str, int]]:
    """Case id → case number and the edition of its item."""
    ids = [UUID(subject) for subject in subjects]
    rows = Case.objects.filter(id__in=ids).values_list("id", "number", "item_version_id")
    return {str(case_id): (number, version_id) for case_id, number, version_id in rows}


def what_of(field: str, version_id: int) -> Text | None:
    """What a field is called in its item: the question's or the material's name."""
    holder, _, code = field.partition(".")
    item = pinned(version_id).definition
    if holder == "answers":
        return next((question.label for question in item.questions if question.code == code), None)
    if holder == "replaced":
        asked = code.partition(".")[2]
        return next((question.label for question in item.questions if question.code == asked), None)
    if holder == "materials":
        plain = code.partition("~")[0]
        return next((material.name for material in item.materials if material.code == plain), None)
    return None


def _line(
    look: Look,
    held: dict[int, Duty],
    names: dict[int, str],
    places: dict[int, str],
    cases: dict[str, tuple[str, int]],
) -> LookLine:
    duty = held.get(look.assignment_id)
    of_case = look.subject_kind == "case"
    number, version_id = cases.get(look.subject, ("", 0))
    return LookLine(
        id=look.id,
        at=look.at,
        kind=look.kind,
        person=names.get(look.staff_id or 0, ""),
        position=duty.position_name if duty else "",
        site=places.get(look.site_id or 0, ""),
        number=number if of_case else look.subject if look.subject.startswith(BY_NUMBER) else "",
        field=look.field,
        what=what_of(look.field, version_id) if number else None,
        has_reason=look.has_reason,
        rows=look.rows,
        of_case=of_case,
    )


def open_look(actor: Actor, row_id: int) -> OpenedLook:
    """One look with its reason, and who did what on its case.

    Raises:
        NotAuthorized: only the auditor.
        NotFound: there is no such row.
    """
    auditor = auditor_of(actor)
    found = access_log.look_at(row_id) if row_id < 2**63 else None
    if found is None:
        raise NotFound("look")
    _record(auditor, f"row:{row_id}")
    reason = access_log.reasons_of([found])[row_id]
    (line,) = lines_of([found])
    events = events_of_case(found.subject) if line.of_case else ()
    return OpenedLook(line, reason or "", reason is None, events)


def events_of_case(case_id: str) -> tuple[CaseEvent, ...]:
    """Who did what on a case and when."""
    events = ledger.read("case", case_id)
    held = duties({event.actor["assignment"] for event in events if "assignment" in event.actor})
    told = []
    for event in events:
        duty = held.get(event.actor.get("assignment", 0))
        by = f"{duty.staff_name}（{duty.position_name}）" if duty else event.actor["kind"]
        told.append(CaseEvent(event.at, event.type, by))
    return tuple(told)


def sums_of_day(actor: Actor, day: date) -> tuple[PersonDay, ...]:
    """How often each person looked on a day, by name: a list, not a ranking."""
    auditor_of(actor)
    counted: dict[int, Counter[str]] = {}
    for staff_id, kind, count in access_log.sums(Wanted(*day_bounds(day, day))):
        counted.setdefault(staff_id, Counter())[kind] = count
    names = staff_names(set(counted))
    return tuple(
        PersonDay(names.get(staff_id, ""), dict(counts))
        for staff_id, counts in sorted(counted.items(), key=lambda entry: (names.get(entry[0], ""), entry[0]))
    )


def looks_of_day(actor: Actor, day: date, *, kinds: tuple[str, ...] = (), limit: int = 500) -> list[Look]:
    """The looks of one day, newest first."""
    auditor_of(actor)
    wanted = replace(Wanted(*day_bounds(day, day)), kinds=kinds)
    return access_log.looks(wanted, limit=limit)


def look_cursor(look: Look) -> str:
    """Where the next page begins."""
    return base64.urlsafe_b64encode(json.dumps([look.at.isoformat(), look.id]).encode()).decode()


def last_of(cursor: str) -> tuple[datetime, int] | None:
    """The row that a page ended with; None where the cursor is empty or altered."""
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor[:200]))
        at = datetime.fromisoformat(moment)
        legal_date(at)
        if not isinstance(row_id, int) or not 0 <= row_id < 2**63:
            return None
    except (ValueError, TypeError, OverflowError):
        return None  # a cut or altered link shows the first page
    return at, row_id
