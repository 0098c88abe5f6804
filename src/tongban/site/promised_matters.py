"""Matters with a promise in the place of a paper, through the program's own commands: 容缺 and 告知承诺.

For the demonstration and for tests; all people are invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid4

from tongban.cases.commands import (
    accept,
    bring_deferred,
    check_commitment,
    judge_materials,
    request_corrections,
    restore,
)
from tongban.cases.queries import case_for
from tongban.cases.requests import Application, Done, MaterialInput, Verdict
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.calendars import calendar_for
from tongban.rules.promises import FORM, LATER
from tongban.site.scenario_of_item import ItemScenario

AWARD, PICTURES = "JS-002", "photographs"
PENSION_CLOSED, KINSHIP = "SB-003", "kinship_proof"


@dataclass
class PromisedMatter(ItemScenario):
    """One matter with a promise.

    Args:
        promised: material → ``commitment`` (告知承诺), ``later`` (容缺, signed with the application) or empty: it is
            simply not there.
    """

    promised: Mapping[str, str] = field(default_factory=dict)

    def application(self) -> Application:
        usual = super().application()
        signed = self.applicant.name if self.channel == "portal" else ""
        kept = tuple(one for one in usual.materials if one.code not in self.promised)
        said = tuple(MaterialInput(code, form, signed=signed) for code, form in self.promised.items() if form)
        return replace(usual, materials=(*kept, *said))

    def accepted_with(self, *deferred: str, signed: bool = True, **inputs: Any) -> Done:
        """Accept what came, with what follows later."""
        view = case_for(self.clerk, self.number)
        return accept(
            self.clerk,
            self.number,
            expected_version=view.version,
            idempotency_key=uuid4().hex,
            verdicts={one.code: Verdict("ok" if one.form else "missing") for one in view.materials},
            deferred=deferred,
            promise_signed=signed,
            **inputs,
        )

    def brought(self, material: str) -> Done:
        """What was promised for later comes."""
        return bring_deferred(
            self.clerk,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            material=material,
            form="paper_original",
        )

    def checked(self, material: str, *, kept: bool, note: str = "", actor: Actor | None = None) -> Done:
        """The promise is checked."""
        return check_commitment(
            actor or self.head,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            material=material,
            kept=kept,
            note=note or "到派出所核对了户籍底册，母子关系属实。",
        )


@dataclass
class AskedMatter(ItemScenario):
    """One matter that a correction notice went out for, handed over at the counter (NJ-002 has a rule of silence)."""

    code: str = "NJ-002"

    def asked(
        self,
        why: str = "图纸上没有标房子离公路边线有多少米",
        bring_by: date | None = None,
        *,
        handed_over: bool = True,
    ) -> Done:
        """The notice for the last material, of which ``why`` says what is wrong; ten working days to bring it."""
        view = case_for(self.clerk, self.number)
        wrong = [one.code for one in view.materials if one.form][-1]
        judge_materials(
            self.clerk,
            self.number,
            expected_version=view.version,
            idempotency_key=uuid4().hex,
            verdicts={
                one.code: Verdict("missing")
                if not one.form
                else Verdict("faulty", why)
                if one.code == wrong
                else Verdict("ok")
                for one in view.materials
            },
        )
        last = calendar_for("640121").add_working_days(time.today(), 10)
        return request_corrections(
            self.clerk,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            bring_by=bring_by or last,
            handed_over=handed_over,
        )

    def restored(self, **inputs: Any) -> Done:
        """Taken up again: they lay in hospital."""
        usual: dict[str, Any] = {
            "cause": "申请人10月摔伤住院，11月20日才出院，没能按时补图。",
            "proof": "县人民医院出院证明",
            "proof_seen": True,
            "bring_by": calendar_for("640121").add_working_days(time.today(), 10),
        }
        return restore(
            self.clerk,
            self.number,
            expected_version=self.version,
            idempotency_key=uuid4().hex,
            **{**usual, **inputs},
        )


def award_without_pictures(*, promised: bool = False, **how: Any) -> PromisedMatter:
    """The certificate of an only child's parents issued anew; the photographs follow (JS-002)."""
    return PromisedMatter(AWARD, promised={PICTURES: LATER if promised else ""}, **how)


def pension_closed_on_promise(**how: Any) -> PromisedMatter:
    """A pension closed after a death, with a signed promise in the place of the proof of kinship (SB-003)."""
    return PromisedMatter(PENSION_CLOSED, promised={KINSHIP: FORM}, **how)
