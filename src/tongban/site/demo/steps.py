"""Steps in the middle of a review for the demonstration, through the commands at a shifted now.

A household whose notice somebody objected to: inquired into anew, answered, and posted a second time, so that it hangs
in the village and on the portal.  A lost card that waits to be entered into the card system.  And somebody in need who
waits for the visit of two officers.
"""

from datetime import timedelta
from uuid import uuid4

from tongban.cases.commands import answer_objection, record_objection
from tongban.cases.queries import case_for
from tongban.kernel import time
from tongban.site.scenario_of_item import ItemScenario
from tongban.site.step_records import done_step, posted_notice

BEGAN, OBJECTED, POSTED_AGAIN = timedelta(days=12), timedelta(days=8), timedelta(days=3)
HOUSEHOLD, CARD, ALONE = 71, 72, 73  # which invented people
OBJECTION = "他家儿子上个月在银川买了一辆新货车，没有报上去。"
FINDING = "到车管所查过，货车是儿子分户以后自己买的，不算这一户的财产；已经当面答复本人，他没有别的意见。"


def load_steps() -> None:
    """Make them; once, after the county was loaded."""
    now = time.now()
    household = ItemScenario("MZ-001", serial=HOUSEHOLD)
    with time.frozen(now - BEGAN):
        household.accepted()
        _inquired(household)
    with time.frozen(now - BEGAN + timedelta(hours=2)):
        posted_notice(household.reviewer, household.number, version=household.version)
    with time.frozen(now - OBJECTED):
        record_objection(
            household.clerk,
            household.number,
            expected_version=household.version,
            idempotency_key=uuid4().hex,
            objector="未留名",
            contact="",
            about=OBJECTION,
        )
    with time.frozen(now - POSTED_AGAIN):
        _inquired(household)
        _answered(household)
        posted_notice(household.reviewer, household.number, version=household.version)
    card = ItemScenario("SB-007", serial=CARD)
    with time.frozen(now - timedelta(hours=20)):
        card.accepted()
        card.opinion()
        ItemScenario("MZ-002", serial=ALONE).accepted()


def _inquired(household: ItemScenario) -> None:
    """Every step up to the notice, with its record."""
    while (step := household.open_step) is not None and step.kind != "public_notice":
        done_step(
            household.reviewer, household.number, version=household.version, code=step.code, kind=step.kind
        )


def _answered(household: ItemScenario) -> None:
    view = case_for(household.reviewer, household.number)
    [objection] = [one for step in view.steps for one in step.objections]
    answer_objection(
        household.reviewer,
        household.number,
        expected_version=view.version,
        idempotency_key=uuid4().hex,
        objection=str(objection.id),
        upheld=False,
        finding=FINDING,
        told_how="nobody",
    )
