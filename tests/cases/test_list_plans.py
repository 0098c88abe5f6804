"""Every list has an index in its order: with reading whole tables and sorting forbidden, the planner needs neither."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tongban.cases.list_filter import ListFilter
from tongban.cases.queries.lists import my_list
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

# an older server plans otherwise: what is held here is held for the one that comes with the program
pytestmark = [pytest.mark.django_db, pytest.mark.once]

WHOLE = re.compile(r"Seq Scan on (cases_case|cases_step|kernel_datakey)\b")
FORBIDDEN = (
    "enable_seqscan",
    "enable_sort",
    "enable_incremental_sort",
    "enable_bitmapscan",
    "enable_hashjoin",
)


@pytest.fixture
def county() -> Iterator[None]:
    demo.load(items=["SB-001"])
    for serial in range(3):
        Scenario(serial=serial).submitted()
    yield


def plans_of(username: str, **asked: Any) -> list[str]:
    """The plans of the statements behind one page, the second one where there is one."""
    actor = staff(username)
    cursor = my_list(actor, limit=1, **asked).next_cursor
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, text: str, values: Any, many: bool, context: Any) -> Any:
        sent.append((text, values))
        return execute(text, values, many, context)

    with connection.execute_wrapper(note):
        my_list(actor, limit=1, cursor=cursor, **asked)
    told = []
    with connection.cursor() as asking:
        for name in FORBIDDEN:
            asking.execute(f"SET LOCAL {name} = off")
        for text, values in sent:
            if text.startswith("SELECT") and '"cases_case"' in text:
                asking.execute(f"EXPLAIN (COSTS OFF) {text}", values)
                told.append("\n".join(line for (line,) in asking.fetchall()))
    return told


@pytest.mark.parametrize("username", ["clerk", "reviewer", "approver", "county"])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_list_is_walked_in_its_order_and_never_sorted(county: None, username: str, order: str) -> None:
    told = plans_of(username, group="all", chosen=ListFilter(order=order))
    assert told
    for plan in told:
        assert not WHOLE.search(plan), plan
        assert "Sort" not in plan, plan


def test_without_its_index_a_list_is_sorted(county: None) -> None:
    """The check above can fail: this is what it looks for."""
    kept = connection.cursor()
    kept.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'case_received'")
    assert kept.fetchall() == [
        ("CREATE INDEX case_received ON public.cases_case USING btree (received_at DESC, id DESC)",)
    ]
    plans = plans_of("clerk", group="all", chosen=ListFilter(order="due"))
    assert any("Sort" in plan for plan in plans), (
        "the order by last day has no index; the words above would be blind"
    )
