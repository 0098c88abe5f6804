"""Who holds what of a case, and what that keeps colleagues from."""

from collections.abc import Callable

from tongban.cases.state import CaseState, StepState
from tongban.cases.steps.whose import holds
from tongban.directory.queries.duty import Present, present
from tongban.directory.queries.places import position
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotAuthorized
from tongban.rules.lifecycle import Status

Passed = Callable[[Present], bool]
"""Whether somebody's mark keeps nobody from the matter: they may not act in it themselves (`kinship.holds_nothing`)."""

WHOLE_MATTER = ""
"""The place of a mark on the matter at the counter; a step's is its code."""

AT_THE_COUNTER = frozenset(
    {
        "accept",
        "finish_on_the_spot",
        "judge_materials",
        "request_corrections",
        "decline",
        "correct_on_the_spot",
        "terminate",
        "take",
    }
)
"""What a mark on the whole matter reserves.  What the applicant comes for (proof, address, withdrawal) is anybody's."""

IN_A_STEP = frozenset(
    {
        "give_opinion",
        "post_public_notice",
        "answer_objection",
        "complete_external_step",
        "return_step",
        "take",
    }
)
"""What a mark on a step reserves.  An objection that somebody brings is taken down by whoever is there."""


def places_of(actor: Staff, state: CaseState) -> tuple[str, ...]:
    """What of a case this actor could take today by their position: the matter at the counter, or open steps."""
    if actor.role == "clerk":
        own = state.position_id == actor.position_id or state.holder_id == actor.assignment_id
        return (WHOLE_MATTER,) if own and state.status == Status.SUBMITTED else ()
    return tuple(step.code for step in state.steps if holds(actor, step))


def mark_on(state: CaseState, place: str) -> int | None:
    """The assignment whose mark is on a place, whether or not it holds today."""
    if place == WHOLE_MATTER:
        return state.holder_id
    return next(step.taken_by for step in state.steps if step.code == place)


def marked_by(actor: Staff, state: CaseState) -> tuple[str, ...]:
    """The places that carry this actor's own mark."""
    return tuple(place for place in places_of(actor, state) if mark_on(state, place) == actor.assignment_id)


def colleague_on(actor: Staff, act: str, state: CaseState, passed: Passed | None = None) -> Present | None:
    """The colleague who is here and holds what this act would do; None where somebody may go ahead.

    Costs no statement where nothing carries another's mark.

    Args:
        passed: whose mark keeps nobody from it; asked only of who would be in the way.
    """
    if act not in (AT_THE_COUNTER if actor.role == "clerk" else IN_A_STEP):
        return None
    marks = [mark_on(state, place) for place in places_of(actor, state)]
    if not marks or any(mark in (None, actor.assignment_id) for mark in marks):
        return None
    here = present({mark for mark in marks if mark is not None})
    found = [here.get(mark) for mark in marks if mark is not None]
    if any(one is None or one.staff_id == actor.staff_id for one in found):
        return None  # away, gone, or the same person in another assignment
    if any(one.staff_id in state.course.recused or (passed and passed(one)) for one in found if one):
        return None
    return found[0]


def require_free(actor: Staff, step: StepState, passed: Passed) -> None:
    """Refuse an act in a step that a colleague holds who is here today; whoever is away holds nothing.

    `colleague_on` greys the act where no step of the case is free for it; this looks at the one step it is done in.

    Args:
        passed: as of `colleague_on`.

    Raises:
        NotAuthorized: ``taken_by_colleague`` (by).
    """
    if step.taken_by is None or step.taken_by == actor.assignment_id:
        return
    holder = present({step.taken_by}).get(step.taken_by)
    if holder is not None and holder.staff_id != actor.staff_id and not passed(holder):
        raise NotAuthorized("taken_by_colleague", {"by": holder.label})


def why_not_take(actor: Staff, state: CaseState) -> str:
    """``nothing_to_take``; ``already_yours``; empty where there is something, whoever holds it."""
    places = places_of(actor, state)
    if not places:
        return "nothing_to_take"
    return "already_yours" if len(marked_by(actor, state)) == len(places) else ""


def why_not_reassign(actor: Staff, state: CaseState) -> str:
    """``nothing_to_reassign``; ``not_your_body``: who assigns anew is the head of the body whose position has the work."""
    bodies = {position(one).site.body_id for one in work_of(state).values()}
    if not bodies:
        return "nothing_to_reassign"
    return "" if actor.body_id in bodies else "not_your_body"


def work_of(state: CaseState) -> dict[str, int]:
    """Place → position of what somebody must do in the case now: at the counter, or in an open step."""
    if state.status == Status.SUBMITTED:
        return {WHOLE_MATTER: state.position_id}
    if state.status != Status.IN_REVIEW:
        return {}
    return {
        step.code: step.position_id
        for step in state.steps
        if step.state == "open" and step.kind != "approval"  # the head's own
    }
