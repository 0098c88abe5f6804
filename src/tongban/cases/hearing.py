"""Hearing the applicant (陈述申辩) before a finding against them has its consequences: what was told, said and weighed.

Whoever is to lose something by an act is told the facts, the reasons and the basis first, and may state and defend their
case: of a licence 行政许可法 art. 7; of a promise found false what was told before it was signed (国办发〔2020〕42号).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.cases.decision_paper import DecisionPaper
from tongban.cases.frame import OpenCase
from tongban.cases.promising import proofs_to_bring
from tongban.cases.said_of_clock import said
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Outcome, Status
from tongban.rules.promises import Promise
from tongban.rules.substance import LEAST, why_not_substance

TOPIC = "heard"
COMMITMENT = "commitment"
ENDING = "ending"
OUTCOMES = ("upheld", "not_upheld", "waived")
BURDENS = frozenset({"revoked", "recalled"})  # what is over by itself (注销) takes nothing away
MOST = 1000  # characters


@dataclass(frozen=True)
class Hearing:
    """One hearing.

    Args:
        about: ``commitment``, a promise found false, or ``ending``, the end of a granted decision.
        material: of a commitment: the code of the material.
        told_on: when the facts, reasons and the right to be heard were told.
        heard_on: when the applicant was heard, or the day given to come was over.
        statement: what the applicant said.
        outcome: ``upheld``, ``not_upheld``; ``waived``: they said they would not, or did not come.
        reason: how it was weighed.
    """

    about: str
    material: str
    told_on: date | None
    heard_on: date | None
    statement: str
    outcome: str
    reason: str

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON."""
        told = {name: getattr(self, name) for name in ("about", "material", "outcome")}
        days = {name: day.isoformat() for name in ("told_on", "heard_on") if (day := getattr(self, name))}
        return {**told, **days, "statement": self.statement.strip(), "reason": self.reason.strip()}


def false_promises(case: OpenCase) -> tuple[str, ...]:
    """The materials whose promise was found false."""
    return tuple(
        one.code
        for one in case.state.materials
        if one.promise == Promise.COMMITTED and one.promise_kept is False
    )


def unheard_promises(case: OpenCase) -> tuple[str, ...]:
    """The materials whose promise was found false, whose proof did not come, and of which nobody was heard yet."""
    heard = {line["material"] for line in heard_of(case, COMMITMENT)}
    return tuple(code for code in proofs_to_bring(case.state) if code not in heard)


def to_be_ended(case: OpenCase) -> bool:
    """Whether there is a granted decision that could be ended."""
    state = case.state
    return (
        state.status in (Status.DELIVERED, Status.ARCHIVED)
        and state.outcome == Outcome.GRANTED
        and not state.standing
    )


def hearing_faults(case: OpenCase, told: Hearing, decision: DecisionPaper | None) -> list[FieldFault]:
    """Everything that is wrong with what was entered.

    Args:
        decision: the one that is to end; None where the hearing is about a promise.
    """
    faults = []
    if told.about == COMMITMENT:
        if told.material not in false_promises(case):
            faults.append(FieldFault("about", "nothing_to_hear"))
    elif told.about != ENDING or decision is None:
        faults.append(FieldFault("about", "nothing_to_hear" if told.about else "required"))
    faults += _day_faults(told, legal_date(case.run.at), decision)
    if told.outcome not in OUTCOMES:
        faults.append(FieldFault("outcome", "not_an_option" if told.outcome else "required"))
        return faults
    if told.outcome == "waived":
        return faults
    for name, text in (("statement", told.statement), ("reason", told.reason)):
        if not text.strip():
            faults.append(FieldFault(name, "required"))
        elif len(text.strip()) > MOST:
            faults.append(FieldFault(name, "too_long", {"most": MOST}))
    if told.outcome == "not_upheld" and told.reason.strip() and (why := why_not_substance(told.reason)):
        faults.append(FieldFault("reason", why, {"least": LEAST}))
    return faults


def _day_faults(told: Hearing, today: date, decision: DecisionPaper | None) -> list[FieldFault]:
    faults = []
    for name, day in (("told_on", told.told_on), ("heard_on", told.heard_on)):
        if day is None:
            faults.append(FieldFault(name, "required"))
        elif day > today:
            faults.append(FieldFault(name, "order_in_the_future"))
        elif decision is not None and day < decision.decided_on:
            faults.append(FieldFault(name, "before_the_decision_day"))
    if told.told_on and told.heard_on and told.heard_on < told.told_on:
        faults.append(FieldFault("heard_on", "heard_before_told"))
    return faults


def heard_of(case: OpenCase, about: str, paper: str = "") -> list[dict[str, Any]]:
    """What was heard about something, oldest first; of an ending of this decision alone."""
    return [line for line in said(case, TOPIC) if line["about"] == about and line.get("paper", "") == paper]


def why_not_ended(case: OpenCase, decision: DecisionPaper, ending: str) -> str:
    """A code that says why a decision cannot be ended so yet; empty where it can."""
    if ending not in BURDENS:
        return ""
    lines = heard_of(case, ENDING, decision.number)
    if not lines:
        return "not_heard_yet"
    return "hearing_upheld" if lines[-1]["outcome"] == "upheld" else ""


def lines_on_paper(case: OpenCase, decision: DecisionPaper) -> str:
    """What a paper that takes something away says of the hearing, one line for each; empty where there was none."""
    heard = [*heard_of(case, COMMITMENT), *heard_of(case, ENDING, decision.number)]
    return "\n".join(_line(one) for one in heard)


def _line(one: Mapping[str, Any]) -> str:
    told, heard = (date.fromisoformat(one[name]) for name in ("told_on", "heard_on"))
    begun = f"{_day(told)}，本机关告知你拟作出处理的事实、理由、依据和你陈述、申辩的权利"
    if one["outcome"] == "waived":
        return f"{begun}。到{_day(heard)}，你没有陈述、申辩。"
    weighed = "予以采纳" if one["outcome"] == "upheld" else "不予采纳"
    return f"{begun}。{_day(heard)}，你陈述、申辩：{one['statement']}经复核，{weighed}：{one['reason']}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
