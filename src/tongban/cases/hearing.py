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
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import legal_date
from tongban.rules.being_heard import (
    LEAST_DAYS,
    OUTCOMES,
    SILENT,
    UPHELD,
    told_anew,
    why_not_silent,
    why_not_taken,
)
from tongban.rules.lifecycle import Outcome, Status
from tongban.rules.promises import Promise
from tongban.rules.substance import LEAST, why_not_substance

TOPIC = "heard"
COMMITMENT = "commitment"
ENDING = "ending"
REDONE = "redone"
ENDINGS = ("revoked", "recalled", "cancelled", REDONE)
"""Of which act somebody is heard: 撤销, 撤回, 注销, and setting a grant aside on an own finding."""
MOST = 1000  # characters
DAYS = ("told_on", "heard_on", "answer_by")
SEALED = ("statement", "reason", "proof", "facts")  # the applicant's matter; the ledger has the rest


@dataclass(frozen=True)
class Hearing:
    """One hearing.

    Args:
        about: ``commitment``, a promise found false, or ``ending``, the end of a granted decision.
        material: of a commitment: the code of the material.
        told_on: when the facts, reasons and the right to be heard were told.
        heard_on: when the applicant was heard, or the day given to come was over.
        statement: what the applicant said; of who would not: how they said so.
        outcome: ``upheld``, ``not_upheld``; ``waived``: they said they would not; ``silent``: the day passed.
        reason: how it was weighed; after a defence that was upheld also what came to light since.
        proof: how they were told, and what proves it.
        answer_by: the last day on which they could speak, as they were told; of who let it pass.
        ending: of an ending, which of `ENDINGS` they were told of.
        facts: of an ending, the findings they were told: the act may rest on these and on no others.
    """

    about: str
    material: str
    told_on: date | None
    heard_on: date | None
    statement: str
    outcome: str
    reason: str
    proof: str = ""
    answer_by: date | None = None
    ending: str = ""
    facts: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON."""
        told = {name: getattr(self, name) for name in ("about", "material", "outcome")}
        told |= {"ending": self.ending} if self.ending else {}
        days = {name: day.isoformat() for name in DAYS if (day := getattr(self, name))}
        words = {name: getattr(self, name).strip() for name in SEALED}
        return {**told, **days, **{name: text for name, text in words.items() if text or name != "facts"}}


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
    else:
        faults += _told_faults(told)
    faults += _day_faults(told, legal_date(case.run.at), decision)
    if why := why_not_substance(told.proof):
        faults.append(FieldFault("proof", why if told.proof.strip() else "required", {"least": LEAST}))
    if told.outcome not in OUTCOMES:
        faults.append(FieldFault("outcome", "not_an_option" if told.outcome else "required"))
        return faults
    about = ENDING if decision else told.about
    before = heard_of(case, about, decision.number if decision else "")
    before = [line for line in before if line["material"] == told.material]
    again = any(line["outcome"] == UPHELD for line in before)
    if told.told_on and not told_anew(told.told_on, before):
        faults.append(FieldFault("told_on", "defence_upheld_before"))
    if told.outcome == SILENT:
        faults += _silence_faults(case, told)
    needed = {
        "statement": told.outcome != SILENT,
        "reason": again or told.outcome in ("upheld", "not_upheld"),
        "proof": False,
    }
    for name, wanted in needed.items():
        text = getattr(told, name).strip()
        if wanted and not text:
            faults.append(FieldFault(name, "required"))
        elif len(text) > MOST:
            faults.append(FieldFault(name, "too_long", {"most": MOST}))
    reasoned = again or told.outcome == "not_upheld"
    if reasoned and told.reason.strip() and (why := why_not_substance(told.reason)):
        faults.append(FieldFault("reason", why, {"least": LEAST}))
    return faults


def _told_faults(told: Hearing) -> list[FieldFault]:
    """What they were told: of which act, on which findings."""
    faults = []
    if told.ending not in ENDINGS:
        faults.append(FieldFault("ending", "not_an_option" if told.ending else "required"))
    if why := why_not_substance(told.facts):
        faults.append(FieldFault("facts", why if told.facts.strip() else "required", {"least": LEAST}))
    elif len(told.facts) > MOST:
        faults.append(FieldFault("facts", "too_long", {"most": MOST}))
    return faults


def _silence_faults(case: OpenCase, told: Hearing) -> list[FieldFault]:
    if told.answer_by is None:
        return [FieldFault("answer_by", "required")]
    if told.told_on is None:
        return []
    why = why_not_silent(told.told_on, told.answer_by, legal_date(case.run.at), case.calendar)
    return [FieldFault("answer_by", why, {"least": LEAST_DAYS})] if why else []


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


def why_not_ended(
    case: OpenCase, decision: DecisionPaper, ending: str, facts: str, *, heard_first: bool = True
) -> str:
    """A code that says why a decision cannot be ended so yet, on these facts, by who acts now; empty where it can."""
    actor = case.run.actor
    return why_not_taken(
        heard_of(case, ENDING, decision.number),
        actor.staff_id if isinstance(actor, Staff) else 0,
        ending,
        facts,
        heard_first=heard_first,
    )


def lines_on_paper(case: OpenCase, decision: DecisionPaper) -> str:
    """What a paper that takes something away says of the hearing, one line for each; empty where there was none."""
    heard = [*heard_of(case, COMMITMENT), *heard_of(case, ENDING, decision.number)]
    return "\n".join(_line(one) for one in heard)


def _line(one: Mapping[str, Any]) -> str:
    told, heard = (date.fromisoformat(one[name]) for name in ("told_on", "heard_on"))
    begun = f"{_day(told)}，本机关告知你拟作出处理的事实、理由、依据和你陈述、申辩的权利"
    if one["outcome"] == "silent":
        return f"{begun}。告知你可以在{_day(date.fromisoformat(one['answer_by']))}以前提出，你到期没有陈述、申辩。"
    if one["outcome"] == "waived":
        how = f"：{one['statement']}" if one["statement"] else "。"
        return f"{begun}。{_day(heard)}，你表示不陈述、申辩{how}"
    weighed = "予以采纳" if one["outcome"] == "upheld" else "不予采纳"
    return f"{begun}。{_day(heard)}，你陈述、申辩：{one['statement']}经复核，{weighed}：{one['reason']}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
