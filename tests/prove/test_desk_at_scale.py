"""The desks over many matters: no statement reads a large table through, and none takes longer than 30 milliseconds."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.cases.open_cases import copies, pattern, patterns
from tests.cases.test_recount import at

from tongban.kernel.time import frozen
from tongban.oversight.queries import behind_desk, desk, supervised, supervision
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

CASES = 40_000
ENDED_FOR_ONE_OPEN = 9
YEARS = 10
MOST_MILLISECONDS = 30.0
LARGE = re.compile(r"Seq Scan on cases_(case|step)\b")


def made_over_the_years(owner: psycopg.Connection[Any]) -> None:
    """Matters under way of ten days, and many more that ended in ten years."""
    with frozen(at(20)):
        made = patterns([at(20) + timedelta(days=n) for n in range(5)])
        told, ended = Scenario(serial=50), Scenario(serial=51)
        told.told_what_is_missing(handed_over=True)
        ended.delivered()
    made.append(pattern(told.number))
    made += [pattern(ended.number)] * (ENDED_FOR_ONE_OPEN * len(made))
    copies(made, CASES)
    owner.execute(
        "UPDATE cases_case SET received_at = received_at - days, accepted_at = accepted_at - days,"
        " concluded_at = concluded_at - days, delivered_at = delivered_at - days"
        " FROM (SELECT id AS moved, random() * %s * interval '365 days' AS days FROM cases_case) AS chosen"
        " WHERE id = moved AND status = 'delivered'",
        [YEARS],
    )
    owner.execute("UPDATE cases_case SET promised_due = promised_due + (random() * 30)::int")
    for table in ("cases_case", "cases_step", "kernel_datakey"):
        owner.execute(f"VACUUM (ANALYZE) {table}")


def test_no_statement_of_a_desk_reads_the_cases_through(
    owner_connection: psycopg.Connection[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    demo.load(items=["SB-001"])
    made_over_the_years(owner_connection)
    head, supervisor = staff("approver"), staff("supervisor")
    looks: dict[str, Callable[[], object]] = {
        "desk": lambda: desk(head),
        "supervision": lambda: supervision(supervisor),
        "township": lambda: supervised(supervisor, "SL"),
        **{
            f"behind {code}": lambda code=code: behind_desk(head, code)  # type: ignore[misc]  # a default, not an argument
            for code in ("over", "week", "office", "review", "received-30", "accepted-30", "delivered-7")
        },
    }
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "cases_case" in sql:
            sent.append((sql, params))
        return execute(sql, params, many, context)

    slowest: dict[str, float] = {}
    with frozen(at(30)):
        for name, look in looks.items():
            sent.clear()
            with connection.execute_wrapper(note):
                look()
            assert sent, name
            for sql, params in list(sent):
                plan = explained(sql, params)
                assert not LARGE.search(plan), f"{name}\n{sql}\n{plan}"
                (took,) = re.findall(r"Execution Time: ([0-9.]+) ms", plan)
                slowest[name] = max(slowest.get(name, 0.0), float(took))
    with capsys.disabled():
        print(f"\nslowest statement in ms over {CASES} matters: {slowest}")
    assert max(slowest.values()) <= MOST_MILLISECONDS


def explained(sql: str, params: Any) -> str:
    """The plan of a statement, as it ran the second time."""
    for _once in range(2):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", params)
            lines = [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)
