"""When people come: the seasons of each item, market days, office hours, and which way they come.

All of it is invented for the demonstration, in the shape of a township's year: leases and farm matters in spring, relief
after summer storms, school in August, medical insurance in autumn, heating in winter.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from tongban.kernel.time import SHANGHAI

MONTHS = 12
# the weight of an item in each month, January first
SEASONS: Mapping[str, tuple[int, ...]] = {
    "JS-001": (6, 5, 6, 6, 6, 6, 6, 6, 7, 7, 6, 6),
    "JS-002": (2, 1, 2, 2, 2, 2, 1, 1, 2, 2, 2, 2),
    "JS-003": (3, 5, 9, 8, 3, 1, 1, 1, 1, 1, 1, 1),
    "JS-004": (1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1),
    "JS-005": (3, 3, 4, 4, 4, 3, 3, 3, 4, 5, 4, 3),
    "MZ-001": (6, 4, 5, 4, 4, 3, 3, 4, 5, 6, 7, 7),
    "MZ-002": (2, 1, 2, 2, 1, 1, 1, 1, 2, 2, 3, 2),
    "MZ-003": (9, 6, 3, 2, 2, 3, 4, 12, 7, 4, 10, 11),
    "MZ-004": (4, 3, 5, 5, 4, 4, 3, 3, 4, 4, 4, 4),
    "MZ-005": (3, 3, 4, 4, 4, 4, 3, 3, 4, 4, 4, 3),
    "MZ-006": (5, 4, 5, 5, 4, 4, 4, 4, 5, 7, 5, 5),
    "MZ-007": (1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1),
    "MZ-008": (2, 1, 2, 2, 2, 2, 3, 4, 3, 2, 2, 2),
    "MZ-009": (0, 0, 0, 1, 2, 6, 12, 10, 4, 1, 0, 0),
    "NJ-001": (1, 2, 7, 9, 7, 4, 3, 3, 6, 5, 3, 1),
    "NJ-002": (1, 1, 3, 4, 4, 3, 2, 2, 3, 2, 1, 1),
    "NJ-003": (0, 1, 2, 2, 1, 0, 0, 0, 1, 1, 1, 0),
    "NJ-004": (1, 2, 2, 1, 1, 0, 0, 0, 1, 1, 1, 1),
    "NJ-005": (6, 14, 20, 14, 6, 3, 2, 2, 4, 6, 6, 5),
    "NJ-006": (2, 3, 5, 5, 4, 3, 2, 2, 3, 3, 2, 2),
    "NJ-007": (5, 3, 3, 1, 0, 0, 0, 0, 1, 3, 6, 7),
    "SB-001": (7, 6, 8, 8, 8, 8, 7, 7, 8, 8, 9, 9),
    "SB-002": (6, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6),
    "SB-003": (4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4),
    "SB-004": (2, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2),
    "SB-006": (6, 4, 3, 3, 3, 3, 3, 4, 22, 26, 28, 24),
    "SB-007": (9, 9, 8, 7, 7, 7, 7, 8, 8, 8, 8, 9),
}
MARKET = frozenset({2, 7})  # 逢二逢七: the days of the moon's month that end in these
MARKET_CROWD = 2.3  # how many come on a market day for one on another
LUNATION = 29.530588853  # days from one new moon to the next, on average
NEW_MOON = datetime(2000, 1, 6, 18, 14, tzinfo=SHANGHAI) + timedelta(hours=8)
OPENS, NOON, BACK, CLOSES = time(8, 30), time(12), time(14, 30), time(18)
CHANNELS = ("window", "portal", "village_point")


def lunar_day(day: date) -> int:
    """The day of the moon's month, 1 to 30, by the mean moon: it may differ from the almanac's by a day."""
    noon = datetime.combine(day, time(12), SHANGHAI)
    return int((noon - NEW_MOON) / timedelta(days=1) % LUNATION) + 1


def is_market_day(day: date) -> bool:
    """Whether the township's fair is held (逢集), every five days."""
    return lunar_day(day) % 10 in MARKET


def crowd(day: date) -> float:
    """How many come on an office day, beside an ordinary one."""
    return (MARKET_CROWD if is_market_day(day) else 1.0) * (1.15 if day.isoweekday() == 1 else 1.0)


def item_of(day: date, draw: Random, codes: Sequence[str]) -> str:
    """What somebody who comes on a day comes for.

    Args:
        codes: the items that are offered.
    """
    return draw.choices(codes, [SEASONS[code][day.month - 1] for code in codes])[0]


def channel_of(draw: Random, offered: Sequence[str]) -> str:
    """Which way somebody comes, of those that are open to the item."""
    weights = {"window": 60, "portal": 22, "village_point": 18}
    known = [channel for channel in CHANNELS if channel in offered]
    return draw.choices(known, [weights[channel] for channel in known])[0]


def office_time(day: date, draw: Random) -> datetime:
    """A moment of a day while the counter is open; on market days rather in the morning."""
    morning = draw.random() < (0.75 if is_market_day(day) else 0.58)
    first, last = (OPENS, NOON) if morning else (BACK, CLOSES)
    opens = datetime.combine(day, first, SHANGHAI)
    minutes = int((datetime.combine(day, last, SHANGHAI) - opens) / timedelta(minutes=1))
    return opens + timedelta(minutes=draw.randrange(2, minutes - 12), seconds=draw.randrange(60))


def any_time(day: date, draw: Random) -> datetime:
    """A moment at which somebody types at home: mostly in the evening."""
    hour = draw.choices((7, 9, 11, 12, 15, 19, 20, 21, 22), (2, 3, 3, 4, 3, 7, 9, 8, 4))[0]
    return datetime.combine(day, time(hour, draw.randrange(60), draw.randrange(60)), SHANGHAI)


def in_office_hours(moment: datetime) -> bool:
    """Whether the counter is open at this time of day; which days are working days, the calendar knows."""
    at = moment.astimezone(SHANGHAI).time()
    return OPENS <= at < NOON or BACK <= at < CLOSES
