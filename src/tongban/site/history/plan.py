"""Who comes when with what, and how it goes: the whole history as a list, before anything of it is made.

Pure: the same seed, day, offers and number give the same list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from tongban.rules.workdays import WorkCalendar
from tongban.site.history.places import POINTS, villages
from tongban.site.history.year import any_time, channel_of, crowd, item_of, office_time

YEAR = timedelta(days=364)
LONG = 8  # working days from which a matter counts as long under review
RUNNING = timedelta(days=45)  # who came within these may still wait for something


@dataclass(frozen=True)
class Offer:
    """What the plan has to know of an item.

    Args:
        by_channel: channel → codes of villages whose people may come that way; empty: any of the township.
        effects: the item's effects.
        kinds: kinds of its steps.
        days: the promised limit, in working days.
    """

    code: str
    by_channel: Mapping[str, tuple[str, ...]]
    effects: frozenset[str]
    kinds: frozenset[str]
    days: int
    decides: str
    scope: str
    steps: int
    deferrable: str = ""
    committable: str = ""
    statutory: bool = False


@dataclass(frozen=True)
class Course:
    """How some matters go.

    Args:
        share: of all matters.
        age: days after which it has come about.
        fits: the items it can happen to.
    """

    name: str
    share: float
    age: int
    fits: Callable[[Offer], bool]


def _has(effect: str) -> Callable[[Offer], bool]:
    return lambda offer: effect in offer.effects


def _any(offer: Offer) -> bool:
    return offer.days > 0


COURSES: tuple[Course, ...] = (
    Course("restored", 0.001, 130, _has("deemed_withdrawal")),
    Course("withdrawn_by_silence", 0.004, 70, _has("deemed_withdrawal")),
    Course("announced", 0.002, 95, _has("announcement")),
    Course("quashed", 0.001, 80, lambda offer: offer.code in ("NJ-001", "SB-001", "MZ-003")),
    Course("decided_anew", 0.001, 110, lambda offer: offer.code in ("NJ-001", "NJ-004", "MZ-003")),
    Course("revoked", 0.001, 80, lambda offer: offer.code in ("NJ-001", "NJ-007")),
    Course("slip", 0.002, 60, lambda offer: offer.code in ("SB-001", "NJ-001", "MZ-003")),
    Course("accepted_by_silence", 0.004, 50, _has("deemed_acceptance")),
    Course("paused", 0.008, 60, _has("special_procedure")),
    Course("extended", 0.007, 70, lambda offer: "extension" in offer.effects and offer.statutory),
    Course("objection", 0.008, 70, lambda offer: "public_notice" in offer.kinds),
    Course("deferred", 0.012, 40, lambda offer: bool(offer.deferrable)),
    Course("committed", 0.012, 35, lambda offer: bool(offer.committable)),
    Course("died", 0.002, 40, lambda offer: offer.days >= 10 and offer.decides == "township"),
    Course("sent_back", 0.006, 40, lambda offer: offer.steps >= 2 and offer.code in ("SB-002", "NJ-003", "JS-002")),
    Course("corrected_twice", 0.009, 45, _any),
    Course("declined", 0.018, 14, _any),
    Course("refused", 0.028, 45, _any),
    Course("withdrawn", 0.022, 14, _any),
    Course("late", 0.035, 60, _any),
    Course("corrected", 0.085, 40, _any),
)  # fmt: skip
ELSEWHERE = "WY"  # the other township's counter
ACROSS = 0.05  # of those who come to a counter for what is done county-wide: at the other township's
AT_THE_COUNTER = 0.85  # of what can be done on the spot and is brought to the counter


@dataclass(frozen=True)
class Planned:
    """One matter of the plan."""

    serial: int
    received: datetime
    code: str
    channel: str
    village: str
    site: str
    course: str = "usual"

    @property
    def across(self) -> bool:
        """Whether another township's counter takes it in (通办)."""
        return self.site == ELSEWHERE


