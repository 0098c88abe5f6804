"""The limits of a case that run today and bind an authority, with what is left of each: what warnings are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongban.cases.clocks import resting, windows
from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.rules.clock import Unit, remaining
from tongban.rules.workdays import WorkCalendar

DUE_OF: dict[str, tuple[str, str]] = {
    "intake_check": ("submitted", "intake_due"),
    "promised": ("in_review", "promised_due"),
    "statutory": ("in_review", "statutory_due"),
    "delivery": ("concluded", "delivery_due"),
}
"""Which limits: kind → the status of a case in which it runs, and the row's column of its last day.

Not the telling within five days: the check of the materials is asked for no later, and the same warning would come
twice.  Not a step's own limit: it parts the promise among positions, and the promise is what was promised.
"""


@dataclass(frozen=True, slots=True)
class RunningLimit:
    """One limit as it stands.

    Args:
        kind: of `DUE_OF`.
        due: its last day.
        left: counted days left in its own unit, as `rules.clock.remaining` gives them.
        days: how long it is.
        rests: a special procedure takes today out of it; what is over is over, whatever is done meanwhile.
    """

    kind: str
    due: date
    left: int
    days: int
    unit: Unit
    rests: bool


def running_limits(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date
) -> Iterator[RunningLimit]:
    """Of a settled case those limits that have begun and are not met, in the order of the life cycle."""
    for window in windows(state, item):
        if window.kind not in DUE_OF or window.start is None or window.met is not None:
            continue
        if DUE_OF[window.kind][0] != state.status:
            continue
        result = window.due(calendar)
        left = remaining(result, today, calendar)
        rests = left >= 0 and resting(window, today)
        yield RunningLimit(window.kind, result.due, left, window.limit.days, window.limit.unit, rests)
