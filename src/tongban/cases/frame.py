"""The frame of every act on a case: lock, authorize, settle, record; one transaction, one batch.

`expected_version` counts competing human acts only: a settled effect of date does not make a screen stale.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from tongban.cases.authority import IN_PART, require
from tongban.cases.calendar.deferred import Addressee, moved_deferrals, telling
from tongban.cases.calendar.telling import Change, message, still_holds, to_tell, told_change
from tongban.cases.clocks import calendar_of
from tongban.cases.kinship import holds_nothing, meet_kin
from tongban.cases.later_entries import why_waits
from tongban.cases.models import Case, CaseBreach, CaseMaterial, CaseStep
from tongban.cases.notices import by_the_address
from tongban.cases.projection import apply, columns, row_values
from tongban.cases.promising import forms_of_promises, promises_by_silence
from tongban.cases.requests import Done
from tongban.cases.rows import Asked, ask_for, children_of
from tongban.cases.sealed import Content, open_content
from tongban.cases.settlement import settled
from tongban.cases.silence import tell_of_silence
from tongban.cases.state import CaseState, MaterialState, StepState
from tongban.cases.steps.beside import came_only_beside, version_after
from tongban.cases.visibility import seen_in_part
from tongban.cases.withdrawn import tell_of_withdrawal
from tongban.catalogue.queries import PinnedItem, pinned
from tongban.directory.queries import assignment_labels
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.batch import Batch
from tongban.kernel.calendars_in_force import look_again, newest_source
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import ActNotAllowed, NotFound, Refusal, Stale
from tongban.kernel.jobs import defer_effects_with
from tongban.kernel.ledger import Event, Head, Recorded
from tongban.kernel.models import LedgerEntry, Message
from tongban.kernel.secrets import Vault, open_vault
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper
from tongban.rules.identifiers.case_number import check_case_number
from tongban.rules.identifiers.typed_text import IdentifierFault
from tongban.rules.lifecycle import Act, NotAllowed, Outcome, Status, next_status
from tongban.rules.promises import Promise
from tongban.rules.workdays import WorkCalendar

SETTLE = System("settle")
# where a calendar moves dates
COUNTED = frozenset({Status.SUBMITTED, Status.AWAITING_CORRECTIONS, Status.IN_REVIEW, Status.CONCLUDED})


def plain_number(number: str) -> str:
    """A case number as stored, from one as typed or scanned.

    Raises:
        NotFound: it cannot be a case number.
    """
    try:
        return check_case_number(number)
    except IdentifierFault as fault:
        raise NotFound("case") from fault


def state_of(row: Case, steps: list[CaseStep], materials: list[CaseMaterial], item: PinnedItem) -> CaseState:
    """The state that a row and its children hold."""
    stated = {step.code: step for step in item.definition.steps}
    return CaseState(
        **row_values(row),
        steps=tuple(
            StepState(
                s.code,
                s.position_id,
                s.state,
                s.agrees,
                stated[s.code].side_by_side if s.code in stated else "",
                s.by_id,
                s.at,
                s.opened_on,
                s.taken_by_id,
                s.round,
                s.posted_first,
                s.posted_last,
                s.objections,
                kind=stated[s.code].kind if s.code in stated else "",
            )
            for s in steps
        ),
        materials=tuple(
            MaterialState(m.code, m.required, m.form, m.verdict, m.promise, m.promise_due, m.promise_kept)
            for m in materials
        ),
    )


@dataclass
class OpenCase:
    """A case held by one running command."""

    run: Run
    row: Case
    item: PinnedItem
    vault: Vault
    steps: list[CaseStep]
    materials: list[CaseMaterial]
    state: CaseState
    head: Head
    calendar: WorkCalendar
    in_part: bool = False  # another township handles it; this actor sees and does only their part
    batch: Batch = field(default_factory=Batch)
    entries: list[LedgerEntry] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    moved: tuple[Change, int] | None = (
        None  # a date that was told and that a calendar moved; the event's number
    )
    accepted_by_date: CaseState | None = None  # as the date left it, where this command writes that down
    withdrawn_by_date: bool = False  # this command writes down that it counts as withdrawn
    kin: bool = False  # who acts is near kin of a party: what they do is on record as that
    marks_passed: dict[int, bool] = field(default_factory=dict)  # of assignments: whether a mark holds nobody
    _content: Content | None = None

    @property
    def content(self) -> Content:
        """The sealed application, opened once."""
        if self._content is None:
            self._content = open_content(self.row.content, self.vault)
        return self._content

    def append(self, event: Event, *, actor: Actor | None = None, at: datetime | None = None) -> None:
        """Add an event to the stream and fold it into the state."""
        at = at or self.run.at
        if self.kin and actor is None:
            event = Event(event.type, {**event.data, "kin": True})
        entries, self.head = ledger.chain(
            "case",
            str(self.row.id),
            self.head,
            [event],
            at=at,
            actor=actor or self.run.actor,
            command_id=self.run.id,
        )
        self.entries.extend(entries)
        self.state = apply(self.state, event, at)

    def told(self) -> tuple[Recorded, ...]:
        """The stream, with what the date has done and nobody wrote down yet."""
        unwritten = (ledger.decode(entry.canonical) for entry in self.entries if entry.kind == "case")
        return (*ledger.read("case", str(self.row.id)), *unwritten)

    def after(self, event: Event) -> CaseState:
        """The state as it would be after an event of now; nothing is recorded."""
        return apply(self.state, event, self.run.at)

    def add_paper(self, paper: Paper, entries: list[LedgerEntry]) -> None:
        """A fixed paper, to be written with the act."""
        self.papers.append(paper)
        self.batch.insert(paper)
        self.entries.extend(entries)

    def add_message(self, message: Message | None) -> None:
        """A message to send after the act; None where nothing is to be told."""
        if message is None:
            return
        if self.row.address and message.channel == Message.Channel.IN_PERSON:
            message = by_the_address(message, self.row.address, self.content.applicant["name"], self.vault)
        self.batch.insert(message)

    def save(self, step_values: Mapping[str, Mapping[str, Any]], material_values: Mapping[str, Any]) -> Done:
        """Write everything in one statement and queue what follows.

        Args:
            step_values: step code → further column values of its row.
            material_values: material code → further column values of its row.
        """
        self._tell_of_moved_date()
        self._tell_of_moved_deferral()
        if self.accepted_by_date is not None:
            tell_of_silence(self, self.accepted_by_date)
        if self.withdrawn_by_date and self.state.outcome == Outcome.DEEMED_WITHDRAWN:
            tell_of_withdrawal(self)  # what the same command took up again has a paper of its own
        self.batch.insert(*self.entries)
        self._children(step_values, material_values)
        self.batch.update(
            Case,
            {"id": self.row.id, "ledger_seq": self.row.ledger_seq},
            {
                **self._changed_columns(),
                **self.changes,
                "ledger_seq": self.head.seq,
                "ledger_hash": self.head.hash,
            },
        )
        defer_effects_with(self.batch, self.run.id)
        self.batch.write()
        return Done(self.row.number, self.state.version, tuple(paper.id for paper in self.papers), False)

    def _tell_of_moved_date(self) -> None:
        """Who was told a date is told the new one, unless the act itself ended that limit."""
        if self.moved is None or not still_holds(self.moved[0], self.state):
            return
        (change, seq), reason, number = self.moved, newest_source(), self.row.number
        if phone := self.content.contact_phone:
            told = message(
                change, phone, number, self.item, reason, self.vault, command_id=self.run.id, at=self.run.at
            )
            self.batch.insert(told)
        else:
            self.batch.insert(to_tell(change, self.row.id, seq, reason, self.run.at))

    def _tell_of_moved_deferral(self) -> None:
        """Of what is still to follow, where this act is the first by another calendar."""
        awaited = any(
            one.promise == Promise.DEFERRED and one.promise_kept is None for one in self.state.materials
        )
        same = self.row.calendar_edition == self.calendar.edition
        if same or not awaited or not self.row.status == self.state.status == Status.IN_REVIEW:
            return
        for change in moved_deferrals([self.row.id], self.calendar).values():
            to = Addressee(self.row.id, self.row.number, self.item, self.content.contact_phone, self.vault)
            at = self.run.at
            for row in telling(change, to, self.head.seq, newest_source(), command_id=uuid4(), at=at):
                self.batch.insert(row)

    def _changed_columns(self) -> dict[str, Any]:
        """What the act changes: a column that stays costs its index nothing."""
        told = {**columns(self.state), "calendar_edition": self.calendar.edition}
        return {name: value for name, value in told.items() if value != getattr(self.row, name)}

    def _children(
        self, step_values: Mapping[str, Mapping[str, Any]], material_values: Mapping[str, Any]
    ) -> None:
        for row, state in zip(self.steps, self.state.steps, strict=True):
            values: dict[str, Any] = dict(step_values.get(row.code, {}))
            stands = {
                "state": state.state,
                "agrees": state.agrees,
                "by_id": state.by,
                "at": state.at,
                "opened_on": state.opened_on,
                "position_id": state.position_id,
                "taken_by_id": state.taken_by,
                "round": state.round,
                "posted_first": state.posted_first,
                "posted_last": state.posted_last,
                "objections": state.objections,
            }
            values.update({name: value for name, value in stands.items() if value != getattr(row, name)})
            if values:
                self.batch.update(CaseStep, {"id": row.id}, values)
        for material, told in zip(self.materials, self.state.materials, strict=True):
            values = dict(material_values.get(material.code, {}))
            for name in ("form", "verdict", "promise", "promise_due", "promise_kept"):
                if getattr(material, name) != getattr(told, name):
                    values[name] = getattr(told, name)
            if values:
                self.batch.update(CaseMaterial, {"id": material.id}, values)


def load(actor: Actor, number: str, *, lock: bool, in_part: bool = False) -> OpenCase:
    """A case as this actor may see it, settled, outside or inside a command.

    Args:
        in_part: also one that another township handles, of which this actor sees a part (`visible_to`); who asks for it
            looks at `OpenCase.in_part` before showing anything.

    Raises:
        NotFound: there is none, or not for this actor.
        Erased: its key was destroyed.
    """
    return _open(actor, ask_for(actor, plain_number(number), lock=lock, in_part=in_part))


def _open(actor: Actor, asked: Asked) -> OpenCase:
    rows = asked()
    if rows is None:
        raise NotFound("case")
    row, steps, materials = rows.case, rows.steps, rows.materials
    item = pinned(row.item_version_id)
    run = Run(UUID(int=0), row.received_at, actor)
    calendar = calendar_of(row.body.division_code)
    if row.calendar_edition != calendar.edition and row.status in COUNTED:
        look_again()  # another process may have published: its dates are not to be counted back
        calendar = calendar_of(row.body.division_code)
    return OpenCase(
        run=run,
        row=row,
        item=item,
        vault=open_vault(row.key),
        steps=steps,
        materials=materials,
        state=state_of(row, steps, materials, item),
        head=Head(row.ledger_seq, bytes(row.ledger_hash)),
        calendar=calendar,
        in_part=seen_in_part(actor, row, steps),
    )


def settle(case: OpenCase, now: datetime) -> None:
    """Fold in and chain what the date has done; written with the act that follows."""
    counted_anew = case.row.calendar_edition != case.calendar.edition
    _, events = settled(case.state, case.item.definition, case.calendar, now, counted_anew=counted_anew)
    for event, at in events:
        if event.type == "deemed_accepted":
            case.batch.insert(
                CaseBreach(
                    case_id=case.row.id, kind="not_told_in_time", position_id=case.state.position_id, at=at
                )
            )
            event = _with_promises(case, event)
        change = told_change(case.state, event.data, case.calendar) if event.type == "recomputed" else None
        case.append(event, actor=SETTLE, at=at)
        if event.type == "deemed_accepted":
            case.accepted_by_date = case.state
        if event.type == "deemed_withdrawn":
            case.withdrawn_by_date = True
        if change is not None:
            case.moved = (change, case.head.seq)


def _with_promises(case: OpenCase, event: Event) -> Event:
    """What the date accepts, it accepts with what was promised: by when that follows, or is checked."""
    item = case.item.definition
    if not forms_of_promises(item):
        return event
    accepted = legal_date(event.data["accepted_at"])
    signed = case.content.signed
    told = promises_by_silence(case.row.id, case.state, item, case.calendar, accepted, signed)
    return Event(event.type, {**event.data, "promises": told}) if told else event


@contextmanager
def act_on(
    act: Act,
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    body: Mapping[str, Any],
    seen_as: Actor | None = None,
    own_step: str = "",
    several: bool = False,
) -> Iterator["OpenCase | Done"]:
    """Run an act on a case; yields the open case, or the first run's answer on a replay.

    Args:
        seen_as: by whose right the case is seen, where that is not the actor's own: of who was shown its code.
        own_step: the step it is about and no other; what colleagues did meanwhile in those beside it is not in its way.
        several: the act is recorded as the single acts that it does at once.

    Raises:
        NotFound: the case is not there for this actor.
        NotAuthorized: the act is not this actor's.
        Stale: somebody acted since the version this actor saw.
        ActNotAllowed: the act does not leave the case's status.
        Refusal: ``receipt_unconfirmed``: it rests on a time that nobody confirmed yet.
    """
    plain = plain_number(number)
    asked = {"number": plain, "expected_version": expected_version, **body}
    rows = partial(ask_for, seen_as or actor, plain, lock=True, in_part=act.value in IN_PART)
    name = f"cases.{act.value}"
    with command(name, actor, idempotency_key, asked, {"number": plain}, alongside=rows) as run:
        case = _open(actor, run.alongside)
        if run.replayed:
            papers = Paper.objects.filter(command_id=run.id).order_by("kind")
            # an act is one human event, and was done on the version its body names, or on what came beside it
            done_at = expected_version + 1
            if (own_step or several) and case.state.version > done_at:
                done_at = version_after(case.row.id, run.id, case.state.version)
            yield Done(plain, done_at, tuple(papers.values_list("id", flat=True)), True)
            return
        case.run = run
        beside = (
            own_step
            and case.state.version > expected_version
            and _only_beside(case, own_step, expected_version)
        )
        settle(case, run.at)
        if case.state.version != expected_version and not beside:
            raise _stale(case, actor)
        try:
            next_status(Status(case.state.status), act)
        except NotAllowed as fault:
            raise ActNotAllowed(fault.status.value, fault.act.value) from fault
        require(actor, act.value, case.state, partial(holds_nothing, case))
        if code := why_waits(act, case.state):
            raise Refusal(code)
        meet_kin(actor, act.value, case)
        yield case


def _only_beside(case: OpenCase, own_step: str, seen: int) -> bool:
    """Whether only steps beside this one moved; the children are then read anew, for they may be as before the wait."""
    case.steps, case.materials = children_of(case.row)
    case.state = state_of(case.row, case.steps, case.materials, case.item)
    return came_only_beside(case.row.id, case.state, own_step, seen)


def _stale(case: OpenCase, actor: Actor) -> Stale:
    """Who was first: the last human act in the stream; people outside are not told which officer, nor what he did where
    they see a part alone."""
    if case.in_part:
        return Stale("", "", case.row.received_at)
    for raw in LedgerEntry.objects.filter(kind="case", stream=str(case.row.id)).order_by("-seq")[:20]:
        told = ledger.decode(raw.canonical)
        if told.actor["kind"] == "system":
            continue
        assignment = told.actor.get("assignment") if isinstance(actor, Staff) else None
        label = assignment_labels({assignment}).get(assignment, "") if assignment else ""
        return Stale(told.type, label, told.at)
    return Stale("", "", case.row.received_at)
