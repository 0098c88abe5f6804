"""Absences, reassignments, takes, ends of assignments and steps in random order: no case waits for somebody who is not
there, and nobody acts on what a colleague who is here holds.

Beside the program runs a model of a few lines: who is here, whose mark is on what.  Each act must be done or refused
as the model says, and after each the program's own answers must be the model's.
"""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tongban.cases import commands
from tongban.cases.authority import why_not
from tongban.cases.frame import load
from tongban.cases.models import Case
from tongban.cases.requests import Verdict
from tongban.directory.commands import Post, assign, cancel_absence, end_assignment, enter_absence
from tongban.directory.models import Absence, Account
from tongban.directory.queries import DutyDays, actor_for_assignment, gaps_ahead, own_duty
from tongban.kernel import time
from tongban.kernel.actors import Staff, System
from tongban.kernel.errors import InputFaults, NotFound, Refusal
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

MORNING = datetime(2026, 11, 23, 9, tzinfo=time.SHANGHAI)  # a Monday
LAST_DAY = 3  # a limit that passes is another check's
POSTS = {"submitted": ("clerk", "clerk-b"), "in_review": ("reviewer", "deputy"), "decided": ()}
PEOPLE = (*POSTS["submitted"], *POSTS["in_review"])
ACT = {"submitted": "accept", "in_review": "give_opinion"}
VERDICTS = {code: Verdict("ok") for code in ("identity_card", "household_register", "enrolment_form")}
REASON = "另一位下午去县里开会"

names, matters = st.sampled_from(PEOPLE), st.integers(0, 1)


