"""Near kin in a matter (回避): whether who acts is kin of a party, or is one; what that bars and what is filed of it.

Parties are the applicant, who represents them, and everybody of the household whom the application names with their
number.  The numbers lie sealed in the case; they are opened only where somebody was declared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.cases.answer_kinds import people_of
from tongban.cases.models import KinFiling
from tongban.cases.recusing import Barred, Successor, successor
from tongban.cases.sealed import seal_values
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.queries.assignments import staff_behind
from tongban.directory.queries.duty import Present
from tongban.directory.queries.kin import kin_behind, kin_holding
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.batch import fresh
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.secrets import Vault
from tongban.rules.recusal import Treatment, treatment

if TYPE_CHECKING:  # the frame asks this of every act
    from tongban.cases.frame import OpenCase

CONTEXT = "case.kin_filing"
RECUSED = "recused"  # in the place of a relation: kept from this matter by an act of recusal


def digests_of(
    item: ItemDefinition,
    applicant: Mapping[str, str],
    representative: Mapping[str, str],
    answers: Mapping[str, Any],
) -> frozenset[bytes]:
    """The keyed digests of the citizen numbers of all whom an application names."""
    numbers = {
        person["number"]
        for person in (applicant, representative)
        if person and person.get("number_kind", "citizen_number") == "citizen_number"
    }
    for question in item.questions:
        answer = str(answers.get(question.code, ""))
        if answer and question.kind == "citizen_number":
            numbers.add(answer)
        elif answer and question.kind == "people":
            numbers |= {number for _name, number, _relation in people_of(answer)}
    return frozenset(keyed_digest("citizen_number", number) for number in numbers if number)


def digests_in(case: OpenCase) -> frozenset[bytes]:
    """The same of a case."""
    told = case.content
    return digests_of(case.item.definition, told.applicant, told.representative, told.answers)


def kin_of(actor: Actor, case: OpenCase) -> str:
    """How the actor is kin of a party: a relation, `RECUSED`, or empty for not at all.

    Costs no statement where the actor declared nobody and nobody was recused.
    """
    if not isinstance(actor, Staff):
        return ""
    if recused := case.state.course.recused:
        lender = staff_behind({actor.delegated_by}) if actor.delegated_by is not None else frozenset()
        if {actor.staff_id, *lender} & set(recused):
            return RECUSED
    if not actor.kin_declared:
        return ""
    return kin_behind(actor, digests_in(case), case.row.received_at)


def holds_nothing(case: OpenCase, one: Present) -> bool:
    """Whether the mark of somebody keeps no colleague from the matter: near kin of a party, or recused in it.

    Asked where the mark would be in the way, of a person once.
    """
    if one.assignment_id not in case.marks_passed:
        recused = one.staff_id in case.state.course.recused
        case.marks_passed[one.assignment_id] = recused or bool(kin_here({one.assignment_id}, case))
    return case.marks_passed[one.assignment_id]


def kin_here(assignment_ids: Collection[int], case: OpenCase) -> frozenset[int]:
    """Of some assignments, those by whose power nobody may act in a case: near kin of a party, or a party."""
    return (
        kin_holding(assignment_ids, digests_in(case), case.row.received_at) if assignment_ids else frozenset()
    )


def why_not_kin(actor: Actor, act: str, case: OpenCase) -> str:
    """``near_kin`` where this act is barred to this actor for whose matter it is; else empty."""
    barred = treatment(act) is Treatment.BARRED
    return "near_kin" if barred and kin_of(actor, case) else ""


def barred_in(case: OpenCase, actor: Staff) -> Barred:
    """Who may not act in a case: who is recused in it, this actor, and near kin of the parties."""
    known = frozenset({*case.state.course.recused, actor.staff_id})
    return Barred(digests_in(case), known, case.row.received_at)


def meet_kin(actor: Actor, act: str, case: OpenCase) -> None:
    """Refuse an act that is barred to kin; file one that goes on, with the act itself.

    Raises:
        NotAuthorized: ``near_kin`` (to: who is here and may), ``near_kin_county`` (to: where it goes),
            ``near_kin_head`` (to: to whom the head can give it),
            ``near_kin_nobody``.
    """
    how = treatment(act)
    if how is Treatment.FREE or not (relation := kin_of(actor, case)):
        return
    assert isinstance(actor, Staff)
    if how is Treatment.BARRED:
        raise refusal(successor(case.item.definition, case.state, actor, act, digests_in(case)))
    case.kin = True
    case.batch.insert(filing(actor, act, relation, case.row.id, case.vault, case.run.at))


def refusal(to: Successor) -> NotAuthorized:
    """The refusal that says to whom the matter goes."""
    if to.effect is None:
        # at the counter: the head gives it to somebody of another position (`reassign`)
        return (
            NotAuthorized("near_kin_head", {"to": "、".join(to.names)})
            if to.names
            else NotAuthorized("near_kin_nobody")
        )
    code = "near_kin" if to.effect == "passed_on" else "near_kin_county"
    return NotAuthorized(code, {"to": "、".join(to.names)})


def filing(
    actor: Staff,
    act: str,
    relation: str,
    case_id: UUID,
    vault: Vault,
    at: datetime,
    *,
    effect: str = "filed",
    who: int | None = None,
    words: str = "",
    names: tuple[str, ...] = (),
) -> KinFiling:
    """The row of a filing (近亲属备案).

    Args:
        who: the assignment that is kin, where that is not the actor's own.
        words: what was said of it.
        names: who acts instead.
    """
    note = {"relation": relation, "words": words, "to": list(names)}
    return fresh(
        KinFiling,
        case_id=case_id,
        assignment_id=who or actor.assignment_id,
        act=act,
        effect=effect,
        note=seal_values(note, vault, CONTEXT),
        by_id=actor.assignment_id,
        at=at,
    )
