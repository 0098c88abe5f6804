"""The limit of joint handling is counted anew as what it is: it follows from the matter's own steps."""

from datetime import datetime
from uuid import uuid4

import pytest
from tests.cases.open_cases import corrected_2026

from tongban.cases.calendar.notices import preview, read_notice
from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.recount import recount
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.kernel.actors import System
from tongban.kernel.time import SHANGHAI, frozen
from tongban.kernel.verify import verify
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MONDAY = datetime(2026, 9, 14, 10, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


def test_a_matter_of_several_departments_keeps_its_forty_five_days() -> None:
    with frozen(MONDAY):
        alone = ItemScenario("NJ-001", serial=1)
        joint = ItemScenario("NJ-001", serial=2, answers={"land_now": "forest"})
        for matter in (alone, joint):
            matter.accepted()
        told = preview(read_notice(corrected_2026()))
        moves = {(one.was, one.becomes) for one in told.examples if one.kind == "statutory"}
        publish_calendar(System("operator"), corrected_2026(), idempotency_key=uuid4().hex)
        recount()
        for matter in (alone, joint):
            clock = next(
                one for one in case_for(matter.head, matter.number).clocks if one.kind == "statutory"
            )
            kept = Case.objects.get(number=matter.number).statutory_due
            assert clock.due is not None and kept == clock.due.due
            assert any(becomes == kept for _, becomes in moves)
    assert verify().holds
