"""Taking up again what counts as withdrawn: for whom, how long, on which cause.

Source: the item's own rule of deemed withdrawal, which names the time in which a good cause may be shown
(``restore_days``, calendar days; 30 where it names none).  No other outcome is taken up again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import legal_date
from tongban.rules import substance
from tongban.rules.lifecycle import Outcome
from tongban.rules.workdays import WorkCalendar

if TYPE_CHECKING:  # the frame tells of a withdrawal in these words
    from tongban.cases.frame import OpenCase

RESTORE_DAYS = 30  # calendar days, where the item's rule names none; data of the item otherwise
LONGEST = timedelta(days=180)  # a later day is a slip of the keyboard


def restorable_until(state: CaseState, item: ItemDefinition, calendar: WorkCalendar) -> date | None:
    """The last day on which it may be taken up again; None where nothing counts as withdrawn.

    It runs from the day on which that was told, where that was later than the day itself: what the sweep, or the check of
    an entry, takes is not the applicant's time.  The day on which it begins does not count (民法典 art. 201), and it never
    ends on a day of rest (art. 203).
    """
    if state.outcome != Outcome.DEEMED_WITHDRAWN or state.concluded_at is None:
        return None
    effect = item.effect("deemed_withdrawal")
    days = int(effect.params.get("restore_days", RESTORE_DAYS)) if effect else RESTORE_DAYS
    first = max(legal_date(state.concluded_at), state.course.withdrawal_told or date.min)
    return calendar.end_of_period(first + timedelta(days=days))[0]


def restoration_faults(
    case: OpenCase, cause: str, proof: str, proof_seen: bool, bring_by: date | None
) -> list[FieldFault]:
    """Why it cannot be taken up again as it is asked.

    Args:
        cause: why it could not be brought in time.
        proof: what shows it.
        proof_seen: whether the officer saw that.
        bring_by: the new day.
    """
    today = legal_date(case.run.at)
    until = restorable_until(case.state, case.item.definition, case.calendar)
    faults = []
    if until is not None and today > until:
        faults.append(FieldFault("cause", "too_late_to_restore", {"until": until}))
    if why := substance.why_not_substance(cause):
        faults.append(FieldFault("cause", why, {"least": substance.LEAST}))
    if not proof.strip():
        faults.append(FieldFault("proof", "required"))
    if not proof_seen:
        faults.append(FieldFault("proof_seen", "proof_not_seen"))
    if bring_by is None:
        faults.append(FieldFault("bring_by", "required"))
    elif bring_by <= today:
        faults.append(FieldFault("bring_by", "before_tomorrow"))
    elif bring_by > today + LONGEST:
        faults.append(FieldFault("bring_by", "too_far_to_bring"))
    elif not case.calendar.is_working(bring_by):
        faults.append(FieldFault("bring_by", "not_a_working_day"))
    return faults
