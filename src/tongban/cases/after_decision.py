"""What stands in the way of the acts after a decision: for commands, previews and buttons alike."""

from datetime import date

from tongban.cases.cancelling import CANCELLED, cancelling_faults, heard_first
from tongban.cases.decision_paper import ENDING, DecisionPaper, decision_of
from tongban.cases.frame import OpenCase
from tongban.cases.hearing import REDONE, why_not_ended
from tongban.cases.on_file import on_file
from tongban.cases.own_names import names_of_ours
from tongban.cases.said_of_clock import said
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper
from tongban.rules.clerical import still_as_written, why_not_clerical
from tongban.rules.decided_anew import (
    order_executed,
    same_again,
    why_no_order_number,
    why_not_of_the_ground,
)
from tongban.rules.lifecycle import Outcome
from tongban.rules.named_basis import why_no_basis, why_no_other_body
from tongban.rules.substance import LEAST, why_not_substance

ENDINGS = ("revoked", "recalled", "cancelled")
GROUNDS = ("reconsideration", "judgment", "own_finding")
WORDS_LENGTH = 300
NAME_LENGTH = 60


def standing_decision(case: OpenCase, *, lock: bool = False) -> DecisionPaper:
    """The decision that has effect.

    Raises:
        Refusal: ``not_decided``, ``decision_not_in_force``; ``confirm_first``: one person alone says that it was delivered.
    """
    decision = decision_of(case, lock=lock)
    if decision is None:
        raise Refusal("not_decided")
    if case.state.standing or not decision.holds:
        raise Refusal("decision_not_in_force")
    if code := why_no_standing(case):
        raise Refusal(code)
    return decision


def decision_to_redo(case: OpenCase, ground: str, *, lock: bool = False) -> DecisionPaper:
    """What is to be set aside: the decision, or on an order the revocation that ended it.

    Raises:
        Refusal: as `standing_decision`; one's own revocation is not set aside on an own finding.
    """
    if not case.state.standing or ground == "own_finding":
        return standing_decision(case, lock=lock)
    ending = decision_of(case, lock=lock, kinds=(ENDING,))
    if ending is None or not ending.holds:
        raise Refusal("decision_not_in_force")
    return ending


def decision_to_reinstate(case: OpenCase, *, lock: bool = False) -> DecisionPaper:
    """The grant that stands again once the paper that ended it is quashed.

    Raises:
        Refusal: ``nothing_to_reinstate``: no grant was revoked, recalled or cancelled.
    """
    decision = decision_of(case, lock=lock)
    if not case.state.standing or decision is None:
        raise Refusal("nothing_to_reinstate")
    return decision


def state_stood(case: OpenCase, decision: DecisionPaper) -> str:
    """The standing that a grant had before it was ended: corrected, where its writing was put right."""
    return (Paper.State.CORRECTED if _corrected(case, decision) else Paper.State.VALID).value


def why_no_standing(case: OpenCase) -> str:
    """Why there is no decision to correct, end or make anew; empty where there is one."""
    if case.state.standing:
        return "decision_not_in_force"
    return "confirm_first" if any(one.kind == "delivered" for one in case.state.course.later) else ""


def still_to_serve(case: OpenCase) -> bool:
    """Whether a paper that followed a decision was not served yet: each has its line among what was said of it."""
    followed = sum(len(said(case, topic)) for topic in ("corrections", "ending", "redone"))
    return followed > len(said(case, "served"))


def check_correction(case: OpenCase, decision: DecisionPaper, stood: str, reads: str, reason: str) -> None:
    """A correction puts words right that stand in the decision, and nothing of its substance.

    Raises:
        InputFaults: ``required``, ``too_long``, ``not_in_the_decision``, ``corrected_already``, the codes of `why_not_clerical`, and why the
            reason is none.
    """
    faults = _texts(stood=stood, reads=reads)
    if stood.strip() and not decision.contains(stood):
        faults.append(FieldFault("stood", "not_in_the_decision"))
    elif stood.strip() and not still_as_written(stood, decision.texts, _corrected(case, decision)):
        faults.append(FieldFault("stood", "corrected_already"))
    if stood.strip() and reads.strip() and (code := why_not_clerical(stood, reads, on_file(case, decision))):
        faults.append(FieldFault("reads", code))
    _raise([*faults, *_reason(reason)])


