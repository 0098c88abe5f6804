"""The deputy's desk and the supervisor's view: every figure is what the dates say, and opens the matters it counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from tongban.cases.models import Case
from tongban.cases.queries.shapes import CasePage
from tongban.cases.queries.ways_out import WayOut
from tongban.directory.commands import enter_absence
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.time import SHANGHAI, frozen
from tongban.oversight.queries.apart import settled_state, stands
from tongban.oversight.queries.behind import FIGURES
from tongban.oversight.queries.conditions import LIMITS, PHASES, UNDER_WAY, WHOSE
from tongban.oversight.queries.desk import Desk, behind_desk, behind_supervised, desk, supervised, supervision
from tongban.oversight.queries.figures import Number
from tongban.oversight.queries.late import LateRow
from tongban.oversight.queries.scope import of_head
from tongban.site.scenario import Scenario, staff
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LOOKED_AT = (2026, 9, 24)


@contextmanager
def on(year: int, month: int, day: int, hour: int = 10) -> Iterator[None]:
    with frozen(datetime(year, month, day, hour, tzinfo=SHANGHAI)):
        yield


@pytest.fixture(scope="module")
def matters(whole_county: None, django_db_blocker: Any) -> dict[str, str]:
    """A matter in every phase and in every way of being set apart, once for all checks; name → number."""
    with django_db_blocker.unblock():
        return make_matters()


def make_matters() -> dict[str, str]:
    with on(2026, 9, 7):
        unchecked, silent, stopped = Scenario(serial=1), ItemScenario(serial=2), ItemScenario(serial=3)
        unchecked.submitted()
        silent.submitted()
        stopped.accepted()
    with on(2026, 9, 21):
        told, unreached, late = Scenario(serial=4), Scenario(serial=5, phone=False), Scenario(serial=6)
        told.told_what_is_missing(handed_over=True)
        unreached.told_what_is_missing()
        late.accepted()
        stopped.procedure_begun(days=10)
    with on(2026, 9, 23):
        away, ready, decided, delivered = (Scenario(serial=serial) for serial in (7, 8, 9, 10))
        away.accepted()
        ready.reviewed()
        decided.decided()
        delivered.delivered()
    with on(*LOOKED_AT, hour=8):
        fresh = Scenario(serial=11)
        fresh.submitted()
    return {
        "unchecked": unchecked.number,
        "accepted by date": silent.number,
        "stopped": stopped.number,
        "told": told.number,
        "told nobody": unreached.number,
        "late under review": late.number,
        "with the reviewer": away.number,
        "to decide": ready.number,
        "to deliver": decided.number,
        "delivered": delivered.number,
        "of today": fresh.number,
    }


@pytest.fixture
def seen(matters: dict[str, str], db: None) -> Iterator[Desk]:
    with on(*LOOKED_AT):
        yield desk(staff("approver"))


def counts(told: Desk) -> dict[str, int]:
    """Every figure of what is under way."""
    of = told.figures
    return {code: number.count for part in (of.limits, of.whose, of.phases) for code, number in part.items()}


def line(told: Desk, number: str) -> LateRow:
    return next(row for row in told.late if row.number == number)


def test_every_figure_says_what_each_matter_by_itself_would_say(seen: Desk) -> None:
    scope = of_head(staff("approver"))
    each = [stands(row, settled_state(row), scope) for row in Case.objects.filter(UNDER_WAY)]
    derived = Counter(code for one in each if one for code in (one.limit, one.whose, one.phase))
    assert counts(seen) == {code: derived[code] for code in (*LIMITS, *WHOSE, *PHASES)}
    assert seen.figures.total.count == len([one for one in each if one]) == 10
    for part in (seen.figures.limits, seen.figures.whose, seen.figures.phases):
        assert sum(number.count for number in part.values()) == 10


def test_every_figure_opens_as_many_matters_as_it_says(seen: Desk) -> None:
    head = staff("approver")
    opened = {figure: behind_desk(head, figure).count for figure in FIGURES}
    assert {code: opened[code] for code in counts(seen)} == counts(seen)
    assert (opened["under-way"], opened["late"]) == (seen.figures.total.count, seen.figures.late.count)
    for code, passed in seen.flow.items():
        assert (opened[f"{code}-7"], opened[f"{code}-30"]) == (passed.short.count, passed.long.count), code


def test_the_flow_counts_what_happened_in_seven_and_in_thirty_days(seen: Desk) -> None:
    told = {code: (passed.short.count, passed.long.count) for code, passed in seen.flow.items()}
    assert told == {
        "received": (8, 11),
        "accepted": (5, 6),
        "reviewed": (3, 3),
        "decided": (2, 2),
        "to_deliver": (2, 2),
        "delivered": (1, 1),
        "not_taken_on": (0, 0),
    }


def test_in_the_week_ahead_and_before_it_are_told_apart(seen: Desk, matters: dict[str, str]) -> None:
    numbers = {code: {row.number for row in behind_desk(staff("approver"), code).rows} for code in LIMITS}
    assert matters["unchecked"] in numbers["over"]
    assert matters["late under review"] in numbers["today"]  # three working days from the 21st
    assert numbers["still"] == {matters["told"], matters["told nobody"], matters["stopped"]}
    assert matters["of today"] in numbers["week"]  # one working day; the 25th to the 27th is a holiday


def test_a_notice_that_reached_nobody_waits_for_the_office(seen: Desk, matters: dict[str, str]) -> None:
    head = staff("approver")
    numbers = {code: {row.number for row in behind_desk(head, code).rows} for code in WHOSE}
    assert matters["told nobody"] in numbers["office"]
    assert numbers["applicant"] == {matters["told"]}
    assert numbers["procedure"] == {matters["stopped"]}


def test_what_the_date_accepted_is_under_review_without_any_sweep(
    seen: Desk, matters: dict[str, str]
) -> None:
    assert Case.objects.get(number=matters["accepted by date"]).status == "submitted"
    page = behind_desk(staff("approver"), "review")
    assert matters["accepted by date"] in {row.number for row in page.rows}
    assert {row.status for row in page.rows} == {"in_review"}


def test_what_has_least_left_comes_first_and_says_why(seen: Desk, matters: dict[str, str]) -> None:
    assert [row.left for row in seen.late] == sorted(row.left for row in seen.late)
    first = line(seen, matters["unchecked"])
    assert (first.limit, first.lamp) == ("intake_check", "overdue")
    assert [reason.code for reason in first.reasons] == ["not_checked", "nobody_took_it"]
    to_decide = line(seen, matters["to decide"])
    assert [reason.code for reason in to_decide.reasons] == ["to_decide"]
    assert "stopped" not in {
        name for name, number in matters.items() if number in {r.number for r in seen.late}
    }


def test_ways_out_are_offered_or_say_why_not(seen: Desk, matters: dict[str, str]) -> None:
    ways = {way.act: way.why_not for way in line(seen, matters["late under review"]).ways}
    assert ways == {
        "reassign": "",
        "extend": "extension_not_allowed",
        "start_special_procedure": "procedure_not_allowed",
    }
    assert {way.act: way.why_not for way in line(seen, matters["unchecked"]).ways} == {
        "reassign": "",
        "extend": "only_under_review",
        "start_special_procedure": "only_under_review",
    }
    assert line(seen, matters["to decide"]).ways[0] == WayOut("decide", "")


def test_a_post_that_nobody_serves_is_a_reason(matters: dict[str, str], db: None) -> None:
    with on(*LOOKED_AT):
        day = date(*LOOKED_AT)
        for username in ("clerk", "clerk-b"):
            person = staff(username)
            enter_absence(
                person,
                staff_id=person.staff_id,
                kind="leave",
                starts=day,
                ends=day,
                idempotency_key=uuid4().hex,
            )
        told = desk(staff("approver"))
    assert "nobody_on_duty" in {reason.code for reason in line(told, matters["unchecked"]).reasons}
    assert any(post.nobody and post.role == "clerk" for post in told.posts)
    own = [post.waiting.count for post in told.posts if not post.opens]
    assert sum(own) == behind_desk(staff("approver"), "own-decision").count


def test_the_supervisor_sees_the_same_without_names_and_without_acts(
    seen: Desk, matters: dict[str, str]
) -> None:
    supervisor = staff("supervisor")
    rows = supervision(supervisor)
    assert [one.code for one in rows] == sorted(one.code for one in rows)
    (busy,) = [one for one in rows if one.total.count]
    told = supervised(supervisor, busy.code)
    assert counts(told) == counts(seen)
    assert {code: number.count for code, number in {**busy.limits, **busy.whose}.items()} == {
        code: counts(seen)[code] for code in (*LIMITS, *WHOSE)
    }
    assert all(number.few for number in (busy.month["decided"], Number(1), Number(9)))
    assert not any(number.few for number in (Number(0), Number(10), Number(9, at_least=True)))
    assert all(row.ways == () for row in told.late) and told.posts == ()
    page = behind_supervised(supervisor, "under-way", busy.code)
    assert page.count == 10
    assert all("*" in row.applicant_name or "＊" in row.applicant_name for row in page.rows)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "county", "auditor", "sysadmin"])
def test_others_have_no_such_desk(matters: dict[str, str], db: None, who: str) -> None:
    actor = staff(who)
    asked: list[Callable[[], Desk | CasePage | tuple[object, ...]]] = [
        lambda: desk(actor),
        lambda: behind_desk(actor, "late"),
        lambda: supervision(actor),
        lambda: supervised(actor, "all"),
        lambda: behind_supervised(actor, "late"),
    ]
    for one in asked:
        with pytest.raises(NotAuthorized):
            one()


def test_a_head_is_no_supervisor_and_an_unknown_figure_is_none(matters: dict[str, str], db: None) -> None:
    with pytest.raises(NotAuthorized):
        supervision(staff("approver"))
    with pytest.raises(NotAuthorized):
        desk(staff("supervisor"))
    with pytest.raises(NotFound):
        behind_desk(staff("approver"), "fastest-clerk")
    with pytest.raises(NotFound):
        supervised(staff("supervisor"), "none")


def test_the_pages_of_a_figure_follow_each_other_without_a_gap(
    monkeypatch: pytest.MonkeyPatch, seen: Desk
) -> None:
    monkeypatch.setattr("tongban.oversight.queries.behind.PAGE_ROWS", 3)
    for figure, whole in (("under-way", 10), ("received-30", 11)):
        numbers: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = behind_desk(staff("approver"), figure, cursor=cursor)
            numbers += [row.number for row in page.rows]
            cursor = page.next_cursor
        assert len(numbers) == len(set(numbers)) == whole
