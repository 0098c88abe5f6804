"""What a case's page tells of kin (近亲属备案): who acted on record, who was recused, who acts instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tongban.cases.authority import REVIEW_AND_DECISION
from tongban.cases.frame import OpenCase, load, settle
from tongban.cases.kinship import CONTEXT, digests_in
from tongban.cases.models import KinFiling
from tongban.cases.recusing import Barred, holders_at, instead, places_of
from tongban.cases.sealed import open_values
from tongban.cases.steps.whose import HEADS
from tongban.catalogue.definition import Text
from tongban.directory.queries import assignment_labels
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized


@dataclass(frozen=True)
class KinView:
    """One filing.

    Args:
        who: who is kin.
        act: what they did, or ``recuse``.
        effect: one of `KinFiling.Effect`; ``before``: done before they were declared.
        relation: how they stand to a party; empty for who does not look into the matter.
        words: what was said of it; likewise.
        to: who acts instead.
        by: who wrote it down.
    """

    at: datetime
    who: str
    act: str
    effect: str
    relation: str
    words: str
    to: str
    by: str


def kin_filings_of(actor: Actor, case: OpenCase) -> tuple[KinView, ...]:
    """The filings of a case, for staff; no statement where there is none.

    How colleagues stand to the family is told to those who look into the matter in full, and to the kin themselves.
    """
    if not isinstance(actor, Staff) or not case.state.course.kin:
        return ()
    rows = list(KinFiling.objects.filter(case_id=case.row.id).order_by("at", "id"))
    labels = assignment_labels({one for row in rows for one in (row.assignment_id, row.by_id)})
    told = []
    for row in rows:
        note = open_values(row.note, case.vault, CONTEXT)
        looks = actor.role in REVIEW_AND_DECISION or actor.assignment_id in (row.assignment_id, row.by_id)
        told.append(
            KinView(
                row.at,
                labels.get(row.assignment_id, ""),
                row.act,
                "before" if note.get("before") else row.effect,
                note["relation"] if looks else "",
                note["words"] if looks else "",
                "、".join(note["to"]),
                labels.get(row.by_id, ""),
            )
        )
    return tuple(told)


@dataclass(frozen=True)
class RecusalChoice:
    """Somebody at a place of the case who could be kept from it, and to whom it would go.

    Args:
        value: ``place:assignment``.
        step: the step's name; None: the decision.
        mine: the reader.
        effect: ``passed_on``, ``to_county``; empty: nobody is left.
        to: who acts instead.
    """

    value: str
    step: Text | None
    person: str
    mine: bool
    effect: str
    to: str


def recusal_choices(actor: Actor, number: str) -> tuple[RecusalChoice, ...]:
    """Whom the reader can say may not act in a case: themselves; a head anybody of the body.

    Raises:
        NotAuthorized: ``staff_only``.
        NotFound: the case is not there for this actor.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    case = load(actor, number, lock=False)
    case.run.at = time.now()
    settle(case, case.run.at)
    return tuple(_choices(actor, case))


def _choices(actor: Staff, case: OpenCase) -> Iterator[RecusalChoice]:
    item, state = case.item.definition, case.state
    names = {step.code: step.name for step in item.steps}
    digests = digests_in(case)
    for place in places_of(actor, state):
        people = {one.staff_id: one for one in reversed(holders_at(item, state, place))}
        if actor.role not in HEADS:
            people = {one: held for one, held in people.items() if one == actor.staff_id}
        for one in sorted(people.values(), key=lambda held: held.staff_id != actor.staff_id):
            barred = Barred(digests, frozenset({*state.course.recused, one.staff_id}), case.row.received_at)
            to = instead(item, state, place, barred)
            yield RecusalChoice(
                f"{place}:{one.assignment_id}",
                names.get(place),
                one.label,
                one.staff_id == actor.staff_id,
                to.effect.value if to.effect else "",
                "、".join(to.names),
            )