def _corrected(case: OpenCase, decision: DecisionPaper) -> list[tuple[str, str]]:
    """What stood and what it reads, of each correction of this decision."""
    lines = said(case, "corrections")
    return [
        (line["stood"], line["reads"])
        for line in lines
        if line.get("paper", decision.number) == decision.number
    ]


def check_ending(
    case: OpenCase,
    decision: DecisionPaper,
    ending: str,
    from_day: date,
    reason: str,
    basis: str,
    compensation: str,
    cancel_ground: str = "",
    evidence: str = "",
) -> None:
    """An ending says which, from when, why, by which law; a recall how the loss is made good (行政许可法 art. 8).

    What is recalled was right until law or facts changed: it holds until the day of the recall.  What was wrong from the
    beginning may be revoked from there, and what is over by itself ended on its own day, on a ground of art. 70.

    Raises:
        InputFaults: ``required``, ``not_an_option``, ``before_the_decision_day``, ``in_the_future``, ``not_heard_yet``,
            ``heard_on_other_facts``, ``heard_by_the_same``, ``hearing_upheld``, ``recall_not_backwards``,
            ``same_reason_again`` where an order set aside an ending for it, what `cancelling_faults` finds, and why the reason, or of a recall the compensation, is none.
    """
    faults = []
    if ending not in ENDINGS:
        faults.append(FieldFault("standing", "required" if not ending else "not_an_option"))
    if from_day < decision.decided_on:
        faults.append(FieldFault("from_day", "before_the_decision_day"))
    elif from_day > legal_date(case.run.at):
        faults.append(FieldFault("from_day", "order_in_the_future"))
    faults += _reason(reason)
    if why := why_no_basis(basis):
        faults.append(FieldFault("basis", why))
    if same_again(reason, _quashed_endings(case)):
        faults.append(FieldFault("reason", "same_reason_again"))
    first = heard_first(ending, cancel_ground)
    if not_yet := why_not_ended(case, decision, ending, reason, heard_first=first):
        faults.append(FieldFault("standing", not_yet))
    if ending == CANCELLED:
        faults += cancelling_faults(case, decision, cancel_ground, evidence, from_day, basis)
    if ending == "recalled":
        if decision.decided_on <= from_day < legal_date(case.run.at):
            faults.append(FieldFault("from_day", "recall_not_backwards"))
        faults += _compensation(compensation)
    _raise(faults)


def _quashed_endings(case: OpenCase) -> list[str]:
    """Why the grant had ended, of each ending that an order set aside."""
    return [
        line["order"]["ended_because"] for line in said(case, "redone") if "ended_because" in line["order"]
    ]


