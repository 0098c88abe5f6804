"""The fold: a case's state from its stream of events.  Commands write what this gives; replaying gives it again.

Nothing personal is in it, so it can be recomputed after the person was erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from tongban.cases import middle
from tongban.cases.course import Course, Extended, Procedure, Round, course_of
from tongban.cases.state import CaseState, MaterialState, StepState, day, fields_of, moment
from tongban.kernel.ledger import Event, Recorded
from tongban.rules.lifecycle import Act, Status, next_status


def _submitted(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    told = fields_of(data)
    told.setdefault("deciding_body_id", data["body_id"])  # before a county decided, the township did
    return replace(
        state,
        steps=tuple(
            StepState(step["code"], step["position_id"], side_by_side=step["side_by_side"])
            for step in data["steps"]
        ),
        materials=tuple(
            MaterialState(
                material["code"],
                material["required"],
                material["form"],
                promise=material.get("promise", ""),
            )
            for material in data["materials"]
        ),
        course=state.course.with_arrival(data),
        **told,
    )


def _accepted(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    verdicts = data.get("verdicts", {})
    return replace(
        state,
        steps=middle.open_next(state.steps, at),
        materials=_judged(state.materials, verdicts, data.get("promises", {})),
        **fields_of(data),
    )


def _judged(
    materials: tuple[MaterialState, ...], verdicts: Mapping[str, str], promises: Mapping[str, Any]
) -> tuple[MaterialState, ...]:
    """The materials with their verdicts and with what was promised in the place of one."""
    return tuple(
        replace(
            material,
            verdict=verdicts.get(material.code, material.verdict),
            **(
                {
                    "promise": promises[material.code]["promise"],
                    "promise_due": day(promises[material.code]["due"]),
                }
                if material.code in promises
                else {}
            ),
        )
        for material in materials
    )


def _deemed_accepted(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    return replace(_accepted(state, data, at), course=replace(state.course, deemed=True))


def _declined(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    verdicts = data.get("verdicts", {})
    return replace(state, materials=_judged(state.materials, verdicts, {}), **fields_of(data))


def _opinion(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    steps = tuple(
        replace(step, state="done", agrees=data["agrees"], by=data["by"], at=at)
        if step.code == data["step"] and step.state == "open"
        else step
        for step in state.steps
    )
    return replace(state, steps=middle.open_next(steps, at))


def _plain(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    return replace(state, **fields_of(data))


def _verdicts(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    return replace(
        state,
        materials=_judged(state.materials, data["verdicts"], data.get("promises", {})),
        **fields_of(data),
    )


def _corrections_requested(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    asked = Round.of({**data, "asked_at": at})
    course = replace(state.course, rounds=(*state.course.rounds, asked))
    judged = _judged(state.materials, data["verdicts"], {})
    return replace(
        state,
        materials=judged,
        course=course,
        correction_due=asked.bring_by,
        intake_due=None,
        deemed_due=None,
        **fields_of(data),
    )


def _last_round(state: CaseState, **changes: Any) -> Course:
    *before, last = state.course.rounds
    return replace(state.course, rounds=(*before, replace(last, **changes)))


def _served(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    course = _last_round(state, served_at=moment(data["served_at"]), served_by=data["mode"])
    return replace(state, course=course.with_arrival(data))


def _handed_in(materials: tuple[MaterialState, ...], forms: Mapping[str, str]) -> tuple[MaterialState, ...]:
    """The materials with what came in; what was said of the old one does not stand for the new one.

    The paper itself takes the place of the promise that stood for it.
    """
    return tuple(
        replace(material, form=forms[material.code], verdict="", promise="")
        if material.code in forms
        else material
        for material in materials
    )


def _corrected(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """It came; where it had been handed over before it counted as withdrawn, it never did."""
    brought = (*data["materials"], *(f"answers.{code}" for code in data.get("answers", ())))
    course = _last_round(state, answered_at=moment(data["answered_at"]), brought=tuple(brought))
    return replace(
        state,
        materials=_handed_in(state.materials, data["materials"]),
        course=course.without("served").with_arrival(data),  # its service begins nothing any more
        correction_due=None,
        outcome="",
        concluded_at=None,
        **fields_of(data),
    )


def _corrected_on_the_spot(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    return replace(state, materials=_handed_in(state.materials, data["materials"]))


def _restored(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    bring_by = day(data["bring_by"])
    return replace(
        state,
        outcome="",
        concluded_at=None,
        course=_last_round(
            state,
            bring_by=bring_by,
            served_at=moment(data.get("served_at")),
            served_by=data.get("served_by", ""),
            restored_at=at,
        ).without("served"),  # what was delivered before proves nothing of the new day
        correction_due=bring_by,
    )


def _procedure_started(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    course = replace(state.course, procedures=(*state.course.procedures, Procedure.of(data)))
    return replace(state, course=course, **fields_of(data))


def _procedure_ended(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    *before, last = state.course.procedures
    ended = replace(last, ended=day(data["ended"]))
    course = replace(state.course, procedures=(*before, ended))
    if data.get("extension_void") and course.extension is not None:
        course = replace(course, extension=replace(course.extension, void=True))
    return replace(state, course=course, **fields_of(data))


def _extended(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    course = replace(state.course, extension=Extended.of({**data, "at": at}))
    return replace(state, course=course, **fields_of(data))


def _terminated(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    course = replace(state.course, nobody=bool(data.get("nobody")))
    return replace(state, course=course, **fields_of(data))


def _promise_met(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """A deferred material came, or a commitment was checked."""
    return replace(
        state,
        materials=tuple(
            replace(
                material,
                form=data.get("form", material.form),
                verdict=data.get("verdict", material.verdict),
                promise_kept=data["kept"],
            )
            if material.code == data["material"]
            else material
            for material in state.materials
        ),
    )


def _served_afterwards(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """The service of a paper after the decision moves no date of the case; of an earlier day it waits to be confirmed."""
    return replace(state, course=state.course.with_arrival(data))


_OF_A_ROUND = ("served_at", "answered_at", "shown_at")


def _later_entry_settled(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """Confirmed, the time stands; refused, it counts from when it was entered, or nothing was served at all."""
    counted = _plain(state, data, at)
    kind, ref = data.get("kind", "received"), data.get("ref", "")
    told: dict[str, Any] = {name: moment(data[name]) for name in _OF_A_ROUND if name in data}
    course = counted.course
    if kind == "served" and data.get("unserved"):
        told |= {"served_at": None, "served_by": ""}
    if told and course.rounds:
        of = int(ref) - 1 if ref else len(course.rounds) - 1
        rounds = (replace(one, **told) if place == of else one for place, one in enumerate(course.rounds))
        course = replace(course, rounds=tuple(rounds))
    settled = course.without(name=f"{kind}:{ref}" if ref else kind)
    return replace(counted, course=settled.with_arrival(data))


def _deemed_withdrawn(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """Also anew, where the handover that had kept it alive was not confirmed: the notice then waits for its answer."""
    course = state.course
    if course.rounds and course.rounds[-1].answered_at is not None:
        course = _last_round(state, answered_at=None, brought=())
    course = replace(course, withdrawal_told=day(data.get("told_on")))
    told = replace(state, course=course)
    told = replace(told, correction_due=told.bring_by)
    return _plain(replace(told, intake_due=None, deemed_due=None), data, at)


def _heard(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """A defence of a promise that is upheld sets the finding aside."""
    if data["about"] != "commitment" or data["outcome"] != "upheld":
        return state
    return _promise_met(state, {"material": data["material"], "kept": True, "verdict": "ok"}, at)


def _announced(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    first, last = day(data["first"]), day(data["last"])
    assert first is not None and last is not None
    return replace(state, course=replace(state.course, announced=(first, last)))


def _redone(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    if data.get("goes_on"):
        return _taken_up_again(state, data)
    steps = tuple(
        StepState(step.code, step.position_id, side_by_side=step.side_by_side, round=step.round + 1)
        for step in state.steps
    )
    anew = _not_ended(state)
    course = replace(
        anew.course,
        restarted_on=day(data["restarted_on"]),
        extension=None,
        procedures=(),
        resumed_on=None,
        later=tuple(one for one in anew.course.later if one.kind == "paper"),
    )
    return replace(anew, steps=middle.open_next(steps, at), course=course, **fields_of(data))


def _reinstated(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """What ended a grant is quashed: the grant stands as if it had never ended; nothing is delivered or counted anew."""
    return replace(state, standing="")


def _not_ended(state: CaseState) -> CaseState:
    """The matter without its end, its delivery, and where its result lay."""
    return replace(
        state,
        outcome="",
        standing="",
        concluded_at=None,
        delivered_at=None,
        delivery_due=None,
        result_at="",
        result_since=None,
        course=replace(state.course, announced=None, nobody=False),
    )


def _taken_up_again(state: CaseState, data: Mapping[str, Any]) -> CaseState:
    """It ended by mistake: steps, procedures and limits go on where they stood."""
    anew = _not_ended(state)
    return replace(anew, course=replace(anew.course, resumed_on=day(data["goes_on"])), **fields_of(data))


def _reopened(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """A refusal to accept that was wrong is gone: the application is looked at again from the day of the order."""
    if data.get("goes_on"):
        return _taken_up_again(state, data)
    before = replace(
        state,
        accepted_at=None,
        intake_due=None,
        deemed_due=None,
        promised_due=None,
        statutory_due=None,
        course=replace(state.course, deemed=False, arrived=None),
    )
    anew = _redone(before, {**data, "restarted_on": None}, at)
    return replace(anew, steps=tuple(replace(step, state="waiting", opened_on=None) for step in anew.steps))


def _notice_stands(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """The notice that waited when the matter ended waits again, with a new day that is to be proven told."""
    bring_by = day(data["bring_by"])
    round_ = _last_round(state, bring_by=bring_by, served_at=None, served_by="", restored_at=at)
    return replace(
        state, course=round_.without("served"), correction_due=bring_by, intake_due=None, deemed_due=None
    )


# event type → the act of the life cycle it is, and how its data folds in
EVENTS = {
    "submitted": (Act.SUBMIT, _submitted),
    "materials_judged": (Act.JUDGE_MATERIALS, _verdicts),
    "accepted": (Act.ACCEPT, _accepted),
    "deemed_accepted": (Act.DEEMED_ACCEPT, _deemed_accepted),
    "declined": (Act.DECLINE, _declined),
    "identity_confirmed": (Act.CONFIRM_IDENTITY, _plain),
    "later_entry_settled": (Act.CONFIRM_LATER_ENTRY, _later_entry_settled),
    "address_confirmed": (Act.CONFIRM_ADDRESS, _plain),
    "corrected_on_the_spot": (Act.CORRECT_ON_THE_SPOT, _corrected_on_the_spot),
    "corrections_requested": (Act.REQUEST_CORRECTIONS, _corrections_requested),
    "notice_served": (Act.SERVE_NOTICE, _served),
    "corrected": (Act.CORRECT, _corrected),
    "deemed_withdrawn": (Act.DEEMED_WITHDRAW, _deemed_withdrawn),
    "restored": (Act.RESTORE, _restored),
    "deferred_brought": (Act.BRING_DEFERRED, _promise_met),
    "commitment_checked": (Act.CHECK_COMMITMENT, _promise_met),
    "applicant_heard": (Act.HEAR_APPLICANT, _heard),
    "paper_served": (Act.SERVE_PAPER, _served_afterwards),
    "opinion_given": (Act.GIVE_OPINION, _opinion),
    "taken": (Act.TAKE, middle.taken),
    "put_back": (Act.PUT_BACK, middle.put_back),
    "reassigned": (Act.REASSIGN, middle.taken),
    "step_returned": (Act.RETURN_STEP, middle.step_returned),
    "recused": (Act.RECUSE, middle.recused),
    "notice_posted": (Act.POST_PUBLIC_NOTICE, middle.notice_posted),
    "objection_recorded": (Act.RECORD_OBJECTION, middle.objection_recorded),
    "objection_answered": (Act.ANSWER_OBJECTION, middle.objection_answered),
    "external_completed": (Act.COMPLETE_EXTERNAL_STEP, _opinion),
    "signature_recorded": (Act.RECORD_SIGNATURE, _plain),
    "fee_recorded": (Act.RECORD_FEE, _plain),
    "fee_reversed": (Act.REVERSE_FEE, _plain),
    "result_received": (Act.RECEIVE_RESULT, middle.result_moved),
    "result_taken_out": (Act.TAKE_OUT_RESULT, middle.result_moved),
    "result_brought_back": (Act.BRING_BACK_RESULT, middle.result_moved),
    "result_sent": (Act.SEND_RESULT, middle.result_moved),
    "result_arrived": (Act.RECEIVE_SENT_RESULT, middle.result_moved),
    "special_procedure_started": (Act.START_SPECIAL_PROCEDURE, _procedure_started),
    "special_procedure_ended": (Act.END_SPECIAL_PROCEDURE, _procedure_ended),
    "extended": (Act.EXTEND, _extended),
    "decided": (Act.DECIDE, _plain),
    "withdrawn": (Act.WITHDRAW, _plain),
    "terminated": (Act.TERMINATE, _terminated),
    "delivered": (Act.DELIVER, middle.delivered),
    "announced": (Act.ANNOUNCE, _announced),
    "deemed_delivered": (Act.DEEMED_DELIVER, middle.delivered),
    "undelivered": (Act.FIND_UNDELIVERED, middle.undelivered),
    "clerical_error_corrected": (Act.CORRECT_CLERICAL_ERROR, _plain),
    "revoked": (Act.REVOKE, _plain),
    "redone": (Act.REDO, _redone),
    "reopened": (Act.REOPEN, _reopened),
    "reinstated": (Act.REINSTATE, _reinstated),
    # of an end by mistake while a notice waited: follows from taking it up again, and nobody asks anything new
    "notice_stands": (Act.REQUEST_CORRECTIONS, _notice_stands),
    "archived": (Act.ARCHIVE, _plain),
    "recomputed": (Act.RECOMPUTE, _plain),
    # somebody acted and declared only afterwards whose kin they are; the program writes it down, nobody acts
    "kin_found": (Act.RECOMPUTE, _plain),
}
# what nobody did: it does not count as a human act
BY_DATE = frozenset(
    {
        "deemed_accepted",
        "deemed_withdrawn",
        "deemed_delivered",
        "undelivered",
        "recomputed",
        "kin_found",
        "notice_stands",
    }
)


def apply(state: CaseState, event: Event | Recorded, at: datetime) -> CaseState:
    """The state after one event.

    Args:
        at: the event's moment.

    Raises:
        NotAllowed: the event's act does not leave the state's status.
        KeyError: an event type that this version does not know.
    """
    act, fold = EVENTS[event.type]
    status = next_status(Status(state.status), act)
    folded = fold(state, event.data, at)
    if event.data.get("kin"):  # done by somebody who is near kin (近亲属备案)
        folded = replace(folded, course=replace(folded.course, kin=True))
    version = state.version if event.type in BY_DATE else state.version + 1
    if status != state.status:
        folded = replace(folded, holder_id=None)  # whoever comes next takes it anew
    return replace(folded, status=status.value, version=version)


def replay(events: Iterable[Recorded]) -> CaseState:
    """The state that a whole stream leads to."""
    state = CaseState()
    for event in events:
        if event.type in EVENTS:
            state = apply(state, event, event.at)
    return state


COLUMNS = tuple(field.name for field in fields(CaseState) if field.name not in ("steps", "materials"))


def columns(state: CaseState) -> dict[str, Any]:
    """The state as the columns of the case's row."""
    values = {name: getattr(state, name) for name in COLUMNS}
    values["course"] = state.course.text
    return {**values, "next_act": state.next_act, "next_position_id": state.next_position_id}


def row_values(row: Any) -> dict[str, Any]:
    """The fields of the state that a case's row holds: all but its steps and materials."""
    values = {name: getattr(row, name) for name in COLUMNS}
    values["course"] = course_of(values["course"])
    return values
