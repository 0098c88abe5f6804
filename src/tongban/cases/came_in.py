"""When the answer to a correction notice came, and what is still to be confirmed of that (补录).

Sources: 行政许可法 art. 32 (4).  What is handed over at the authority's own counter, or to a village point that receives
for it, is received then, even when the line is down: `rules.receipt`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from tongban.cases.course import LaterEntry
from tongban.cases.frame import OpenCase
from tongban.cases.receiving import came_in, elsewhere, later_entry_faults, moments, receipt_rule
from tongban.directory.queries import site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Outcome
from tongban.rules.receipt import Counted, too_far_back


@dataclass(frozen=True)
class Came:
    """When an answer came: the moment that counts, the day from which it is checked, and what still waits."""

    at: datetime
    counted: Counted
    later: LaterEntry | None = None


def may_have_come_in_time(case: OpenCase) -> bool:
    """Whether what counts as withdrawn may still be said to have been answered before it did: as long as a later entry
    reaches back to its last day."""
    state = case.state
    if state.outcome != Outcome.DEEMED_WITHDRAWN or state.concluded_at is None:
        return False
    last, today = legal_date(state.concluded_at) - timedelta(days=1), legal_date(case.run.at)
    return not too_far_back(last, today, settings.LATER_ENTRY_DAYS, case.calendar)


def came(case: OpenCase, actor: Actor, stated: datetime, later_reason: str, confirmed_by: int | None) -> Came:
    """What is stated of the moment, looked at.

    An earlier time of receipt runs at once, for it shortens the office's limit and never the applicant's; where its second
    person does not find it, the entry counts.

    Args:
        stated: when it was handed over, as the officer says; of the applicant at their own sign-in, now.
        later_reason, confirmed_by: of an earlier time, as in `later_entry_faults`.

    Raises:
        InputFaults: what a later entry still needs; ``not_handed_over_in_time`` of what counts as withdrawn.
    """
    entry, withdrawn = _counts_from(case, actor, case.run.at), case.state.concluded_at
    here = isinstance(actor, Staff) and _handover_counts(case, actor)
    if withdrawn is not None and not (here and legal_date(stated) < legal_date(withdrawn)):
        raise InputFaults([FieldFault("received_at", "not_handed_over_in_time")])
    if not isinstance(actor, Staff) or not here:
        return Came(case.run.at, entry)  # what somebody only carries counts when it arrives
    counted = _counts_from(case, actor, stated)
    if counted.day == entry.day and legal_date(stated) == legal_date(case.run.at):
        return Came(stated, counted)
    if faults := later_entry_faults(
        actor,
        case.state.position_id,
        stated,
        case.run.at,
        case.calendar,
        field="received_at",
        later_reason=later_reason,
        confirmed_by=confirmed_by,
    ):
        raise InputFaults(faults)
    assert confirmed_by is not None
    later = LaterEntry(
        actor.assignment_id,
        confirmed_by,
        entry.day,
        on=entry.arrived.on if entry.arrived else None,
        late=entry.arrived.late if entry.arrived else False,
        kind="answered",
        at=stated,
        entered=case.run.at,
        withdrawn=withdrawn,
        ref=str(len(case.state.course.rounds)),
    )
    return Came(stated, counted, later)


def _handover_counts(case: OpenCase, actor: Staff) -> bool:
    """Whether the handover counts at this counter or point, and not the arrival."""
    taken = site(actor.site_id)
    rule = receipt_rule(case.item.definition, _channel(actor), taken)
    return rule.counts_handover and not elsewhere(taken, case.row.handling_site)


def _counts_from(case: OpenCase, actor: Actor, at: datetime) -> Counted:
    """The day from which the check of the correction runs, by what item and site say of receipt."""
    handling = case.row.handling_site
    taken = site(actor.site_id) if isinstance(actor, Staff) else handling
    when = moments(at, case.run.at, case.run.at)
    return came_in(case.item.definition, _channel(actor), taken, handling, when, case.calendar)


def _channel(actor: Actor) -> str:
    """Through which door a correction comes, whatever door the application came through."""
    if isinstance(actor, Staff):
        return "village_point" if actor.role == "assister" else "window"
    return "portal"
