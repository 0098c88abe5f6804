"""How the middle of a case folds: who took which step, what was sent back, posted, objected to, and where the result
lies."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tongban.cases.state import CaseState, StepState, day, fields_of
from tongban.kernel.time import legal_date


def open_next(steps: tuple[StepState, ...], at: datetime) -> tuple[StepState, ...]:
    """Open the first waiting step, with those that run beside it, once nothing is open; its limit runs from now."""
    if any(step.state == "open" for step in steps):
        return steps
    first = next((step for step in steps if step.state == "waiting"), None)
    if first is None:
        return steps
    beside = first.side_by_side
    return tuple(
        replace(step, state="open", opened_on=legal_date(at))
        if step is first or (beside and step.side_by_side == beside and step.state == "waiting")
        else step
        for step in steps
    )


def _with_step(state: CaseState, code: str, **changes: Any) -> CaseState:
    return replace(
        state, steps=tuple(replace(one, **changes) if one.code == code else one for one in state.steps)
    )


def taken(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """Somebody takes an open step, or with no step named the whole matter at the counter; ``by``: assignment id."""
    if data["step"]:
        return _with_step(state, data["step"], taken_by=data["by"])
    return replace(state, holder_id=data["by"])


def put_back(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """What was taken is anybody's of the position again."""
    return taken(state, {**data, "by": None}, at)


def step_returned(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """Back to an earlier step: it and all after it are gone through anew, each in a new round."""
    order = next(order for order, step in enumerate(state.steps) if step.code == data["to"])
    anew = tuple(
        StepState(
            step.code,
            step.position_id,
            side_by_side=step.side_by_side,
            round=step.round + (step.state != "waiting"),
            objections=step.objections,
            kind=step.kind,
        )
        if place >= order
        else step
        for place, step in enumerate(state.steps)
    )
    # what runs beside the step and was not done yet waits with it
    kept = tuple(replace(step, state="waiting") if step.state == "open" else step for step in anew)
    return replace(state, steps=open_next(kept, at), **fields_of(data))


def recused(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """Somebody may not act in the matter (回避): a step or the decision is a colleague's, or goes where somebody may.

    ``staff``: who is kept from it from now on.  ``position_id``: where the step lies, and with a decision that goes up
    the head's approvals (``approvals``: codes of steps) that are not given yet.
    """
    kept = tuple(dict.fromkeys((*state.course.recused, data["staff"])))
    told = replace(state, course=replace(state.course, recused=kept, kin=True))
    if data["step"]:
        return _with_step(told, data["step"], position_id=data["position_id"], taken_by=None)
    for code in data.get("approvals", ()):
        told = _with_step(told, code, position_id=data["position_id"], taken_by=None)
    return replace(told, deciding_body_id=data["deciding_body_id"])


def notice_posted(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """A public notice hangs from its first day to its last."""
    return _with_step(
        state, data["step"], posted_first=day(data["first"]), posted_last=day(data["last"]), objections=0
    )


def objection_recorded(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """Somebody objects to what is posted; where the item says so the inquiry is made anew, and the notice after it.

    ``to``: the step that opens again; the notice's own where its step was closed already.
    """
    counted = _counted(state, data["step"], 1)
    if not data.get("to"):
        return counted
    anew = step_returned(counted, {**data, "from": data["step"]}, at)
    if data["to"] != data["step"]:
        return anew
    # it was made in time and entered after the step was closed: that opens again, and its notice has hung
    over = next(step for step in state.steps if step.code == data["step"])
    return _with_step(anew, over.code, posted_first=over.posted_first, posted_last=over.posted_last)


def objection_answered(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """An objection was looked into and answered."""
    return _counted(state, data["step"], -1)


def _counted(state: CaseState, code: str, more: int) -> CaseState:
    step = next(one for one in state.steps if one.code == code)
    return _with_step(state, code, objections=step.objections + more)


def result_moved(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """The result lies at another place from today on (出件登记); an assister's point is then where it is collected."""
    return replace(state, **fields_of(data), result_since=legal_date(at))


def delivered(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """It is with its receiver, whatever way it went; nothing leaves twice."""
    out: dict[str, Any] = {"result_at": "out", "result_since": legal_date(at)} if state.result_at else {}
    return replace(state, course=state.course.with_arrival(data), **out, **fields_of(data))


def undelivered(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    """It never left: it lies where it lay, and waits to be handed over."""
    return replace(state, delivered_at=None, **fields_of(data))
