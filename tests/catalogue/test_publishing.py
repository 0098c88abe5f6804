"""A new version begins on its day; what people applied under stays what it was."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from tests.cases.deemed import at, content, publish

from tongban.cases.queries import case_for
from tongban.catalogue.commands import publish_version
from tongban.catalogue.models import ItemVersion
from tongban.catalogue.queries import current, published_items
from tongban.kernel.errors import InputFaults, KeyReused, NotAuthorized, NotFound
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(at(4, 14)))
        demo.load(items=["SB-001", "SB-002"])
        yield days


def shorter(days: int = 2) -> dict[str, Any]:
    definition = content()
    definition["limits"]["promised"]["days"] = days
    return definition


def promised() -> int:
    return current("SB-001").definition.limits["promised"].days


def test_a_version_begins_on_its_first_day(clock: ExitStack) -> None:
    assert publish(shorter(), date(2026, 4, 15)) == 2
    assert promised() == 3
    clock.enter_context(frozen(at(4, 15, 0)))
    assert promised() == 2
    township = ItemVersion.objects.filter(item__code="SB-001", division_code="640121200000")
    first, second = township.order_by("number")
    assert (first.effective_to, second.effective_from) == (date(2026, 4, 14), date(2026, 4, 15))
    assert verify().holds


def test_running_cases_stay_on_theirs(clock: ExitStack) -> None:
    before = Scenario(serial=1)
    before.submitted()
    publish(shorter(), date(2026, 4, 15))
    clock.enter_context(frozen(at(4, 15)))
    after = Scenario(serial=2)
    after.submitted()
    seen = {matter.number: case_for(staff("clerk"), matter.number) for matter in (before, after)}
    assert (seen[before.number].item_version, seen[after.number].item_version) == (1, 2)
    before.accepted()
    after.accepted()
    dues = [
        next(clock.due.due for clock in case_for(staff("clerk"), m.number).clocks if clock.kind == "promised")
        for m in (before, after)
    ]
    assert dues == [date(2026, 4, 20), date(2026, 4, 17)]


def test_the_same_definition_is_no_new_version() -> None:
    assert publish(content(), date(2026, 4, 20), "again") == 1


def test_a_version_neither_goes_before_the_last_nor_into_the_past() -> None:
    publish(shorter(), date(2026, 4, 20), "one")
    for day in (date(2026, 4, 20), date(2026, 4, 19)):
        with pytest.raises(InputFaults):
            publish(shorter(1), day, f"two-{day}")
    with pytest.raises(InputFaults):
        publish({**content("SB-002"), "visits": 7}, date(2026, 4, 13), "past")


def test_a_replay_answers_the_number_it_answered() -> None:
    assert publish(shorter(2), date(2026, 4, 15), "one") == 2
    assert publish(shorter(1), date(2026, 4, 16), "two") == 3
    assert publish(shorter(2), date(2026, 4, 15), "one") == 2
    with pytest.raises(KeyReused):
        publish(shorter(1), date(2026, 4, 17), "one")


def test_a_faulty_definition_is_told_with_its_place() -> None:
    with pytest.raises(InputFaults) as refused:
        publish(shorter(30), date(2026, 4, 15))
    assert [fault.field for fault in refused.value.faults] == ["limits.promised"]


def test_only_the_set_up_publishes() -> None:
    with pytest.raises(NotAuthorized):
        publish_version(
            staff("approver"), shorter(), effective_from=date(2026, 4, 15), reason="x", idempotency_key="k"
        )


def test_an_item_that_is_not_published_cannot_be_found(clock: ExitStack) -> None:
    publish({**content(), "published": False}, date(2026, 4, 15))
    clock.enter_context(frozen(at(4, 15)))
    assert "SB-001" not in {item.code for item in published_items()}
    with pytest.raises(NotFound):
        Scenario().submitted()
    for code in ("XX-999", "a\0b", ""):
        with pytest.raises(NotFound):
            current(code)
