"""Making the history: one unit after the other, each in one transaction, so that nobody ever sees half of one.

A unit is made at most once, under a key of its own: what was killed goes on where it stood, and nothing comes twice.
Whoever works in the county goes first: a unit that would have to wait for somebody's lock gives way and comes again.
"""

import logging
import time as machine
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection

from tongban.cases.frame import SETTLE
from tongban.cases.visibility import visible_to
from tongban.kernel import time as clock
from tongban.kernel.calendars import calendar_for
from tongban.kernel.calendars_in_force import forget_calendars_in_force
from tongban.kernel.commands import command
from tongban.kernel.errors import InputFaults, Refusal
from tongban.kernel.jobs import kept_back
from tongban.kernel.messages.sending import told_in_the_past
from tongban.kernel.models import CommandRecord
from tongban.kernel.time import SHANGHAI
from tongban.site.demo.county import SINCE
from tongban.site.demo.places import COUNTY
from tongban.site.history.chapters import Chapter, chapters
from tongban.site.history.desks import Desks, Nobody
from tongban.site.history.feast import feast_of
from tongban.site.history.matter import Matter
from tongban.site.history.offers import offers
from tongban.site.history.plan import RUNNING, YEAR, Offer, Planned, open_over, plan, working_days
from tongban.site.history.progress import CASES, MAKER, Progress, keys_made
from tongban.site.history.stories import STORIES
from tongban.site.history.ways import Story, afterwards

LOG = logging.getLogger("tongban.history")
NAME = "site.make_history"
SEED = 20260101
SETTLED_IN = timedelta(days=4)  # after the county's first day the counters are open
GIVES_WAY_MS = 300  # a lock that somebody else holds for longer; less than a deadlock takes to be found
TRIES = 40
STILL_TO_BRING = timedelta(days=4)  # letters and words of these days are tasks of today's people


class Sent(Protocol):
    """Sends what the acts of a moment wrote."""

    def __call__(self, *, beside: bool = False) -> None: ...


@dataclass(frozen=True)
class Unit:
    """A part of the history that is there whole or not at all."""

    key: str
    make: Callable[[Sent], None]


def midnight_of(today: date) -> datetime:
    """The end of the history that ends before a day."""
    return datetime.combine(today, time(), SHANGHAI)


def tell(story: Story, first: datetime, until: datetime, sent: Sent) -> None:
    """Run a story with the clock at the moments that it gives, as far as they lie before the end.

    Args:
        sent: sends what the acts of a moment wrote to phones.
    """
    moment = first
    while moment < until:
        with clock.shifted(moment):
            following = next(story, None)
            sent()
        if following is None:
            return
        moment = max(following, moment + timedelta(minutes=1))


