"""The middle of a case in random order: steps, notices, objections, sendings back, absences, reassignments, the delivery
register, by people who may and by people who may not.

Beside the program runs what the rules say in a few lines of their own: who sees the matter, who could act today, where
the result lies.  Whatever is refused must have changed nothing.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
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
from tongban.cases.models import Case, CaseStep, StepEntry
from tongban.cases.visibility import visible_to
from tongban.catalogue.commands import publish_version
from tongban.directory.commands import Post, assign, cancel_absence, enter_absence
from tongban.directory.models import Absence, Account
from tongban.directory.queries import assignments_of, assisters_behind, gaps_ahead
from tongban.kernel import time
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults, Refusal
from tongban.kernel.models import LedgerEntry
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario import staff
from tongban.site.scenario_of_item import ItemScenario
from tongban.site.step_records import done_step, posted_notice

MORNING = datetime(2026, 11, 23, 9, tzinfo=time.SHANGHAI)  # a Monday
POSITION = "rural_economy"
HANDED = {"mode": "handed_over", "relation": "self", "identification": "居民身份证"}
REASON = "现场照片和图纸对不上，要再去量一次。"
FRONT, REVIEW = ("clerk-nj", "clerk-b"), ("reviewer-nj", "deputy")  # A and B
COUNTY = ("county-lc", "county-zr")  # forestry and planning, side by side
OTHERS = ("clerk-mz", "reviewer-mz", "county-mz", "assister-bq", "sysadmin", "auditor")
PEOPLE = (*FRONT, *REVIEW, *COUNTY, "approver", "county-zr-head", "assister", *OTHERS)
MAY_BE_AWAY = (*FRONT, *REVIEW)

anybody, of_the_township = st.sampled_from(PEOPLE), st.sampled_from(MAY_BE_AWAY)


def published() -> None:
    """A planning permit of the county whose first opinion is posted in the village, with objections looked into."""
    content = {item["code"]: item for item in demo.read_catalogue()}
    permit, income = content["NJ-002"], content["MZ-001"]
    posted = next(step for step in income["steps"] if step["kind"] == "public_notice")
    steps = list(permit["steps"])
    after = next(i for i, step in enumerate(steps) if step["code"] == "township_opinion")
    steps.insert(after + 1, {**posted, "position": POSITION})
    notice = income["effects"]["public_notice"]
    notice = {**notice, "params": {**notice["params"], "shows": ["name_masked", "village"]}}
    permit = {
        **permit,
        "code": "TS-003",
        "steps": steps,
        "effects": {**permit["effects"], "public_notice": notice},
    }
    publish_version(System("setup"), permit, effective_from=SINCE, reason="试验", idempotency_key="ts-003")


class AnyMiddle(RuleBasedStateMachine):
    """One matter of that permit, everybody who handles it, and some who have nothing to do with it."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.day = 0
        self.away: dict[str, list[tuple[int, int]]] = {name: [] for name in MAY_BE_AWAY}
        self.lies, self.left = "", 0
        with self.now():
            self.actors = {name: staff(name) for name in PEOPLE}
            for name, first in (("clerk-b", "clerk-nj"), ("deputy", "reviewer-nj")):
                beside = self.actors[first]
                own = self.actors[name].staff_id
                assign(
                    System("setup"),
                    Post(own, beside.position_id, beside.role, "B", time.today()),
                    idempotency_key=uuid4().hex,
                )
                posts = assignments_of(Account.objects.get(username=name).id)
                self.actors[name] = next(one for one in posts if one.position_id == beside.position_id)
            self.matter = ItemScenario("TS-003", serial=31)
            self.matter.accepted()
        self.number = self.matter.number

    def teardown(self) -> None:
        assert verify().holds
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # -- what is so

    def now(self) -> AbstractContextManager[None]:
        return time.frozen(MORNING + timedelta(days=self.day))

    @property
    def row(self) -> Case:
        return Case.objects.get(number=self.number)

    @property
    def steps(self) -> list[CaseStep]:
        return list(CaseStep.objects.filter(case__number=self.number).order_by("order"))

    def here(self, name: str) -> bool:
        return not any(first <= self.day <= last for first, last in self.away.get(name, []))

    def attempted(self, command: Callable[..., object], name: str, **told: Any) -> bool:
        """Whether it was done; where it was refused, nothing of it stands."""
        before, events = self.row, LedgerEntry.objects.count()
        try:
            with transaction.atomic():
                command(
                    self.actors[name],
                    self.number,
                    expected_version=before.version,
                    idempotency_key=uuid4().hex,
                    **told,
                )
        except Refusal:
            after = self.row
            assert (after.version, after.status, after.result_at) == (
                before.version,
                before.status,
                before.result_at,
            )
            assert LedgerEntry.objects.count() == events
            return False
        return True

    # -- what people do, or try

    @rule()
    def goes_on(self) -> None:
        """The next thing that the procedure asks for, by who holds it."""
        with self.now():
            self._on()

    @rule()
    def goes_on_again(self) -> None:
        self.goes_on()

    def _on(self) -> None:
        row = self.row
        opened = [step for step in self.steps if step.state == "open"]
        if row.status == "in_review" and opened:
            step = opened[self.day % len(opened)]
            kinds = {one.code: one.kind for one in self.matter.item.steps}
            by = REVIEW if step.position.code == POSITION else COUNTY
            for name in by:
                if step.position_id == self.actors[name].position_id and self.here(name):
                    self._step(name, step, kinds[step.code])
                    break
        elif row.status == "in_review":
            self.decides("county-zr-head")
        elif self.lies == "county":
            self.register_moves("clerk-nj" if self.here("clerk-nj") else "clerk-b", "receive_result")
        elif self.lies == "window":
            self.is_handed_over("clerk-nj")

    def _step(self, name: str, step: CaseStep, kind: str) -> None:
        if kind == "public_notice":
            if step.posted_last is None:
                self._quietly(lambda: posted_notice(self.actors[name], self.number, version=self.row.version))
                return
            for entry in StepEntry.objects.filter(case__number=self.number, kind="objection"):
                self.attempted(
                    commands.answer_objection,
                    name,
                    objection=str(entry.id),
                    upheld=False,
                    finding="核实过，情况属实，不影响批准。",
                    told_how="nobody",
                )
            passed = (step.posted_last - (MORNING + timedelta(days=self.day)).date()).days + 1
            self.day += max(passed, 0)
        with self.now():
            self._quietly(
                lambda: done_step(
                    self.actors[name], self.number, version=self.row.version, code=step.code, kind=kind
                )
            )

    def _quietly(self, act: Callable[[], object]) -> bool:
        before = self.row.version
        try:
            with transaction.atomic():
                act()
        except Refusal:
            assert self.row.version == before
            return False
        return True

    @rule(name=anybody)
    def somebody_gives_an_opinion(self, name: str) -> None:
        with self.now():
            opened = [step for step in self.steps if step.state == "open"]
            for step in opened:
                holder = step.taken_by_id
                kind = next(one.kind for one in self.matter.item.steps if one.code == step.code)
                if kind == "public_notice":
                    continue
                done = self._quietly(
                    lambda step=step, kind=kind: done_step(  # type: ignore[misc]  # bound now
                        self.actors[name], self.number, version=self.row.version, code=step.code, kind=kind
                    )
                )
                if done:
                    assert self.actors[name].position_id == step.position_id
                    assert holder in (None, self.actors[name].assignment_id) or not self._present(holder)
                    return

    def _present(self, assignment_id: int) -> bool:
        names = [name for name, actor in self.actors.items() if actor.assignment_id == assignment_id]
        return all(self.here(name) for name in names)

    @rule(name=anybody, give=st.booleans())
    def somebody_takes_or_puts_back(self, name: str, give: bool) -> None:
        with self.now():
            if self.attempted(commands.put_back if give else commands.take, name) and not give:
                assert self.here(name)
                mine = [step for step in self.steps if step.taken_by_id == self.actors[name].assignment_id]
                assert mine or self.row.holder_id == self.actors[name].assignment_id

    @rule(to=of_the_township)
    def the_head_gives_a_step_to(self, to: str) -> None:
        with self.now():
            opened = [step for step in self.steps if step.state == "open"]
            code = opened[0].code if opened else ""
            given = {"to": self.actors[to].assignment_id, "reason": "另一位下午去县里开会", "step_code": code}
            if self.attempted(commands.reassign, "approver", **given):
                assert self.here(to)
                assert not opened or opened[0].position_id == self.actors[to].position_id

    @rule(name=anybody)
    def somebody_objects(self, name: str) -> None:
        with self.now():
            told = {"objector": "村民马某", "contact": "", "about": "他家在县城有一套楼房，没有写进去。"}
            waiting = sum(one.objections for one in self.steps)
            if self.attempted(commands.record_objection, name, **told):
                assert sum(one.objections for one in self.steps) == waiting + 1
                assert self.row.status == "in_review"

    @rule(name=anybody, upheld=st.booleans())
    def somebody_answers_an_objection(self, name: str, upheld: bool) -> None:
        with self.now():
            entry = StepEntry.objects.filter(case__number=self.number, kind="objection").last()
            if entry is None:
                return
            finding = "到县里查过，名下没有别的房子。" if not upheld else "查过，确实有一套，重新核实。"
            before = self.steps
            if self.attempted(
                commands.answer_objection,
                name,
                objection=str(entry.id),
                upheld=upheld,
                finding=finding,
                told_how="nobody",
            ):
                assert sum(one.objections for one in self.steps) < sum(one.objections for one in before)
                if upheld:  # the inquiry is made anew: what came after it is open or waits again
                    assert any(one.round > 1 for one in self.steps)

    @rule(name=anybody, order=st.integers(0, 3))
    def somebody_sends_back(self, name: str, order: int) -> None:
        with self.now():
            steps = self.steps
            if self.attempted(commands.return_step, name, to=steps[order].code, reason=REASON):
                anew = self.steps
                assert anew[order].state == "open" and all(one.state != "done" for one in anew[order:])
                assert self.row.status == "in_review"

    @rule(name=anybody)
    def decides(self, name: str) -> None:
        with self.now():
            opened = [step for step in self.steps if step.state != "done"]
            if self.attempted(commands.decide, name, granted=True, reason="", basis=""):
                assert name == "county-zr-head" and not opened
                self.lies = "county"

    @rule(name=anybody, act=st.sampled_from(("receive_result", "take_out_result", "bring_back_result")))
    def register_moves(self, name: str, act: str) -> None:
        with self.now():
            told: dict[str, dict[str, object]] = {
                "receive_result": {"certificate": "演示字第8号"},
                "take_out_result": {"assister": self._assister(), "signed": "赵桂兰", "agreed": True},
                "bring_back_result": {"note": "去了两次，家里没人"},
            }
            if self.attempted(getattr(commands, act), name, **told[act]):
                came, goes = {
                    "receive_result": ("county", "window"),
                    "take_out_result": ("window", "assister"),
                    "bring_back_result": ("assister", "window"),
                }[act]
                assert self.lies == came and name in FRONT
                self.lies = goes

    @rule(name=anybody)
    def is_handed_over(self, name: str) -> None:
        with self.now():
            receiver = self.matter.applicant.name
            if self.attempted(commands.deliver, name, receiver_name=receiver, **HANDED):
                assert (self.lies, name) in {("assister", "assister"), *(("window", one) for one in FRONT)}
                self.lies, self.left = "out", self.left + 1

    def _assister(self) -> int:
        actor = self.actors["clerk-nj"]
        return next(one for one in assisters_behind(actor.site_id) if one.name == "赵桂兰").assignment_id

    # -- who is there

    @rule(name=of_the_township, first=st.integers(0, 1), length=st.integers(0, 2))
    def goes_away(self, name: str, first: int, length: int) -> None:
        first, last = self.day + first, self.day + first + length
        with self.now():
            actor = self.actors[name]
            try:
                enter_absence(
                    actor,
                    staff_id=actor.staff_id,
                    kind="illness",
                    starts=self._date(first),
                    ends=self._date(last),
                    idempotency_key=uuid4().hex,
                )
            except InputFaults:
                return  # it overlaps one that stands
        self.away[name].append((first, last))

    @rule(name=of_the_township)
    def comes_back(self, name: str) -> None:
        with self.now():
            staff_id = self.actors[name].staff_id
            standing = Absence.objects.filter(
                staff_id=staff_id, cancelled_at__isnull=True, ends__gte=time.today()
            )
            for one in standing:
                cancel_absence(self.actors[name], one.id, idempotency_key=uuid4().hex)
        self.away[name] = [(a, min(b, self.day - 1)) for a, b in self.away[name] if a < self.day]

    @precondition(lambda self: self.day < 40)
    @rule()
    def a_night_passes(self) -> None:
        self.day += 1

    def _date(self, day: int) -> date:
        return (MORNING + timedelta(days=day)).date()

    # -- what must hold after each

    @invariant()
    def it_leaves_once_and_lies_where_the_register_says(self) -> None:
        row = self.row
        assert self.left <= 1 and row.result_at == self.lies
        assert (row.status == "delivered") == (self.left == 1)

    @invariant()
    def everybody_sees_exactly_what_is_theirs(self) -> None:
        row, steps = self.row, self.steps
        came = {step.position_id for step in steps if step.state in ("open", "done")}
        all_done = all(step.state == "done" for step in steps)
        county = self.actors["county-zr-head"]
        at_county = any(
            one.position.site.body_id == county.body_id for one in steps if one.position_id in came
        )
        sees = {
            **dict.fromkeys((*FRONT, *REVIEW, "approver"), True),
            **dict.fromkeys(OTHERS, False),
            **{name: self.actors[name].position_id in came for name in COUNTY},
            "county-zr-head": all_done or at_county,
            "assister": row.collect_site_id == self.actors["assister"].site_id,
        }
        with self.now():
            for name, actor in self.actors.items():
                assert visible_to(actor).filter(number=self.number).exists() == sees[name], name

    @invariant()
    def it_never_waits_for_somebody_who_is_not_there(self) -> None:
        with self.now():
            state = load(System("checks"), self.number, lock=False).state
            for step in state.steps:
                if step.state != "open" or step.position_id != self.actors["reviewer-nj"].position_id:
                    continue  # nobody of the county is away here
                holders = [name for name in REVIEW if self.here(name)]
                act = "give_opinion"
                if step.kind == "public_notice" and step.posted_last is None:
                    act = "post_public_notice"
                able = [name for name in holders if not why_not(self.actors[name], act, state)]
                if holders:
                    assert able, (step.code, act, holders)
                else:
                    post, today = self.actors["reviewer-nj"], time.today()
                    assert any(
                        (gap.position_id, gap.role) == (post.position_id, post.role)
                        and gap.first <= today
                        and (gap.last is None or today <= gap.last)
                        for gap in gaps_ahead(self.actors["approver"])
                    )


def run(examples: int, steps: int) -> None:
    with time.frozen(MORNING):
        demo.load(items=["SB-001", "NJ-002"])
        published()
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=(Phase.generate,),  # a history of sixty acts takes an hour to shrink
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyMiddle, settings=chosen)


@pytest.mark.django_db
@pytest.mark.once
def test_in_any_order_nobody_sees_too_much_nothing_waits_for_nobody_and_it_leaves_once() -> None:
    run(examples=2, steps=30)


@pytest.mark.django_db
@pytest.mark.prove
def test_the_same_in_many_orders() -> None:
    run(examples=60, steps=60)
