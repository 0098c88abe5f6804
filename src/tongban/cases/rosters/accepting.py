"""Accepting together what a roster became: one person looked at the papers of the whole list and answers for each.

Each matter is accepted by the same `accept` as everybody's, in that person's name, with its own event and its own
notice; what cannot be accepted stands apart with its reason.  Killed at any point, what was accepted stays.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from tongban.cases.commands.intake import accept
from tongban.cases.models import CaseMaterial, Roster, RosterRow
from tongban.cases.requests import Verdict
from tongban.cases.rosters.records import codes, open_held, record, seal_held
from tongban.cases.rosters.visibility import rosters_visible_to, rows_of
from tongban.directory.models import Assignment
from tongban.directory.queries import actor_for_assignment
from tongban.kernel import time
from tongban.kernel.actors import Staff, System
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import open_vault
from tongban.rules.lifecycle import Status
from tongban.rules.promises import PROMISES

ACTOR = System("roster")
LONGEST = timedelta(minutes=4)
ROW = "row"
AT_ONCE = 100
OF_KIN = "near_kin"


def begin_accepting(roster: Roster, actor: Staff, run: Run) -> int:
    """Mark a held roster as being accepted, what was refused before tried again; how many wait.

    Raises:
        Refusal: ``roster_not_waiting`` while it is filed or accepted already; ``roster_nothing_to_accept``.
    """
    if roster.state == Roster.State.RUNNING or roster.accepting_id is not None:
        raise Refusal("roster_not_waiting")
    submitted = to_accept(roster)
    left = submitted.count()
    if not left:
        raise Refusal("roster_nothing_to_accept")
    submitted.exclude(faults=[]).update(faults=[], values=seal_held({}, (), open_vault(roster.key)))
    roster.accepting_id, roster.why_stopped = actor.assignment_id, ""
    roster.version += 1
    roster.save(update_fields=["accepting", "why_stopped", "version"])
    record(roster, Event("roster_accepting", {"left": left}), run, actor)
    return left


def to_accept(roster: Roster) -> QuerySet[RosterRow]:
    """The rows whose matters wait at the counter."""
    return rows_of(roster).filter(state=RosterRow.State.FILED, case__status=Status.SUBMITTED)


def accept_rows(roster_id: UUID, *, longest: timedelta = LONGEST) -> bool:
    """Accept what is left of a roster that is being accepted; whether something is left after all that time."""
    ends = time.now() + longest
    while True:
        roster = rosters_visible_to(ACTOR).filter(id=roster_id, accepting__isnull=False).first()
        if roster is None:
            return False
        actor = _accepter(roster)
        if actor is None:
            end_accepting(roster_id, "assignment_ended")
            return False
        rows = list(to_accept(roster).filter(faults=[]).select_related("case")[:AT_ONCE])
        if not rows:
            end_accepting(roster_id, "")
            return False
        for row in rows:
            if not _accept_one(roster, actor, row):
                return False
            if time.now() >= ends:
                return True


def _accept_one(roster: Roster, actor: Staff, row: RosterRow) -> bool:
    """One matter, one transaction; False where it was stopped."""
    assert row.case is not None  # it was filed
    with transaction.atomic():
        held = rosters_visible_to(ACTOR).filter(id=roster.id, accepting_id=actor.assignment_id)
        if held.select_for_update(of=("self",)).first() is None:
            return False
        try:
            with transaction.atomic():
                accept(
                    actor,
                    row.case.number,
                    expected_version=row.case.version,
                    idempotency_key=f"roster-accept:{roster.id.hex}:{row.line}:{roster.version}",
                    verdicts=_verdicts(row.case.id),
                )
            return True
        except InputFaults as wrong:
            faults = list(wrong.faults)
        except Refusal as refusal:
            if refusal.code.startswith(
                OF_KIN
            ):  # whose kin it is, a list that the whole counter reads does not tell
                refusal = Refusal("accept_singly")
            faults = [FieldFault(ROW, refusal.code, _plain(refusal.params))]
        sealed = seal_held(
            open_held(row.values, open_vault(roster.key)).cells, faults, open_vault(roster.key)
        )
        rows_of(roster).filter(id=row.id).update(values=sealed, faults=codes(faults))
    return True


def _verdicts(case_id: UUID) -> Mapping[str, Verdict]:
    """What was looked at and found in order: all that was handed over, promises apart, which no look proves."""
    rows = CaseMaterial.objects.filter(case_id=case_id, verdict="").exclude(form="")
    return {row.code: Verdict("ok") for row in rows if row.form not in PROMISES}


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int | str) else str(value) for name, value in params.items()}


def end_accepting(roster_id: UUID, why: str, *, by: Run | None = None) -> bool:
    """Write down that it is over, or was stopped; whether it was under way.

    Args:
        why: why it was stopped; empty: nothing was left.
    """
    with transaction.atomic():
        held = rosters_visible_to(ACTOR).filter(id=roster_id, accepting__isnull=False)
        roster = held.select_for_update(of=("self",)).first()
        if roster is None:
            return False
        left = to_accept(roster)
        if not why and left.filter(faults=[]).exists():
            return False
        roster.accepting_id, roster.why_stopped = None, why
        roster.save(update_fields=["accepting", "why_stopped"])
        told = {"why": why, "left": left.count()}
        run = by or Run(uuid4(), time.now(), ACTOR)
        record(roster, Event("roster_accepted", told), run, run.actor)
    return True


def _accepter(roster: Roster) -> Staff | None:
    held = roster.accepting_id or 0
    account = Assignment.objects.filter(id=held).values_list("staff__account__id", flat=True).first()
    try:
        return actor_for_assignment(held, account) if account else None
    except NotFound:
        return None


def accepting_rosters() -> tuple[UUID, ...]:
    """Those under way, for the sweep that sees to it that somebody works at each."""
    return tuple(rosters_visible_to(ACTOR).filter(accepting__isnull=False).values_list("id", flat=True))
