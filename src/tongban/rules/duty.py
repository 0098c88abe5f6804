"""Whose work it is on a day: the A holders of a position, in their absence the B holders (A/B 岗).

A and B hold the same powers all the time; this says only whose the work is, by date alone, so that it moves over on the
first day away and back on the day after the last, whether or not anybody or any program does anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

A, B = "A", "B"
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """One person's holding of a position in one role.

    Args:
        holder: `A` or `B`.
        starts: its first day.
        ends: its last day; None: until it is ended.
        taken_away: the day on which it was taken away at once; it does not hold on it any more.
    """

    assignment_id: int
    staff_id: int
    holder: str
    starts: date
    ends: date | None = None
    taken_away: date | None = None

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        if self.taken_away is not None and day >= self.taken_away:
            return False
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Away:
    """Days on which somebody does not serve, the first and the last included."""

    staff_id: int
    first: date
    last: date

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Stretch:
    """Days in a row on which the same people are on duty.

    Args:
        last: None: from the first day on, with no end in sight.
        on_duty: nobody: a gap.
    """

    first: date
    last: date | None
    on_duty: tuple[Held, ...]

    @property
    def is_gap(self) -> bool:
        return not self.on_duty

    @property
    def by_b(self) -> bool:
        """Whether B stands in for A."""
        return bool(self.on_duty) and all(one.holder == B for one in self.on_duty)

    def has(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def on_duty(held: Iterable[Held], away: Iterable[Away], day: date) -> tuple[Held, ...]:
    """Whose the position's work is on a day: the A holders who are there; if none is, the B holders; if none, nobody.

    Args:
        held: who holds the position in one role, whenever.
        away: absences of these people, and of others.
    """
    gone = {one.staff_id for one in away if one.on(day)}
    there = [one for one in held if one.on(day) and one.staff_id not in gone]
    regular = tuple(one for one in there if one.holder == A)
    return regular or tuple(one for one in there if one.holder == B)


def stretches(
    held: Iterable[Held], away: Iterable[Away], first: date, last: date | None = None
) -> tuple[Stretch, ...]:
    """The days from the first on, parted wherever the duty changes; neighbours differ in who is on duty.

    Args:
        last: where to stop; None: never, the last stretch is then open.
    """
    held, away = tuple(held), tuple(away)
    told: list[Stretch] = []
    starts = [day for day in _changes(held, away, first) if last is None or day <= last]
    for day, following in zip(starts, [*starts[1:], None], strict=True):
        until = following - ONE if following else last
        serving = on_duty(held, away, day)
        if told and told[-1].on_duty == serving:
            told[-1] = Stretch(told[-1].first, until, serving)
        else:
            told.append(Stretch(day, until, serving))
    return tuple(told)


def gaps(
    held: Iterable[Held], away: Iterable[Away], first: date, last: date | None = None
) -> tuple[Stretch, ...]:
    """The stretches on which nobody serves: everybody away together, or nobody appointed."""
    return tuple(one for one in stretches(held, away, first, last) if one.is_gap)


def _changes(held: tuple[Held, ...], away: tuple[Away, ...], first: date) -> list[date]:
    """The first day, and each later one on which somebody comes or goes."""
    days = {first}
    for one in held:
        days.add(one.starts)
        if one.ends is not None and one.ends < date.max:
            days.add(one.ends + ONE)
        if one.taken_away is not None:
            days.add(one.taken_away)
    for gone in away:
        days.add(gone.first)
        if gone.last < date.max:
            days.add(gone.last + ONE)
    return sorted(day for day in days if day >= first)
