"""Putting right: what a correction notice asked for comes in, or is put right at the counter without a notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases import paper_contents_corrections
from tongban.cases.authority import require
from tongban.cases.bringing import comparable, taken_in
from tongban.cases.came_in import came, may_have_come_in_time
from tongban.cases.correcting import ANSWERED_LATER, told_before
from tongban.cases.course import arrival_told
from tongban.cases.events import dated
from tongban.cases.frame import OpenCase, act_on, load
from tongban.cases.issuing import issue
from tongban.cases.judging import accepted_unseen, still_to_judge
from tongban.cases.mandating import require_own_or_mandate
from tongban.cases.requests import Done, MaterialInput
from tongban.cases.uploads import inspect
from tongban.kernel import blobs
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act, Status

MOST_WHY = 200  # characters


def attach_correction(actor: Actor, number: str, *, material: str, content: bytes, file_name: str) -> UUID:
    """Store one file for a correction that is being put together, and give its id; it counts only with `correct`.

    Raises:
        InputFaults: the file's faults (`cases.uploads`); ``not_asked_for``.
        ActNotAllowed: nothing is asked of the applicant.
        NotFound, NotAuthorized: as every act.
    """
    case = load(actor, number, lock=False, in_part=True)
    require(actor, Act.CORRECT.value, case.state)
    require_own_or_mandate(actor, case)
    asked = case.state.course.open_round
    if case.state.status != Status.AWAITING_CORRECTIONS or asked is None:
        raise ActNotAllowed(case.state.status, Act.CORRECT.value)
    name = f"materials.{material}"
    if material not in asked.materials:
        raise InputFaults([FieldFault(name, "not_asked_for")])
    found = inspect(content, file_name, name)
    blob = blobs.store(content, found.media_type, case.vault, found.pages)
    blob.save(force_insert=True)
    return blob.id


def correct(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    materials: tuple[MaterialInput, ...] = (),
    answers: Mapping[str, Any] | None = None,
    not_brought: Mapping[str, str] | None = None,
    received_at: datetime | None = None,
    later_reason: str = "",
    confirmed_by: int | None = None,
) -> Done:
    """Bring what the notice named: the application is checked again from the day on which it came in.

    Late is not too late, as long as nothing counts as withdrawn.  What was handed over at a counter or a village point
    that receives for the authority before it did, and is typed in later, never was withdrawn (民法典 art. 203; 受托收件).

    Args:
        materials: what is brought, of those that the notice named.
        answers: question → the answer put right, of those that it named.
        not_brought: material or ``answers.<code>`` → why it does not come, in a few words.
        received_at: at a counter, when it was handed over, where that is earlier than now.
        later_reason, confirmed_by: why it is typed in on a later day (补录), and the assignment that is to confirm it;
            it runs by that time at once, and from its entry where the second person does not find it.

    Raises:
        InputFaults: ``not_asked_for``, ``why_not_brought`` (a named one neither came nor is said why not),
            ``nothing_brought``, what is wrong with a file or an answer; of a time before today
            `receiving.later_entry_faults`; ``not_handed_over_in_time`` of what counts as withdrawn.
        Refusal: ``mandate_over_meanwhile`` to an organization's handler whose mandate ended; a counter may still.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    told, missing = dict(answers or {}), dict(not_brought or {})
    body: dict[str, object] = {
        "materials": comparable(materials),
        "answers": told,
        "not_brought": missing,
        "received_at": received_at,
    }
    if later_reason or confirmed_by is not None:
        body |= {"later_reason": later_reason, "confirmed_by": confirmed_by}
    with act_on(
        Act.CORRECT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        require_own_or_mandate(actor, case)
        came_in = case.run.at if isinstance(actor, Citizen) or received_at is None else received_at
        over = case.state.status == Status.CONCLUDED
        if over and not (isinstance(actor, Staff) and may_have_come_in_time(case)):
            raise ActNotAllowed(case.state.status, Act.CORRECT.value)
        _check_named(case, {one.code for one in materials}, told, missing, came_in)
        when = came(case, actor, came_in, later_reason, confirmed_by)
        with taken_in(case, materials, told) as brought:
            data = brought.event | {"answered_at": when.at, "clock_start": when.counted.day}
            if when.counted.arrived:
                data["arrived"] = arrival_told(when.counted.arrived)
            if when.later is not None:
                data["later"] = when.later.plain()
            case.append(dated(case, Event("corrected", data)))
            case.changes["correction"] = told_before(
                case,
                {
                    "not_brought": {
                        code: why.strip()[:MOST_WHY] for code, why in missing.items() if why.strip()
                    },
                    **({ANSWERED_LATER: later_reason.strip()} if when.later else {}),
                },
            )
            issue(
                case,
                "intake_receipt",
                lambda head: paper_contents_corrections.correction_receipt(
                    head, case, brought.forms, came_in, actor
                ),
            )
            return case.save({}, brought.rows)


def _check_named(
    case: OpenCase,
    brought: set[str],
    answers: Mapping[str, Any],
    not_brought: Mapping[str, str],
    came_in: datetime,
) -> None:
    asked = case.state.course.open_round
    assert asked is not None
    faults = [
        FieldFault(f"materials.{code}", "not_asked_for") for code in brought if code not in asked.materials
    ]
    faults += [
        FieldFault(f"answers.{code}", "not_asked_for") for code in answers if code not in asked.answers
    ]
    named = {code: f"materials.{code}" for code in asked.materials}
    named |= {f"answers.{code}": f"answers.{code}" for code in asked.answers}
    here = brought | {f"answers.{code}" for code in answers}
    if not here:
        faults.append(FieldFault("materials", "nothing_brought"))
    faults += [
        FieldFault(name, "why_not_brought")
        for code, name in named.items()
        if code not in here and not not_brought.get(code, "").strip()
    ]
    if came_in > case.run.at:
        faults.append(FieldFault("received_at", "in_the_future"))
    elif came_in < asked.told_at:
        faults.append(FieldFault("received_at", "before_the_notice"))
    if faults:
        raise InputFaults(faults)


def correct_on_the_spot(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    materials: tuple[MaterialInput, ...] = (),
    answers: Mapping[str, Any] | None = None,
) -> Done:
    """Let the applicant at the counter put a material or an answer right, without a notice (行政许可法 art. 32 (3)).

    Under review it takes in what the date accepted without it: a material that is missing or was not found in order.

    Raises:
        InputFaults: ``nothing_brought``, what is wrong with a file or an answer.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    told = dict(answers or {})
    with act_on(
        Act.CORRECT_ON_THE_SPOT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"materials": comparable(materials), "answers": told},
    ) as case:
        if isinstance(case, Done):
            return case
        if case.state.status == Status.IN_REVIEW:
            _require_unseen(case, {one.code for one in materials}, told)
        if not materials and not told:
            raise InputFaults([FieldFault("materials", "nothing_brought")])
        with taken_in(case, materials, told) as brought:
            case.append(dated(case, Event("corrected_on_the_spot", brought.event)))
            return case.save({}, brought.rows)


def _require_unseen(case: OpenCase, brought: set[str], answers: Mapping[str, Any]) -> None:
    """What may still come in under review.

    Raises:
        ActNotAllowed: it was accepted by hand, or everything is in order.
        InputFaults: ``not_asked_for``.
    """
    if not accepted_unseen(case):
        raise ActNotAllowed(case.state.status, Act.CORRECT_ON_THE_SPOT.value)
    wanted = still_to_judge(case)
    faults = [FieldFault(f"materials.{code}", "not_asked_for") for code in brought if code not in wanted]
    faults += [FieldFault(f"answers.{code}", "not_asked_for") for code in answers]
    if faults:
        raise InputFaults(faults)
