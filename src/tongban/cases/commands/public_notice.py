"""Public notices: what is posted and for how long; who objects, what was found, and how it was answered."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from tongban.cases.frame import OpenCase, act_on
from tongban.cases.kinship import holds_nothing
from tongban.cases.requests import Done
from tongban.cases.state import StepState
from tongban.cases.steps.entries import leave_entry
from tongban.cases.steps.history import objections_of
from tongban.cases.steps.notices import (
    hanging_step,
    inquired_from,
    least_last_day,
    notice_step,
    objected_step,
    posted,
    shows_amount,
)
from tongban.cases.steps.whose import holds
from tongban.cases.taking.holding import require_free
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults, NotAuthorized, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Act
from tongban.rules.public_notice import amount_of, fault_of_days, fault_of_objection
from tongban.rules.substance import LEAST, why_not_substance

MOST_PLACES = 10
MOST_PLACE = 60
MOST_NAME = 40
MOST_WORDS = 2000
NOBODY = "nobody"
TOLD_HOW = ("in_person", "phone", "letter", NOBODY)  # how the answer reaches who objected


def post_public_notice(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    places: Sequence[str],
    first: date | None,
    last: date | None = None,
    amount: str = "",
    unreadable: Sequence[FieldFault] = (),
) -> Done:
    """Put a notice up, or up again: where and from when to when; what it shows is the item's rule and masked.

    Args:
        places: where it hangs, one a line.
        last: the last day; None: as the item says, never less.
        amount: yuan that the township proposes, where the item posts it.
        unreadable: what was typed and is no day.

    Raises:
        InputFaults: ``required``, ``too_long``, ``too_many_places``, ``notice_too_short`` and the other faults of its
            days, ``not_an_amount``.
        Refusal: ``objections_open``: what is still to be answered comes first.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    hung = [place.strip() for place in places if place.strip()]
    body = {"places": hung, "first": first, "last": last, "amount": amount}
    with act_on(
        Act.POST_PUBLIC_NOTICE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        step = _own_notice(case, actor)
        if step.objections:
            raise Refusal("objections_open")
        until = _checked(case, hung, first, last, amount, unreadable)
        assert first is not None
        event = {"step": step.code, "first": first, "last": until, "places": hung}
        case.append(Event("notice_posted", event))
        shown = posted(case, amount_of(amount))
        record = {
            "places": hung,
            "first": first.isoformat(),
            "last": until.isoformat(),
            "amount": shown.amount,
        }
        leave_entry(case, step, "notice_posted", record)
        return case.save({}, {})


def _own_notice(case: OpenCase, actor: Actor) -> StepState:
    step = notice_step(case.state)
    if step is None:
        raise ActNotAllowed(case.state.status, Act.POST_PUBLIC_NOTICE.value)
    if not isinstance(actor, Staff) or not holds(actor, step):
        raise NotAuthorized("not_your_step")
    require_free(actor, step, partial(holds_nothing, case))
    return step


def _checked(
    case: OpenCase,
    places: Sequence[str],
    first: date | None,
    last: date | None,
    amount: str,
    unreadable: Sequence[FieldFault],
) -> date:
    """The last day, where nothing is wrong."""
    faults = list(unreadable)
    unread = {fault.field for fault in faults}
    if not places:
        faults.append(FieldFault("places", "required"))
    elif len(places) > MOST_PLACES:
        faults.append(FieldFault("places", "too_many_places", {"most": MOST_PLACES}))
    elif any(len(place) > MOST_PLACE for place in places):
        faults.append(FieldFault("places", "too_long", {"most": MOST_PLACE}))
    least = least_last_day(case, first) if first is not None else None
    wrong = fault_of_days(first, last, least=least, today=legal_date(case.run.at))
    if wrong is not None and wrong[0] not in unread:
        faults.append(FieldFault(*wrong))
    if shows_amount(case.item.definition) and not amount_of(amount):
        faults.append(FieldFault("notice_amount", "not_an_amount"))
    if faults or least is None:
        raise InputFaults(faults)
    return last or least


def record_objection(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    objector: str,
    contact: str,
    about: str,
    made_on: date | None = None,
    unreadable: Sequence[FieldFault] = (),
) -> Done:
    """Somebody objects to what is posted; where the item says so the inquiry is made anew and a new notice follows.

    Args:
        objector: the name they gave, or that they gave none; sealed, and masked to all but who looks into it.
        contact: how to reach them; may be empty.
        about: what they say, at least ten characters of substance.
        made_on: when they said it; None: today.  One made while the notice hung counts until there is a decision: the
            step opens again where it was closed.
        unreadable: what was typed and is no day.

    Raises:
        InputFaults: ``required``, ``too_long``, why the words say nothing, and the faults of its day
            (`rules.public_notice.fault_of_objection`).
        Refusal: ``notice_not_hanging``: it is not up yet.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"objector": objector, "contact": contact, "about": about, "made_on": made_on}
    with act_on(
        Act.RECORD_OBJECTION,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        step = hanging_step(case.state)
        if step is None:
            raise ActNotAllowed(case.state.status, Act.RECORD_OBJECTION.value)
        today = legal_date(case.run.at)
        if step.posted_first is not None and today < step.posted_first:
            raise Refusal("notice_not_hanging")
        closed = step.state == "done"
        faults = list(unreadable)
        if wrong := fault_of_objection(
            made_on or today, first=step.posted_first, last=step.posted_last, closed=closed, today=today
        ):
            faults.append(FieldFault("made_on", *wrong))
        faults += [
            FieldFault(field, "too_long", {"most": most})
            for field, text, most in (
                ("objector", objector, MOST_NAME),
                ("contact", contact, MOST_NAME),
                ("about", about, MOST_WORDS),
            )
            if len(text) > most
        ]
        if not objector.strip():
            faults.append(FieldFault("objector", "required"))
        if why := why_not_substance(about):
            faults.append(FieldFault("about", why, {"least": LEAST}))
        if faults:
            raise InputFaults(faults)
        up = step.posted_first is not None  # else the inquiry is being made anew already
        anew = inquired_from(case.item.definition, case.state, step) if up else ""
        to = anew or (step.code if closed else "")
        case.append(Event("objection_recorded", {"step": step.code, **({"to": to} if to else {})}))
        record = {
            "objector": objector.strip(),
            "contact": contact.strip(),
            "about": about.strip(),
            "made_on": (made_on or today).isoformat(),
            "to": anew,
        }
        leave_entry(case, step, "objection", record)
        return case.save({}, {})


def answer_objection(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    objection: str,
    upheld: bool | None,
    finding: str,
    told_how: str = "",
) -> Done:
    """Answer an objection after looking into it.

    Args:
        objection: id of its entry.
        upheld: whether it was right.
        finding: how it was looked into and what was found, at least ten characters of substance.
        told_how: how who objected was told (`TOLD_HOW`); ``nobody`` only where they left no way to reach them.

    Raises:
        InputFaults: ``choice_missing``, ``required``, ``too_long``, ``objector_can_be_reached``, and why the finding
            says nothing.
        Refusal: ``inquiry_open``: the new inquiry is not done yet.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"objection": objection, "upheld": upheld, "finding": finding, "told_how": told_how}
    with act_on(
        Act.ANSWER_OBJECTION,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        step = objected_step(case.state)
        if step is None:
            raise ActNotAllowed(case.state.status, Act.ANSWER_OBJECTION.value)
        if step.state != "open":
            raise Refusal("inquiry_open")
        if not isinstance(actor, Staff) or not holds(actor, step):
            raise NotAuthorized("not_your_step")
        require_free(actor, step, partial(holds_nothing, case))
        faults = []
        waiting = {str(one.id): one for one in objections_of(case) if not one.answered}
        if objection not in waiting:
            faults.append(FieldFault("objection", "choice_missing"))
        if told_how not in TOLD_HOW:
            faults.append(FieldFault("told_how", "choice_missing"))
        elif told_how == NOBODY and objection in waiting and waiting[objection].contact:
            faults.append(FieldFault("told_how", "objector_can_be_reached"))
        if upheld is None:
            faults.append(FieldFault("upheld", "required"))
        if why := why_not_substance(finding):
            faults.append(FieldFault("finding", why, {"least": LEAST}))
        elif len(finding) > MOST_WORDS:
            faults.append(FieldFault("finding", "too_long", {"most": MOST_WORDS}))
        if faults:
            raise InputFaults(faults)
        case.append(Event("objection_answered", {"step": step.code, "upheld": upheld}))
        record = {
            "objection": objection,
            "finding": finding.strip(),
            "upheld": upheld,
            "told_how": told_how,
        }
        leave_entry(case, step, "objection_answered", record)
        return case.save({}, {})
