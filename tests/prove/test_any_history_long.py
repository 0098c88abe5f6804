"""A hundred and fifty random histories through the commands, and fifteen hundred courses without a database."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.cases.any_history import DONE, ITEM, AnyHistory
from tests.cases.test_any_course import AnyCourse
from tests.scenarios.county import edition

from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.site import demo
from tongban.site.demo.county import SINCE

pytestmark = pytest.mark.prove
# after a decision, and the way back from an end: a history that never comes there proves nothing of it
TAKE_PART = {
    "hear_applicant",
    "revoke",
    "redo",
    "reopen",
    "serve_paper",
    "correct_clerical_error",
    "archive",
    "terminate",
}


def many(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.django_db
def test_no_history_reaches_a_status_without_paper_reason_or_authority() -> None:
    demo.load(items=["NJ-001"])
    publish_version(
        System("setup"), edition(ITEM), effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex
    )
    run_state_machine_as_test(AnyHistory, settings=many(150, 40))
    assert set(DONE) >= TAKE_PART, sorted(TAKE_PART - set(DONE))


def test_looked_at_daily_or_once_every_course_is_the_same() -> None:
    run_state_machine_as_test(AnyCourse, settings=many(1500, 50))
