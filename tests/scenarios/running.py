"""A scenario line by line, whoever drives it."""

from collections.abc import Mapping
from typing import Any

from tests.scenarios.acts import plan
from tests.scenarios.checking import check
from tests.scenarios.county import publish_notice
from tests.scenarios.in_http import InHttp
from tests.scenarios.in_python import InPython
from tests.scenarios.reading import Scenario

from tongban.cases.commands.settling import settle_overdue
from tongban.kernel.time import frozen

Driver = InPython | InHttp


def run(scenario: Scenario, driver: Driver) -> None:
    """Line by line in the order of time, each at its own moment."""
    for line in scenario.lines:
        with frozen(line.at):
            if line.what == "":
                check(line.told, driver.days(), driver.world)
            elif line.what == "publish_calendar":
                publish_notice(line.told["calendar"])
            elif line.what == "sweep":
                settle_overdue(line.at)
            else:
                wanted = {line.told["refused"]} if "refused" in line.told else set()
                refused = _do(driver, line.what, line.told)
                assert wanted <= refused and bool(wanted) == bool(refused), (line.at, line.what, refused)


def _do(driver: Driver, what: str, told: Mapping[str, Any]) -> set[str]:
    if what == "submit":
        return driver.submit(told)
    if what == "review":
        while driver.world.matter.open_step:
            _all(driver, "opinion", told)
        return set()
    return _all(driver, what, told)


def _all(driver: Driver, what: str, told: Mapping[str, Any]) -> set[str]:
    for doing in plan(driver.world, what, told):
        if refused := driver.do(doing):
            return refused
    return set()
