"""Whether an application may be declined (不予受理): on which ground, and with what said.

Source: 行政许可法 art. 32: no permit needed; not this body's power (the right body is named); what was asked for was
not put right.  What is complete, or was fully put right as told, must be accepted (32 (5)).
"""

from tongban.cases.frame import OpenCase
from tongban.cases.judging import asked_of, standing
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules import substance
from tongban.rules.corrections import must_accept

NO_NEED, NOT_OUR_POWER, NOT_CORRECTED, CONDITIONS = GROUNDS = (
    "no_need",
    "not_our_power",
    "not_corrected",
    "conditions",
)
OF_THE_MATTER = frozenset({NO_NEED, NOT_OUR_POWER})  # what complete materials do not change


def reason_faults(reason: str, field: str = "reason") -> list[FieldFault]:
    """Why a reason is none, where it is none."""
    why = substance.why_not_substance(reason)
    return [FieldFault(field, why, {"least": substance.LEAST})] if why else []


def fully_corrected(case: OpenCase) -> bool:
    """Whether everything that was asked for came in and is in order: then it must be accepted."""
    rounds = case.state.course.rounds
    return bool(rounds) and must_accept(asked_of(case), standing(case))


def grounds_closed(case: OpenCase) -> dict[str, str]:
    """The grounds that do not bear a refusal of this case now, each with a code that says why."""
    if case.state.course.deemed:
        # what the date accepted stays accepted; only a power that the body has not is no body's gift
        return {ground: "deemed_accepted_stands" for ground in GROUNDS if ground != NOT_OUR_POWER}
    closed = {}
    rounds = case.state.course.rounds
    if fully_corrected(case):
        closed = {ground: "complete_must_be_accepted" for ground in GROUNDS if ground not in OF_THE_MATTER}
    elif not rounds:
        closed = {NOT_CORRECTED: "tell_first"}
    elif any(one.required and not one.verdict for one in case.state.materials):
        closed = {ground: "verdicts_open" for ground in GROUNDS if ground not in OF_THE_MATTER}
    return closed


def check_declining(case: OpenCase, ground: str, reason: str, basis: str, right_body: str) -> None:
    """What a refusal must have.

    Raises:
        InputFaults: everything that is missing or does not bear it.
    """
    faults = reason_faults(reason)
    if not basis.strip():
        faults.append(FieldFault("basis", "required"))
    if ground not in GROUNDS:
        faults.append(FieldFault("ground", "not_an_option"))
    elif ground in (closed := grounds_closed(case)):
        faults.append(FieldFault("ground", closed[ground]))
    if ground == NOT_OUR_POWER and not right_body.strip():
        faults.append(FieldFault("right_body", "required"))
    if faults:
        raise InputFaults(faults)
