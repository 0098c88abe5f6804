"""A day of rest that becomes a working day after all: what came on it by the local rule of late arrivals counts from it,
and the limits of steps move with it.

The correction makes Saturday, 17 October 2026, a working day.
"""

from datetime import date, datetime
from uuid import uuid4

import pytest
from tests.cases.counting import statements
from tests.cases.deemed import EFFECT, content, publish
from tests.cases.open_cases import copies, corrected_2026, pattern

from tongban.cases.calendar.notices import preview, read_notice
from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.recount import recount
from tongban.cases.commands.settling import settle_one
from tongban.cases.models import Case
from tongban.cases.queries import case_for, explain
from tongban.kernel import ledger
from tongban.kernel.actors import System
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.models import Message
from tongban.kernel.time import SHANGHAI, frozen
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=SHANGHAI)


def worked_after_all() -> str:
    worked = "  - {name: 国庆节, date: 2026-10-10}"
    text = corrected_2026("2026-10-07")
    assert worked in text
    return text.replace(worked, f"{worked}\n  - {{name: 国庆节, date: 2026-10-17}}")


@pytest.fixture
def local_rule() -> None:
    definition = content()
    definition["effects"] = {"after_hours_receipt": {**EFFECT, "params": {"until": "18:00"}}}
    with frozen(at(12)):
        publish(definition, date(2026, 10, 12), key="local-rule")


def handed_in(serial: int, hour: int) -> str:
    matter = Scenario(channel="portal", serial=serial)
    with frozen(at(17, hour)):
        matter.submitted()
    return matter.number


def dates_of(number: str) -> tuple[date | None, date | None]:
    return Case.objects.values_list("clock_start", "intake_due").get(number=number)


def republish() -> None:
    publish_calendar(System("operator"), worked_after_all(), idempotency_key=uuid4().hex)


def test_what_came_on_it_counts_from_it_and_what_came_in_its_evening_from_the_next(local_rule: None) -> None:
    by_day, by_evening = handed_in(1, 10), handed_in(2, 20)
    assert dates_of(by_day) == dates_of(by_evening) == (date(2026, 10, 19), date(2026, 10, 20))
    with frozen(at(18)):
        assert preview(read_notice(worked_after_all())).moved == 1
        republish()
        done = recount()
        assert done is not None and (done.checked, done.moved) == (2, 1)
        told = case_for(staff("clerk"), by_day).receipt
    assert dates_of(by_day) == (date(2026, 10, 17), date(2026, 10, 19))
    assert dates_of(by_evening) == (date(2026, 10, 19), date(2026, 10, 20))
    assert (told.day, told.reason) == (date(2026, 10, 17), "worked_after_all")
    (message,) = Message.objects.filter(template="date_changed")
    assert content_of(message)["values"]["due"] == "2026年10月19日"
    assert verify().holds


def test_in_bulk_it_is_as_an_act_on_each_would_have_it_and_costs_no_statement_for_each(
    local_rule: None,
) -> None:
    number = handed_in(1, 10)
    copies([pattern(number)], 40)
    with frozen(at(18)):
        republish()
        assert settle_one(number, at(18))
        with statements() as sent:
            recount()
    rows = Case.objects.order_by("number")
    told = [ledger.read("case", str(row.id))[-1] for row in rows]
    assert {row.clock_start for row in rows} == {date(2026, 10, 17)}
    assert {event.type for event in told} == {"recomputed"}
    assert all(dict(event.data) == dict(told[0].data) for event in told)
    assert len(sent) < 40, sent
    assert verify().holds


def test_without_the_rule_a_day_of_rest_counted_for_itself_all_along() -> None:
    number = handed_in(1, 10)
    with frozen(at(18)):
        republish()
        recount()
    assert dates_of(number) == (date(2026, 10, 17), date(2026, 10, 19))
    assert [event.type for event in ledger.read("case", str(Case.objects.get().id))] == ["submitted"]


@pytest.mark.parametrize(("runs_from", "start"), [("receipt", 17), ("acceptance", 19)])
def test_after_acceptance_it_moves_only_where_the_law_s_limit_runs_from_receipt(
    runs_from: str, start: int
) -> None:
    definition = content()
    definition["effects"] = {"after_hours_receipt": {**EFFECT, "params": {"until": "18:00"}}}
    definition["limits"]["statutory"]["runs_from"] = runs_from
    with frozen(at(12)):
        publish(definition, date(2026, 10, 12), key="local-rule")
    matter = Scenario(channel="portal", serial=1, number=handed_in(1, 10))
    with frozen(at(19)):
        matter.accepted()
        republish()
        recount()
    assert dates_of(matter.number)[0] == date(2026, 10, start)
    assert verify().holds


def test_the_limit_of_a_step_moves_at_once_wherever_it_is_shown() -> None:
    matter = Scenario(serial=1)

    def last_day_of_step() -> date:
        clocks = explain(staff("clerk"), matter.number).clocks
        view = next(one.view for one in clocks if one.view.kind == "step" and one.view.due)
        assert view.due is not None
        return view.due.due

    with frozen(at(16)):
        matter.accepted()
        assert last_day_of_step() == date(2026, 10, 19)
        republish()
        assert last_day_of_step() == date(2026, 10, 17)  # before anything was counted in bulk
        recount()
        assert last_day_of_step() == date(2026, 10, 17)
