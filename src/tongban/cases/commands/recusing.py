"""Recusal (回避): somebody may not act in a matter, and it goes to a colleague, or to the county."""

from tongban.cases.frame import OpenCase, act_on
from tongban.cases.kinship import digests_in, filing
from tongban.cases.notices import notice
from tongban.cases.recusing import DECISION, Barred, Successor, holders_at, instead, places_of
from tongban.cases.requests import Done
from tongban.cases.steps.whose import HEADS
from tongban.directory.models import Kin, Site
from tongban.directory.queries.places import places, position
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, Refusal
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act
from tongban.rules.recusal import Effect
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

MOST_WORDS = 300
OTHER = Kin.Relation.OTHER.value


def recuse(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    relation: str,
    words: str = "",
    place: str = "",
    who: int = 0,
) -> Done:
    """Say that oneself, or for a head somebody of the own body, may not act in a matter (公务员法 art. 76, 77).

    The person is kept from the matter from now on.  The step or the decision stays with the position where a colleague
    is here who may; else a village's step goes to the township, and everything else to the county's post for the item.
    The clock goes on.

    Args:
        relation: one of `Kin.Relation`: how the person stands to a party.
        words: what there is to say; needed for ``other``.
        place: code of the step; empty: the first that is the actor's, of a head the decision.
        who: the assignment that may not act; 0: the actor's own.

    Raises:
        InputFaults: ``relation``, ``words``; ``place`` or ``who`` ``not_an_option``.
        NotAuthorized: ``nothing_to_recuse``.
        Refusal: ``recused_already``, where a colleague has the matter already; ``near_kin_nobody``: nobody is left, here
            or at the county.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    body = {"relation": relation, "words": words, "place": place, "who": who}
    with act_on(
        Act.RECUSE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        where = _place(actor, case, place)
        person, staff_id = _person(actor, case, where, who)
        if faults := _faults(relation, words):
            raise InputFaults(faults)
        since = case.row.received_at
        recused = case.state.course.recused
        barred = Barred(digests_in(case), frozenset({*recused, staff_id}), since)
        to = instead(case.item.definition, case.state, where, barred)
        if to.effect is None:
            raise Refusal("near_kin_nobody")
        moves = to.effect is Effect.TO_COUNTY or _moves(case, where, to)
        if staff_id in recused and not moves:
            raise Refusal("recused_already")
        case.append(Event("recused", {"staff": staff_id, **_moved(case, where, to)}))
        case.batch.insert(
            filing(
                actor,
                Act.RECUSE,
                relation,
                case.row.id,
                case.vault,
                case.run.at,
                effect=to.effect.value,
                who=person,
                words=words.strip(),
                names=to.names,
            )
        )
        _tell(case, to)
        return case.save({}, {})


def _place(actor: Staff, case: OpenCase, place: str) -> str:
    own = places_of(actor, case.state)
    if not own:
        raise NotAuthorized("nothing_to_recuse")
    if place and place not in own:
        raise InputFaults([FieldFault("place", "not_an_option")])
    return place or (DECISION if DECISION in own else own[0])


def _person(actor: Staff, case: OpenCase, place: str, who: int) -> tuple[int, int]:
    """Assignment and person that may not act: the actor, or somebody who holds the place."""
    found = holders_at(case.item.definition, case.state, place)
    wanted = who or actor.assignment_id
    person = next((one for one in found if one.assignment_id == wanted), None)
    if person is None and not who:  # the power of a head at another post of the body
        person = next((one for one in found if one.staff_id == actor.staff_id), None)
    # 公务员法 art. 77: oneself says so, or the body orders it; a colleague does not
    if person is None or (actor.role not in HEADS and person.staff_id != actor.staff_id):
        raise InputFaults([FieldFault("who", "not_an_option")])
    return person.assignment_id, person.staff_id


def _faults(relation: str, words: str) -> list[FieldFault]:
    if relation not in Kin.Relation.values:
        return [FieldFault("relation", "choice_missing")]
    if len(words) > MOST_WORDS:
        return [FieldFault("words", "too_long", {"most": MOST_WORDS})]
    if relation == OTHER and (weak := why_not_substance(words, LEAST_TO_LOOK)):
        return [FieldFault("words", weak, {"least": LEAST_TO_LOOK})]
    return []


def _moves(case: OpenCase, place: str, to: Successor) -> bool:
    """Whether the step or the decision lies elsewhere afterwards."""
    if place == DECISION:
        return to.body_id != case.state.deciding_body_id
    return to.position_id != next(one.position_id for one in case.state.steps if one.code == place)


def _moved(case: OpenCase, place: str, to: Successor) -> dict[str, object]:
    if place != DECISION:
        return {"step": place, "position_id": to.position_id}
    told: dict[str, object] = {"step": DECISION, "deciding_body_id": to.body_id}
    if to.effect is not Effect.TO_COUNTY:
        return told
    decides = case.state.deciding_body_id
    approvals = [
        step.code
        for step in case.state.steps
        if step.kind == "approval"
        and step.state != "done"
        and position(step.position_id).site.body_id == decides
    ]
    return {**told, "position_id": to.position_id, "approvals": approvals}


def _tell(case: OpenCase, to: Successor) -> None:
    """The applicant is told where it is handled from now on, in plain words and not why."""
    phone = case.content.contact_phone
    case.add_message(
        notice("recused", phone, case.row.number, case.item, _site(case, to), case.run, case.vault)
    )


def _site(case: OpenCase, to: Successor) -> Site:
    if to.position_id is not None:
        return position(to.position_id).site
    if to.body_id in (None, case.state.body_id):
        return case.row.handling_site
    return next(one for one in places().sites.values() if one.body_id == to.body_id)
