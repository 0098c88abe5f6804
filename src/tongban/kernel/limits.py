"""How often somebody may knock: fixed windows, counted over all processes by one statement.

Who knocks stands in the table as a keyed digest only, and the table is not logged: after a crash everybody starts
anew.  A window begins at whole multiples of its length, so somebody may knock twice as often across its edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from django.db import connection

from tongban.kernel import time
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Refusal

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


class TooManyKnocks(Refusal):
    """Come back later.

    Args:
        limit: the limit's code.
        seconds: until its window is over.
    """

    def __init__(self, limit: str, seconds: int) -> None:
        super().__init__("too_many_knocks", {"limit": limit, "seconds": seconds})


@dataclass(frozen=True)
class Limit:
    """One limit.

    Args:
        code: its name, in the table below and in the bucket.
        by: what is counted: ``address``, ``phone``, ``number`` (of a case or request), ``staff`` (one person).
        most: knocks that are answered in one window.
        seconds: how long a window is.
        shared: counted over all processes; else in each process's memory, without a statement.
    """

    code: str
    by: str
    most: int
    seconds: int
    shared: bool = True


# A township's hall, a school or a village's mobile mast sends hundreds of people from one address: what is counted by
# address is wide, and what protects one thing (a phone, a case, an account) is counted by that thing as well.
LIMITS: dict[str, Limit] = {
    limit.code: limit
    for limit in (
        Limit("any", "address", 1200, MINUTE, shared=False),
        Limit("suggestions", "address", 600, MINUTE, shared=False),
        Limit("staff_sign_in", "address", 100, 10 * MINUTE),
        Limit("staff_slip", "address", 30, HOUR),
        Limit("phone_code_address", "address", 60, HOUR),
        Limit("phone_code_phone", "phone", 10, DAY),
        Limit("code_tries", "address", 120, HOUR),
        Limit("oidc", "address", 120, HOUR),
        Limit("track_address", "address", 60, 10 * MINUTE),
        Limit("track_number", "number", 15, HOUR),
        Limit("look_ups", "address", 300, 10 * MINUTE),
        Limit("draft_starts", "address", 120, HOUR),
        Limit("uploads", "address", 600, HOUR),
        Limit("requests", "address", 30, HOUR),
        # what one person of the staff may open or try, whatever the assignment and from wherever
        Limit("unmaskings", "staff", 60, HOUR),
        Limit("originals", "staff", 120, HOUR),
        Limit("page_images", "staff", 600, HOUR),
        Limit("exports", "staff", 20, HOUR),
        Limit("copies", "staff", 20, HOUR),
        Limit("staff_tries", "staff", 60, HOUR),
        Limit("card_number", "number", 15, HOUR),
    )
}


def knock(knocks: Sequence[tuple[str, str]], *, at: datetime | None = None) -> None:
    """Count one knock at each of several limits, in one statement; call it outside a transaction.

    Args:
        knocks: limit code and who knocks: an address, a phone, a number.

    Raises:
        TooManyKnocks: one of them is used up; with the longest wait of those that are.
        KeyError: no such limit.
    """
    now = at or time.now()
    counted = {}
    buckets = []
    refused: list[tuple[int, str]] = []
    for code, who in knocks:
        limit = LIMITS[code]
        starts = int(now.timestamp()) // limit.seconds * limit.seconds
        left = starts + limit.seconds - int(now.timestamp())
        if limit.shared:
            bucket = f"{code}:{keyed_digest('rate', who)[:16].hex()}"
            counted[bucket] = (limit, left)
            buckets.append((bucket, datetime.fromtimestamp(starts, tz=UTC)))
        elif _count_here(code, who, starts) > limit.most:
            refused.append((left, code))
    for bucket, count in _count(sorted(set(buckets))):  # in one order, so that no two wait for each other
        limit, left = counted[bucket]
        if count > limit.most:
            refused.append((left, limit.code))
    if refused:
        seconds, code = max(refused)
        raise TooManyKnocks(code, seconds)


def _count(buckets: list[tuple[str, datetime]]) -> list[tuple[str, int]]:
    if not buckets:
        return []
    names, starts = [name for name, _ in buckets], [moment for _, moment in buckets]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_rate_window AS kept (bucket, starts, count) "
            "SELECT bucket, starts, 1 FROM unnest(%s::text[], %s::timestamptz[]) AS given (bucket, starts) "
            "ON CONFLICT (bucket) DO UPDATE SET starts = greatest(kept.starts, excluded.starts), "
            # a clock that is a little behind does not open the window anew
            "count = CASE WHEN kept.starts >= excluded.starts THEN least(kept.count, 1000000) + 1 ELSE 1 END "
            "RETURNING bucket, count",
            [names, starts],
        )
        return list(cursor.fetchall())


KEPT_HERE = 20_000  # addresses that a process remembers; past that, all are forgotten and counted anew
_here: dict[tuple[str, str], tuple[int, int]] = {}  # limit and address → start of the window and count
_lock = Lock()


def _count_here(code: str, who: str, starts: int) -> int:
    with _lock:
        if len(_here) >= KEPT_HERE:
            _here.clear()
        begun, count = _here.get((code, who), (starts, 0))
        count = count + 1 if begun == starts else 1
        _here[code, who] = (starts, count)
        return count


def counted_here(code: str, who: str, *, at: datetime | None = None) -> int:
    """Count one knock in this process's memory and give the count of the running window.

    Raises:
        KeyError: no such limit.
    """
    limit = LIMITS[code]
    moment = int((at or time.now()).timestamp())
    return _count_here(code, who, moment // limit.seconds * limit.seconds)


def forget_knocks() -> None:
    """This process's own counts; those of the table stay."""
    with _lock:
        _here.clear()


def forget_old_windows(now: datetime) -> int:
    """A sweep: remove windows that have long been over; how many there were."""
    longest = max(limit.seconds for limit in LIMITS.values())
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM kernel_rate_window WHERE starts < %s",
            [datetime.fromtimestamp(now.timestamp() - longest, tz=UTC)],
        )
        return int(cursor.rowcount)
