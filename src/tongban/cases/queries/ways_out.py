"""What a head may do about a matter that is late or will be, and why not what they may not: for many matters at once.

A line of a list has the row and its steps and nothing more; that a person is kin of a party is refused by the act itself
where it needs the application to be opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tongban.cases.authority import why_not
from tongban.cases.clock_acts import kinds_allowed, why_not_now
from tongban.cases.clocks import calendar_of
from tongban.cases.frame import OpenCase, state_of
from tongban.cases.later_entries import why_waits
from tongban.cases.models import Case, CaseStep
from tongban.cases.settlement import settled
from tongban.catalogue.queries import pinned
from tongban.directory.queries.places import body
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.commands import Run
from tongban.kernel.errors import Erased
from tongban.kernel.ledger import Head
from tongban.kernel.secrets import open_vault
from tongban.rules.lifecycle import Act, Status, acts_from

WAYS = (Act.DECIDE, Act.GIVE_OPINION, Act.REASSIGN, Act.EXTEND, Act.START_SPECIAL_PROCEDURE)
"""In the order in which they are offered."""


@dataclass(frozen=True)
class WayOut:
    """One act.

    Args:
        act: its code.
        why_not: a code that says why it cannot be done; empty where it can.
    """

    act: str
    why_not: str = ""


def opened_lines(actor: Staff, rows: Iterable[Case], steps: Iterable[CaseStep]) -> tuple[OpenCase, ...]:
    """Rows with their steps as cases, settled to this moment; without materials, and without what was erased.

    Args:
        rows: with their keys loaded.
        steps: of all of them, each case's in order.
    """
    of_case: dict[UUID, list[CaseStep]] = {}
    for step in steps:
        of_case.setdefault(step.case_id, []).append(step)
    now, found = time.now(), []
    for row in rows:
        try:
            vault = open_vault(row.key)
        except Erased:
            continue
        item, own = pinned(row.item_version_id), of_case.get(row.id, [])
        calendar = calendar_of(body(row.body_id).division_code)
        anew = row.calendar_edition != calendar.edition
        state, _ = settled(state_of(row, own, [], item), item.definition, calendar, now, counted_anew=anew)
        head = Head(row.ledger_seq, bytes(row.ledger_hash))
        run = Run(UUID(int=0), now, actor)
        found.append(OpenCase(run, row, item, vault, own, [], state, head, calendar))
    return tuple(found)


def ways_out(actor: Staff, case: OpenCase) -> tuple[WayOut, ...]:
    """The acts of `WAYS`, each with why this actor may not do it now.

    A decision and an opinion are the head's own work, and are named only where they are their turn.
    """
    possible = acts_from(Status(case.state.status))
    told = []
    for act in WAYS:
        if act in possible:
            code = why_not(actor, act.value, case.state) or why_waits(act, case.state) or _not_now(act, case)
        else:
            code = "nothing_to_reassign" if act is Act.REASSIGN else "only_under_review"
        if not code or act not in (Act.DECIDE, Act.GIVE_OPINION):
            told.append(WayOut(act.value, code))
    return tuple(told)


def _not_now(act: Act, case: OpenCase) -> str:
    if act is Act.DECIDE:
        return "steps_open" if any(step.state != "done" for step in case.state.steps) else _running(case)
    if act is Act.EXTEND:
        return why_not_now(case)
    if act is Act.START_SPECIAL_PROCEDURE:
        return _running(case) if kinds_allowed(case.item.definition) else "procedure_not_allowed"
    return ""


def _running(case: OpenCase) -> str:
    return "procedure_open" if case.state.course.open_procedure is not None else ""