@dataclass
class History:
    """The history that ends before a day.

    Args:
        today: the day; everything lies before its midnight.
        cases: how many matters.
    """

    today: date
    cases: int = CASES
    seed: int = SEED

    def __post_init__(self) -> None:
        self.until = midnight_of(self.today)
        self.desks = Desks()
        since = SINCE + SETTLED_IN
        with clock.shifted(self.until - timedelta(hours=12)):
            self.offers = offers()
        # by the files alone: what is published meanwhile, here or by a visitor, does not make it another plan
        days = working_days(max(since, self.today - YEAR), self.today, calendar_for(COUNTY))
        feast = feast_of(self.today, since)
        days = tuple(day for day in days if feast is None or day != feast.extra)
        change = feast.told if feast is not None else None
        self.matters = plan(self.seed, self.today, self.cases, self.offers, days, change)
        self.chapters = chapters(self.today, since)
        self.total = len(self.units())

    def units(self) -> list[Unit]:
        """Everything, in the order in which it is made.

        First people's days away, and the change of the calendar with what it met, so that nothing of later days is there
        to be counted anew; then what may still be running; then the rest, from the beginning on.
        """
        first, over, rest = self._parts()
        _, _, behind = self.chapters
        return [
            *self._beginning(over),
            *(self._matter(one) for one in first),
            *(self._rest_of(one) for one in over),
            *(self._matter(one) for one in rest),
            *(self._chapter(one) for one in behind),
        ]

    def _beginning(self, over: list[Planned]) -> list[Unit]:
        before, change, _ = self.chapters
        return [
            *(self._chapter(one) for one in before),
            *(self._matter(one, "open_over_a_change") for one in over),
            *(self._chapter(one) for one in change),
        ]

    @property
    def first_units(self) -> int:
        """How many of the units are there before the first visitor, if there is time."""
        first, over, _ = self._parts()
        return len(self._beginning(over)) + len(first)

    def _parts(self) -> tuple[list[Planned], list[Planned], list[Planned]]:
        """What may be running; what was open over the change of the calendar; the rest."""
        changed = next((one.day for one in self.chapters[1]), None)
        first, over, rest = [], [], []
        for one in self.matters:
            if self._may_run(one):
                first.append(one)
            elif changed is not None and open_over(one, self.offers[one.code], changed):
                over.append(one)
            else:
                rest.append(one)
        return sorted(first, key=lambda one: one.received, reverse=True), over, rest

    def _may_run(self, one: Planned) -> bool:
        age = self.until - one.received
        offer = self.offers[one.code]
        if one.course == "on_the_spot":
            return age < timedelta(days=3)
        longest = timedelta(days=max(5, offer.days * 2))
        return age < min(longest, RUNNING)

    def _chapter(self, chapter: Chapter) -> Unit:
        def make(sent: Sent) -> None:
            with clock.shifted(chapter.at):
                chapter.write(self.desks, f"history:{self.today}:{chapter.key}")
                sent(beside=True)
            self.desks.read()

        return Unit(chapter.key, make)

    def matter(self, one: Planned) -> Matter:
        """What acts for a planned matter, with its own chance."""
        offer: Offer = self.offers[one.code]
        deferring = one.course == "deferred"
        committing = one.course == "committed"
        with clock.shifted(one.received):
            return Matter(
                one.serial,
                f"history:{self.today}:{one.serial}",
                one.code,
                one.channel,
                one.village,
                one.site,
                Random(f"{self.seed} {self.today} {one.serial}"),
                self.desks,
                deferred=offer.deferrable if deferring else "",
                committed=offer.committable if committing else "",
            )

    def _matter(self, one: Planned, course: str = "") -> Unit:
        def make(sent: Sent) -> None:
            until = self.until
            if course and self.chapters[1]:
                until = self.chapters[1][0].at
            tell(STORIES[course or one.course](self.matter(one)), one.received, until, sent)

        return Unit(f"{one.serial:05d}", make)

    def _rest_of(self, one: Planned) -> Unit:
        """How a matter goes on that a change of the calendar met."""

        def make(sent: Sent) -> None:
            at = self.chapters[1][0].at + timedelta(hours=2)
            matter = self.matter(one)
            first = CommandRecord.objects.get(key=f"{matter.key}:1", name="cases.submit")
            matter.number = (
                visible_to(SETTLE).values_list("number", flat=True).get(id=first.reference["case"])
            )
            matter.acts = 100
            tell(afterwards(matter), at, self.until, sent)

        return Unit(f"{one.serial:05d}b", make)

    def make(
        self, units: Iterable[Unit], *, seconds: float | None = None, rests: float = 0
    ) -> Iterator[Progress]:
        """Make what of these units is not there yet; yields after each.

        Args:
            seconds: stop after so long; None: go on to the end.
            rests: how long it rests after each, as a share of the time that it took.
        """
        if not settings.DEMO:
            raise RuntimeError("a made-up history is no county's: its messages would go to real phones")
        done, left_out = keys_made(self.today)
        self.desks.read()
        count, started = len(done), machine.monotonic()
        for unit in units:
            if unit.key in done:
                continue
            began = machine.monotonic()
            if seconds is not None and began - started > seconds:
                return
            left_out += not made(self, unit)
            count += 1
            yield Progress(count, self.total, left_out)
            machine.sleep((machine.monotonic() - began) * rests)


def made(history: History, unit: Unit) -> bool:
    """Make a unit; False where the rules refused it, which is then on record as left out."""
    key, told = f"{history.today}:{unit.key}", {"of": history.total, "cases": history.cases}
    for _ in range(TRIES):
        try:
            with kept_back() as commands, command(NAME, MAKER, key, {}, told) as run:
                if not run.replayed:
                    _give_way()
                    unit.make(partial(_sent, commands, history.until))
            return True
        except OperationalError as fault:  # somebody works on the same counter of numbers: they go first
            LOG.info("history: unit %s gives way: %s", unit.key, type(fault).__name__)
            forget_calendars_in_force()  # one that this unit published is not published
            machine.sleep(0.2)
        except (Refusal, Nobody) as fault:
            LOG.warning("history: unit %s is left out: %s", unit.key, _why(fault))
            break
        except Exception:  # a fault of one story is on record with its place, and stops nobody else's
            LOG.exception("history: unit %s is left out", unit.key)
            break
    forget_calendars_in_force()  # one that this unit published is not published
    with command(NAME, MAKER, key, {}, told | {"left_out": True}):
        return False


def _why(fault: Refusal | Nobody) -> str:
    """The code of a refusal, and the fields of what was entered; no value of it."""
    if isinstance(fault, InputFaults):
        return ", ".join(f"{one.field}: {one.code}" for one in fault.faults)
    return fault.code if isinstance(fault, Refusal) else "nobody_serves"


def _give_way() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {GIVES_WAY_MS}")


def _sent(commands: list[UUID], until: datetime, *, beside: bool = False) -> None:
    """The messages of a moment have reached their people; no gateway ever gets them."""
    now = clock.now()
    told_in_the_past(commands, now, by_wire=now > until - STILL_TO_BRING, beside=beside)
    commands.clear()
