"""Whom a warning is told to: the post at which the case lies, the head of the body, who supervises the body."""

from dataclasses import dataclass

from tongban.cases.state import CaseState, StepState
from tongban.directory.models import Site
from tongban.directory.queries.places import body, position
from tongban.rules.lamps import Told
from tongban.rules.lifecycle import Act

AT_A_STEP = {
    Site.Kind.CENTRE: "reviewer",
    Site.Kind.COUNTY_OFFICE: "county_reviewer",
    Site.Kind.VILLAGE_POINT: "assister",
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """A post.

    Args:
        role: in which somebody serves there.
        body_id: the authority that it belongs to; of a supervisor the one that is supervised.
        position_id: None for a head and a supervisor, whoever they are.
    """

    role: str
    body_id: int
    position_id: int | None = None


def addressee(told: Told, state: CaseState) -> Addressee:
    """Who is told now; the post is what the case waits for, whoever serves there today.

    The head is the one of the body that took the matter in, which answers for its limits; where it lies with the county's
    body that decides it, that body's.
    """
    if told == "supervisor":
        return Addressee("supervisor", state.body_id)
    holder = _holder(state)
    if told == "holder":
        return holder
    return _head(holder.body_id if holder.body_id == state.deciding_body_id else state.body_id)


def _holder(state: CaseState) -> Addressee:
    if state.next_act == Act.GIVE_OPINION:
        return _of_step(next(step for step in state.steps if step.state == "open"))
    if state.next_act == Act.DECIDE:
        return _head(state.deciding_body_id)
    return Addressee("clerk", state.body_id, state.position_id)


def _of_step(step: StepState) -> Addressee:
    site = position(step.position_id).site
    if step.kind == "approval":
        return _head(site.body_id)
    return Addressee(AT_A_STEP[Site.Kind(site.kind)], site.body_id, step.position_id)


def _head(body_id: int) -> Addressee:
    return Addressee("approver" if body(body_id).level == "township" else "county_approver", body_id)
