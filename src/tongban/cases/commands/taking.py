"""Taking a matter from the position's queue, and putting it back."""

from functools import partial

from django.db import transaction

from tongban.cases.course import course_of
from tongban.cases.frame import act_on, load
from tongban.cases.kinship import holds_nothing, kin_of
from tongban.cases.models import Case
from tongban.cases.requests import Done
from tongban.cases.taking.holding import colleague_on, mark_on, marked_by, places_of
from tongban.cases.taking.queue import queue
from tongban.cases.visibility import visible_to
from tongban.directory.queries.duty import is_away, present
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import hold_key
from tongban.kernel.errors import FieldFault, InputFaults, KeyReused, NotAuthorized, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.models import CommandRecord
from tongban.kernel.powers import may_start
from tongban.rules.lifecycle import Act


def take(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, step_code: str = ""
) -> Done:
    """Take what waits for one's position: the submitted matter as a clerk, else an open step.

    Args:
        step_code: which step; empty: the first of one's own that nobody here holds.

    Raises:
        NotAuthorized: ``nothing_to_take``; ``already_yours``; ``taken_by_colleague`` (by), who is here.
        Refusal: ``you_are_away``: a mark of today would not hold.
        InputFaults: ``not_an_option``: no such step of one's own is open.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.TAKE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"step": step_code},
        own_step=step_code,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if is_away(actor.staff_id):
            raise Refusal("you_are_away")
        places = places_of(actor, case.state)
        marks = {place: mark_on(case.state, place) for place in places}
        here = {
            mark: one
            for mark, one in present({mark for mark in marks.values() if mark is not None}).items()
            if one.staff_id == actor.staff_id or not holds_nothing(case, one)
        }
        free = [place for place in places if marks[place] not in here]
        if step_code and step_code not in places:
            raise InputFaults([FieldFault("step_code", "not_an_option")])
        place = step_code or (free or places)[0]
        if place not in free and (holder := here[marks[place] or 0]).staff_id != actor.staff_id:
            raise NotAuthorized("taken_by_colleague", {"by": holder.label})
        case.append(Event("taken", {"step": place, "by": actor.assignment_id}))
        return case.save({}, {})


def put_back(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, step_code: str = ""
) -> Done:
    """Give what one took back to the position.

    Args:
        step_code: which step; empty: everything of this case that one holds is meant, and of several the first goes.

    Raises:
        NotAuthorized: ``not_taken_by_you``.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.PUT_BACK,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"step": step_code},
        own_step=step_code,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        own = [place for place in marked_by(actor, case.state) if step_code in ("", place)]
        if not own:
            raise NotAuthorized("not_taken_by_you")
        case.append(Event("put_back", {"step": own[0]}))
        return case.save({}, {})


def take_next(actor: Actor, *, idempotency_key: str) -> Done | None:
    """Take the matter of one's own position's queue that is due first; None where nothing is free.

    Colleagues who ask at the same moment get different ones: a row that another holds locked is passed over.

    Raises:
        NotAuthorized: ``not_your_role_take``: this role takes nothing.
        Refusal: ``you_are_away``.
        KeyReused: the key was used for something else.
    """
    if not isinstance(actor, Staff) or not may_start("cases.take_next", actor):
        raise NotAuthorized("not_your_role_take")
    if is_away(actor.staff_id):
        raise Refusal("you_are_away")
    with transaction.atomic():
        if hold_key(actor.key, idempotency_key):
            return _taken_before(actor, idempotency_key)
        passed: list[object] = []
        while True:
            rows = queue(actor).exclude(id__in=passed).select_for_update(skip_locked=True, of=("self",))
            row = rows.first()
            if row is None:
                return None
            # the lock is held now: what was seen before it is asked once more
            if queue(actor).filter(id=row.id).exists() and not _kept_from(actor, row, held=row.held):  # type: ignore[attr-defined]  # of `queue`
                break
            passed.append(row.id)
        return take(actor, row.number, expected_version=row.version, idempotency_key=idempotency_key)


def _kept_from(actor: Staff, row: Case, *, held: bool) -> bool:
    """Whether a colleague takes it: a matter of the actor's kin, one that they were recused in, or one that a colleague
    holds by a mark that stands."""
    if not actor.kin_declared and not course_of(row.course).recused and not held:
        return False
    case = load(actor, row.number, lock=False)
    if kin_of(actor, case):
        return True
    return colleague_on(actor, "take", case.state, partial(holds_nothing, case)) is not None


def _taken_before(actor: Staff, key: str) -> Done:
    record = CommandRecord.objects.get(actor_key=actor.key, key=key)
    if record.name != "cases.take":
        raise KeyReused
    number = record.reference["number"]
    version = visible_to(actor).values_list("version", flat=True).get(number=number)
    return Done(number, version, (), True)
