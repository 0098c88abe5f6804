"""What a visit to the spot must leave on record.

Source: 行政许可法 art. 34 para. 3: the substance of a matter is verified by at least two officers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongban.rules.substance import LEAST, why_not_substance

LEAST_OFFICERS = 2


@dataclass(frozen=True)
class Floor:
    """The day from which a visit or a meeting can belong to a matter.

    Args:
        day: its receipt; after an objection the day from which the inquiry is made anew.
        anew: whether it is the latter: what was done for the first inquiry is none of the new one.
    """

    day: date
    anew: bool = False


def fault_of_day(day: date | None, *, floor: Floor, today: date) -> tuple[str, dict[str, date]] | None:
    """What is wrong with the day of a visit or a meeting.

    Args:
        today: the day it is entered.

    Returns:
        (code, params): ``required``; ``date_in_future``; ``before_the_matter`` or ``before_the_new_inquiry`` (since);
        None where nothing is.
    """
    if day is None:
        return "required", {}
    if day > today:
        return "date_in_future", {}
    if day < floor.day:
        return ("before_the_new_inquiry" if floor.anew else "before_the_matter"), {"since": floor.day}
    return None


def faults_of_visit(
    *, day: date | None, place: str, findings: str, officers: tuple[int, ...], today: date, floor: Floor
) -> list[tuple[str, str, Mapping[str, object]]]:
    """Everything that is wrong with the record of a visit.

    Args:
        day: when they went, a date in China.
        findings: what they saw, heard and measured.
        officers: staff ids of who went.
        today: the day it is entered.
        floor: the earliest day that it can be of.

    Returns:
        (field, code, params): ``required``, the faults of its day (`fault_of_day`), ``two_officers`` (least), and why the findings say
        nothing (`rules.substance`).
    """
    faults: list[tuple[str, str, Mapping[str, object]]] = []
    if wrong := fault_of_day(day, floor=floor, today=today):
        faults.append(("visit_day", *wrong))
    if not place.strip():
        faults.append(("visit_place", "required", {}))
    if len(set(officers)) < LEAST_OFFICERS:
        faults.append(("second_officer", "two_officers", {"least": LEAST_OFFICERS}))
    if why := why_not_substance(findings):
        faults.append(("findings", why, {"least": LEAST}))
    return faults
