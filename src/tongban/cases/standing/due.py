"""Which benefits stand and when somebody looks at them again: once a year, by the item's own effect."""

from calendar import isleap
from datetime import date, timedelta

from tongban.catalogue.definition import ItemDefinition

EFFECT = "yearly_review"
AHEAD = 30
"""Calendar days before the year is over on which a review comes onto the list, where the item says nothing else."""


def review_days(item: ItemDefinition) -> int | None:
    """How many calendar days before its day a yearly review is on the list; None where the item has no such review."""
    stated = item.effect(EFFECT)
    return None if stated is None else int(stated.params.get("days", AHEAD))


def anniversary(granted: date, year: int) -> date:
    """The day of a year on which a benefit granted on a day is to be looked at again; 29 February becomes the 28th."""
    try:
        return granted.replace(year=year)
    except ValueError:
        return granted.replace(year=year, day=28)


def due_up_to(today: date, ahead: int, year: int) -> tuple[int, int] | None:
    """The last month and day of a grant whose anniversary of a year is on the list today; None where none is.

    Args:
        ahead: calendar days before its anniversary on which a review comes onto the list.
    """
    last = today + timedelta(days=ahead)
    if last.year != year:
        return (12, 31) if last.year > year else None
    # what was granted on 29 February is due on the 28th of a year that has no 29th
    return (2, 29) if (last.month, last.day) == (2, 28) and not isleap(year) else (last.month, last.day)
