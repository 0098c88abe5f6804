"""Fixed windows: so many in one, and no more, over all processes; anew in the next."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.cases.counting import statements

from tongban.kernel import limits
from tongban.kernel.limits import LIMITS, TooManyKnocks, counted_here, forget_old_windows, knock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MOST = LIMITS["track_number"].most
WINDOW = timedelta(seconds=LIMITS["track_number"].seconds)


def knocks(count: int, who: str = "A", at: datetime = NOON) -> None:
    for _ in range(count):
        knock([("track_number", who)], at=at)


def test_the_last_one_of_the_window_is_still_answered() -> None:
    knocks(MOST)
    with pytest.raises(TooManyKnocks) as refused:
        knocks(1, at=NOON + timedelta(minutes=10))
    assert refused.value.params == {"limit": "track_number", "seconds": 50 * 60}


def test_the_next_window_begins_anew() -> None:
    knocks(MOST)
    knocks(1, at=NOON + WINDOW)


def test_knocking_on_while_refused_does_not_lengthen_the_wait() -> None:
    knocks(MOST)
    for _ in range(40):
        with pytest.raises(TooManyKnocks):
            knocks(1)
    knocks(MOST, at=NOON + WINDOW)


def test_a_clock_that_is_behind_does_not_open_the_window_anew() -> None:
    knocks(MOST, at=NOON)
    with pytest.raises(TooManyKnocks):
        knocks(1, at=NOON - timedelta(seconds=2))


def test_everybody_is_counted_apart() -> None:
    knocks(MOST, "A")
    knocks(MOST, "B")


def test_several_limits_cost_one_statement() -> None:
    with statements() as sent:
        knock([("track_address", "203.0.113.9"), ("track_number", "A"), ("look_ups", "203.0.113.9")])
    assert len(sent) == 1


def test_a_limit_in_memory_costs_no_statement() -> None:
    limits.forget_knocks()
    with statements() as sent:
        knock([("suggestions", "203.0.113.9")], at=NOON)
        assert counted_here("suggestions", "203.0.113.9", at=NOON) == 2
    assert not sent


def test_the_memory_of_a_process_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    limits.forget_knocks()
    monkeypatch.setattr(limits, "KEPT_HERE", 100)
    for number in range(1000):
        counted_here("any", f"address {number}", at=NOON)
    assert len(limits._here) <= 100


def test_the_table_tells_nobody_who_knocked() -> None:
    knock([("phone_code_phone", "13900000001")], at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT bucket FROM kernel_rate_window")
        assert all("139" not in bucket or len(bucket) > 30 for (bucket,) in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM kernel_rate_window WHERE bucket LIKE '%%13900000001%%'")
        assert cursor.fetchone() == (0,)


def test_what_is_long_over_is_swept_away() -> None:
    knocks(1)
    assert forget_old_windows(NOON + timedelta(hours=3)) == 0
    assert forget_old_windows(NOON + timedelta(days=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_each() -> None:
    passed: list[int] = []
    refused: list[int] = []
    start = threading.Barrier(8)

    def knock_often() -> None:
        start.wait()
        for number in range(10):
            try:
                # the two in either order: they must not wait for each other for ever
                pair = [("track_number", "A"), ("track_address", "x")]
                knock(pair if number % 2 else pair[::-1], at=NOON)
            except TooManyKnocks:
                refused.append(1)
            else:
                passed.append(1)
        connection.close()

    threads = [threading.Thread(target=knock_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(passed), len(refused)) == (MOST, 80 - MOST)
