"""延续: until when a licence's renewal is asked for, and when silence renews it.

行政许可法 art. 50: asked for thirty days before it ends, unless a law, a regulation or a rule says otherwise; who decides nothing
before it ends has renewed it.  The thirty days are the holder's, in calendar days (art. 82 speaks of the authority's own).
Everything is derived from days, so it has happened whether or not any program ran.
"""

from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = 30  # calendar days (行政许可法 art. 50), where the item's own rule names no other number
NOT_ASKED, ASKED, TOO_LATE, DECIDED, RENEWED, EXPIRED = (
    "not_asked",
    "asked",
    "asked_too_late",
    "decided",
    "renewed_by_silence",
    "expired",
)


@dataclass(frozen=True)
class Renewal:
    """What was done about one licence before it ended.

    Args:
        expires: the last day on which it holds.
        asked_on: when its renewal was asked for and received; None: never.
        decided_on: when that was granted or refused; None: not yet.
        before: calendar days before the end in which it is to be asked for.
    """

    expires: date
    asked_on: date | None = None
    decided_on: date | None = None
    before: int = BEFORE


def last_day_to_ask(expires: date, before: int = BEFORE) -> date:
    """The last day on which asking is in time.

    A day of rest does not move it: counting back, the next working day would be too late (民法典 art. 203 lengthens a
    period that ends, it shortens none).

    Raises:
        ValueError: a number of days below one.
    """
    if before < 1:
        raise ValueError("a renewal is asked for at least one day before the end")
    return expires - timedelta(days=before)


def standing(told: Renewal, today: date) -> str:
    """How it stands on a day; the same whoever looks, and whenever.

    Returns:
        ``not_asked``; ``asked``: in time, and the authority has until the end; ``asked_too_late``: silence will renew
        nothing; ``decided``: before the end, so the decision counts; ``renewed_by_silence``: the end passed without one,
        and a decision after it undoes nothing by itself; ``expired``.
    """
    asked = told.asked_on is not None and told.asked_on <= today
    decided = told.decided_on is not None and told.decided_on <= min(today, told.expires)
    if asked and decided:
        return DECIDED
    in_time = told.asked_on is not None and told.asked_on <= last_day_to_ask(told.expires, told.before)
    if today > told.expires:
        return RENEWED if asked and in_time else EXPIRED
    if not asked:
        return NOT_ASKED
    return ASKED if in_time else TOO_LATE
