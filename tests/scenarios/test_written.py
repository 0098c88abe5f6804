"""The scenarios as written: whole, each from a source, and every last day counted by other hands."""

import pytest
from tests.scenarios.hand_count import Count
from tests.scenarios.reading import Scenario, clocks, scenarios

SCENARIOS = scenarios()


def test_there_are_sixty_and_each_has_its_own_name() -> None:
    names = [one.id for one in SCENARIOS]
    assert len(names) >= 60
    assert len(names) == len(set(names))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_every_last_day_is_what_other_hands_count(scenario: Scenario) -> None:
    assert scenario.says and scenario.source
    counted: dict[str, Count] = {}
    for today, name, said in clocks(scenario):
        if "count" in said:
            counted[name] = Count.read(said["count"])
            assert counted[name].last == said["due"], name
        if "left" in said:
            assert counted[name].left(today) == said["left"], name


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_a_day_is_looked_at_once_or_as_counted_or_not(scenario: Scenario) -> None:
    for line in scenario.lines:
        counts, rests = line.told.get("counts", {}), line.told.get("rests", {})
        for name in counts.keys() & rests.keys():
            assert not set(counts[name]) & set(rests[name])
