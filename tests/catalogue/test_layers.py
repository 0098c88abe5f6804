"""What holds at a place on a day: the layers above it and its own, spans of days, and cases that stay."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from tests.cases.deemed import at, content

from tongban.catalogue.commands import load_base_list, publish_override, publish_version
from tongban.catalogue.models import ItemVersion, LayerVersion
from tongban.catalogue.queries import coverage, current, editions, item, origins, published_items
from tongban.directory.queries import chain
from tongban.kernel.actors import Public, System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo

pytestmark = pytest.mark.django_db

SETUP = System("setup")
COUNTY, TOWNSHIP, VILLAGE = "640121", "640121200000", "640121200201"
OTHER_TOWNSHIP = "640121101000"
WHY = {"zh": "本地办得快。", "en": "We are quicker."}


@pytest.fixture(autouse=True)
def clock() -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(at(4, 14)))
        demo.load(items=["SB-001"])
        yield days


def promise(days: int) -> dict[str, Any]:
    stated = {"at": "limits.promised.days", "op": "set", "value": days, "why": WHY}
    return {"item": "SB-004", "taken": True, "changes": [stated]}


def base(days: int = 8) -> dict[str, Any]:
    """An item that no shipped layer speaks of."""
    definition = content("SB-001")
    definition["code"] = "SB-004"
    definition["limits"]["promised"].update(days=days)
    definition["limits"]["statutory"].update(days=20)
    return definition


@pytest.fixture(autouse=True)
def published(clock: ExitStack) -> None:
    LayerVersion.objects.filter(item__code="SB-004").delete()
    ItemVersion.objects.filter(item__code="SB-004").delete()
    publish_version(
        SETUP, base(), effective_from=date(2026, 1, 1), reason="首次", idempotency_key="layers-base"
    )


def lay(division: str, override: dict[str, Any], starts: date) -> int:
    return publish_override(
        SETUP,
        division,
        override,
        effective_from=starts,
        reason=f"{division} 从 {starts}",
        idempotency_key=f"layers-{division}-{starts}",
    )


def days_at(place: str) -> int:
    return current("SB-004", place).definition.limits["promised"].days


def test_a_place_without_a_layer_has_its_ancestors_edition() -> None:
    lay(COUNTY, promise(5), date(2026, 4, 14))
    assert [days_at(place) for place in (COUNTY, TOWNSHIP, VILLAGE, "640100")] == [5, 5, 5, 8]
    assert current("SB-004", VILLAGE).division_code == COUNTY


def test_the_nearest_layer_speaks_last() -> None:
    lay(COUNTY, promise(5), date(2026, 4, 14))
    lay(TOWNSHIP, promise(2), date(2026, 4, 14))
    assert [days_at(place) for place in (COUNTY, TOWNSHIP, VILLAGE, OTHER_TOWNSHIP)] == [5, 2, 2, 5]
    assert [applied.division for applied in origins(current("SB-004", VILLAGE).version_id)] == [
        COUNTY,
        TOWNSHIP,
    ]


def test_a_layer_begins_on_its_day(clock: ExitStack) -> None:
    lay(COUNTY, promise(5), date(2026, 4, 20))
    assert days_at(TOWNSHIP) == 8
    clock.enter_context(frozen(at(4, 20, 0)))
    assert days_at(TOWNSHIP) == 5


def test_a_change_above_makes_a_new_edition_below(clock: ExitStack) -> None:
    lay(TOWNSHIP, promise(2), date(2026, 4, 14))
    changed = base()
    changed["visits"] = 0
    changed["summary"] = WHY
    publish_version(
        SETUP, changed, effective_from=date(2026, 4, 20), reason="新话", idempotency_key="layers-2"
    )
    before, after = sorted(editions("SB-004", TOWNSHIP), key=lambda edition: edition.effective_from)
    assert (before.effective_to, after.effective_from) == (date(2026, 4, 19), date(2026, 4, 20))
    clock.enter_context(frozen(at(4, 20)))
    here = current("SB-004", TOWNSHIP)
    assert (here.definition.summary.zh, here.definition.limits["promised"].days) == (WHY["zh"], 2)


def test_editions_of_one_place_never_overlap_nor_leave_a_gap(clock: ExitStack) -> None:
    lay(COUNTY, promise(6), date(2026, 4, 16))
    lay(TOWNSHIP, promise(2), date(2026, 4, 18))
    lay(COUNTY, promise(5), date(2026, 4, 20))
    lay(TOWNSHIP, promise(1), date(2026, 4, 19))
    held = sorted(editions("SB-004", TOWNSHIP), key=lambda edition: edition.effective_from)
    assert all((b.effective_from - a.effective_to).days == 1 for a, b in pairwise(held) if a.effective_to)
    assert held[-1].effective_to is None
    assert verify().holds


def test_a_lower_layer_may_not_promise_longer_without_a_basis() -> None:
    with pytest.raises(InputFaults) as refused:
        lay(TOWNSHIP, promise(9), date(2026, 4, 20))
    assert [fault.field for fault in refused.value.faults] == ["changes.0.basis"]
    assert not LayerVersion.objects.filter(item__code="SB-004", division_code=TOWNSHIP).exists()


def test_a_promise_beyond_the_law_is_refused_wherever_it_comes_from() -> None:
    stated = promise(30)
    stated["changes"][0]["basis"] = {"law": WHY, "article": "第一条", "duty": WHY}
    with pytest.raises(InputFaults) as refused:
        lay(TOWNSHIP, stated, date(2026, 4, 20))
    assert [fault.field for fault in refused.value.faults] == ["limits.promised"]


def test_what_is_not_taken_in_is_not_found_there_and_its_reason_is_told() -> None:
    load_base_list(
        SETUP,
        [{"code": "SB-004", "name": WHY, "type_code": "20", "position": "social_security"}],
        idempotency_key="b",
    )
    lay(TOWNSHIP, {"item": "SB-004", "taken": False, "reason": WHY}, date(2026, 4, 14))
    with pytest.raises(NotFound):
        item("SB-004", TOWNSHIP)
    assert "SB-004" not in {one.code for one in published_items(place=VILLAGE)}
    assert "SB-004" in {one.code for one in published_items(place=OTHER_TOWNSHIP)}
    line = next(line for line in coverage(TOWNSHIP) if line.code == "SB-004")
    assert (line.state, line.reason) == ("not_taken", WHY)
    assert next(line for line in coverage(OTHER_TOWNSHIP) if line.code == "SB-004").state == "taken"


def test_an_ended_item_is_still_explained_but_no_longer_listed(clock: ExitStack) -> None:
    ended = {**base(), "ends": "2026-04-30", "ends_reason": WHY}
    publish_version(SETUP, ended, effective_from=date(2026, 4, 15), reason="停办", idempotency_key="ended")
    clock.enter_context(frozen(at(4, 30)))
    assert "SB-004" in {one.code for one in published_items()}
    clock.enter_context(frozen(at(5, 1)))
    assert "SB-004" not in {one.code for one in published_items()}
    assert item("SB-004").ends == date(2026, 4, 30)


def test_nobody_but_set_up_or_an_approver_publishes() -> None:
    with pytest.raises(NotAuthorized):
        publish_override(
            Public(), COUNTY, promise(5), effective_from=date(2026, 4, 20), reason="x", idempotency_key="x"
        )


def test_an_altered_layer_or_edition_is_found() -> None:
    lay(COUNTY, promise(5), date(2026, 4, 14))
    row = ItemVersion.objects.get(item__code="SB-004", division_code=COUNTY)
    row.definition["limits"]["promised"]["days"] = 50
    ItemVersion.objects.filter(id=row.id).update(definition=row.definition)
    assert [fault.detail for fault in verify().faults] == [f"edition {COUNTY} {row.number}"]


def test_the_division_chain_goes_up_to_the_region() -> None:
    assert chain(VILLAGE) == (VILLAGE, TOWNSHIP, COUNTY, "640100", "640000", "")
    assert chain("999999999999") == ("640000", "")
