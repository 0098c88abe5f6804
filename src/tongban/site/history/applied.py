"""One application of the history until it is accepted: who comes, when, with what, and what the counter does about it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tongban.cases.checking import demanded_kind, materials_needed
from tongban.cases.commands import (
    accept,
    confirm_mandate,
    correct,
    decline,
    finish_on_the_spot,
    judge_materials,
    record_signature,
    request_corrections,
    serve_notice,
    submit,
    withdraw,
)
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.frame import OpenCase, load, settle
from tongban.cases.judging import open_to_judgement
from tongban.cases.queries import case_for
from tongban.cases.requests import Application, Done, MaterialInput, PersonInput, Representation, Verdict
from tongban.cases.state import MaterialState, StepState
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import current
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.calendars_in_force import in_force
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.parties.mandates import Scope
from tongban.rules.promises import FORM, LATER
from tongban.rules.workdays import WorkCalendar
from tongban.site.demo.places import COUNTY, TOWNSHIP
from tongban.site.history.answers import Answers, answers_for
from tongban.site.history.desks import Desks
from tongban.site.history.people import Villager, cooperative, villager
from tongban.site.history.places import name_of_village
from tongban.site.history.words import DECLINED, Words
from tongban.site.history.year import any_time, in_office_hours, office_time
from tongban.site.scenario import PICTURE
from tongban.site.signatures import signatures_to_give


@dataclass
class Applied:
    """One application and what becomes of it.

    Args:
        serial: of the history; also which invented person applies.
        code: the item.
        channel: ``portal``, ``window`` or ``village_point``.
        village: the code of the applicant's village.
        site: the centre or point that takes it in.
        draw: chance, from the history's seed.
    """

    serial: int
    key: str
    code: str
    channel: str
    village: str
    site: str
    draw: Random
    desks: Desks
    deferred: str = ""
    committed: str = ""
    number: str = ""
    acts: int = 0
    collect: str = ""
    applicant: Villager = field(init=False)
    answers: Answers = field(default_factory=dict)
    _read: tuple[tuple[int, datetime], OpenCase] | None = None

    def __post_init__(self) -> None:
        self.applicant = villager(self.draw, self.serial, self.code, time.today())
        if self.channel == "portal" and not self.applicant.phone:
            self.applicant = replace(self.applicant, phone=f"1992{self.serial:07d}")
        self.words = Words(self.draw)

    # what it is

    @property
    def item(self) -> ItemDefinition:
        """The edition that is filled in."""
        place = self.village if self.channel == "village_point" else TOWNSHIP
        return current(self.code, place).definition

    @property
    def calendar(self) -> WorkCalendar:
        return in_force(COUNTY)

    @property
    def case(self) -> OpenCase:
        """The case as it stands now, settled to this moment; read once between two acts."""
        read_at = (self.acts, time.now())
        if self._read is None or self._read[0] != read_at:
            case = load(self.desks.onlooker, self.number, lock=False)
            settle(case, time.now())
            self._read = (read_at, case)
        return self._read[1]

    @property
    def open_steps(self) -> list[StepState]:
        return [step for step in self.case.state.steps if step.state == "open"]

    @property
    def clerk(self) -> Staff:
        """The counter that handles it; Nobody where nobody serves there today."""
        return self.desks.clerk(self.item.position)

    @property
    def intake(self) -> Staff:
        if self.channel == "village_point":
            return self.desks.assister(self.site)
        return self.desks.clerk(self.item.position, self.site)

    @property
    def head(self) -> Staff:
        """Who decides it."""
        return self.desks.decider(self.case.state.deciding_body_id)

    # when

    def after(self, days: int, *, at_home: bool = False) -> datetime:
        """A moment so many working days from now; 0: later today, or the next morning where the counter closes."""
        now = time.now().astimezone(time.SHANGHAI)
        if days <= 0 and not at_home:
            soon = now + timedelta(minutes=self.draw.randint(2, 55), seconds=self.draw.randrange(60))
            if soon.date() == now.date() and self.calendar.is_working(soon.date()) and in_office_hours(soon):
                return soon
            days = 1
        day = now.date() + timedelta(days=days) if at_home else self._working(now.date(), days)
        return any_time(day, self.draw) if at_home else office_time(day, self.draw)

    def on(self, day: date) -> datetime:
        """A moment of a day in office hours, of the next working day where it rests."""
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return max(office_time(day, self.draw), time.now() + timedelta(minutes=1))

    def _working(self, day: date, days: int) -> date:
        return self.calendar.add_working_days(day, days)

    # acts

    def act(self, command: Any, actor: Actor, **inputs: Any) -> Done:
        """A command on the version that stands now."""
        version = self.case.state.version
        key = self._key()
        done: Done = command(actor, self.number, expected_version=version, idempotency_key=key, **inputs)
        return done

    def _key(self) -> str:
        self.acts += 1
        return f"{self.key}:{self.acts}"

    def submitted(self) -> None:
        """It comes in."""
        item, today = self.item, time.today()
        place = name_of_village(self.village)
        as_sample = bool(self.deferred or self.committed)  # there the papers are asked for
        self.answers = answers_for(
            item,
            self.draw,
            today,
            (self.village, place),
            self.applicant,
            self.serial,
            as_sample=as_sample,
        )
        portal = self.channel == "portal"
        applicant, acting = self.applicant.input, Representation("self")
        kind = demanded_kind(item, self.answers)[1] or kinds_of_applicant(item)[0]
        if kind == "organization":
            name, code = cooperative(self.draw, self.serial)
            told = {"organisation_name": name, "credit_code": code}
            self.answers |= {key: value for key, value in told.items() if key in self.answers}
            applicant = PersonInput(name, code, "", "organization")
            acting = Representation("representative", self.applicant.input, "handler", not portal)
        elif self.channel == "village_point" and self.draw.random() < 0.6:
            acting = Representation("assister")
        application = Application(
            item_code=self.code,
            channel=self.channel,
            applicant=applicant,
            representation=acting,
            answers=self.answers,
            materials=tuple(self._materials(item, portal)),
            consent=True,
            identity_seen=not portal,
            collect_site_code=self.collect,
        )
        who: Actor = citizen_with_phone(self.applicant.phone) if portal else self.intake
        self.number = submit(who, application, idempotency_key=self._key()).number

    def _materials(self, item: ItemDefinition, portal: bool) -> list[MaterialInput]:
        given = []
        for one in materials_needed(item, self.answers, self.channel):
            signed = self.applicant.name if portal else ""
            if one.code in (self.deferred, self.committed):
                form = LATER if one.code == self.deferred else FORM
                given.append(MaterialInput(one.code, form, signed=signed))
            elif portal:
                given.append(MaterialInput(one.code, "electronic", content=PICTURE, file_name="picture.png"))
            else:
                form = next(form for form in one.forms if form != "electronic")
                given.append(MaterialInput(one.code, form))
        return given

    def verdicts(self, wrong: str = "", why: str = "") -> dict[str, Verdict]:
        """What the clerk says of each material that is open to it."""
        given = {}
        for one in self.to_judge:
            if not one.form:
                given[one.code] = Verdict("missing")
            else:
                given[one.code] = Verdict("faulty", why) if one.code == wrong else Verdict("ok")
        return given

    @property
    def to_judge(self) -> list[MaterialState]:
        """The materials that the counter may look at now."""
        open_ones = open_to_judgement(self.case)
        return [one for one in self.case.state.materials if open_ones is None or one.code in open_ones]

    def signed(self) -> None:
        """The household's signatures, where the item asks for them."""
        if self.item.signers:
            for told in signatures_to_give(case_for(self.clerk, self.number)):
                self.act(record_signature, self.clerk, **told)

    def mandate_seen(self) -> None:
        """The paper by which somebody acts for an organization that applied on the phone."""
        if self.is_organization and self.channel == "portal":
            scope = Scope((self.code,), time.today())
            confirm_mandate(self.clerk, self.number, scope, seen=True, idempotency_key=self._key())

    def accepted(self) -> None:
        self.mandate_seen()
        self.signed()
        later = (self.deferred,) if self.deferred else ()
        self.act(
            accept,
            self.clerk,
            verdicts=self.verdicts(),
            deferred=later,
            promise_signed=bool(later),
        )

    def finished_on_the_spot(self) -> None:
        """Taken in, looked at and handed over while they wait."""
        numbers = {
            step.code: self.words.external_number(self.serial)
            for step in self.case.state.steps
            if step.kind == "external_system"
        }
        self.act(
            finish_on_the_spot,
            self.clerk,
            verdicts=self.verdicts(),
            external=numbers,
            receiver_name=self.receiver,
            relation="handler" if self.is_organization else "self",
            identification="居民身份证",
        )

    @property
    def is_organization(self) -> bool:
        return self.case.content.applicant["number_kind"] == "credit_code"

    @property
    def receiver(self) -> str:
        return self.applicant.name

    def judged(self, *, wrong: bool = True) -> None:
        """The materials are looked at; one of them is not in order."""
        named = [one.code for one in self.to_judge if one.form and not one.promise]
        code = self.draw.choice(named) if wrong and named else ""
        self.act(
            judge_materials, self.clerk, verdicts=self.verdicts(code, self.words.fault(code) if code else "")
        )

    def asked(self, days: int = 10, *, handed_over: bool, ground: str = "", explanation: str = "") -> None:
        """The notice of what is missing."""
        self.act(
            request_corrections,
            self.clerk,
            bring_by=self.calendar.add_working_days(time.today(), days),
            handed_over=handed_over,
            ground=ground,
            explanation=explanation,
        )

    def asked_again(self, days: int = 10) -> None:
        """Something that the first notice should have named: a breach, on record."""
        self.judged(wrong=False)
        question = next(iter(self.answers))
        self.act(
            request_corrections,
            self.clerk,
            bring_by=self.calendar.add_working_days(time.today(), days),
            answers={question: "填的和户口簿上的不一样，要按户口簿改"},
            ground="breach",
            explanation="第一次只看了材料，没有和户口簿核对申请表，是窗口没有看全。",
            handed_over=True,
        )

    def notice_served(self) -> None:
        """The notice reaches the applicant on another day."""
        told = {"mode": "handed_over", "receiver_name": self.receiver}
        told["relation"] = "handler" if self.is_organization else "self"
        self.act(serve_notice, self.clerk, **told)

    def corrected(self) -> None:
        """What the notice named comes."""
        asked = case_for(self.clerk, self.number).correction
        assert asked is not None
        named = [line.code for line in asked.lines if line.kind == "material"]
        questions = {line.code: self.answers[line.code] for line in asked.lines if line.code in self.answers}
        forms = {
            one.code: next(form for form in one.forms if form != "electronic") for one in self.item.materials
        }
        materials = tuple(MaterialInput(code, forms[code]) for code in named)
        self.act(correct, self.clerk, materials=materials, answers=questions)

    def declined(self, right_body: str) -> None:
        """Not this township's matter."""
        reason, basis = DECLINED
        self.act(decline, self.clerk, reason=reason, basis=basis, right_body=right_body)

    def withdrawn(self) -> None:
        """Given up, over the counter with a signature or on the phone."""
        if self.channel == "portal":
            self.act(withdraw, citizen_with_phone(self.applicant.phone), reason=self.words.withdrawn())
        else:
            self.act(withdraw, self.clerk, reason=self.words.withdrawn(), signed=True)
