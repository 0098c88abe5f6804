"""Looks that an auditor might ask about: found by rules that stand here as data, each told in words with its hits.

A hit is a question, not a finding: who looked may have had every reason.  Nobody is scored and nothing is ranked.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tongban.cases.models import Case, CaseStep, PrivacyRequest
from tongban.cases.queries.access import (
    LookLine,
    auditor_of,
    day_bounds,
    lines_of,
    looks_of_day,
    record_log_look,
)
from tongban.directory.queries.duties import Duty, duties
from tongban.kernel import ledger
from tongban.kernel.access_log import Look
from tongban.kernel.actors import Actor
from tongban.kernel.calendars_in_force import in_force
from tongban.kernel.time import SHANGHAI
from tongban.rules.workdays import CalendarFault

OF_CASES = ("unmasked", "scan", "original", "paper", "case", "request")
SUBJECTS = ("case", "request")
MOST_LOOKS = 20_000  # of one day


@dataclass(frozen=True)
class Rule:
    """One rule: its code, whose sentence the face has, and its numbers."""

    code: str
    least: int = 0  # from how many on
    opens: time = time.min
    closes: time = time.max


RULES = (
    Rule("out_of_hours", opens=time(7, 30), closes=time(19, 0)),
    Rule("many_unmaskings", least=20),
    Rule("not_in_hands"),
    Rule("many_people", least=6),
)


@dataclass(frozen=True)
class Hits:
    """A rule with what it found that day, in the order of time."""

    rule: Rule
    lines: tuple[LookLine, ...]


def unusual_looks(actor: Actor, day: date, rules: tuple[Rule, ...] = RULES) -> tuple[Hits, ...]:
    """What each rule finds on a day.

    Raises:
        NotAuthorized: only the auditor.
    """
    auditor_of(actor)
    record_log_look(actor, f"unusual {day}")
    looks = [
        look
        for look in reversed(looks_of_day(actor, day, kinds=OF_CASES, limit=MOST_LOOKS))
        if look.subject_kind in SUBJECTS and look.assignment_id
    ]
    find = {
        "out_of_hours": lambda rule: _out_of_hours(looks, day, rule),
        "many_unmaskings": lambda rule: _many_unmaskings(looks, rule),
        "not_in_hands": lambda rule: _not_in_hands(looks, day),
        "many_people": lambda rule: _many_people(looks, rule),
    }
    return tuple(Hits(rule, lines_of(find[rule.code](rule))) for rule in rules)


def _out_of_hours(looks: list[Look], day: date, rule: Rule) -> list[Look]:
    """Before or after the hours, or on a day on which nobody works."""
    if not _works(day):
        return looks
    return [look for look in looks if not rule.opens <= look.at.astimezone(SHANGHAI).time() < rule.closes]


def _works(day: date) -> bool:
    try:
        return in_force().is_working(day)
    except CalendarFault:
        return day.weekday() < 5  # a year without a calendar: Monday to Friday


def _many_unmaskings(looks: list[Look], rule: Rule) -> list[Look]:
    """Of one person, `least` or more within any sixty minutes."""
    by_person: dict[int | None, list[Look]] = defaultdict(list)
    for look in looks:
        if look.kind == "unmasked":
            by_person[look.staff_id].append(look)
    hit: set[int] = set()
    for own in by_person.values():
        start = 0
        for end, look in enumerate(own):
            while look.at - own[start].at >= timedelta(hours=1):
                start += 1
            if end - start + 1 >= rule.least:
                hit.update(one.id for one in own[start : end + 1])
    return [look for look in looks if look.id in hit]


def _many_people(looks: list[Look], rule: Rule) -> list[Look]:
    """Of one case, by `least` or more people."""
    people: dict[str, set[int | None]] = defaultdict(set)
    for look in looks:
        people[look.subject].add(look.staff_id)
    return [look for look in looks if len(people[look.subject]) >= rule.least]


def _not_in_hands(looks: list[Look], day: date) -> list[Look]:
    """Of a case that was not at the person's position that day, or a request that was answered before it; and on which
    they did nothing that day."""
    held = duties({look.assignment_id for look in looks})
    opens, closes = day_bounds(day, day)
    in_hands: dict[tuple[str, int], bool] = {}
    of_cases = {look.subject for look in looks if look.subject_kind == "case"}
    cases = {str(case.id): case for case in Case.objects.filter(id__in=of_cases)}
    requests = _requests(looks)
    steps: dict[str, list[CaseStep]] = defaultdict(list)
    for step in CaseStep.objects.filter(case_id__in=list(cases)):
        steps[str(step.case_id)].append(step)
    for look in looks:
        pair = (look.subject, look.assignment_id)
        if pair in in_hands:
            continue
        if look.subject_kind == "request":
            in_hands[pair] = _request_was_open(requests.get(look.subject), look, opens, closes)
            continue
        case, duty = cases.get(look.subject), held.get(look.assignment_id)
        at_position = (
            case is not None
            and duty is not None
            and _at_position(case, steps[look.subject], duty, opens, closes)
        )
        in_hands[pair] = at_position or _acted("case", look.subject, look, opens, closes)
    return [look for look in looks if not in_hands[(look.subject, look.assignment_id)]]


def _at_position(case: Case, steps: list[CaseStep], duty: Duty, opens: datetime, closes: datetime) -> bool:
    """Whether the case waited for, or was handled at, this position at any moment of the day; by its own dates."""
    if case.received_at >= closes:
        return False
    concluded_before = case.concluded_at is not None and case.concluded_at < opens
    delivered_before = case.delivered_at is not None and case.delivered_at < opens
    if duty.role in ("clerk", "assister"):
        accepting = case.accepted_at is None or case.accepted_at >= opens
        handing_over = case.concluded_at is not None and case.concluded_at < closes and not delivered_before
        own_step = any(_step_was_here(step, duty, case, opens, closes) for step in steps)
        return (accepting and not concluded_before) or handing_over or own_step
    if duty.role in ("reviewer", "county_reviewer"):
        return any(_step_was_here(step, duty, case, opens, closes) for step in steps)
    return case.accepted_at is not None and case.accepted_at < closes and not concluded_before


def _step_was_here(step: CaseStep, duty: Duty, case: Case, opens: datetime, closes: datetime) -> bool:
    if step.position_id != duty.position_id or case.accepted_at is None or case.accepted_at >= closes:
        return False
    if case.concluded_at is not None and case.concluded_at < opens:
        return False
    return step.state == "open" or (step.at is not None and step.at >= opens)


def _requests(looks: list[Look]) -> dict[str, PrivacyRequest]:
    numbers = {look.subject for look in looks if look.subject_kind == "request"}
    rows = PrivacyRequest.objects.filter(number__in=numbers) if numbers else ()
    return {row.number: row for row in rows}


def _request_was_open(row: PrivacyRequest | None, look: Look, opens: datetime, closes: datetime) -> bool:
    """Whether a request about one's own data was open on the day, or the person did something on it then."""
    if row is None:
        return False
    still = row.answered_at is None or row.answered_at >= opens
    return still or _acted("privacy", str(row.id), look, opens, closes)


def _acted(kind: str, stream: str, look: Look, opens: datetime, closes: datetime) -> bool:
    return any(
        event.actor.get("assignment") == look.assignment_id and opens <= event.at < closes
        for event in ledger.read(kind, stream)
    )
