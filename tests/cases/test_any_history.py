"""A few random histories through the commands; many of them in `make prove`."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cases.any_history import ITEM, AnyHistory
from tests.scenarios.county import edition

from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.site import demo
from tongban.site.demo.county import SINCE

FEW = settings(
    max_examples=4,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.once
def test_no_history_reaches_a_status_without_paper_reason_or_authority() -> None:
    demo.load(items=["NJ-001"])
    publish_version(
        System("setup"), edition(ITEM), effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex
    )
    run_state_machine_as_test(AnyHistory, settings=FEW)
