"""The scenario builder: test and demonstration data through the program's own commands, never past them.

Everything it makes went through authority, clock and ledger as if people had done it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from tongban.cases.commands import (
    accept,
    correct,
    decide,
    deliver,
    give_opinion,
    judge_materials,
    request_corrections,
    submit,
)
from tongban.cases.queries import case_for
from tongban.cases.requests import (
    Application,
    Done,
    MaterialInput,
    PersonInput,
    Representation,
    Submitted,
    Verdict,
)
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of
from tongban.kernel import time
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.calendars import calendar_for
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.rules.identifiers.citizen import CHECKS, WEIGHTS

# a 1 × 1 PNG: the smallest real picture
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f00"
    "05fe02fe0def46b80000000049454e44ae426082"
)

SURNAMES = "王李张刘陈杨赵马周吴徐孙朱胡高林何郭罗丁"
GIVEN = "秀英桂兰建国玉梅志强晓燕文华海军丽娟伟东红霞少华"


def citizen_number(serial: int) -> str:
    """An invented citizen number of the county that is sound in every digit; ``serial`` makes it one of many."""
    year, rest = 1950 + serial % 50, serial // 50
    month, day, order = 1 + rest % 12, 1 + (rest // 12) % 28, (rest // 336) % 1000
    body = f"640121{year}{month:02d}{day:02d}{order:03d}"
    return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def person(serial: int, *, phone: bool = True) -> PersonInput:
    """An invented person; the phone is in a range no operator gives out."""
    name = (
        SURNAMES[serial % len(SURNAMES)]
        + GIVEN[(serial * 2) % len(GIVEN)]
        + GIVEN[(serial * 2 + 1) % len(GIVEN)]
    )
    return PersonInput(name, citizen_number(serial), f"199{serial % 100_000_000:08d}" if phone else "")


def staff(username: str) -> Staff:
    """The first assignment of a demonstration account."""
    return assignments_of(Account.objects.get(username=username).id)[0]


def colleague(role: str, site_code: str) -> Staff:
    """Somebody with a role at a site."""
    assignment = Assignment.objects.filter(role=role, position__site__code=site_code).order_by("id").first()
    assert assignment is not None
    account = Account.objects.get(staff_id=assignment.staff_id)
    return next(actor for actor in assignments_of(account.id) if actor.assignment_id == assignment.id)


ANSWERS = {
    "household_village": "640121200201",
    "address": "许旺村三组12号",
    "student": "no",
    "employee_insured": "no",
    "enrolled_elsewhere": "no",
    "payment_level": "500",
    "hardship": "none",
}


@dataclass
class Scenario:
    """One matter of the pension enrolment, taken as far as asked.

    Args:
        channel: ``portal``, ``window`` or ``village_point``.
        serial: which invented person.
        answers: what differs from the usual answers.
    """

    channel: str = "window"
    serial: int = 1
    answers: Mapping[str, str] = field(default_factory=dict)
    item_code: str = "SB-001"
    phone: bool = True
    number: str = ""
    query_code: str = ""

    @property
    def applicant(self) -> PersonInput:
        return person(self.serial, phone=self.phone)

    @property
    def citizen(self) -> Citizen:
        """The applicant at their own phone."""
        return citizen_with_phone(self.applicant.phone)

    @property
    def intake_actor(self) -> Actor:
        """Who submits in this channel."""
        if self.channel == "portal":
            return self.citizen
        return staff("clerk" if self.channel == "window" else "assister")

    def application(self) -> Application:
        """The application as this channel hands it in."""
        portal = self.channel == "portal"
        codes = ["identity_card", "household_register"] + ([] if portal else ["enrolment_form"])
        return Application(
            item_code=self.item_code,
            channel=self.channel,
            applicant=self.applicant,
            answers={**ANSWERS, **self.answers},
            materials=tuple(
                MaterialInput(code, "electronic", content=PICTURE, file_name="picture.png")
                if portal
                else MaterialInput(code, "paper_original")
                for code in codes
            ),
            representation=Representation("assister" if self.channel == "village_point" else "self"),
            consent=True,
            identity_seen=not portal,
        )

    def submitted(self, actor: Actor | None = None) -> Submitted:
        """Apply."""
        done = submit(actor or self.intake_actor, self.application(), idempotency_key=uuid4().hex)
        self.number, self.query_code = done.number, done.query_code
        return done

    def accepted(self) -> Done:
        """Apply if need be, and accept with every material in order."""
        if not self.number:
            self.submitted()
        clerk = staff("clerk")
        view = case_for(clerk, self.number)
        return accept(
            clerk,
            self.number,
            expected_version=view.version,
            idempotency_key=uuid4().hex,
            verdicts={material.code: Verdict("ok") for material in view.materials},
        )

    def judged(self, **wrong: str) -> Done:
        """Apply if need be, and look at the materials: all in order but those named, each with what is wrong.

        Args:
            wrong: material → why it is not in order; of what did not come in, anything.
        """
        if not self.number:
            self.submitted()
        clerk = staff("clerk")
        view = case_for(clerk, self.number)
        return judge_materials(
            clerk,
            self.number,
            expected_version=view.version,
            idempotency_key=uuid4().hex,
            verdicts={
                one.code: Verdict("missing")
                if not one.form
                else Verdict("faulty", wrong[one.code])
                if one.code in wrong
                else Verdict("ok")
                for one in view.materials
                if one.open
            },
        )

    def told_what_is_missing(
        self,
        bring_by: date | None = None,
        *,
        answers: Mapping[str, str] | None = None,
        ground: str = "",
        explanation: str = "",
        handed_over: bool = False,
        **wrong: str,
    ) -> Done:
        """The correction notice; without a day it asks for ten working days.

        Args:
            wrong: material → why it is not in order; none: the identity card is out of date.
        """
        done = self.judged(**(wrong or {"identity_card": "身份证2026年10月1日已经过期了"}))
        last = calendar_for("640121").add_working_days(time.today(), 10)
        return request_corrections(
            staff("clerk"),
            self.number,
            expected_version=done.version,
            idempotency_key=uuid4().hex,
            bring_by=bring_by or last,
            answers=answers,
            ground=ground,
            explanation=explanation,
            handed_over=handed_over,
        )

    def corrected(self, actor: Actor | None = None, **answers: str) -> Done:
        """The applicant brings everything that the last notice named, the paper as the original.

        Args:
            answers: question → the answer put right.
        """
        asked = case_for(staff("clerk"), self.number).correction
        assert asked is not None
        clerk = actor or staff("clerk")
        view = case_for(staff("clerk"), self.number)
        named = [line.code for line in asked.lines if line.kind == "material"]
        online = isinstance(clerk, Citizen)
        return correct(
            clerk,
            self.number,
            expected_version=view.version,
            idempotency_key=uuid4().hex,
            materials=tuple(
                MaterialInput(code, "electronic", content=PICTURE, file_name="picture.png")
                if online
                else MaterialInput(code, "paper_original")
                for code in named
            ),
            answers=answers,
        )

    def reviewed(self, *, agrees: bool = True) -> Done:
        """Every step's opinion."""
        done = self.accepted()
        for actor in (staff("reviewer"), staff("county")):
            for step in case_for(staff("approver"), self.number).steps:
                if step.state == "open" and (step.level == "county") == (actor.role == "county_reviewer"):
                    done = give_opinion(
                        actor,
                        self.number,
                        expected_version=done.version,
                        idempotency_key=uuid4().hex,
                        step_code=step.code,
                        agrees=agrees,
                        opinion="经审核，材料齐全，符合参保条件。",
                    )
        return done

    def decided(self, *, granted: bool = True) -> Done:
        """The decision."""
        done = self.reviewed()
        return decide(
            staff("approver"),
            self.number,
            expected_version=done.version,
            idempotency_key=uuid4().hex,
            granted=granted,
            reason="" if granted else "申请人已参加职工基本养老保险，不符合参保条件。",
            basis="" if granted else "《国务院关于建立统一的城乡居民基本养老保险制度的意见》第三条",
        )

    def delivered(self) -> Done:
        """Handed over."""
        done = self.decided()
        return deliver(
            staff("assister" if self.channel == "village_point" else "clerk"),
            self.number,
            expected_version=done.version,
            idempotency_key=uuid4().hex,
            mode="handed_over",
            receiver_name=self.applicant.name,
            relation="self",
            identification="居民身份证",
        )
