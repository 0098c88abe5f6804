"""`kept_queries.sent`: a cursor is used again, and yet nobody reads what is another's."""

import pytest
from django.db import DataError, connection, transaction

from tongban.kernel.kept_queries import _HELD, MOST_HELD, sent, together
from tongban.kernel.models import PaperCounter

pytestmark = pytest.mark.django_db

SAY = "SELECT $1::text"


def held() -> dict[str, object]:
    connection.ensure_connection()
    return connection.connection.__dict__.setdefault(_HELD, {})


def test_two_that_send_the_same_text_before_either_reads_get_each_its_own_rows() -> None:
    first, second = sent(SAY, ["one"]), sent(SAY, ["two"])
    assert second() == [("two",)]
    assert first() == [("one",)]


def test_a_cursor_is_used_again_once_its_rows_were_read() -> None:
    sent(SAY, ["one"])()
    before = held()[SAY]
    assert sent(SAY, ["two"])() == [("two",)]
    assert held()[SAY] is not None and held()[SAY][1] is before[1]  # type: ignore[index]  # text and cursor


def test_a_value_of_another_kind_is_written_as_what_it_is() -> None:
    text = "SELECT $1::text IS NULL, $2::int + 1"
    assert sent(text, ["x", 1])() == [(False, 2)]
    assert sent(text, [None, 70_000])() == [(True, 70_001)]


def test_a_statement_that_failed_leaves_the_next_one_sound() -> None:
    divide = "SELECT 6 / $1::int"
    assert sent(divide, [2])() == [(3,)]
    with pytest.raises(DataError), transaction.atomic():
        sent(divide, [0])
    assert sent(divide, [3])() == [(2,)]


def test_one_that_fails_on_the_way_together_fails_the_block() -> None:
    divide = "SELECT 6 / $1::int"
    with pytest.raises(DataError), transaction.atomic(), together():
        sent(divide, [0])
        sent(SAY, ["behind it"])
    assert sent(SAY, ["after it"])() == [("after it",)]


def test_what_is_kept_for_a_connection_has_an_end() -> None:
    for number in range(MOST_HELD + 3):
        sent(f"SELECT {number}, $1::int", [1])()
    assert len(held()) <= MOST_HELD


def test_a_row_read_without_the_orm_is_the_one_the_orm_reads() -> None:
    from tongban.kernel.kept_queries import KeptQuery

    PaperCounter.objects.create(body_id=1, kind="x", year=2026, last=7)
    kept = KeptQuery[PaperCounter](lambda kind: PaperCounter.objects.filter(kind=kind), {"kind": "a kind"})
    row = kept.first(kind="x")
    assert row is not None and row == PaperCounter.objects.get(kind="x")
    row.last = 8
    row.save()
    assert PaperCounter.objects.get(kind="x").last == 8