def working_days(first: date, end: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """The days before the end on which the counters are open."""
    days = (first + timedelta(days=n) for n in range((end - first).days))
    return tuple(day for day in days if calendar.is_working(day))


def open_over(one: Planned, offer: Offer, change: date) -> bool:
    """Whether a change of the calendar finds a matter open: long enough under review, and in no trouble of its own."""
    days = (change - one.received.date()).days
    return one.course == "usual" and offer.days >= LONG and 2 <= days <= offer.days


def plan(
    seed: int,
    today: date,
    cases: int,
    offers: Mapping[str, Offer],
    days: Sequence[date],
    change: date | None = None,
) -> tuple[Planned, ...]:
    """The matters in the order in which they came.

    Args:
        today: the day before which everything happens.
        days: on which the counters were open.
        change: the day on which the calendar changes.
    """
    draw = Random(f"{seed} {today} {cases}")
    taken = sorted(draw.choices(days, [crowd(day) for day in days], k=cases))
    came = sorted((_comes(draw, serial, day, offers) for serial, day in enumerate(taken)), key=_when)
    matters = [replace(one, serial=serial) for serial, one in enumerate(came)]
    _courses(draw, matters, today, offers, cases)
    if change is not None and not any(open_over(one, offers[one.code], change) for one in matters):
        _one_open_over(draw, matters, offers, [day for day in days if day < change][-3])
    return tuple(matters)


def _when(one: Planned) -> datetime:
    return one.received


def _comes(draw: Random, serial: int, day: date, offers: Mapping[str, Offer], code: str = "") -> Planned:
    code = code or item_of(day, draw, sorted(offers))
    offer = offers[code]
    channel = channel_of(draw, sorted(offer.by_channel))
    village = draw.choice(offer.by_channel[channel] or villages())
    site = POINTS.get(village, "SL") if channel == "village_point" else "SL"
    if channel == "window" and offer.scope != "township" and code.startswith("SB") and draw.random() < ACROSS:
        site = ELSEWHERE  # 胜利乡's people at 望远镇's counter
    if channel == "portal":
        return Planned(serial, any_time(day, draw), code, channel, village, site)
    return Planned(serial, office_time(day, draw), code, channel, village, site)


def _courses(
    draw: Random, matters: list[Planned], today: date, offers: Mapping[str, Offer], cases: int
) -> None:
    """Give each course its share, one at the least; the rest goes the usual way."""
    free = {one.serial for one in matters}
    for course in COURSES:
        fitting = [
            at for at in sorted(free) if course.fits(offers[matters[at].code]) and not matters[at].across
        ]
        wanted = max(1, round(course.share * cases))
        old = [at for at in fitting if (today - matters[at].received.date()).days >= course.age]
        chosen = draw.sample(old, 1) if old else [_made_to_fit(draw, matters, free, today, course, offers)]
        others = [at for at in fitting if at not in chosen]
        chosen += draw.sample(others, min(wanted - 1, len(others)))
        for at in chosen:
            matters[at] = replace(matters[at], course=course.name)
            free.discard(at)
    for at in sorted(free):
        one = matters[at]
        offer = offers[one.code]
        at_once = "on_the_spot" in offer.effects and one.channel == "window" and one.site == "SL"
        if at_once and draw.random() < AT_THE_COUNTER:
            matters[at] = replace(one, course="on_the_spot")


def _one_open_over(draw: Random, matters: list[Planned], offers: Mapping[str, Offer], day: date) -> None:
    """In a small history nothing is open when the calendar changes: something is."""
    at = next((at for at, one in enumerate(matters) if one.course == "usual" and not one.across), None)
    if at is None:
        return
    longest = max(sorted(offers), key=lambda code: offers[code].days)
    matters[at] = replace(
        matters[at],
        code=longest,
        channel="window",
        village=draw.choice(villages()),
        site="SL",
        received=office_time(day, draw),
    )


def _made_to_fit(
    draw: Random,
    matters: list[Planned],
    free: set[int],
    today: date,
    course: Course,
    offers: Mapping[str, Offer],
) -> int:
    """In a small history nobody came with such an item: somebody does."""
    old = [at for at in sorted(free) if (today - matters[at].received.date()).days >= course.age]
    at = draw.choice(old or sorted(free))
    codes = [
        code for code in sorted(offers) if course.fits(offers[code]) and "window" in offers[code].by_channel
    ]
    one = matters[at]
    village = draw.choice(offers[codes[0]].by_channel["window"] or villages())
    matters[at] = replace(
        one,
        code=draw.choice(codes),
        channel="window",
        village=village,
        site="SL",
        received=office_time(one.received.date(), draw),
    )
    return at
