"""The one *now* of the program: frozen in tests, shifted in demonstrations, never read elsewhere.

Dates that the law counts are Asia/Shanghai dates, wherever the server stands (统一使用北京时间).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)
_shifted: ContextVar[bool] = ContextVar("shifted_now", default=False)


def now() -> datetime:
    """The present moment, aware, in UTC, to the microsecond."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present date in China."""
    return legal_date(now())


def minute() -> int:
    """The minute by which a process keeps what it read of the database; within `shifted` the machine's own."""
    moment = datetime.now(UTC) if _shifted.get() else now()
    return int(moment.timestamp()) // 60


def legal_date(moment: datetime) -> date:
    """The date in China of an aware moment.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no legal date")
    return moment.astimezone(SHANGHAI).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Within the block every `now()` of this thread or task is ``moment`` (aware)."""
    legal_date(moment)
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def shifted(moment: datetime) -> Iterator[None]:
    """The same for who makes a demonstration's past and jumps through its months: what a process keeps for a minute is
    kept for a minute of the machine, and not read anew at each jump."""
    with frozen(moment):
        token = _shifted.set(True)
        try:
            yield
        finally:
            _shifted.reset(token)
