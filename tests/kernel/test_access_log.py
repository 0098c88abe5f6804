"""The access log over two years: a search reads its own months alone, and pages lose and double nothing."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tongban.kernel import access_log
from tongban.kernel.access import record_access
from tongban.kernel.access_log import Wanted, after, looks, rows_of
from tongban.kernel.actors import Staff
from tongban.kernel.models import AccessEntry

pytestmark = pytest.mark.django_db

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MONTHS = 24
ROWS = 200_000
CLERK = Staff(5, 50, "clerk", "A", 1, "social_security", 2, 3, "马晓燕（社会保障岗）")


def month(number: int) -> datetime:
    return datetime(2025 + number // 12, number % 12 + 1, 1, tzinfo=UTC)


@pytest.fixture
def two_years(db: None) -> None:
    """200,000 looks of 40 people at 5,000 cases, spread over 24 months."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kernel_access_month(at) FROM generate_series(%s::timestamptz, %s, '5 days') AS at",
            [FIRST, month(MONTHS)],
        )
        cursor.execute(
            """
            INSERT INTO kernel_access (at, kind, actor_key, staff_id, site_id, subject_kind, subject, field)
            SELECT %s::timestamptz + n * %s::interval / %s, (ARRAY['unmasked','scan','paper','original'])[1 + n %% 4],
                   'assignment:' || n %% 40, n %% 40, n %% 7, 'case',
                   '00000000-0000-4000-8000-' || lpad((n %% 5000)::text, 12, '0'), 'applicant.number'
            FROM generate_series(0, %s) AS n""",
            [FIRST, month(MONTHS) - FIRST, ROWS, ROWS - 1],
        )
        cursor.execute("ANALYZE kernel_access")


def partitions_of(wanted: Wanted, last: tuple[datetime, int] | None = None) -> set[str]:
    """The months that the plan of a search touches."""
    plan = after(rows_of(wanted), last)[:51].explain()
    return set(re.findall(r"\bkernel_access_\d{6}\b(?!_)", plan))


def test_searches_are_pruned_to_their_months_and_quick(two_years: None) -> None:
    one_month = Wanted(datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
    assert partitions_of(one_month) == {"kernel_access_202603"}
    across = Wanted(datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 9, tzinfo=UTC))
    assert partitions_of(across) == {"kernel_access_202603", "kernel_access_202604"}
    # the second page of a long search leaves out the months that the first one went through
    year = Wanted(datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    deep = (datetime(2025, 8, 20, tzinfo=UTC), 1)
    assert partitions_of(year, deep) == {f"kernel_access_20250{number}" for number in (6, 7, 8)}

    subject = "00000000-0000-4000-8000-000000000042"
    whole = (FIRST, month(MONTHS))
    searches = (
        one_month,
        Wanted(*whole),
        Wanted(*whole, staff_ids=(3,)),
        Wanted(*whole, subjects=(subject,)),
        Wanted(one_month.starts, one_month.ends, kinds=("scan",), site_id=4),
        Wanted(*whole, staff_ids=(3,), kinds=("unmasked",), field="applicant."),
    )
    took = []
    for wanted in searches * 10:
        start = perf_counter()
        looks(wanted)
        took.append((perf_counter() - start) * 1000)
    took.sort()
    p95 = took[int(len(took) * 0.95)]
    print(
        f"\naccess log, {ROWS} rows in {MONTHS} months: p50 {took[len(took) // 2]:.1f} ms, p95 {p95:.1f} ms"
    )
    # a goal of 30 ms on a quiet machine; the bound only catches a search that reads everything
    assert p95 < 300

    found, last = [], None
    wanted = Wanted(datetime(2026, 2, 27, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC), staff_ids=(3, 4))
    while page := looks(wanted, last=last, limit=7):
        found += [look.id for look in page]
        last = (page[-1].at, page[-1].id)
    right = list(rows_of(wanted).values_list("id", flat=True))
    assert len(right) > 20 and found == right


def test_rows_of_one_moment_are_paged_one_by_one() -> None:
    moment = datetime(2026, 5, 5, tzinfo=UTC)
    for serial in range(9):
        record_access(CLERK, "scan", f"case-{serial}", at=moment)
    wanted = Wanted(moment, moment + timedelta(seconds=1))
    found, last = [], None
    while page := looks(wanted, last=last, limit=2):
        found += [look.subject for look in page]
        last = (page[-1].at, page[-1].id)
    assert found == [f"case-{serial}" for serial in reversed(range(9))]


def test_a_month_is_made_when_its_first_look_comes() -> None:
    record_access(CLERK, "scan", "case", at=datetime(2031, 7, 31, 16, 30, tzinfo=UTC))  # 1 August in China
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM kernel_access")
        assert cursor.fetchall() == [("kernel_access_203108",)]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE kernel_access SET field = ''", "DELETE FROM kernel_access", "TRUNCATE kernel_access"],
)
def test_nobody_takes_a_look_back(statement: str) -> None:
    record_access(CLERK, "scan", "case")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessEntry.objects.count() == 1


def test_once_in_counts_the_same_look_of_the_same_actor_only() -> None:
    start = datetime(2026, 5, 5, tzinfo=UTC)
    colleague = replace(CLERK, staff_id=6, assignment_id=60, holder="B")
    within = timedelta(minutes=10)

    def look(minutes: int, actor: Staff = CLERK, field: str = "a", subject: str = "case") -> None:
        record_access(
            actor, "scan", subject, field=field, at=start + timedelta(minutes=minutes), once_in=within
        )

    for minutes in (0, 3, 9):
        look(minutes)
    assert AccessEntry.objects.count() == 1
    look(4, actor=colleague)
    look(4, field="b")
    look(4, subject="another")
    look(11)
    assert AccessEntry.objects.count() == 5


def test_an_unknown_kind_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="glance"):
        record_access(CLERK, "glance", "case")
    with pytest.raises(ValueError, match="scan"):
        record_access(CLERK, "scan", "case", reason="无处封存")
    assert access_log.looks(Wanted(FIRST, month(MONTHS))) == []
