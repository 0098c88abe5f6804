"""Dated scenarios written from the law, through the commands, through the pages, and some of them on the screen.

Each begins with the county as it was made once, and leaves nothing behind.  All of them on the screen: `make prove`.
"""

import pytest
from tests.scenarios.county import prepared
from tests.scenarios.in_http import InHttp
from tests.scenarios.in_python import InPython
from tests.scenarios.reading import Scenario, scenarios
from tests.scenarios.running import run

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.id)
def test_by_its_commands(scenario: Scenario) -> None:
    run(scenario, InPython(prepared(scenario)))


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.id)
def test_through_its_pages(scenario: Scenario) -> None:
    run(scenario, InHttp(prepared(scenario)))
