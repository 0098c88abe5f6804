"""What was done in the steps of a case, round by round, as its entries tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases.frame import OpenCase
from tongban.cases.models import StepEntry, StepFile
from tongban.cases.sealed import open_values
from tongban.cases.state import StepState
from tongban.cases.steps.entries import CONTEXT
from tongban.kernel.time import legal_date
from tongban.rules.verification import Floor

# what belongs to a step; the others tell of the whole matter and of where its result lies
OF_A_STEP = (
    "opinion",
    "verification",
    "meeting",
    "notice_posted",
    "objection",
    "objection_answered",
    "external",
    "returned",
)
# of what was done at one moment the record comes first, and the opinion after it
_LATER = {"opinion": 1, "notice_posted": 1, "returned": 2}
WITH_FILES = ("verification", "meeting")


@dataclass(frozen=True)
class Entry:
    """One thing done in a step, opened.

    ``record``: what it says, by kind (`cases.steps`).  ``files``: their ids, in order.
    """

    id: UUID
    step: str
    round: int
    kind: str
    agrees: bool | None
    by: int | None  # assignment id
    at: datetime
    record: Mapping[str, Any]
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class Objection:
    """An objection to a notice with its answer, where there is one."""

    id: UUID
    step: str
    objector: str
    contact: str
    about: str
    at: datetime
    answered: bool
    upheld: bool | None = None
    finding: str = ""


def entries_of(case: OpenCase) -> tuple[Entry, ...]:
    """Every entry of the steps, oldest first; none is asked for where no step was begun."""
    if all(step.state == "waiting" and step.round == 1 for step in case.state.steps):
        return ()
    rows = list(StepEntry.objects.filter(case_id=case.row.id, kind__in=OF_A_STEP).order_by("at", "id"))
    rows.sort(key=lambda row: (row.at, _LATER.get(row.kind, 0)))
    files: dict[UUID, list[int]] = {}
    if any(row.kind in WITH_FILES for row in rows):
        stored = StepFile.objects.filter(entry__case_id=case.row.id).order_by("order")
        for file_id, entry_id in stored.values_list("id", "entry_id"):
            files.setdefault(entry_id, []).append(file_id)
    return tuple(
        Entry(
            id=row.id,
            step=row.step,
            round=row.round,
            kind=row.kind,
            agrees=row.agrees,
            by=row.by_id,
            at=row.at,
            record=open_values(row.record, case.vault, CONTEXT),
            files=tuple(files.get(row.id, ())),
        )
        for row in rows
    )


def floor_of(case: OpenCase, step: StepState) -> Floor:
    """The day from which a visit or a meeting can belong to a step: receipt, or the objection that had it made anew."""
    received = Floor(legal_date(case.state.received_at or case.run.at))
    if step.round == 1:
        return received
    order = [one.code for one in case.state.steps]
    anew = [
        legal_date(one.at)
        for one in entries_of(case)
        if one.kind == "objection"
        and one.record["to"] in order
        and order.index(one.record["to"]) <= order.index(step.code)
    ]
    return Floor(anew[-1], anew=True) if anew else received


def objections_of(case: OpenCase) -> tuple[Objection, ...]:
    """The objections to the notices of a case, with their answers."""
    return objections_among(entries_of(case))


def upheld_as_it_stands(entries: Iterable[Entry], step: str, round_number: int) -> bool:
    """Whether an objection to a notice was found right in this round, and nothing was looked into anew because of it.

    What was posted is then known to be wrong: the step cannot end with it.
    """
    by_id = {str(one.id): one for one in entries}
    answers = (
        one.record
        for one in by_id.values()
        if (one.kind, one.step, one.round) == ("objection_answered", step, round_number)
    )
    return any(
        told["upheld"] and not by_id[told["objection"]].record["to"]
        for told in answers
        if told["objection"] in by_id
    )


def objections_among(entries: tuple[Entry, ...]) -> tuple[Objection, ...]:
    """The objections among the entries of a case."""
    answers = {one.record["objection"]: one.record for one in entries if one.kind == "objection_answered"}
    return tuple(
        Objection(
            id=one.id,
            step=one.step,
            objector=one.record["objector"],
            contact=one.record["contact"],
            about=one.record["about"],
            at=one.at,
            answered=str(one.id) in answers,
            upheld=answers.get(str(one.id), {}).get("upheld"),
            finding=answers.get(str(one.id), {}).get("finding", ""),
        )
        for one in entries
        if one.kind == "objection"
    )
