"""Whether an application may be declined (不予受理): on which ground, and with what said.

Source: 行政许可法 art. 32: no permit needed; not this body's power (the right body is named); what was asked for was
not put right.  What is complete, or was fully put right as told, must be accepted (32 (5)): `rules.corrections`.
"""

from tongban.cases.correcting import still_as_told
from tongban.cases.frame import OpenCase
from tongban.cases.judging import asked_of, standing
from tongban.cases.own_names import names_of_ours
from tongban.cases.said_of_clock import said
from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules import corrections, substance
from tongban.rules.corrections import GROUNDS, NOT_OUR_POWER, must_accept
from tongban.rules.decided_anew import same_again
from tongban.rules.lifecycle import Status
from tongban.rules.named_basis import why_no_basis, why_no_other_body

LICENCE = "01"  # 行政许可


def declinable(state: CaseState) -> bool:
    """Whether it can still be declined at all.

    What the date accepted only as another body's matter (art. 32 (4)), and not once the matter was decided: what is made
    anew on order is decided anew.
    """
    if state.status == Status.IN_REVIEW:
        return state.course.deemed and state.course.restarted_on is None
    return state.status == Status.SUBMITTED


def binds(item: ItemDefinition) -> bool:
    """Whether art. 32 binds: a licence of itself, another item where its own rule adopts the article's consequence."""
    return item.type_code == LICENCE or item.effect("deemed_acceptance") is not None


def reason_faults(reason: str, field: str = "reason") -> list[FieldFault]:
    """Why a reason is none, where it is none."""
    why = substance.why_not_substance(reason)
    return [FieldFault(field, why, {"least": substance.LEAST})] if why else []


def set_aside_before(case: OpenCase, reason: str) -> list[FieldFault]:
    """Whether a refusal gives the reason again for which an order set a refusal, or the end of a grant, aside."""
    former = (line for line in said(case, "redone") if line["order"]["ground"] != "own_finding")
    whys = [
        (line.get("conclusion", {}).get("reason", ""), line["order"].get("ended_because", ""))
        for line in former
    ]
    again = same_again(reason, [why for both in whys for why in both])
    return [FieldFault("reason", "same_reason_again")] if again else []


def basis_faults(basis: str) -> list[FieldFault]:
    """Why a basis is none, where it is none (`rules.named_basis`)."""
    why = why_no_basis(basis)
    return [FieldFault("basis", why)] if why else []


def complete(case: OpenCase) -> bool:
    """Whether everything required is in order, and every answer that a notice named came: then it must be accepted."""
    rounds = case.state.course.rounds
    unanswered = {f"answers.{code}" for code in rounds[-1].answers} - {*rounds[-1].brought} if rounds else ()
    return not unanswered and must_accept(asked_of(case), standing(case))


def fully_corrected(case: OpenCase) -> bool:
    """Whether everything that was asked for came in and is in order."""
    return bool(case.state.course.rounds) and complete(case)


def grounds_closed(case: OpenCase) -> dict[str, str]:
    """The grounds that do not bear a refusal of this case now, each with a code that says why."""
    if case.state.course.deemed:
        # what the date accepted stays accepted; only a power that the body has not is no body's gift
        return {ground: "deemed_accepted_stands" for ground in GROUNDS if ground != NOT_OUR_POWER}
    rounds = case.state.course.rounds
    told = bool(rounds) and rounds[-1].answered_at is not None
    return corrections.grounds_closed(
        GROUNDS,
        complete=complete(case),
        licence=binds(case.item.definition),
        told=told,
        verdicts_open=any(one.required and not one.verdict for one in case.state.materials),
        as_told=told and bool(still_as_told(case)),
    )


def check_declining(case: OpenCase, ground: str, reason: str, basis: str, right_body: str) -> None:
    """What a refusal must have.

    Raises:
        InputFaults: everything that is missing or does not bear it.
    """
    faults = [*reason_faults(reason), *set_aside_before(case, reason)]
    faults += basis_faults(basis)
    if ground not in GROUNDS:
        faults.append(FieldFault("ground", "not_an_option"))
    elif ground in (closed := grounds_closed(case)):
        faults.append(FieldFault("ground", closed[ground]))
    if ground == NOT_OUR_POWER and (why := why_no_other_body(right_body, names_of_ours(case))):
        faults.append(FieldFault("right_body", why))
    if faults:
        raise InputFaults(faults)
