"""The second person's word on a later entry (补录): whether the time of receipt that was stated is the true one."""

from tongban.cases.commands.delivery import SERVED
from tongban.cases.course import LaterEntry
from tongban.cases.events import dated
from tongban.cases.frame import SETTLE, act_on
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import say, settle_last
from tongban.cases.state import CaseState
from tongban.directory.models import Assignment
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults, NotAuthorized
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act, Status
from tongban.rules.substance import LEAST, why_not_substance


def confirm_later_entry(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, held: bool, note: str = ""
) -> Done:
    """Confirm the time of receipt that a colleague stated, at one's own sign-in, or say that it does not hold.

    Until then the case runs by the stated time, which is never later than the entry.  Refused, it counts from the entry;
    where a correction came in meanwhile, that one's day stands.

    Args:
        held: whether the paper of that time (the numbered pad) was seen and says the same.
        note: what it says, in words of substance, where it does not hold.

    Raises:
        InputFaults: a refusal without its reason.
        ActNotAllowed: nothing waits to be confirmed.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act; ``not_the_second_person``.
    """
    with act_on(
        Act.CONFIRM_LATER_ENTRY,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"held": held, "note": note},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        later = case.state.course.later
        if later is None:
            raise ActNotAllowed(case.state.status, Act.CONFIRM_LATER_ENTRY.value)
        if Assignment.objects.filter(id=later.by, staff_id=actor.staff_id).exists():
            raise NotAuthorized("not_the_second_person")
        if not held and (why := why_not_substance(note)):
            raise InputFaults([FieldFault("note", why, {"least": LEAST})])
        told = {"held": held, "by": actor.assignment_id, **what_follows(case.state, later, held=held)}
        case.append(dated(case, Event("later_entry_settled", told)))
        if later.kind == "paper" and not held:
            assert later.entered is not None
            settle_last(case, SERVED, {"at": later.entered.isoformat()})
        if not held:
            say(case, "later_entry", {"refused": note.strip()})
            if ended := counts_as_withdrawn(case.state, later):
                case.append(ended, actor=SETTLE)
                case.withdrawn_by_date = True
        return case.save({}, {})


def what_follows(state: CaseState, later: LaterEntry, *, held: bool) -> dict[str, object]:
    """What the event says beside the word itself: what holds from now on.

    A time of service that is confirmed begins its period; a time of receipt has run from the beginning, and one that is
    not confirmed gives way to its entry.
    """
    told: dict[str, object] = {} if later.kind == "received" else {"kind": later.kind}
    waits, rounds = state.course.open_round is not None, state.course.rounds
    if later.kind == "served":
        return told | ({"served_at": later.at} if held and waits else {})
    if later.kind == "paper":
        return told
    if later.kind == "delivered":
        return told | ({"delivered_at": later.at} if held and state.status == Status.DELIVERED else {})
    answered = any(one.answered_at for one in rounds)
    if held or (answered if later.kind == "received" else waits or not answered):
        return told
    if later.kind == "answered":
        told["answered_at"] = later.entered
    if later.on is not None:
        told["arrived"] = {"on": later.on.isoformat(), "late": later.late}
    return told | {"clock_start": later.otherwise}


def counts_as_withdrawn(state: CaseState, later: LaterEntry) -> Event | None:
    """Of a handover that had kept the application alive and was not found: it counts as withdrawn since it did."""
    if later.withdrawn is None or state.status != Status.SUBMITTED:
        return None
    return Event("deemed_withdrawn", {"outcome": "deemed_withdrawn", "concluded_at": later.withdrawn})
