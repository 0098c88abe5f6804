"""To whom a matter goes where somebody may not act in it: a colleague who is here, else the county.

A village's step goes to the township first: there it would lie, too, if the village had no point of its own.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tongban.cases.state import CaseState, StepState
from tongban.cases.steps.whose import HEADS, holds
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.models import Position, Site
from tongban.directory.queries.assignments import staff_behind
from tongban.directory.queries.holders import Holder, holders
from tongban.directory.queries.kin import kin_among
from tongban.directory.queries.places import body, places, position
from tongban.kernel.actors import Staff
from tongban.rules.lifecycle import Status
from tongban.rules.recusal import Candidate, Effect, goes_to

DECISION = ""
"""The place of the decision; a step's is its code."""

DOES_STEPS = frozenset({"reviewer", "county_reviewer", "assister"})
AT_THE_COUNTER = frozenset({"clerk"})
AT_INTAKE = frozenset({Status.SUBMITTED, Status.AWAITING_CORRECTIONS})


@dataclass(frozen=True)
class Successor:
    """Who acts instead.

    Args:
        effect: ``passed_on``, ``to_county``; None: nobody is left.
        names: of the people, or of the county's post; with no effect, those to whom the head can give it.
        position_id: where a step lies from now on; of a decision, the post behind the county's.
        body_id: who decides from now on.
    """

    effect: Effect | None
    names: tuple[str, ...] = ()
    position_id: int | None = None
    body_id: int | None = None


@dataclass(frozen=True)
class Barred:
    """Who may not act in a matter, as far as the registers tell.

    Args:
        digests: of the parties' numbers.
        known: recused already, or recusing now.
        since: when the matter came in.
    """

    digests: Collection[bytes]
    known: frozenset[int]
    since: datetime

    def candidates(self, found: Iterable[Holder]) -> list[tuple[Holder, Candidate]]:
        told = list(found)
        people = {one.staff_id for one in told} | {one.lender_id for one in told if one.lender_id}
        kin = self.known | kin_among(people, self.digests, self.since).keys()
        return [
            (one, Candidate(one.staff_id, bool({one.staff_id, one.lender_id} & kin), one.here))
            for one in told
        ]


def places_of(actor: Staff, state: CaseState) -> tuple[str, ...]:
    """Where in a case under review this actor can say that somebody may not act: the own steps, for a head those of
    the own body, and the decision."""
    if state.status != Status.IN_REVIEW:
        return ()
    if actor.role not in HEADS:
        return tuple(step.code for step in state.steps if holds(actor, step))
    steps = (step for step in state.steps if step.state == "open")
    own = tuple(step.code for step in steps if position(step.position_id).site.body_id == actor.body_id)
    return own + ((DECISION,) if actor.body_id == state.deciding_body_id else ())


def holders_at(item: ItemDefinition, state: CaseState, place: str) -> tuple[Holder, ...]:
    """Who holds a step or the decision today."""
    step = next((one for one in state.steps if one.code == place), None)
    if step is None or step.kind == "approval":
        at = position(step.position_id).site.body_id if step else state.deciding_body_id
        # whoever gave an opinion does not decide by a lent power
        spoke = staff_behind({one.by for one in state.steps if one.by is not None}) if step is None else ()
        found = holders(HEADS, item.code, body_id=at)
        return tuple(one for one in found if one.lender_id is None or one.staff_id not in spoke)
    return holders(DOES_STEPS, item.code, position_id=step.position_id)


