"""The patterns that are multiplied: some hundred matters made through the commands, each taken along its way.

One for each of some working days since the county began: submitted, accepted, reviewed step by step, decided,
delivered.  What began lately is therefore still open, where its own days ran out; some end otherwise, and a few were
left lying, so that every status, outcome and lamp is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from tongban.cases.commands import archive, decide, withdraw
from tongban.cases.requests import Submitted
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of
from tongban.kernel import time as clock
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.calendars import calendar_for
from tongban.kernel.errors import Refusal
from tongban.kernel.time import SHANGHAI
from tongban.rules.workdays import WorkCalendar
from tongban.site.demo.county import SINCE
from tongban.site.demo.places import COUNTY
from tongban.site.demo.second_township import VILLAGE
from tongban.site.scenario import ANSWERS, Scenario, staff
from tongban.site.scenario_afterwards import Afterwards
from tongban.site.step_records import done_step, posted_notice

YEAR = timedelta(days=365)
MORNING = time(8, 35)  # what is copied moves to later the same morning (`writing.LATEST`)
SERIALS = 800_000  # of the invented people that the patterns are about
POSTED = 9  # working days that a public notice hangs here before the step goes on
MOST_ACTS = 16
ITEMS = (
    *("SB-001", "MZ-006", "NJ-005", "JS-001", "SB-002", "MZ-008", "NJ-004", "JS-002", "SB-007", "SB-001", "MZ-001"),
    *("NJ-006", "SB-003", "MZ-004", "JS-005", "SB-004", "NJ-001", "SB-006", "MZ-002", "JS-004", "SB-001", "MZ-007"),
)  # fmt: skip  # once around: the most frequent come more than once
ENDINGS = (
    *("granted", "granted", "refused", "granted", "granted", "withdrawn", "granted", "granted", "archived"),
    *("granted", "declined", "granted", "lying", "granted", "granted", "terminated", "granted", "asked", "granted"),
)  # fmt: skip
CHANNELS = ("window", "window", "portal", "window", "village_point")
ELSEWHERE = 7  # every so many of the pension's enrolments belongs to the second township


@dataclass
class Pattern(Afterwards):
    """One matter that takes its acts one after another, some working days between them, until its days run out.

    Args:
        begun: the day it comes in.
        last: the last day on which anything may happen.
        ending: one of `ENDINGS`.
        pace: working days between two acts.
    """

    begun: date = date.min
    last: date = date.max
    ending: str = "granted"
    pace: int = 1
    away: bool = False  # of the second township
    case_id: UUID | None = None
    refused: list[str] = field(default_factory=list)  # acts that the program refused, with its reason

    @property
    def clerk(self) -> Staff:
        return staff("clerk-wy") if self.away else super().clerk

    @property
    def head(self) -> Staff:
        return staff("approver-wy" if self.away else "approver")

    @property
    def reviewer(self) -> Staff:
        step = self.open_step
        assert step is not None
        return staff("reviewer-wy") if self.away and step.level != "county" else super().reviewer

    @property
    def decider(self) -> Staff:
        """Who decides it: the head of the township, or of the county's office."""
        decider = self.item.decider
        if decider.level != "county":
            return self.head
        posts = Assignment.objects.filter(role="county_approver", position__code=decider.position)
        post = posts.earliest("id")
        found = assignments_of(Account.objects.get(staff_id=post.staff_id).id)
        return next(one for one in found if one.assignment_id == post.id)

    def made(self, calendar: WorkCalendar) -> bool:
        """Take it along; False where not even the application was taken."""
        day = self.begun
        for act in self._acts():
            if day > self.last:
                break
            with clock.frozen(datetime.combine(day, MORNING, SHANGHAI)):
                try:
                    going_on = act()
                except Refusal as refusal:
                    self.refused.append(f"{self.code} {self.channel} {self.ending}: {refusal}")
                    break
            if going_on is False:
                break
            day = calendar.add_working_days(day, going_on if type(going_on) is int else self.pace)
        return bool(self.number)

    def _acts(self) -> Iterator[Any]:
        yield self.submitted
        if self.ending == "asked":
            return
        if self.ending == "withdrawn" and self.pace > 1:
            yield self.given_up
            return
        if self.ending == "declined":
            yield self.declined
            return
        yield self.accepted
        for count in range(MOST_ACTS):
            if not self.open_step:
                break
            if self.ending == "lying" and count >= self.pace - 1:
                return
            yield self.step
        if self.ending == "withdrawn":
            yield self.given_up
            return
        if self.ending == "terminated":
            yield self.terminated
            yield self.handed_over
            return
        yield self.concluded
        yield self.handed_over
        if self.ending == "archived":
            yield lambda: self._act(archive, self.clerk)

    def submitted(self, actor: Actor | None = None) -> Submitted:
        if self.away:
            actor = self.clerk
        done = super().submitted(actor)
        self.case_id = done.case_id
        return done

    def step(self) -> int | None:
        """The next step, whatever its kind; a public notice goes up, and is closed once it has hung."""
        step = self.open_step
        assert step is not None
        if step.kind == "public_notice" and step.posted_first is None:
            posted_notice(self.reviewer, self.number, version=self.version)
            return POSTED
        done_step(self.reviewer, self.number, version=self.version, code=step.code, kind=step.kind)
        return None

    def concluded(self) -> None:
        """Decided by whoever decides it."""
        told = {"reason": "", "basis": ""}
        granted = self.ending != "refused"
        if not granted:
            told = {"reason": "核对以后，不符合这个事项的条件。", "basis": "《行政许可法》第三十八条"}
        self._act(decide, self.decider, granted=granted, **told)

    def given_up(self) -> None:
        """Withdrawn at the counter, on the applicant's signature."""
        self._act(withdraw, self.clerk, reason="家里商量过了，暂时不办了。", signed=True)


