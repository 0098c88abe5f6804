"""行政许可法 art. 43: the lower body's first review is done within twenty days of its acceptance."""

from typing import Any

import pytest

from tongban.site.demo import read_catalogue

TWENTY_DAYS = 20  # working days (art. 82)
LICENCES_OF_THE_COUNTY = [
    item
    for item in read_catalogue()
    if item["type_code"] == "01"
    and item["decider"]["level"] == "county"
    and any(step["level"] == "township" for step in item["steps"])
]


def test_there_is_such_an_item() -> None:
    assert LICENCES_OF_THE_COUNTY


@pytest.mark.parametrize("item", LICENCES_OF_THE_COUNTY, ids=lambda item: item["code"])
def test_the_townships_steps_have_limits_that_end_within_twenty_days(item: dict[str, Any]) -> None:
    own = [step for step in item["steps"] if step["level"] in ("township", "village")]
    assert all("limit" in step for step in own), (
        "a step without a limit of its own may take the twenty days alone"
    )
    assert sum(step["limit"]["days"] for step in own) <= TWENTY_DAYS
    county = next(place for place, step in enumerate(item["steps"]) if step["level"] == "county")
    assert all(step["level"] != "township" for step in item["steps"][county:]), (
        "what was sent up is not done again"
    )