def successor(
    item: ItemDefinition, state: CaseState, actor: Staff, act: str, digests: Collection[bytes]
) -> Successor:
    """Who may do an act in the place of an actor who may not."""
    barred = Barred(digests, frozenset({*state.course.recused, actor.staff_id}), _since(state))
    if actor.role in AT_THE_COUNTER:
        found = barred.candidates(holders(AT_THE_COUNTER, item.code, position_id=state.position_id))
        if names := _names(found):
            return Successor(Effect.PASSED_ON, names)
        others = {one.id for one in positions_beside(state.position_id)}
        at_body = holders(AT_THE_COUNTER, item.code, body_id=position(state.position_id).site.body_id)
        beside = [one for one in at_body if one.position_id in others]
        return Successor(None, _names(barred.candidates(beside)))
    own = places_of(actor, state)
    if actor.role in HEADS and state.status in AT_INTAKE:
        return Successor(None)  # nothing is theirs to give up yet
    if actor.role in HEADS:
        return instead(item, state, DECISION if DECISION in own or not own else own[0], barred)
    return instead(item, state, own[0], barred) if own else Successor(None)


def instead(item: ItemDefinition, state: CaseState, place: str, barred: Barred) -> Successor:
    """Who acts at a place of the case instead of those who may not."""
    found = barred.candidates(holders_at(item, state, place))
    step = next((one for one in state.steps if one.code == place), None)
    if names := _names(found):
        return Successor(
            Effect.PASSED_ON,
            names,
            step.position_id if step else None,
            None if step else state.deciding_body_id,
        )
    if step is not None and (below := _township(item, state, step, barred)):
        return below
    above = county_position(item, state, step)
    if above is None:
        return Successor(None)
    heads = step is None or step.kind == "approval"
    roles = frozenset({"county_approver"}) if heads else frozenset({"county_reviewer"})
    where = {"body_id": above.site.body_id} if heads else {"position_id": above.id}
    effect = goes_to((), [one for _, one in barred.candidates(holders(roles, item.code, **where))])
    if effect is None:
        return Successor(None)
    name = body(above.site.body_id).name if heads else f"{above.site.name}（{above.name}）"
    return Successor(effect, (name,), above.id, above.site.body_id if step is None else None)


def colleagues_at(
    item: ItemDefinition, position_id: int, roles: Collection[str], barred: Barred
) -> tuple[str, ...]:
    """Who holds a role at a position, is here today and may act in the matter."""
    return _names(barred.candidates(holders(roles, item.code, position_id=position_id)))


def county_position(item: ItemDefinition, state: CaseState, step: StepState | None) -> Position | None:
    """The county's post for an item: of its county step, of who decides it there, or of the same name; None where it
    lies with the county already, or the county has no such post."""
    here = position(step.position_id).site if step else None
    decides = body(state.deciding_body_id)
    if (here.kind == Site.Kind.COUNTY_OFFICE) if here else (decides.level == "county"):
        return None
    wanted = [one.position for one in item.steps if one.level == "county"]
    wanted += [item.decider.position] if item.decider.level == "county" else []
    wanted += [position(step.position_id).code] if step else []
    offices = [one for one in places().positions.values() if one.site.kind == Site.Kind.COUNTY_OFFICE]
    for code in (*wanted, item.position, f"county_{item.position}"):
        for one in offices:
            if one.code == code:
                return one
    return None


def positions_beside(position_id: int) -> tuple[Position, ...]:
    """The other positions of the same site: whose counter can take in what nobody of this one may."""
    own = position(position_id)
    beside = (one for one in places().positions.values() if one.site_id == own.site_id and one.id != own.id)
    return tuple(sorted(beside, key=lambda one: one.id))


def _township(item: ItemDefinition, state: CaseState, step: StepState, barred: Barred) -> Successor | None:
    if position(step.position_id).site.kind != Site.Kind.VILLAGE_POINT:
        return None
    found = barred.candidates(holders(frozenset({"reviewer"}), item.code, position_id=state.position_id))
    names = _names(found)
    return Successor(Effect.PASSED_ON, names, state.position_id) if names else None


def _names(found: Iterable[tuple[Holder, Candidate]]) -> tuple[str, ...]:
    """Of those who are here and may; a person once, whatever they hold."""
    fit = {one.staff_id: one.label for one, told in found if goes_to([told], ()) is not None}
    return tuple(fit.values())


def _since(state: CaseState) -> datetime:
    assert state.received_at is not None
    return state.received_at