def make_patterns(count: int, said: Callable[[Pattern], None] | None = None) -> list[UUID]:
    """Make them through the commands.

    Args:
        count: how many, spread over the working days of the last year that the county had begun.
        said: is called with the number of those made.

    Returns:
        the ids of the cases.
    """
    calendar = calendar_for(COUNTY)
    last = clock.today() - timedelta(days=1)
    first = max(SINCE + timedelta(days=4), last - YEAR)
    days = [
        day
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if calendar.is_working(day)
    ]
    made = []
    for serial in range(count):
        pattern = _pattern(serial, days[serial * len(days) // count], last)
        if not pattern.made(calendar) and pattern.channel != "window":
            pattern = _pattern(serial, pattern.begun, last, channel="window")
            pattern.made(calendar)
        if pattern.case_id:
            made.append(pattern.case_id)
        if said:
            said(pattern)
    return made + _asked(count // 40 + 1, last, calendar)


def _pattern(serial: int, day: date, last: date, channel: str = "") -> Pattern:
    item = ITEMS[serial % len(ITEMS)]
    away = item == "SB-001" and serial % ELSEWHERE == 0
    village = {"household_village": VILLAGE, "address": "望远社区二区8号楼1单元"}
    answers = {**ANSWERS, **(village if away else {})} if item == "SB-001" else {}
    return Pattern(
        item,
        "window" if away else channel or CHANNELS[serial % len(CHANNELS)],
        serial=SERIALS + serial,
        answers=answers,
        begun=day,
        last=last,
        ending=ENDINGS[serial % len(ENDINGS)],
        pace=1 + serial % 3,
        away=away,
    )


def _asked(count: int, last: date, calendar: WorkCalendar) -> list[UUID]:
    """Some of the last fortnight that wait for what the one notice named."""
    made = []
    for serial in range(count):
        day = calendar.add_working_days(last - timedelta(days=14), 1 + serial % 8)
        with clock.frozen(datetime.combine(min(day, last), MORNING, SHANGHAI)):
            matter = Scenario(serial=SERIALS + 90_000 + serial)
            made.append(matter.submitted().case_id)
            matter.told_what_is_missing()
    return made
