"""One scenario of each kind read off the screen; all of them are in `make prove`."""

import pytest
from playwright.sync_api import Page
from tests.scenarios.county import prepared
from tests.scenarios.on_screen import OnScreen
from tests.scenarios.reading import Scenario, scenarios
from tests.scenarios.running import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.once]

SHOWN = {
    "two-holidays-in-one-limit",
    "a-calendar-limit-that-ends-in-the-holiday-moves",
    "a-limit-that-reaches-into-an-unpublished-year-is-provisional",
    "an-appraisal-across-national-day",
    "extended-on-the-last-day",
    "brought-on-the-last-day",
    "after-five-days-it-is-accepted-from-receipt",
    "friday-evening-by-the-local-rule",
}


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


@pytest.mark.parametrize("scenario", [one for one in scenarios() if one.id in SHOWN], ids=lambda one: one.id)
def test_the_screen_shows_the_days_that_the_law_counts(scenario: Scenario, page: Page) -> None:
    run(scenario, OnScreen(prepared(scenario), page))