def check_redoing(
    case: OpenCase,
    decision: DecisionPaper,
    ground: str,
    ordered_by: str,
    order_number: str,
    order_of: date | None,
    received_on: date | None,
    reason: str,
    *,
    basis: str = "",
    compensation: str = "",
) -> None:
    """A matter is made anew on an order of somebody, of a day, received on a day; or on a finding of one's own.

    Who sets aside what it granted, on its own finding, revokes it: with basis, hearing, and how a loss is made good
    (行政许可法 art. 7, 8, 69).

    Raises:
        InputFaults: ``required``, ``not_an_option``, ``too_long``, ``order_in_the_future``,
            ``received_before_ordered``, ``order_executed_already``, ``same_finding_again``, ``same_reason_again``, ``before_the_decision_day``,
            ``ordered_by_ourselves``, ``right_body_unnamed``, the codes of `why_no_order_number`, `why_not_of_the_ground`,
            why the reason is none; of a grant that is set
            aside on an own finding also ``not_heard_yet``, ``heard_on_other_facts``, ``heard_by_the_same``,
            ``hearing_upheld``, and why the compensation is none.
    """
    faults = []
    today = legal_date(case.run.at)
    if ground not in GROUNDS:
        faults.append(FieldFault("ground", "required" if not ground else "not_an_option"))
    elif ground != "own_finding":
        faults += _order_faults(case, decision, ground, ordered_by, order_number, order_of)
        if order_of is None:
            faults.append(FieldFault("order_of", "required"))
    if received_on is None:
        faults.append(FieldFault("received_on", "required"))
    for name, day in (("order_of", order_of), ("received_on", received_on)):
        if day is not None and day > today:
            faults.append(FieldFault(name, "order_in_the_future"))
        elif day is not None and day < decision.decided_on:
            faults.append(FieldFault(name, "before_the_decision_day"))
    before = [line["order"] for line in said(case, "redone")]
    if ground != "own_finding":
        if order_executed(order_number, [one.get("order_number", "") for one in before]):
            faults.append(FieldFault("order_number", "order_executed_already"))
    elif same_again(reason, [one["reason"] for one in before if one["ground"] == "own_finding"]):
        faults.append(FieldFault("reason", "same_finding_again"))
    elif takes_away(case, ground) and same_again(reason, _quashed_endings(case)):
        faults.append(FieldFault("reason", "same_reason_again"))
    if order_of and received_on and received_on < order_of:
        faults.append(FieldFault("received_on", "received_before_ordered"))
    if takes_away(case, ground):
        if why := why_no_basis(basis):
            faults.append(FieldFault("basis", why))
        if not_yet := why_not_ended(case, decision, REDONE, reason):
            faults.append(FieldFault("ground", not_yet))
        faults += _compensation(compensation)
    _raise([*faults, *_reason(reason)])


def _order_faults(
    case: OpenCase,
    decision: DecisionPaper,
    ground: str,
    ordered_by: str,
    order_number: str,
    order_of: date | None,
) -> list[FieldFault]:
    """Who ordered is somebody else, of the kind that the ground names, and the paper has a number that one can have."""
    if faults := _texts(most=NAME_LENGTH, ordered_by=ordered_by, order_number=order_number):
        return faults
    if why := why_no_other_body(ordered_by, names_of_ours(case)):
        ours = why == "right_body_is_ours"
        faults.append(FieldFault("ordered_by", "ordered_by_ourselves" if ours else why))
    elif why := why_not_of_the_ground(ordered_by, ground):
        faults.append(FieldFault("ordered_by", why))
    if why := why_no_order_number(order_number, ground, order_of, decision.decided_on):
        faults.append(FieldFault("order_number", why))
    return faults


def takes_away(case: OpenCase, ground: str) -> bool:
    """Whether a redoing takes a grant from its applicant without anybody's order."""
    return ground == "own_finding" and case.state.outcome == Outcome.GRANTED


def _compensation(text: str) -> list[FieldFault]:
    """How a loss is made good, or why there is none: in words of substance."""
    if not text.strip():
        return [FieldFault("compensation", "required")]
    if len(text.strip()) > WORDS_LENGTH:
        return [FieldFault("compensation", "too_long", {"most": WORDS_LENGTH})]
    why = why_not_substance(text)
    return [FieldFault("compensation", why, {"least": LEAST})] if why else []


def _texts(*, most: int = WORDS_LENGTH, **texts: str) -> list[FieldFault]:
    faults = []
    for name, text in texts.items():
        if not text.strip():
            faults.append(FieldFault(name, "required"))
        elif len(text.strip()) > most:
            faults.append(FieldFault(name, "too_long", {"most": most}))
    return faults


def _reason(reason: str) -> list[FieldFault]:
    why = why_not_substance(reason)
    return [FieldFault("reason", why, {"least": LEAST})] if why else []


def _raise(faults: list[FieldFault]) -> None:
    if faults:
        raise InputFaults(faults)
