"""What somebody opened on a day, by case: one line for a case, however often it was looked at."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tongban.cases.queries import CouldSee, Opened
from tongban.faces.common.look_words import looked_at
from tongban.faces.common.words import word


@dataclass(frozen=True)
class OpenedCase:
    """The looks at one case, or those at no case.

    Attributes:
        whats: what was looked at, each with how often, in the order of the first time.
    """

    number: str
    whats: tuple[tuple[str, int], ...]
    count: int
    first: datetime
    last: datetime


def opened_by_case(told: CouldSee) -> tuple[OpenedCase, ...]:
    """The looks of the day by case, in the order of the first of each."""
    found: dict[str, list[Opened]] = {}
    for look in told.opened:
        found.setdefault(look.number, []).append(look)
    return tuple(
        OpenedCase(number, tuple(Counter(map(_what, looks)).items()), len(looks), looks[0].at, looks[-1].at)
        for number, looks in found.items()
    )


def _what(look: Opened) -> str:
    kind, what = word(look.kind, "look"), looked_at(look.field, look.what)
    return f"{kind}{_('：')}{what}" if what else kind
