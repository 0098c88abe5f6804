"""The supervision lamps: in time, about to expire, overdue, not counting; and whom each threshold is told to.

No national rule sets the days.  The usual practice prompts one working day before the promised limit, yellow for about to
expire and red for overdue; one province's rule turns yellow one day past the limit and red on the second.  So the
thresholds are data of a level and of a place, and this is only how they are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from tongban.rules.faults import RuleFault

LampColour = Literal["in_time", "soon", "overdue", "paused"]
Alarm = Literal["soon", "overdue"]
Told = Literal["holder", "deputy", "supervisor"]

WORSE: tuple[Alarm, ...] = get_args(Alarm)
"""From the lesser to the greater."""
TELLING_ORDER: tuple[Told, ...] = get_args(Told)
"""Who has the work, who answers for the body, who supervises the body: the nearest first."""
MOST_THRESHOLDS = 6
FURTHEST = 60
"""Counted days before or past the end; further away nobody is warned of anything."""


class LampFault(RuleFault):
    """Thresholds that contradict each other."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One point at which somebody is told.

    Args:
        name: its code, such as ``about_to_expire``; one warning is written for each name.
        left: reached when so many counted days, or fewer, are left, in the limit's own unit; 0 is the last day,
            -1 the first day past it.
        lamp: what the lamp shows from here on.
        told: to whom it is told.

    Raises:
        LampFault: ``lamp_name_missing``, ``lamp_unknown``, ``told_unknown``, ``threshold_too_far``.
    """

    name: str
    left: int
    lamp: Alarm
    told: Told

    def __post_init__(self) -> None:
        if not self.name:
            raise LampFault("lamp_name_missing")
        if self.lamp not in WORSE:
            raise LampFault("lamp_unknown", lamp=self.lamp)
        if self.told not in TELLING_ORDER:
            raise LampFault("told_unknown", told=self.told)
        if abs(self.left) > FURTHEST:
            raise LampFault("threshold_too_far", left=self.left, furthest=FURTHEST)


@dataclass(frozen=True, slots=True)
class LampThresholds:
    """The thresholds of a body, in the order in which they are reached.

    Each later one is reached strictly later, its lamp is not less, and it is told no nearer to the work.

    Raises:
        LampFault: ``thresholds_missing``, ``too_many_thresholds``, ``threshold_twice``, ``thresholds_reversed``,
            ``lamps_reversed``, ``telling_reversed``.
    """

    thresholds: tuple[Threshold, ...]

    def __post_init__(self) -> None:
        if not self.thresholds:
            raise LampFault("thresholds_missing")
        if len(self.thresholds) > MOST_THRESHOLDS:
            raise LampFault("too_many_thresholds", most=MOST_THRESHOLDS)
        names = [one.name for one in self.thresholds]
        if len(set(names)) < len(names):
            raise LampFault("threshold_twice")
        for one, later in zip(self.thresholds, self.thresholds[1:], strict=False):
            if later.left >= one.left:
                raise LampFault("thresholds_reversed", name=later.name)
            if WORSE.index(later.lamp) < WORSE.index(one.lamp):
                raise LampFault("lamps_reversed", name=later.name)
            if TELLING_ORDER.index(later.told) < TELLING_ORDER.index(one.told):
                raise LampFault("telling_reversed", name=later.name)

    def for_limit(self, days: int) -> "LampThresholds":
        """The thresholds as they hold for a limit of so many days: none is reached on the day it begins to run.

        A limit of one day does not begin its life as about to expire; on the spot (0 days) its day is its last.
        Where several would fall on one day, the one nearest to the end remains.
        """
        longest = max(0, days - 1)
        if self.thresholds[0].left <= longest:
            return self
        capped = [replace(one, left=min(one.left, longest)) for one in self.thresholds]
        later = [*capped[1:], None]
        return LampThresholds(
            tuple(
                one
                for one, after in zip(capped, later, strict=True)
                if after is None or after.left < one.left
            )
        )

    def reached(self, left: int) -> tuple[Threshold, ...]:
        """Those that are reached, in their order.

        Args:
            left: counted days left, as `clock.remaining` gives them.
        """
        return tuple(one for one in self.thresholds if left <= one.left)

    def named(self, name: str) -> Threshold | None:
        """The threshold of a name."""
        return next((one for one in self.thresholds if one.name == name), None)


DEFAULT_THRESHOLDS = LampThresholds(
    (
        Threshold("about_to_expire", 1, "soon", "holder"),
        Threshold("overdue", -1, "overdue", "deputy"),
        Threshold("long_overdue", -3, "overdue", "supervisor"),
    )
)
"""Where nothing else is stated."""


def lamp(left: int | None, thresholds: LampThresholds = DEFAULT_THRESHOLDS) -> LampColour:
    """The lamp of a case: always exactly one.

    Args:
        left: what `clock.remaining` gave; None while the case's days do not count.
        thresholds: when it changes.
    """
    if left is None:
        return "paused"
    reached = thresholds.reached(left)
    return reached[-1].lamp if reached else "in_time"


def read_thresholds(stated: Iterable[Mapping[str, Any]]) -> LampThresholds:
    """Thresholds from data: a list of ``name``, ``left``, ``lamp``, ``told``.

    Raises:
        LampFault: as of `Threshold` and `LampThresholds`; ``threshold_incomplete``.
    """
    found = []
    for one in stated:
        if set(one) != {"name", "left", "lamp", "told"} or type(one["left"]) is not int:
            raise LampFault("threshold_incomplete")
        found.append(Threshold(str(one["name"]), one["left"], one["lamp"], one["told"]))
    return LampThresholds(tuple(found))


def written_thresholds(thresholds: LampThresholds) -> list[dict[str, str | int]]:
    """The same as data, for `read_thresholds`."""
    return [
        {"name": one.name, "left": one.left, "lamp": one.lamp, "told": one.told}
        for one in thresholds.thresholds
    ]
