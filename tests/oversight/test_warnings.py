"""Warnings: once for each case, limit, threshold and last day; to the holder, then the head, then the supervisor."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from tests.cases.open_cases import corrected_2026

from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.recount import recount
from tongban.cases.models import Case
from tongban.directory.lamp_data import shipped_lamps
from tongban.directory.models import Body, LampRule, Position
from tongban.directory.queries.lamps import forget_lamps
from tongban.kernel import time
from tongban.kernel.actors import System
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.time import SHANGHAI, frozen
from tongban.oversight.commands import read_warnings
from tongban.oversight.models import LimitWarning
from tongban.oversight.queries.warnings import my_warnings, unread_warnings
from tongban.oversight.warnings.sweeping import write_warnings
from tongban.rules.lamps import written_thresholds
from tongban.site.scenario import Scenario, staff
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_county")]


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def swept(month: int, day: int) -> int:
    with frozen(at(month, day)):
        return write_warnings(time.now())


def told(limit: str = "promised") -> list[tuple[str, int, str, str]]:
    rows = LimitWarning.objects.filter(limit=limit).order_by("id")
    return [(row.threshold, row.left, row.told, row.role) for row in rows]


@pytest.fixture
def accepted() -> Scenario:
    """Accepted on Monday, 2 November 2026: promised by Thursday the 5th."""
    matter = Scenario()
    with frozen(at(11, 2)):
        matter.accepted()
    return matter


def test_each_is_written_on_its_day_to_the_holder_then_the_head_then_the_supervisor(
    accepted: Scenario,
) -> None:
    written = {day: swept(11, day) for day in range(3, 12)}
    assert {day: count for day, count in written.items() if count} == {4: 1, 6: 1, 10: 1}
    assert told() == [
        ("about_to_expire", 1, "holder", "reviewer"),
        ("overdue", -1, "deputy", "approver"),
        ("long_overdue", -3, "supervisor", "supervisor"),
    ]
    first, head, above = LimitWarning.objects.order_by("id")
    assert first.position == Position.objects.get(site__code="SL", code="social_security")
    assert (head.body.code, head.position, above.body.code) == ("SL", None, "SL")
    assert {row.due for row in (first, head, above)} == {date(2026, 11, 5)}


def test_days_late_each_is_written_once_and_says_what_is_now(accepted: Scenario) -> None:
    assert swept(11, 11) == 3
    assert told() == [
        ("about_to_expire", -4, "holder", "reviewer"),
        ("overdue", -4, "deputy", "approver"),
        ("long_overdue", -4, "supervisor", "supervisor"),
    ]
    assert set(LimitWarning.objects.values_list("lamp", flat=True)) == {"overdue"}
    assert swept(11, 11) == 0


def test_what_was_met_meanwhile_is_not_warned_of() -> None:
    matter, other = Scenario(serial=1), Scenario(serial=2)
    with frozen(at(11, 2)):
        matter.submitted()
        other.submitted()
    with frozen(at(11, 4)):
        matter.delivered()
    # the application that nobody checked is the counter's
    assert swept(11, 4) == 2
    assert {row.case_id for row in LimitWarning.objects.all()} == {Case.objects.get(number=other.number).id}
    assert told() == [] and [one[3] for one in told("intake_check")] == ["clerk", "approver"]


def test_while_the_applicant_has_to_bring_something_nobody_is_warned() -> None:
    matter = Scenario()
    with frozen(at(11, 2)):
        matter.told_what_is_missing(date(2026, 11, 30))
    assert swept(11, 20) == 0


def test_while_a_procedure_takes_the_days_out_nobody_is_warned() -> None:
    matter = ItemScenario("NJ-001")
    with frozen(at(9, 14)):
        matter.accepted()
    with frozen(at(9, 29)):
        matter.procedure_begun(days=3)
    assert swept(9, 30) == 0
    with frozen(at(10, 8)):
        matter.procedure_ended()
    assert swept(10, 12) > 0


def test_a_last_day_that_moved_is_warned_of_anew() -> None:
    with frozen(at(9, 30)):
        matter = Scenario(serial=7)
        matter.accepted()
    due = Case.objects.get(number=matter.number).promised_due
    swept(10, 9)
    with frozen(at(10, 9)):
        publish_calendar(System("operator"), corrected_2026(), idempotency_key=uuid4().hex)
    assert swept(10, 9) == 0, "its days are about to be counted anew"
    with frozen(at(10, 9)):
        recount()
    moved = Case.objects.get(number=matter.number).promised_due
    assert due is not None and moved is not None and moved > due
    assert swept(10, 9) == 0, "it is two days away again"
    swept(10, 10)  # a Saturday that is worked
    rows = LimitWarning.objects.filter(case__number=matter.number, limit="promised")
    assert list(rows.order_by("id").values_list("threshold", "due")) == [
        ("about_to_expire", due),
        ("about_to_expire", moved),
    ]


def test_the_thresholds_of_the_body_hold(accepted: Scenario) -> None:
    own = shipped_lamps().variants["red_on_the_second_day"].thresholds
    LampRule.objects.create(
        body=Body.objects.get(code="SL"),
        starts=date(2026, 1, 1),
        thresholds=written_thresholds(own),
        basis="试验",
        set_at=time.now(),
    )
    forget_lamps()
    assert [swept(11, day) for day in (4, 5, 6, 9)] == [0, 0, 1, 1]
    assert [one[:3] for one in told()] == [("one_day_past", -1, "holder"), ("two_days_past", -2, "deputy")]
    assert list(LimitWarning.objects.order_by("id").values_list("lamp", flat=True)) == ["soon", "overdue"]


class TestReading:
    def test_a_warning_is_its_post_s_and_nobody_else_s(self, accepted: Scenario) -> None:
        swept(11, 10)
        with frozen(at(11, 10)):
            for name, thresholds in {
                "reviewer": ["about_to_expire"],
                "approver": ["overdue"],
                "supervisor": ["long_overdue"],
                "reviewer-mz": [],
                "clerk": [],
                "county": [],
            }.items():
                page = my_warnings(staff(name))
                assert [line.threshold for line in page.lines] == thresholds, name
                assert unread_warnings(staff(name), on_duty=True) == len(thresholds), name
            (line,) = my_warnings(staff("supervisor")).lines
            assert line.case.applicant_name == "王**" or set(line.case.applicant_name[1:]) == {"*"}
            for name in ("editor", "sysadmin", "auditor"):
                with pytest.raises(NotAuthorized):
                    my_warnings(staff(name))

    def test_it_is_read_by_its_post_alone_and_once(self, accepted: Scenario) -> None:
        swept(11, 4)
        (row,) = LimitWarning.objects.all()
        with frozen(at(11, 4)):
            for name in ("clerk", "approver", "supervisor", "reviewer-mz"):
                with pytest.raises(NotFound):
                    read_warnings(staff(name), [row.id], idempotency_key=uuid4().hex)
            key = uuid4().hex
            assert read_warnings(staff("reviewer"), [row.id], idempotency_key=key) == 1
            assert read_warnings(staff("reviewer"), [row.id], idempotency_key=key) == 0
            assert unread_warnings(staff("reviewer"), on_duty=True) == 0
        row.refresh_from_db()
        assert row.read_by_id == staff("reviewer").assignment_id and row.read_at == at(11, 4)

    def test_what_is_over_rings_no_more(self) -> None:
        matter = Scenario()
        with frozen(at(11, 2)):
            matter.submitted()
        swept(11, 3)
        with frozen(at(11, 3)):
            assert unread_warnings(staff("clerk"), on_duty=True) == 1
            matter.accepted()
            assert unread_warnings(staff("clerk"), on_duty=True) == 0
            (line,) = my_warnings(staff("clerk")).lines
            assert not line.stands

    def test_who_is_not_on_duty_takes_note_of_what_they_took_alone(self, accepted: Scenario) -> None:
        swept(11, 4)
        (row,) = LimitWarning.objects.all()
        with frozen(at(11, 4)):
            other = staff("deputy")  # B holder of the same post, while A is there
            page = my_warnings(other)
            assert [(line.mine, page.unread) for line in page.lines] == [(False, 0)]
            with pytest.raises(NotAuthorized, match="not_on_duty"):
                read_warnings(other, [row.id], idempotency_key=uuid4().hex)


def test_a_record_that_cannot_be_read_costs_nobody_else_their_warning(accepted: Scenario) -> None:
    broken = Scenario(serial=2)
    with frozen(at(11, 2)):
        broken.accepted()
    Case.objects.filter(number=broken.number).update(course='{"rounds": 7}')
    assert swept(11, 4) == 1
    assert LimitWarning.objects.get().case.number == accepted.number
