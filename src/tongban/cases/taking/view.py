"""Who holds what of a case, for its page: the marks that hold today, and to whom it was assigned anew and why."""

from dataclasses import dataclass
from datetime import datetime

from tongban.cases.authority import DECIDERS
from tongban.cases.frame import OpenCase
from tongban.cases.models import StepEntry
from tongban.cases.sealed import open_values
from tongban.cases.steps.entries import CONTEXT
from tongban.cases.taking.holding import mark_on, work_of
from tongban.cases.taking.reassigning import may_hold
from tongban.catalogue.definition import Text
from tongban.directory.queries import assignment_labels
from tongban.directory.queries.duty import present
from tongban.directory.queries.places import position
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.ledger import Recorded


@dataclass(frozen=True)
class HeldPart:
    """What somebody who is here holds.

    Args:
        place: code of the step; empty: the matter at the counter.
        step: the step's name; None at the counter.
    """

    place: str
    step: Text | None
    holder: str
    mine: bool


@dataclass(frozen=True)
class Assigned:
    """One assignment anew: by whom, to whom, from whom, and why."""

    at: datetime
    step: Text | None
    by: str
    to: str
    before: str  # empty: nobody had taken it
    reason: str


@dataclass(frozen=True)
class Givable:
    """A part of the work that the reader may assign anew, with those who may have it: assignment id and name."""

    place: str
    step: Text | None
    people: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TakingView:
    """Of one case."""

    held: tuple[HeldPart, ...] = ()
    assigned: tuple[Assigned, ...] = ()
    givable: tuple[Givable, ...] = ()


def taking_of(actor: Actor, case: OpenCase, events: tuple[Recorded, ...]) -> TakingView:
    """What staff see of it; people outside are told nothing of who works on it."""
    if not isinstance(actor, Staff):
        return TakingView()
    names = {step.code: step.name for step in case.item.definition.steps}
    work = work_of(case.state)
    marks = {place: mark for place in work if (mark := mark_on(case.state, place)) is not None}
    here = present(set(marks.values()))
    held = tuple(
        HeldPart(place, names.get(place), here[mark].label, here[mark].staff_id == actor.staff_id)
        for place, mark in marks.items()
        if mark in here
    )
    moved = any(event.type == "reassigned" for event in events)
    givable: tuple[Givable, ...] = ()
    if actor.role in DECIDERS:
        givable = tuple(
            Givable(place, names.get(place), _people(case, place, where, marks.get(place)))
            for place, where in work.items()
            if position(where).site.body_id == actor.body_id
        )
    return TakingView(held, _assigned(case, names) if moved else (), givable)


def _people(case: OpenCase, place: str, where: int, mark: int | None) -> tuple[tuple[int, str], ...]:
    able = may_hold(place, where, case)
    return tuple((one.assignment_id, one.label) for one in able if one.assignment_id != mark)


def _assigned(case: OpenCase, names: dict[str, Text]) -> tuple[Assigned, ...]:
    rows = list(StepEntry.objects.filter(case_id=case.row.id, kind="reassigned").order_by("at"))
    told = [(row, open_values(row.record, case.vault, CONTEXT)) for row in rows]
    ids = {
        one for row, record in told for one in (row.by_id, record["to"], record["from"]) if one is not None
    }
    labels = assignment_labels(ids)
    return tuple(
        Assigned(
            row.at,
            names.get(row.step),
            labels.get(row.by_id or 0, ""),
            labels.get(record["to"], ""),
            labels.get(record["from"] or 0, ""),
            record["reason"],
        )
        for row, record in told
    )
