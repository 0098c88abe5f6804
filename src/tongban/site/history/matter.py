"""One matter of the history and the acts on it, each by who serves that day, from the review to the person."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tongban.cases.announcing import FailedTry
from tongban.cases.commands import (
    announce,
    answer_objection,
    check_commitment,
    complete_external_step,
    confirm_address,
    confirm_identity,
    decide,
    deliver,
    extend,
    give_opinion,
    post_public_notice,
    receive_result,
    record_objection,
    take_out_result,
    terminate,
)
from tongban.cases.commands import bring_deferred as bring
from tongban.cases.commands.settling import settle_one
from tongban.cases.queries import case_for
from tongban.cases.state import StepState
from tongban.cases.steps.records import Visit
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.rules.custody import CARRIED
from tongban.rules.identity_proof import Proof
from tongban.site.demo.second_township import CODE as SECOND
from tongban.site.history.applied import Applied
from tongban.site.history.places import POINTS, name_of_village
from tongban.site.step_records import PLACES, sound_record


class Matter(Applied):
    """An application with what follows its acceptance."""

    def step_done(self, step: StepState, *, agrees: bool = True) -> None:
        """A step of the review, with the record that its kind leaves; not the putting up of a notice."""
        actor = self.desks.of_step(step.position_id, step.kind)
        if step.kind == "external_system" and agrees:
            number = self.words.external_number(self.serial)
            self.act(complete_external_step, actor, step_code=step.code, external_number=number)
            return
        record = sound_record(actor, step.kind, favours=self.draw.choice((7, 8, 8, 9)) if agrees else 3)
        if isinstance(record, Visit) and self.item.position == "rural_economy":
            place = f"{name_of_village(self.village)}的地块（演示）"
            record = replace(record, place=place, findings=self.words.of_the_land())
        opinion = self.words.opinion(agrees)
        self.act(give_opinion, actor, step_code=step.code, agrees=agrees, opinion=opinion, record=record)

    def notice_posted(self, step: StepState) -> date:
        """The notice goes up; its last day."""
        actor = self.desks.of_step(step.position_id, step.kind)
        amount = str(self.draw.randint(8, 40) * 100)
        self.act(post_public_notice, actor, places=PLACES, first=time.today(), amount=amount)
        return max(one.posted_last for one in self.case.state.steps if one.posted_last is not None)

    def objected(self) -> None:
        """Somebody objects to what hangs on the wall."""
        about = self.words.objection()
        self.act(record_objection, self.clerk, objector="未留名", contact="", about=about)

    def objection_answered(self) -> None:
        """It was looked into, and did not hold."""
        head = self.desks.decider(self.case.row.body_id)
        told = [one for step in case_for(head, self.number).steps for one in step.objections]
        position = next(one.position_id for one in self.case.state.steps if one.kind == "public_notice")
        self.act(
            answer_objection,
            self.desks.of_step(position, "public_notice"),
            objection=str(told[-1].id),
            upheld=False,
            finding=self.words.finding(),
            told_how="nobody",
        )

    def identity_seen(self) -> None:
        """Who applied on the phone shows their card, where the item wants it before the decision."""
        if (
            self.case.state.identity_proof in (Proof.NONE, Proof.PHONE)
            and self.item.identity_demand != "none"
        ):
            self.act(confirm_identity, self.clerk, seen=True, place="window")

    def brought(self) -> None:
        """What was promised for later."""
        self.act(bring, self.clerk, material=self.deferred, form="paper_original")

    def promise_checked(self, *, kept: bool) -> None:
        """A promise in the place of a proof is checked."""
        state = self.case.state
        actor = self.desks.reviewer_of(state.body_id, self.item.position)
        note = self.words.promise(kept)
        self.act(check_commitment, actor, material=self.committed, kept=kept, note=note)

    def seen_by_head(self, step: StepState) -> bool:
        """Whether who decides sees it already: their own township's, or a step at their own body."""
        body = self.case.state.deciding_body_id
        return body == self.case.row.body_id or self.desks.body_of(step.position_id) == body

    def extended(self) -> None:
        self.act(extend, self.head, reason=self.words.extended(), days=None)

    def ended_by_death(self) -> None:
        """The applicant died while it was under review; nobody takes it over."""
        reason = f"申请人于{time.today() - timedelta(days=3):%Y年%-m月%-d日}去世，家属拿来了死亡医学证明。"
        self.act(
            terminate,
            self.head,
            ground="applicant_died",
            reason=reason,
            basis="《中华人民共和国民法典》第十三条",
            nobody=True,
        )

    def decided(self, *, granted: bool = True, reason: str = "") -> None:
        usual, basis = ("", "") if granted else self.words.refused()
        reason = reason or usual
        self.act(decide, self.head, granted=granted, reason=reason, basis=basis)

    def settled(self) -> None:
        """What the date has done is written down, as the sweep does it."""
        settle_one(self.number, time.now())

    # to the person

    @property
    def lies_with_the_county(self) -> bool:
        return self.case.row.result_at == "county"

    def come_down(self) -> None:
        """The county's certificate comes to the window."""
        self.act(receive_result, self.clerk, certificate=f"演示第{self.serial:05d}号")

    def address_confirmed(self) -> None:
        """Papers may go to the phone."""
        place = f"{name_of_village(self.village)}{self.draw.choice('一二三四')}组"
        self.act(confirm_address, self.clerk, address=place, way="electronic", electronic=True)

    def taken_along(self, site: str) -> None:
        """An assister signs for it and takes it along."""
        taker = self.desks.assister(site)
        name = taker.label.partition("（")[0]
        self.act(take_out_result, self.clerk, assister=taker.assignment_id, signed=name, agreed=True)

    def handed_over(self, by: Staff | None = None, **told: Any) -> None:
        """It reaches who it is for."""
        usual = {
            "mode": "handed_over",
            "receiver_name": self.receiver,
            "relation": "handler" if self.is_organization else "self",
            "identification": "居民身份证",
        }
        self.act(deliver, by or self.server, **{**usual, **told})

    def posted(self) -> None:
        """A letter, of which the receipt came back today."""
        at = time.now() - timedelta(minutes=1)
        self.handed_over(mode="posted", tracking=self.words.letter(), at=at, identification="")

    @property
    def server(self) -> Staff:
        """Who hands it over: the point or counter where it is collected."""
        code = self.case.row.collect_site.code
        if code in POINTS.values():
            return self.desks.assister(code)
        position = "social_security" if code == SECOND else self.item.position
        return self.desks.clerk(position, code)

    @property
    def is_carried(self) -> bool:
        """Whether the result exists once, on its own paper."""
        return self.item.result_kind in CARRIED

    def announced(self) -> None:
        """Announced, after two ways that failed."""
        failed = (
            FailedTry("handed_over", self.calendar.add_working_days(time.today(), -4), self.words.not_met()),
            FailedTry("posted", time.today(), "邮件因为无人签收被退了回来。"),
        )
        self.act(announce, self.clerk, failed=failed, where="乡便民服务中心公告栏和村务公开栏")
