"""The figures of a desk: how far the limits are, for whom the matters wait, in which phase they stand.

Every figure is a fact of dates and days, and opens the matters behind it (`behind`).  There is no rate, no rank and no
figure of a person.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max

from tongban.kernel import time
from tongban.oversight.queries.apart import Apart
from tongban.oversight.queries.conditions import (
    AHEAD,
    LAST_DAY,
    LATE,
    LIMITS,
    PHASES,
    WHOSE,
    by_limit,
    by_phase,
    by_whose,
)
from tongban.oversight.queries.scope import Scope

MOST_READ = 5000
"""Matters under way that one look reads, by their last day; of more the figures say *at least*."""
FEW = 10
"""So few tell nothing of how an office works."""


@dataclass(frozen=True)
class Number:
    """A figure; ``at_least``: there may be more."""

    count: int = 0
    at_least: bool = False

    @property
    def few(self) -> bool:
        """Whether there are some, and too few to conclude anything from."""
        return 0 < self.count < FEW and not self.at_least


@dataclass(frozen=True)
class Figures:
    """How many matters are under way, parted in three ways; each part adds up to the whole.

    Attributes:
        limits: by `conditions.LIMITS`; whose: by `WHOSE`; phases: by `PHASES`.
    """

    total: Number
    limits: Mapping[str, Number]
    whose: Mapping[str, Number]
    phases: Mapping[str, Number]

    @property
    def late(self) -> Number:
        """What is past its last day, or has it within seven days."""
        parts = [self.limits[code] for code in LATE]
        return Number(sum(one.count for one in parts), any(one.at_least for one in parts))


def figures(scope: Scope, apart: Apart) -> Figures:
    """The figures of what is under way.

    Args:
        apart: what `set_apart` gave; counted by where each stands, the others by their rows.
    """
    today = time.today()
    parted = {**by_limit(today), **by_phase(), **by_whose(scope.ids, scope.positions)}
    # by their last day, so that what is late is whole even where not everything is read
    read = scope.cases.filter(apart.others).annotate(last_day=LAST_DAY).order_by("last_day", "id")
    told = read[: MOST_READ + 1].aggregate(
        total=Count("pk"),
        furthest=Max("last_day"),
        **{code: Count("pk", filter=condition) for code, condition in parted.items()},
    )
    more = told["total"] > MOST_READ
    late_is_whole = not more or told["furthest"] > today + AHEAD
    besides = Counter(code for one in apart.standing for code in (one.limit, one.whose, one.phase))

    def number(code: str) -> Number:
        return Number(told[code] + besides[code], not late_is_whole if code in LATE else more)

    return Figures(
        Number(told["total"] + len(apart.standing), more),
        {code: number(code) for code in LIMITS},
        {code: number(code) for code in WHOSE},
        {code: number(code) for code in PHASES},
    )
