"""Kin for the demonstration: an assister who took a household's application in for her own sister, on record for the county,
and a reviewer who may not look into his cousin's matter.
"""

from datetime import timedelta

from tongban.directory.commands import declare_kin
from tongban.kernel import time
from tongban.site.scenario import Scenario, person, staff
from tongban.site.scenario_of_item import ItemScenario
from tongban.site.step_records import done_step

SISTER, COUSIN = 74, 75  # which invented people
BEGAN, LOOKED_INTO = timedelta(days=4), timedelta(days=2)


def load_kin() -> None:
    """Make it; once, after the county was loaded."""
    now = time.now()
    for username, serial in (("assister", SISTER), ("reviewer", COUSIN)):
        declare_kin(
            staff(username),
            relation="sibling",
            name=person(serial).name,
            number=person(serial).number,
            idempotency_key=f"demo-kin-{username}",
        )
    household = ItemScenario("MZ-001", channel="village_point", serial=SISTER)
    with time.frozen(now - BEGAN):
        household.accepted(signed=False)  # her son has not been to the village point yet
    with time.frozen(now - LOOKED_INTO):
        step = household.open_step
        assert step is not None
        done_step(
            household.reviewer, household.number, version=household.version, code=step.code, kind=step.kind
        )
    with time.frozen(now - timedelta(hours=20)):
        Scenario(serial=COUSIN).accepted()
