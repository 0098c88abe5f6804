"""A period whose last day is one of rest, or may become one, ends on the next working day and never in doubt (民法典 203)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.cases.test_any_course import ITEMS, NINGXIA, Record

from tongban.cases.explaining import correction_views, turns
from tongban.cases.restoring import restorable_until
from tongban.cases.settlement import settled, withdrawal_day
from tongban.cases.state import CaseState
from tongban.kernel.ledger import Event
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.rules.promises import kept_in_time
from tongban.rules.workdays import DayRule, Layer, WorkCalendar

LICENCE = ITEMS["licence"]
NEW_YEAR = date(2027, 1, 1)
# the notice of 2027 as these tests publish it: New Year's Day to Sunday the third
NEW_YEAR_DAYS = {
    NEW_YEAR + timedelta(days=n): DayRule(False, "public_holiday", "元旦", True, "试验") for n in range(3)
}
PUBLISHED = WorkCalendar(
    (
        *(replace(layer, years=layer.years | {2027}) for layer in NINGXIA.layers),
        Layer("2027", "", 200, frozenset(range(2000, 2100)), NEW_YEAR_DAYS),
    ),
    holds_from=date(2026, 12, 20),
)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


def asked(bring_by: date, *, on: date, served: date | None) -> Record:
    """A matter that was told what is missing, by which day, and whether the notice reached the applicant."""
    record = Record(LICENCE)
    record.happen(
        Event(
            "submitted",
            {
                "item_version_id": 1,
                "body_id": 1,
                "received_at": at(on),
                "entered_at": at(on),
                "clock_start": on,
                "steps": [],
                "materials": [{"code": "identity_card", "required": True, "form": "paper_original"}],
            },
        ),
        at(on),
        NINGXIA,
    )
    record.happen(
        Event(
            "corrections_requested",
            {"verdicts": {"identity_card": "missing"}, "bring_by": bring_by, "materials": ["identity_card"]},
        ),
        at(on),
        NINGXIA,
    )
    if served:
        record.write(Event("notice_served", {"served_at": at(served), "mode": "handed_over"}), at(served))
    return record


def withdrawn(state: CaseState, calendar: WorkCalendar, on: date) -> bool:
    return settled(state, LICENCE, calendar, at(on))[0].outcome == "deemed_withdrawn"


class TestWithdrawalBySilence:
    def test_never_while_the_day_told_may_still_become_one_of_rest(self) -> None:
        state = asked(NEW_YEAR, on=date(2026, 12, 1), served=date(2026, 12, 1)).state
        assert not withdrawn(state, NINGXIA, date(2027, 1, 2))

    def test_once_the_notice_is_out_the_next_working_day_is_the_last(self) -> None:
        state = asked(NEW_YEAR, on=date(2026, 12, 1), served=date(2026, 12, 1)).state
        assert withdrawal_day(state, LICENCE, PUBLISHED) == date(2027, 1, 4)
        assert not withdrawn(state, PUBLISHED, date(2027, 1, 4))
        assert withdrawn(state, PUBLISHED, date(2027, 1, 5))

    def test_a_shortened_holiday_takes_nobodys_days_back(self) -> None:
        record = asked(date(2026, 9, 22), on=date(2026, 9, 21), served=date(2026, 9, 21))
        before = withdrawal_day(record.state, LICENCE, NINGXIA)
        assert before is not None
        days = {
            before - timedelta(days=n): DayRule(True, "make_up_workday", "", True, "试验")
            for n in range(1, 15)
        }
        day_of_notice = before - timedelta(days=1)
        shortened = WorkCalendar(
            (*NINGXIA.layers, Layer("更正", "", 300, frozenset({2026}), days)), holds_from=day_of_notice
        )
        plain = WorkCalendar(shortened.layers)
        assert (withdrawal_day(record.state, LICENCE, plain) or before) < day_of_notice
        assert not withdrawn(record.state, shortened, day_of_notice)


def test_a_day_that_became_one_of_rest_was_kept_on_the_next_working_day() -> None:
    record = asked(NEW_YEAR, on=date(2026, 12, 28), served=date(2026, 12, 28))
    record.happen(
        Event(
            "corrected",
            {"materials": {"identity_card": "paper_original"}, "answered_at": at(date(2027, 1, 4))},
        ),
        at(date(2027, 1, 4)),
        PUBLISHED,
    )
    views = list(correction_views(record.state, PUBLISHED, date(2027, 1, 5)))
    assert [view.state for view in views] == ["met"]


@pytest.mark.parametrize(
    ("calendar", "brought", "kept"),
    [
        (PUBLISHED, date(2027, 1, 4), True),
        (PUBLISHED, date(2027, 1, 5), False),
        (NINGXIA, date(2027, 1, 4), True),  # the notice of the year is not out: nobody is late by it
        (NINGXIA, date(2027, 1, 20), False),
    ],
)
def test_what_was_to_follow_on_a_day_of_rest_follows_in_time_after_it(
    calendar: WorkCalendar, brought: date, kept: bool
) -> None:
    assert kept_in_time(brought, NEW_YEAR, calendar) is kept


def test_the_time_of_restoring_ends_on_no_day_of_rest() -> None:
    effect = LICENCE.effect("deemed_withdrawal")
    assert effect is not None
    days = int(effect.params.get("restore_days", 30))
    ended = date(2026, 10, 2) - timedelta(days=days)
    state = CaseState(status="concluded", outcome="deemed_withdrawn", concluded_at=at(ended))
    assert restorable_until(state, LICENCE, NINGXIA) == NINGXIA.working_day_from(date(2026, 10, 2))
    assert not NINGXIA.is_working(date(2026, 10, 2))


class TestAnnouncement:
    def announced(self, last: date) -> CaseState:
        record = asked(date(2026, 10, 20), on=date(2026, 10, 12), served=None)
        record.write(
            Event("withdrawn", {"outcome": "granted", "concluded_at": at(date(2026, 12, 1))}), at(last)
        )
        record_state = record.state
        return replace(record_state, course=replace(record_state.course, announced=(date(2026, 12, 2), last)))

    def test_does_not_end_in_doubt(self) -> None:
        state = self.announced(NEW_YEAR)
        assert settled(state, LICENCE, NINGXIA, at(date(2027, 1, 3)))[0].status == "concluded"

    def test_ends_on_the_working_day_after_the_rest(self) -> None:
        state = self.announced(NEW_YEAR)
        assert settled(state, LICENCE, PUBLISHED, at(date(2027, 1, 4)))[0].status == "concluded"
        after = settled(state, LICENCE, PUBLISHED, at(date(2027, 1, 5)))[0]
        assert after.status == "delivered"
        assert after.delivered_at is not None
        assert legal_date(after.delivered_at) == date(2027, 1, 5)  # the moment the fourth was over


def test_a_notice_that_reached_nobody_leaves_the_turn_with_the_office() -> None:
    unserved = asked(date(2026, 10, 20), on=date(2026, 9, 7), served=None).state
    served = asked(date(2026, 10, 20), on=date(2026, 9, 7), served=date(2026, 9, 9)).state
    on = date(2026, 9, 18)
    assert {wait.waits_for for wait in turns(unserved, LICENCE, NINGXIA, on)} == {"office"}
    assert [wait.waits_for for wait in turns(served, LICENCE, NINGXIA, on)] == ["office", "applicant"]
