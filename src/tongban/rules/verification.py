"""What a visit to the spot must leave on record.

Source: 行政许可法 art. 34 para. 3: the substance of a matter is verified by at least two officers.
"""

from datetime import date

from tongban.rules.substance import LEAST, why_not_substance

LEAST_OFFICERS = 2


def faults_of_visit(
    *, day: date | None, place: str, findings: str, officers: tuple[int, ...], today: date
) -> list[tuple[str, str, dict[str, int]]]:
    """Everything that is wrong with the record of a visit.

    Args:
        day: when they went, a date in China.
        findings: what they saw, heard and measured.
        officers: staff ids of who went.
        today: the day it is entered.

    Returns:
        (field, code, params): ``required``, ``date_in_future``, ``two_officers`` (least), and why the findings say
        nothing (`rules.substance`).
    """
    faults: list[tuple[str, str, dict[str, int]]] = []
    if day is None:
        faults.append(("visit_day", "required", {}))
    elif day > today:
        faults.append(("visit_day", "date_in_future", {}))
    if not place.strip():
        faults.append(("visit_place", "required", {}))
    if len(set(officers)) < LEAST_OFFICERS:
        faults.append(("second_officer", "two_officers", {"least": LEAST_OFFICERS}))
    if why := why_not_substance(findings):
        faults.append(("findings", why, {"least": LEAST}))
    return faults
