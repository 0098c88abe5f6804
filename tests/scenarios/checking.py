"""What a scenario expects of a case at a moment, compared with the answer that a driver got."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.scenarios.county import World


def check(expected: Mapping[str, Any], days: Mapping[str, Any], world: World) -> None:
    """Everything that is said must hold; what is not said may be as it is."""
    for name in ("status", "outcome"):
        if name in expected:
            assert days[name] == expected[name], name
    for name, said in expected.get("clocks", {}).items():
        _clock(said, clock(days, name), name)
    for name, named in expected.get("counts", {}).items():
        assert _rest(named, clock(days, name)) == [], f"{name}: these count"
    for name, named in expected.get("rests", {}).items():
        assert _rest(named, clock(days, name)) == _iso(named), f"{name}: these do not count"
    if "breaches" in expected:
        assert world.breaches() == expected["breaches"]
    for material, kept in expected.get("kept", {}).items():
        assert world.kept(material) == kept, material
    if "events" in expected:
        assert set(expected["events"]) <= world.events()


def clock(days: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A clock by its kind; of a step's limit ``step <code>``."""
    kind, _, step = name.partition(" ")
    return next(one for one in days["clocks"] if one["kind"] == kind and (one["step"] or "") == step)


def _clock(said: Mapping[str, Any], got: Mapping[str, Any], name: str) -> None:
    given = {"left": got["remaining"], **{key: got[key] for key in ("start", "due", "state", "provisional")}}
    for key, value in said.items():
        if key != "count":
            assert given[key] == (value.isoformat() if isinstance(value, date) else value), (name, key)


def _rest(named: Iterable[date], got: Mapping[str, Any]) -> list[str]:
    """Of the days named those that the clock does not count; a day that it does not know is a fault."""
    entries = {entry["date"]: entry["counted"] for entry in got["days"]}
    return [day for day in _iso(named) if not entries[day]]


def _iso(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]
