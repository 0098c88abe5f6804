"""The second person's word on a later entry (补录): whether the time that was stated is the true one."""

from dataclasses import replace
from datetime import date, datetime

from tongban.cases.authority import confirms
from tongban.cases.commands.delivery import SERVED
from tongban.cases.correcting import told_unserved
from tongban.cases.course import SERVICES, LaterEntry
from tongban.cases.events import dated
from tongban.cases.false_returns import HANDOVER, RETURNED, put_right, set_aside
from tongban.cases.frame import SETTLE, OpenCase, act_on
from tongban.cases.projection import replay
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import say, settle_line, take_line
from tongban.cases.sealed import open_values
from tongban.cases.settlement import withdrawal_day
from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.models import Assignment
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults, NotAuthorized
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.later_entries import takes_no_days_back
from tongban.rules.lifecycle import Act, Status
from tongban.rules.substance import LEAST, why_not_substance
from tongban.rules.workdays import WorkCalendar


def confirm_later_entry(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    held: bool,
    note: str = "",
    entry: str = "",
    unserved: bool = False,
) -> Done:
    """Confirm a time that a colleague stated, at one's own sign-in, or say that it does not hold.

    Until then the case runs by the stated time, which is never later than the entry, but no date brings anything about
    by it.  Refused, it counts from the entry; where a correction came in meanwhile, that one's day stands.

    Args:
        entry: which of those that wait (`LaterEntry.name`); where only one does, it need not be said.
        held: whether the paper of that time (the numbered pad) was seen and says the same.
        note: what it says, in words of substance, where it does not hold.
        unserved: of a service that does not hold: it was not only on another day, it never was.  Nothing runs from it then,
            and the paper waits to be served.

    Raises:
        InputFaults: a refusal without its reason; ``unserved`` of what is no service; ``entry`` where several wait and none of them is named.
        ActNotAllowed: nothing waits to be confirmed.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act; ``not_the_second_person``.
    """
    with act_on(
        Act.CONFIRM_LATER_ENTRY,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={
            "held": held,
            "note": note,
            **({"entry": entry} if entry else {}),
            **({"unserved": True} if unserved else {}),
        },
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        later = _meant(case.state, entry)
        if not confirms(actor, case.state, later):
            raise NotAuthorized("not_the_second_person")
        if Assignment.objects.filter(id=later.by, staff_id=actor.staff_id).exists():
            raise NotAuthorized("not_the_second_person")
        if unserved and (held or later.kind not in SERVICES):
            raise InputFaults([FieldFault("held", "not_an_option")])
        if not held and (why := why_not_substance(note)):
            raise InputFaults([FieldFault("note", why, {"least": LEAST})])
        told = {"held": held, "by": actor.assignment_id, "ref": later.ref}
        calendar, today = case.calendar, legal_date(case.run.at)
        told |= what_follows(
            case.state, later, case.item.definition, calendar, case.run.at, held=held, unserved=unserved
        )
        case.append(dated(case, Event("later_entry_settled", {k: v for k, v in told.items() if v != ""})))
        if unserved:
            _never_served(case, later)
        elif not held and later.kind in RETURNED:
            assert later.entered is not None
            if later.kind == "paper":
                settle_line(case, SERVED, "paper", later.ref, {"at": later.entered.isoformat()})
            put_right(case, later)
        if not held:
            say(case, "later_entry", {"refused": note.strip()})
            if ended := counts_as_withdrawn(case.state, later, today):
                case.append(ended, actor=SETTLE)
                case.withdrawn_by_date = True
        return case.save({}, {})


def _never_served(case: OpenCase, later: LaterEntry) -> None:
    """What was claimed of the service is kept apart, and its return says of itself that it does not hold."""
    if later.kind == "served":
        case.changes["correction"] = told_unserved(case)
        return
    set_aside(case, later)
    if later.kind == "paper":
        take_line(case, SERVED, "paper", later.ref, "not_served")
        return
    say(case, "not_served", open_values(case.row.handover, case.vault, HANDOVER))
    case.changes["handover"] = None
    if case.state.status == Status.DELIVERED:
        case.append(Event("undelivered", _where_it_lay(case)), actor=SETTLE)


def _where_it_lay(case: OpenCase) -> dict[str, object]:
    """Where the result lay before it was said to have left."""
    told = ledger.read("case", str(case.row.id))
    said = max(place for place, event in enumerate(told) if event.type == "delivered")
    before = replay(told[:said])
    return {"result_at": before.result_at, "result_since": before.result_since}


def _meant(state: CaseState, entry: str) -> LaterEntry:
    waiting = state.course.later
    if not waiting:
        raise ActNotAllowed(state.status, Act.CONFIRM_LATER_ENTRY.value)
    found = [one for one in waiting if one.name == entry] if entry else list(waiting)
    if len(found) != 1:
        raise InputFaults([FieldFault("entry", "not_an_option" if entry else "required")])
    return found[0]


def what_follows(
    state: CaseState,
    later: LaterEntry,
    item: ItemDefinition,
    calendar: WorkCalendar,
    now: datetime,
    *,
    held: bool,
    unserved: bool = False,
) -> dict[str, object]:
    """What the event says beside the word itself: what holds from now on.

    A time of service that is confirmed begins its period, but takes no day back that was told till then; of a notice that was
    never served nothing runs; a time of receipt
    has run from the beginning, and one that is not confirmed gives way to its entry.
    """
    told: dict[str, object] = {} if later.kind == "received" else {"kind": later.kind}
    counts = later is state.course.unconfirmed_receipt
    if later.kind == "served":
        if unserved:
            return told | {"unserved": True}
        return told | _counts_from(state, later, item, calendar, now, held=held)
    if later.kind == "paper":
        return told | ({"unserved": True} if unserved else {})
    if later.kind == "delivered":
        if unserved:
            return told | {"unserved": True}
        return told | ({"delivered_at": later.at} if held and state.status == Status.DELIVERED else {})
    if held:  # what the date accepted meanwhile, it accepted from the day that holds now (art. 32 (4))
        silent = counts and state.course.deemed and state.status == Status.IN_REVIEW
        return told | ({"accepted_at": later.at or state.received_at} if silent else {})
    if later.kind == "answered":
        told["answered_at"] = later.entered
    if not counts:
        return told
    if later.on is not None:
        told["arrived"] = {"on": later.on.isoformat(), "late": later.late}
    return told | {"clock_start": later.otherwise}


def _counts_from(
    state: CaseState,
    later: LaterEntry,
    item: ItemDefinition,
    calendar: WorkCalendar,
    now: datetime,
    *,
    held: bool,
) -> dict[str, object]:
    """From when the period of an answer counts, the notice having been served: the time stated if it was confirmed, else its
    entry; and from now where that period was over while the word was still to come, for no word ends a matter at once.
    """
    shown: dict[str, object] = {"shown_at": later.at} if held else {}
    if state.status != Status.AWAITING_CORRECTIONS or state.course.rounds[-1].answered_at is not None:
        return shown  # what was relied on when it ended is not written anew

    def begins(at: datetime | None) -> bool:
        *before, last = state.course.rounds
        if at is None or at < last.told_at:
            return False
        stated = replace(state.course, rounds=(*before, replace(last, served_at=at)))
        return takes_no_days_back(
            withdrawal_day(replace(state, course=stated), item, calendar), legal_date(now)
        )

    if held and begins(later.at):
        return {"served_at": later.at}
    return shown if begins(later.entered) else shown | {"served_at": now}


def counts_as_withdrawn(state: CaseState, later: LaterEntry, today: date) -> Event | None:
    """Of a handover that had kept the application alive and was not found: it counts as withdrawn since it did.

    The applicant learns of it today: the days in which it may be taken up again run from today (`restorable_until`).
    """
    if later.withdrawn is None or state.status != Status.SUBMITTED:
        return None
    return Event(
        "deemed_withdrawn", {"outcome": "deemed_withdrawn", "concluded_at": later.withdrawn, "told_on": today}
    )
