"""The steps of a case as its page shows them: where each stands, what was done in it, and in the rounds before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tongban.cases.clocks import ClockView
from tongban.cases.frame import OpenCase
from tongban.cases.queries.clock_acts_view import step_clocks
from tongban.cases.sealed import open_text
from tongban.cases.steps.history import Entry, entries_of, objections_among
from tongban.cases.steps.notices import (
    Posted,
    hanging_step,
    inquired_from,
    notice_basis,
    notice_days,
    posted,
    shows_amount,
)
from tongban.catalogue.definition import Basis, Text
from tongban.directory.queries.places import position
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.masking import mask_name

LOOKS_INTO_IT = frozenset({"reviewer", "county_reviewer", "assister"})


@dataclass(frozen=True)
class EntryView:
    """One thing done in a step: who, when, what.

    ``record``: by kind, as it was entered; who objected is masked to all but the notice's own position.
    ``files``: ids of the photos or scans beside it.
    """

    kind: str
    agrees: bool | None
    by: str
    at: datetime
    record: Mapping[str, Any]
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class RoundView:
    """One time that a step was gone through."""

    number: int
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class ObjectionView:
    """An objection to a notice that still waits for its answer."""

    id: UUID
    objector: str
    contact: str
    about: str
    at: datetime


@dataclass(frozen=True)
class StepView:
    """One step of the review, copied from the procedure at submission."""

    order: int
    code: str
    name: Text
    kind: str
    level: str  # "township", "county"
    position_name: str
    state: str  # "waiting", "open", "done", "skipped"
    agrees: bool | None
    opinion: str
    by: str
    at: datetime | None
    clock: ClockView | None = None  # its own limit, where the item states one and it has begun
    beside: str = ""  # steps that share it run side by side
    round: int = 1
    entries: tuple[EntryView, ...] = ()  # of this round
    before: tuple[RoundView, ...] = ()  # earlier rounds, oldest first
    posted_first: date | None = None
    posted_last: date | None = None
    objections: tuple[ObjectionView, ...] = ()  # to be answered
    system: Text | None = None  # the ministry's own, of an external step


@dataclass(frozen=True)
class NoticeView:
    """The public notice of a case as its item has it.

    ``shown``: what stands on it.  ``places``, ``first``, ``last``: of what is posted.  ``anew``: whether an objection
    now has the inquiry made anew.
    """

    shown: Posted
    days: int
    unit: str
    basis: Basis | None
    asks_amount: bool
    phone: str  # where objections are taken
    anew: bool
    first: date | None = None
    last: date | None = None
    places: tuple[str, ...] = ()


def notice_of(case: OpenCase, steps: tuple[StepView, ...]) -> NoticeView | None:
    """None where no step of the case is a public notice."""
    item = case.item.definition
    step = next((one for one in steps if one.kind == "public_notice"), None)
    if step is None:
        return None
    entry = next((one.record for one in reversed(step.entries) if one.kind == "notice_posted"), {})
    hanging = hanging_step(case.state)
    up = hanging is not None and hanging.posted_first is not None
    days, unit = notice_days(item)
    return NoticeView(
        shown=posted(case, str(entry.get("amount", ""))),
        days=days,
        unit=unit,
        basis=notice_basis(item),
        asks_amount=shows_amount(item),
        phone=case.row.handling_site.phone,
        anew=hanging is not None and up and inquired_from(item, case.state, hanging) != "",
        first=step.posted_first,
        last=step.posted_last,
        places=tuple(entry.get("places", ())),
    )


def steps_of(case: OpenCase, actor: Actor, labels: Mapping[int, str]) -> tuple[StepView, ...]:
    """Every step in order, with its history."""
    return tuple(_steps(case, actor, labels))


def _steps(case: OpenCase, actor: Actor, labels: Mapping[int, str]) -> Iterator[StepView]:
    by_code = {step.code: step for step in case.item.definition.steps}
    clocks = step_clocks(case)
    entries = entries_of(case)
    for row, state in zip(case.steps, case.state.steps, strict=True):
        step = by_code[row.code]
        opens = (
            isinstance(actor, Staff)
            and actor.role in LOOKS_INTO_IT
            and actor.position_id == state.position_id
        )
        own = tuple(entry for entry in entries if entry.step == row.code)
        done = state.state == "done"
        yield StepView(
            order=row.order,
            code=row.code,
            name=step.name,
            kind=step.kind,
            level=step.level,
            position_name=position(state.position_id).name,
            state=state.state,
            agrees=state.agrees,
            opinion=open_text(row.opinion, case.vault, "case.opinion") if done else "",
            by=labels.get(state.by or 0, ""),
            at=state.at,
            clock=clocks.get(row.code),
            beside=step.side_by_side,
            round=state.round,
            entries=tuple(_entry(one, labels, opens) for one in own if one.round == state.round),
            before=tuple(
                RoundView(number, tuple(_entry(one, labels, opens) for one in own if one.round == number))
                for number in sorted({one.round for one in own if one.round < state.round})
            ),
            posted_first=state.posted_first,
            posted_last=state.posted_last,
            objections=tuple(
                ObjectionView(
                    one.id,
                    one.objector if opens else mask_name(one.objector),
                    one.contact if opens else "",
                    one.about,
                    one.at,
                )
                for one in objections_among(own)
                if not one.answered
            ),
            system=step.system,
        )


def _entry(entry: Entry, labels: Mapping[int, str], opens: bool) -> EntryView:
    record = dict(entry.record)
    for name in ("day", "first", "last", "made_on"):
        if name in record:
            record[name] = date.fromisoformat(record[name])
    if "done_at" in record:
        record["done_at"] = datetime.fromisoformat(record["done_at"])
    if entry.kind == "objection" and not opens:
        record |= {"objector": mask_name(record["objector"]), "contact": ""}
    return EntryView(entry.kind, entry.agrees, labels.get(entry.by or 0, ""), entry.at, record, entry.files)
