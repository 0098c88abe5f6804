"""Every dated scenario read off the screen in a real browser."""

import pytest
from playwright.sync_api import Page
from tests.scenarios.county import prepared
from tests.scenarios.on_screen import OnScreen
from tests.scenarios.reading import Scenario, scenarios
from tests.scenarios.running import run

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.id)
def test_the_screen_shows_the_days_that_the_law_counts(scenario: Scenario, page: Page) -> None:
    run(scenario, OnScreen(prepared(scenario), page))
