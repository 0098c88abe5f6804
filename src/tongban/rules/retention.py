"""How long the record of a matter is kept, and from which day it may be erased.

Sources: 个人信息保护法 art. 47 (erase once the purpose is reached or the period of keeping is over; where the period
that a law or regulation sets is not over, everything but keeping and protecting must stop).  Periods: permanent,
30 years, 10 years, of 机关文件材料归档范围和文书档案保管期限规定 (国家档案局令第8号); 100 and 50 years too for the files of
social insurance, of 社会保险业务档案管理规定（试行）(人社部令第3号).  Both 待核对: from memory.

Our reading, 待核对: a file is closed with the year in which its matter ended, and its period counts from 1 January
of the next year, as a file of accounts counts from the first day after its year (会计档案管理办法).  It ends on
31 December of the last year; the day after is the first on which it may be erased.  What is not to be filed at all
(``short``) is kept thirty days after it ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from tongban.rules.faults import RuleFault

PERMANENT, SHORT = "permanent", "short"
YEARS: Mapping[str, int] = {"100y": 100, "50y": 50, "30y": 30, "10y": 10}
CLASSES = (PERMANENT, *YEARS, SHORT)  # from the longest to the shortest
UNSTATED = "30y"  # where an item states no class, until somebody does
SHORT_DAYS = 30  # calendar days


class RetentionFault(RuleFault):
    """A class of keeping that there is not, or a period past the last year that a date can have."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long one record is kept.

    Args:
        kept: one of `CLASSES`.
        counts_from: the first day that counts; None while the matter runs, and where it is kept for ever.
        last_day: the last day on which it must be kept; None in the same two cases.
    """

    kept: str
    counts_from: date | None = None
    last_day: date | None = None

    @property
    def first_day_to_erase(self) -> date | None:
        """The day after the last one."""
        return self.last_day + timedelta(days=1) if self.last_day else None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a derivation.

    Args:
        code: ``running``, ``permanent``, ``ended``, ``counts_from``, ``kept_until``, ``over``, ``not_over``, ``held``.
        on: the date it speaks of, where it has one.
    """

    code: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a record may be erased on a day, with every reason, in order.

    ``blocked_by``: ``running``, ``permanent``, ``not_over``, ``held``; empty where it may.
    """

    may: bool
    blocked_by: str
    retention: Retention
    reasons: tuple[Reason, ...]


def retention(kept: str, concluded: date | None) -> Retention:
    """The period of one record.

    Args:
        kept: one of `CLASSES`.
        concluded: the day (Asia/Shanghai) on which the matter ended; None while it runs.

    Raises:
        RetentionFault: ``unknown_class``; ``beyond_dates``.
    """
    if kept not in CLASSES:
        raise RetentionFault("unknown_class", kept=kept)
    if concluded is None or kept == PERMANENT:
        return Retention(kept)
    try:
        if kept == SHORT:
            first = concluded + timedelta(days=1)
            return Retention(kept, first, concluded + timedelta(days=SHORT_DAYS))
        first = date(concluded.year + 1, 1, 1)
        last = concluded.year + YEARS[kept]
        if last >= MAXYEAR:  # the day after must be a date too
            raise RetentionFault("beyond_dates", kept=kept)
        return Retention(kept, first, date(last, 12, 31))
    except (OverflowError, ValueError) as fault:
        raise RetentionFault("beyond_dates", kept=kept) from fault


def may_erase(on: date, kept: str, concluded: date | None, *, held: bool = False) -> Finding:
    """Whether a record may be erased on a day, and why.

    Args:
        on: the day of erasing.
        held: a legal hold stands; it blocks whatever the period says.

    Raises:
        RetentionFault: as `retention`.
    """
    period = retention(kept, concluded)
    reasons, blocked_by = _derived(on, period, concluded)
    if held:
        reasons, blocked_by = (*reasons, Reason("held")), blocked_by or "held"
    return Finding(not blocked_by, blocked_by, period, reasons)


def _derived(on: date, period: Retention, concluded: date | None) -> tuple[tuple[Reason, ...], str]:
    if concluded is None:
        return (Reason("running"),), "running"
    ended = Reason("ended", concluded)
    if period.last_day is None:
        return (ended, Reason("permanent")), "permanent"
    over = on > period.last_day
    return (
        ended,
        Reason("counts_from", period.counts_from),
        Reason("kept_until", period.last_day),
        Reason("over" if over else "not_over", period.first_day_to_erase),
    ), ("" if over else "not_over")


def concluded_before(on: date, kept: str) -> date | None:
    """The first day of ending whose record must still be kept on a day; what ended before it may go.

    Args:
        kept: one of `CLASSES`.

    Returns:
        None where nothing of the class may ever go.

    Raises:
        RetentionFault: ``unknown_class``.
    """
    if kept not in CLASSES:
        raise RetentionFault("unknown_class", kept=kept)
    if kept == PERMANENT:
        return None
    if kept == SHORT:
        return on - timedelta(days=SHORT_DAYS)
    return date(on.year - YEARS[kept], 1, 1)
