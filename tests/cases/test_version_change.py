"""The catalogue changes while people apply: no case changes its edition, and none fails."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from tests.cases.deemed import content
from tests.cases.together import together

from tongban.cases.models import Case
from tongban.catalogue.commands import publish_override, publish_version
from tongban.catalogue.models import ItemVersion
from tongban.catalogue.queries import current
from tongban.kernel.actors import System
from tongban.kernel.time import today
from tongban.kernel.verify import verify
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

SETUP = System("setup")
CODE, TOWNSHIP = "LD-001", "640121200000"
PLACES = ("640100", "640121", TOWNSHIP)  # each takes the township's people over from the one above it
THREADS, EACH = 4, 5


def definition(promised: int = 3) -> dict[str, Any]:
    changed = content() | {"code": CODE}
    changed["limits"]["promised"]["days"] = promised
    return changed


def shorter(days: int) -> dict[str, Any]:
    """A place's promise of fewer days."""
    why = {"zh": "本地承诺更快", "en": "Quicker here"}
    change = {"at": "limits.promised.days", "op": "set", "value": days, "why": why}
    return {"item": CODE, "taken": True, "changes": [change]}


def test_a_version_change_under_load_moves_no_case_and_fails_none() -> None:
    publish_version(SETUP, definition(10), effective_from=SINCE, reason="首版", idempotency_key="first")
    told: list[tuple[str, int, int]] = []  # number, edition before, edition after
    half_way = threading.Semaphore(0)

    def apply_and_follow(thread: int) -> None:
        for turn in range(EACH):
            before = current(CODE, TOWNSHIP).version_id
            matter = Scenario(serial=1000 + thread * EACH + turn, item_code=CODE)
            number = matter.submitted().number
            told.append((number, before, current(CODE, TOWNSHIP).version_id))
            half_way.release()
            matter.delivered()

    def publish() -> None:
        for order, place in enumerate(PLACES):
            for _ in range(THREADS):
                half_way.acquire(timeout=30)  # so that publications fall between and into the others' acts
            publish_override(
                SETUP,
                place,
                shorter(9 - order),
                effective_from=today(),
                reason="更快",
                idempotency_key=f"layer-{place}",
            )
            publish_version(
                SETUP,
                definition(8 - order),
                effective_from=today() + timedelta(days=order + 1),
                reason="以后的版本",
                idempotency_key=f"later-{order}",
            )

    acts = [lambda thread=thread: apply_and_follow(thread) for thread in range(THREADS)]
    assert together([*acts, publish]) == [None] * (THREADS + 1)

    of_today = ItemVersion.objects.filter(item__code=CODE, effective_from__lte=today())
    order = {row.id: at for at, row in enumerate(of_today.order_by("id"))}
    assert len(order) == 1 + len(PLACES)
    pinned = dict(
        Case.objects.filter(number__in=[number for number, *_ in told]).values_list("number", "item_version")
    )
    assert len(told) == len(pinned) == THREADS * EACH
    for number, before, after in told:
        assert order[before] <= order[pinned[number]] <= order[after], number
    assert len(set(pinned.values())) > 1, "every publication came before or after all of the cases"
    assert set(Case.objects.values_list("status", flat=True)) == {"delivered"}
    assert verify().holds
