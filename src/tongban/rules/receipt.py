"""From which day an application counts as received, and why.

The default is the moment of arrival in the system that the applicant was pointed to (电子签名法 art. 11).  What was
handed over to an authority's own counter, or to a village point that receives for it, counts from the handover, even
when the line is down; what somebody carries for the applicant counts when it arrives.  That an arrival after hours
counts as the next working day's is a local rule: it acts only where the item states it with its basis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from tongban.rules.workdays import WorkCalendar

ARRIVAL_BASIS = "《中华人民共和国电子签名法》第十一条"

ARRIVAL = "arrival"  # when it was in the system
HANDOVER = "handover"  # when the applicant had handed it over
AFTER_HOURS = "after_hours"  # the next working day: it came after closing time
REST_DAY = "rest_day"  # the next working day: it came on a day that rests


@dataclass(frozen=True, slots=True)
class Moments:
    """When an application was where; wall-clock time of the authority.

    Args:
        received: when the applicant handed it over, or sent it off.
        entered: when somebody typed it in; later than ``received`` after a power cut (补录).
        synced: when it was in the system; later than ``entered`` where the line was down.
    """

    received: datetime
    entered: datetime
    synced: datetime


@dataclass(frozen=True, slots=True)
class AfterHours:
    """The local rule that a late arrival counts as the next working day's.

    Args:
        basis: the article that says so.
        until: the time of day the item names; None: the site's own closing time.
        closes: the site's closing time by weekday, 1 is Monday; a day it does not name closes as late as any.
    """

    basis: str
    until: time | None = None
    closes: Mapping[int, time] | None = None

    def closing(self, on: date) -> time | None:
        """Until when an arrival counts for its own day; None where nobody said."""
        if self.until is not None:
            return self.until
        if not self.closes:
            return None
        return self.closes.get(on.isoweekday()) or max(self.closes.values())


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """What item and site say of receipt.

    Args:
        from_handover: whether the handover counts, and not the arrival.
        handover_basis: what says so; without it the arrival counts.
        after_hours: the local rule; None: every arrival counts for its own day.
    """

    from_handover: bool = False
    handover_basis: str = ""
    after_hours: AfterHours | None = None

    @property
    def counts_handover(self) -> bool:
        """Whether the handover counts: stated, and with what says so."""
        return self.from_handover and bool(self.handover_basis.strip())


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival that a local rule of late arrivals looks at: what a corrected calendar needs to look at it again.

    Args:
        on: the day it came.
        late: whether it came after closing time.
    """

    on: date
    late: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The day of receipt, which itself does not count (民法典 art. 201), with a reason code and its basis.

    ``arrived``: only where a local rule of late arrivals was asked.
    """

    day: date
    reason: str
    basis: str
    arrived: Arrived | None = None


def counts_from(
    channel: str, moments: Moments, rule: ReceiptRule, calendar: WorkCalendar, *, elsewhere: bool = False
) -> Counted:
    """The day from which the first limit runs.

    Args:
        channel: ``portal``, ``window`` or ``village_point``; nothing is handed over on a portal.
        moments: each with the authority's own wall-clock time.
        rule: of the item's edition and the site.
        calendar: of the authority that handles it.
        elsewhere: another place's counter took it in (通办): it counts when it arrives where it belongs.
    """
    handed_over = rule.counts_handover and channel != "portal" and not elsewhere
    at = min(moments.received, moments.synced) if handed_over else moments.synced
    reason, basis = (HANDOVER, rule.handover_basis) if handed_over else (ARRIVAL, ARRIVAL_BASIS)
    late = rule.after_hours
    if late is None or not late.basis:
        return Counted(at.date(), reason, basis)
    closing = late.closing(at.date())
    arrived = Arrived(at.date(), closing is not None and at.time() > closing)
    day, moved = counts_as(arrived, calendar)
    return Counted(day, moved or reason, late.basis if moved else basis, arrived)


def counts_as(arrived: Arrived, calendar: WorkCalendar) -> tuple[date, str]:
    """The day that the local rule counts an arrival for, and by which of its reasons; "" where it moves nothing."""
    if not calendar.is_working(arrived.on):
        return calendar.working_day_from(arrived.on), REST_DAY
    if arrived.late:
        return calendar.add_working_days(arrived.on, 1), AFTER_HOURS
    return arrived.on, ""


def later_entry_moves(
    channel: str, moments: Moments, rule: ReceiptRule, calendar: WorkCalendar, *, elsewhere: bool = False
) -> bool:
    """Whether the earlier time that somebody states (补录) makes the limit begin on an earlier day.

    Then a second person confirms it; a time that changes nothing needs nobody.
    """
    as_entered = Moments(moments.entered, moments.entered, moments.synced)
    stated = counts_from(channel, moments, rule, calendar, elsewhere=elsewhere)
    return stated.day < counts_from(channel, as_entered, rule, calendar, elsewhere=elsewhere).day


def too_far_back(received: date, entered: date, most: int, calendar: WorkCalendar) -> bool:
    """Whether a later entry reaches further back than the place allows.

    Args:
        most: working days; data of the deployment.
    """
    return calendar.working_days_between(received, entered) > most
