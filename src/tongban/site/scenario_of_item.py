"""The scenario builder for any item of the catalogue: its own sample, its own desks, and the acts of the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import uuid4

from tongban.cases.checking import demanded_kind, materials_needed
from tongban.cases.commands import (
    accept,
    end_special_procedure,
    extend,
    record_signature,
    start_special_procedure,
    submit,
    terminate,
)
from tongban.cases.queries import case_for
from tongban.cases.queries.shapes import StepView
from tongban.cases.requests import (
    Application,
    Done,
    MaterialInput,
    PersonInput,
    Representation,
    Submitted,
    Verdict,
)
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import current
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Actor, Staff
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.site.demo.places import TOWNSHIP
from tongban.site.scenario import PICTURE, person, staff
from tongban.site.signatures import signatures_to_give
from tongban.site.step_records import done_step

REVIEWERS = ("reviewer", "county_reviewer", "assister")
CLERKS = {
    "social_security": "clerk",
    "civil_affairs": "clerk-mz",
    "rural_economy": "clerk-nj",
    "family_planning": "clerk-js",
}


@dataclass
class ItemScenario:
    """One matter of an item, taken as far as asked; a step's desk is who holds its position.

    Args:
        code: the item.
        channel: ``portal``, ``window`` or ``village_point``.
        serial: which invented person.
        answers: what differs from the item's own sample.
        without: questions of the sample that these answers leave unasked.
        received_at: when it was handed over, where that is earlier than now.
        later_reason, confirmed_by: of a later entry (补录).
    """

    code: str = "NJ-001"
    channel: str = "window"
    serial: int = 1
    answers: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    received_at: datetime | None = None
    later_reason: str = ""
    confirmed_by: int | None = None
    number: str = ""
    query_code: str = ""

    @property
    def item(self) -> ItemDefinition:
        """The township's edition."""
        return current(self.code, TOWNSHIP).definition

    @property
    def applicant(self) -> PersonInput:
        return person(self.serial)

    @property
    def clerk(self) -> Staff:
        """Who takes it in at the window."""
        return staff(CLERKS[self.item.position])

    @property
    def head(self) -> Staff:
        """The head of the township."""
        return staff("approver")

    @property
    def version(self) -> int:
        """The version that its page carries now."""
        return case_for(self.head, self.number).version

    def application(self) -> Application:
        """The application as this channel hands it in."""
        item = self.item
        sample = {code: value for code, value in item.sample.answers.items() if code not in self.without}
        answers = {**sample, **self.answers}
        portal = self.channel == "portal"
        applicant, acting = self.applicant, Representation("self")
        if demanded_kind(item, answers)[1] == "organization":
            name, number = answers["organisation_name"], answers["credit_code"]
            applicant = PersonInput(name, number, "", "organization")
            acting = Representation("representative", self.applicant, "handler", not portal)
        return Application(
            item_code=self.code,
            channel=self.channel,
            applicant=applicant,
            representation=acting,
            answers=answers,
            materials=tuple(
                MaterialInput(one.code, "electronic", content=PICTURE, file_name="picture.png")
                if portal
                else MaterialInput(one.code, next(form for form in one.forms if form != "electronic"))
                for one in materials_needed(item, answers, self.channel)
            ),
            consent=True,
            identity_seen=not portal,
            received_at=self.received_at,
            later_reason=self.later_reason,
            confirmed_by=self.confirmed_by,
        )

    def submitted(self, actor: Actor | None = None) -> Submitted:
        """Apply."""
        usual: Actor = {
            "portal": lambda: citizen_with_phone(self.applicant.phone),
            "window": lambda: self.clerk,
            "village_point": lambda: staff("assister"),
        }[self.channel]()
        done = submit(actor or usual, self.application(), idempotency_key=uuid4().hex)
        self.number, self.query_code = done.number, done.query_code
        return done

    def accepted(self, *, signed: bool = True) -> Done:
        """Apply if need be, have the household sign, and accept with every material in order.

        Args:
            signed: False: the signatures that the item asks for are still missing.
        """
        if not self.number:
            self.submitted()
        view = case_for(self.clerk, self.number)
        for told in signatures_to_give(view) if signed else ():
            done = record_signature(
                self.clerk,
                self.number,
                expected_version=view.version,
                idempotency_key=uuid4().hex,
                **told,
            )
            view = replace(view, version=done.version)
        return accept(
            self.clerk,
            self.number,
            expected_version=view.version,
            idempotency_key=uuid4().hex,
            verdicts={material.code: Verdict("ok") for material in view.materials},
        )

    @property
    def open_step(self) -> StepView | None:
        """The step that waits for its opinion; of several side by side the first."""
        return next((step for step in case_for(self.head, self.number).steps if step.state == "open"), None)

    @property
    def reviewer(self) -> Staff:
        """Who holds the open step."""
        step = self.open_step
        assert step is not None
        position = next(one.position for one in self.item.steps if one.code == step.code)
        post = Assignment.objects.filter(position__code=position, role__in=REVIEWERS).order_by("id").first()
        assert post is not None
        account = Account.objects.get(staff_id=post.staff_id)
        return next(one for one in assignments_of(account.id) if one.assignment_id == post.id)

    def opinion(self, *, agrees: bool = True) -> Done:
        """The opinion of the open step."""
        step = self.open_step
        assert step is not None
        said = "经审核，符合条件，材料属实。"
        return done_step(
            self.reviewer,
            self.number,
            version=self.version,
            code=step.code,
            kind=step.kind,
            agrees=agrees,
            opinion=said,
        )

    def reviewed(self, *, agrees: bool = True) -> Done | None:
        """The opinions of every step that is still open; None where every step has its own."""
        done = None if self.number else self.accepted()
        while self.open_step:
            done = self.opinion(agrees=agrees)
        return done

    def procedure_begun(
        self,
        kind: str = "appraisal",
        days: int = 5,
        unit: str = "working",
        *,
        first: date | None = None,
        actor: Actor | None = None,
        **told: str,
    ) -> Done:
        """A procedure that takes days out, by who holds the open step."""
        return start_special_procedure(
            actor or self.reviewer,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            kind=kind,
            days=days,
            unit=unit,
            first=first,
            **{"reason": "老房子靠山，要请有资质的单位看地基稳不稳。", **told},
        )

    def procedure_ended(self, ended: date | None = None, *, actor: Actor | None = None) -> Done:
        """The procedure that runs is over."""
        return end_special_procedure(
            actor or self.reviewer,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            ended=ended,
            result="鉴定报告第12号：地基稳固，可以建房。",
        )

    def extended(self, days: int | None = None, *, actor: Actor | None = None) -> Done:
        """The law's limit, once, by the head of the township."""
        return extend(
            actor or self.head,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            reason="邻居对东边的界线有不同意见，要再到现场量一次。",
            days=days,
        )

    def terminated(self, *, actor: Actor | None = None, nobody: bool = False, ground: str = "") -> Done:
        """Ended by who it is for at this stage; without a ground because the applicant died or was dissolved."""
        view = case_for(self.head, self.number)
        waiting, organization = view.status != "in_review", view.applicant.number_kind == "credit_code"
        return terminate(
            actor or (self.clerk if waiting else self.head),
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            ground=ground or ("body_dissolved" if organization else "applicant_died"),
            reason="申请人于2026年11月20日去世，家属拿来了死亡医学证明。",
            basis="《中华人民共和国民法典》第十三条",
            nobody=nobody,
        )
