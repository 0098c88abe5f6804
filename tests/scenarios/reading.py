"""Scenarios as they are written in the files beside this one.

``item``: a shipped code, or ``like`` one of them with other ``limits`` (``15 working``), another ``type`` or further
``effects``.  ``acts``: at which moment of China who does what (`acts.PLANS`, and ``submit``, ``publish_calendar``, ``sweep``);
``refused`` is the code of the fault that must come back.  ``expect``: at which moment which ``status``, ``outcome``,
``breaches``, ``events``, promises ``kept``; of each clock ``start``, ``due``, ``left``, ``state``, ``provisional``; which
days a clock ``counts`` and which it ``rests``.  ``count`` is how the last day was counted by hand: `hand_count` counts it
again with another calendar, and nothing of the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tongban.kernel.time import SHANGHAI

HERE = Path(__file__).parent
LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the one in C is ten times as quick, where it is there


@dataclass(frozen=True)
class Said:
    """One thing that is done, or that must hold, at a moment.

    Args:
        what: the act, as `acts` knows it; empty for an expectation.
        told: everything else that stands in its line.
    """

    at: datetime
    what: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Scenario:
    """A dated story and what the law makes of it.

    Args:
        item: a shipped code, or what differs from one (``like``).
        second_township: its promise in days, and whether it handles the matter; empty where there is none.
    """

    id: str
    group: str
    says: str
    source: str
    item: str | Mapping[str, Any]
    second_township: Mapping[str, Any]
    lines: tuple[Said, ...] = field(repr=False)


def moment(text: object) -> datetime:
    """``2026-11-02 10:00``, as the clocks in China have it.

    Raises:
        ValueError: it is none.
    """
    return datetime.fromisoformat(str(text)).replace(tzinfo=SHANGHAI)


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every scenario of every file."""
    return tuple(
        _scenario(path.stem, told)
        for path in sorted(HERE.glob("*.yaml"))
        for told in yaml.load(path.read_text("utf-8"), Loader=LOADER)
    )


def _scenario(group: str, told: Mapping[str, Any]) -> Scenario:
    acts = [Said(moment(one["at"]), one["do"], one) for one in told["acts"]]
    expected = [Said(moment(one["at"]), "", one) for one in told["expect"]]
    lines = sorted([*acts, *expected], key=lambda one: one.at)  # what is done goes before what holds then
    return Scenario(
        told["id"],
        group,
        told["says"],
        told["source"],
        told["item"],
        told.get("second_township", {}),
        tuple(lines),
    )


def clocks(scenario: Scenario) -> Iterator[tuple[date, str, Mapping[str, Any]]]:
    """Every clock that a scenario speaks of: the day on which it is looked at, its name, what is said."""
    for line in scenario.lines:
        for name, said in line.told.get("clocks", {}).items():
            yield line.at.date(), name, said