class AnyDuty(RuleBasedStateMachine):
    """Two matters of one position, and the four who hold it, A and B at the counter and in the review."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.day = 0
        self.away: dict[str, list[tuple[int, int]]] = {name: [] for name in PEOPLE}
        self.ended: set[str] = set()
        self.stage = ["submitted", "submitted"]
        self.mark: list[str | None] = [None, None]
        with self.now():
            self.actors = {name: staff(name) for name in PEOPLE}
            self.head = staff("approver")
            self.numbers = [Scenario(serial=serial).submitted().number for serial in (1, 2)]

    def teardown(self) -> None:
        assert verify().holds
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # -- the model

    def now(self) -> AbstractContextManager[None]:
        return time.frozen(MORNING + timedelta(days=self.day))

    def here(self, name: str) -> bool:
        return name not in self.ended and not any(a <= self.day <= b for a, b in self.away[name])

    def holder(self, matter: int) -> str | None:
        mark = self.mark[matter]
        return mark if mark and self.here(mark) else None

    def may_act(self, name: str, matter: int) -> bool:
        fits = name in POSTS[self.stage[matter]] and name not in self.ended
        return fits and self.holder(matter) in (None, name)

    def on_duty(self, stage: str) -> list[str]:
        return [name for name in POSTS[stage] if self.here(name)][:1]  # A stands first

    def frame(self, matter: int) -> dict[str, object]:
        version = Case.objects.values_list("version", flat=True).get(number=self.numbers[matter])
        return {"expected_version": version, "idempotency_key": uuid4().hex}

    # -- what people do

    @rule(name=names, first=st.integers(0, 2), length=st.integers(0, 2))
    def goes_away(self, name: str, first: int, length: int) -> None:
        if name in self.ended:
            return
        first, last = self.day + first, self.day + first + length
        free = all(last < a or b < first for a, b in self.away[name])
        with self.now():
            today = time.today()
            try:
                enter_absence(
                    self.actors[name],
                    staff_id=self.actors[name].staff_id,
                    kind="illness",
                    starts=today + timedelta(days=first - self.day),
                    ends=today + timedelta(days=last - self.day),
                    idempotency_key=uuid4().hex,
                )
                assert free
                self.away[name].append((first, last))
            except InputFaults:
                assert not free

    @precondition(lambda self: any(self.mark))
    @rule(length=st.integers(0, 1))
    def who_holds_something_falls_ill(self, length: int) -> None:
        self.goes_away(name=next(mark for mark in self.mark if mark), first=0, length=length)

    @rule(name=names)
    def comes_back(self, name: str) -> None:
        if name in self.ended:
            return
        with self.now():
            rows = Absence.objects.filter(
                staff_id=self.actors[name].staff_id, cancelled_at__isnull=True, ends__gte=time.today()
            )
            for row in rows:
                cancel_absence(self.actors[name], row.id, idempotency_key=uuid4().hex)
        self.away[name] = [(a, min(b, self.day - 1)) for a, b in self.away[name] if a < self.day]

    @precondition(lambda self: self.day < LAST_DAY)
    @rule()
    def a_night_passes(self) -> None:
        self.day += 1

    @rule(name=names)
    def leaves_the_position(self, name: str) -> None:
        if name in self.ended:
            return
        with self.now():
            actor = self.actors[name]
            end_assignment(System("setup"), actor.assignment_id, last_day=None, idempotency_key=uuid4().hex)
            with pytest.raises(NotFound):  # the door: nobody acts in an assignment that ended
                actor_for_assignment(actor.assignment_id, Account.objects.get(username=name).id)
        self.ended.add(name)

    @precondition(lambda self: self.ended)
    @rule()
    def is_appointed_anew(self) -> None:
        name = min(self.ended)
        before = self.actors[name]
        with self.now():
            post = Post(before.staff_id, before.position_id, before.role, before.holder, time.today())
            assign(System("setup"), post, idempotency_key=uuid4().hex)
            self.actors[name] = staff(name)
        self.ended.remove(name)
        self.mark = [None if mark == name else mark for mark in self.mark]  # it was the old assignment's

    @rule(name=names, matter=matters)
    def does_what_waits(self, name: str, matter: int) -> None:
        stage = self.stage[matter]
        if name in self.ended or stage == "decided":
            return
        with self.now():
            actor, number, frame = self.actors[name], self.numbers[matter], self.frame(matter)
            try:
                if stage == "submitted":
                    commands.accept(actor, number, verdicts=VERDICTS, **frame)
                else:
                    opinion = {"step_code": "township_review", "agrees": True, "opinion": "同意"}
                    commands.give_opinion(actor, number, **opinion, **frame)
                assert self.may_act(name, matter)
                self.stage[matter] = "in_review" if stage == "submitted" else "decided"
                self.mark[matter] = None
            except Refusal:
                assert not self.may_act(name, matter)

    @rule(name=names, matter=matters)
    def takes(self, name: str, matter: int) -> None:
        if name in self.ended:
            return
        fits = name in POSTS[self.stage[matter]] and self.here(name) and self.holder(matter) is None
        with self.now():
            try:
                commands.take(self.actors[name], self.numbers[matter], **self.frame(matter))
                assert fits
                self.mark[matter] = name
            except Refusal:
                assert not fits

    @rule(name=names)
    def takes_the_next(self, name: str) -> None:
        if name in self.ended:
            return
        free = [
            self.numbers[matter]
            for matter in (0, 1)
            if name in POSTS[self.stage[matter]] and self.holder(matter) is None
        ]
        with self.now():
            try:
                done = commands.take_next(self.actors[name], idempotency_key=uuid4().hex)
            except Refusal as refusal:
                assert refusal.code == "you_are_away" and not self.here(name)
                return
        assert (done.number in free and self.here(name)) if done else not free
        if done:
            self.mark[self.numbers.index(done.number)] = name

    @rule(name=names, matter=matters)
    def puts_back(self, name: str, matter: int) -> None:
        if name in self.ended:
            return
        own = self.mark[matter] == name and name in POSTS[self.stage[matter]]
        with self.now():
            try:
                commands.put_back(self.actors[name], self.numbers[matter], **self.frame(matter))
                assert own
                self.mark[matter] = None
            except Refusal:
                assert not own

    @rule(name=names, matter=matters)
    def is_given(self, name: str, matter: int) -> None:
        fits = name in POSTS[self.stage[matter]] and self.here(name) and self.mark[matter] != name
        to = self.actors[name].assignment_id
        with self.now():
            try:
                commands.reassign(self.head, self.numbers[matter], to=to, reason=REASON, **self.frame(matter))
                assert fits
                self.mark[matter] = name
            except Refusal:
                assert not fits

    # -- what must hold after each

    @invariant()
    def no_case_waits_for_somebody_who_is_not_there(self) -> None:
        with self.now():
            told = None
            for matter, stage in enumerate(self.stage):
                if stage == "decided":
                    continue
                state = load(System("checks"), self.numbers[matter], lock=False).state
                able = {
                    name
                    for name, actor in self.actors.items()
                    if name not in self.ended and not why_not(actor, ACT[stage], state)
                }
                assert able == {name for name in PEOPLE if self.may_act(name, matter)}
                here = [name for name in POSTS[stage] if self.here(name)]
                if here:
                    assert any(name in able for name in here)
                else:
                    told = gaps_ahead(self.head) if told is None else told
                    post = self.actors[POSTS[stage][0]]
                    assert any(self._is_todays(one, post) for one in told)

    @invariant()
    def the_work_is_a_s_or_in_their_absence_b_s(self) -> None:
        with self.now():
            for stage in ACT:
                for name in POSTS[stage]:
                    if name not in self.ended:
                        assert own_duty(self.actors[name]).on_duty == (name in self.on_duty(stage))

    def _is_todays(self, gap: DutyDays, post: Staff) -> bool:
        today = time.today()
        fits = (gap.position_id, gap.role) == (post.position_id, post.role)
        return fits and gap.first <= today and (gap.last is None or today <= gap.last)


@pytest.mark.django_db
@pytest.mark.once
def test_no_case_ever_waits_for_a_person_who_is_not_there() -> None:
    with time.frozen(MORNING):
        demo.load(items=["SB-001"])
    few = settings(
        max_examples=3, stateful_step_count=22, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(AnyDuty, settings=few)
