"""A benefit that stands is looked at once a year; the look itself takes nothing from anybody."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from tongban.cases.models import Case, StandingReview
from tongban.cases.standing import commands, queries
from tongban.cases.standing.due import anniversary, due_up_to, review_days
from tongban.cases.standing.sweeping import put_on_the_list
from tongban.catalogue.queries import current
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import read
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
FINDING = "入户看过，老人还住在许旺村三组，没有领别的养老金"


@pytest.fixture
def granted(monkeypatch: pytest.MonkeyPatch) -> Case:
    """A matter granted in November 2026, of an item that is said to be looked at once a year."""
    demo.load(items=["SB-001"])
    with frozen(datetime(2026, 11, 10, 2, tzinfo=UTC)):
        number = Scenario(serial=5).decided().number
    version = Case.objects.get(number=number).item_version_id
    monkeypatch.setattr("tongban.cases.standing.sweeping.versions_with_effect", lambda code: (version,))
    monkeypatch.setattr("tongban.cases.standing.sweeping.review_days", lambda item: 30)
    return Case.objects.get(number=number)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 2, tzinfo=UTC)


def test_the_day_of_a_leap_year_is_the_last_of_february() -> None:
    assert anniversary(date(2028, 2, 29), 2029) == date(2029, 2, 28)
    assert anniversary(date(2026, 11, 10), 2027) == date(2027, 11, 10)


def test_what_is_on_the_list_by_its_day_is_asked_for_by_month_and_day() -> None:
    assert due_up_to(date(2027, 10, 11), 30, 2027) == (11, 10)
    assert due_up_to(date(2027, 12, 20), 30, 2027) == (12, 31)
    assert due_up_to(date(2027, 12, 20), 30, 2028) == (1, 19)
    assert due_up_to(date(2027, 1, 29), 30, 2027) == (2, 29)  # 2027 has none: it is due on the 28th
    assert due_up_to(date(2028, 1, 29), 30, 2028) == (2, 28)
    assert due_up_to(date(2027, 10, 11), 30, 2028) is None


def test_those_that_are_not_due_hold_up_nobody_behind_them(
    granted: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with frozen(at(2027, 2, 10)):
        later = Scenario(serial=9).decided().number
    monkeypatch.setattr("tongban.cases.standing.sweeping.AT_ONCE", 1)
    assert put_on_the_list(at(2028, 1, 20)) == 1  # the older one of November is not due yet
    assert StandingReview.objects.get().case.number == later


def test_the_six_items_say_that_they_are_looked_at_every_year_and_others_are_not() -> None:
    yearly = ["MZ-001", "MZ-002", "MZ-004", "MZ-006", "JS-003", "JS-004"]
    demo.load(items=[*yearly, "SB-001"])
    days = {code: review_days(current(code).definition) for code in yearly}
    assert days == dict.fromkeys(yearly, 30) | {"MZ-006": 60}
    assert review_days(current("SB-001").definition) is None


def test_a_review_is_put_on_the_list_once_a_year_thirty_days_before_its_day(granted: Case) -> None:
    assert put_on_the_list(at(2027, 10, 9)) == 0
    assert put_on_the_list(at(2027, 10, 11)) == 1
    assert put_on_the_list(at(2027, 10, 11)) == put_on_the_list(at(2027, 12, 1)) == 0
    row = StandingReview.objects.get()
    assert (row.year, row.due, row.position_id) == (2027, date(2027, 11, 10), granted.position_id)
    assert put_on_the_list(at(2028, 10, 12)) == 1
    assert verify().holds


def test_what_was_ended_is_not_looked_at_again(granted: Case) -> None:
    Case.objects.filter(id=granted.id).update(standing="revoked")
    assert put_on_the_list(at(2027, 11, 1)) == 0


def test_the_finding_needs_substance_is_written_once_and_stops_nothing_by_itself(granted: Case) -> None:
    with frozen(at(2027, 11, 1)):
        put_on_the_list(at(2027, 11, 1))
        reviewer = staff("reviewer")
        [due] = queries.yearly_reviews(reviewer).rows
        assert due.mine and due.name.endswith("**") and not due.overdue
        with pytest.raises(InputFaults):
            commands.record_yearly_review(
                reviewer, due.number, 2027, "stopped", "不符合条件", idempotency_key="a"
            )
        for other in ("clerk", "approver", "assister"):
            with pytest.raises(NotAuthorized):
                commands.record_yearly_review(
                    staff(other), due.number, 2027, "stopped", FINDING, idempotency_key=uuid4().hex
                )
        commands.record_yearly_review(reviewer, due.number, 2027, "stopped", FINDING, idempotency_key="b")
        with pytest.raises(Refusal, match="review_recorded"):
            commands.record_yearly_review(reviewer, due.number, 2027, "kept", FINDING, idempotency_key="c")
        [proposed] = queries.yearly_reviews(staff("approver"), shown="stopped").rows
    assert proposed.ends_it and proposed.finding == FINDING
    granted.refresh_from_db()
    assert granted.standing == ""
    assert [entry.type for entry in read("standing", str(granted.id))] == ["review_due", "review_recorded"]
    assert verify().holds


def test_a_wrong_record_stays_beside_the_one_that_names_it_and_says_why(granted: Case) -> None:
    reviewer, number = staff("reviewer"), granted.number
    why = "登记到了同村同名的另一位老人名下"

    def correct(old: int, result: str = "kept", reason: str = why, by: str = "reviewer") -> None:
        commands.correct_yearly_review(
            staff(by), number, 2027, old, result, FINDING, reason, idempotency_key=uuid4().hex
        )

    with frozen(at(2027, 11, 1)):
        put_on_the_list(at(2027, 11, 1))
        first = StandingReview.objects.get().id
        with pytest.raises(Refusal, match="review_not_recorded"):
            correct(first)
        commands.record_yearly_review(reviewer, number, 2027, "died", FINDING, idempotency_key="a")
        [dead] = queries.yearly_reviews(staff("approver"), shown="died").rows
        assert dead.ends_it and dead.proposes_end
        with pytest.raises(InputFaults):
            correct(first, reason="错了")
        with pytest.raises(NotAuthorized):
            correct(first, by="approver")
        correct(first)
        with pytest.raises(Refusal, match="review_corrected"):
            correct(first)
        assert queries.yearly_reviews(reviewer, shown="died").rows == ()
        [listed] = queries.yearly_reviews(reviewer, shown="kept").rows
        holds = queries.yearly_review(reviewer, number, 2027)
        assert listed.id == holds.id and (holds.result, holds.why) == ("kept", why)
        assert [(old.id, old.result) for old in holds.before] == [(first, "died")]
        assert put_on_the_list(at(2027, 12, 1)) == 0
    assert [entry.type for entry in read("standing", str(granted.id))][-1] == "review_corrected"
    assert verify().holds
    StandingReview.objects.filter(id=first).update(result="kept")  # the old one is told by the stream too
    assert not verify().holds


def test_a_long_list_has_pages_and_says_how_many_there_are(
    granted: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongban.cases.standing.queries.ON_A_PAGE", 1)
    put_on_the_list(at(2027, 11, 1))
    put_on_the_list(at(2028, 11, 1))
    last = queries.yearly_reviews(staff("reviewer"), page=9)
    assert (last.page, last.pages, last.count, [row.year for row in last.rows]) == (2, 2, 2, [2028])


def test_another_position_sees_nothing_of_it(granted: Case) -> None:
    put_on_the_list(at(2027, 11, 1))
    assert queries.yearly_reviews(staff("clerk-mz")).rows == ()
    with pytest.raises(NotFound):
        queries.yearly_review(staff("clerk-mz"), granted.number, 2027)
    with pytest.raises(NotAuthorized):
        queries.yearly_reviews(staff("auditor"))
