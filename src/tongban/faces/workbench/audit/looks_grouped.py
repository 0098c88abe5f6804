"""Looks by person and case: what somebody opened of one case is one line, however often they did."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tongban.faces.workbench.audit.log import ToldLook


@dataclass(frozen=True)
class LookGroup:
    """The looks of one person at one case, or at one list.

    Attributes:
        whats: what was looked at, each with how often, in the order of the first time.
        query: the part of an address that finds them in the log.
    """

    person: str
    position: str
    site: str
    number: str
    whats: tuple[tuple[str, int], ...]
    first: datetime
    last: datetime
    query: str
    looks: tuple[ToldLook, ...]


def grouped(looks: Iterable[ToldLook], day: date) -> tuple[LookGroup, ...]:
    """The looks of a day by person and case, in the order of the first of each.

    Args:
        looks: in the order of time.
    """
    found: dict[tuple[str, ...], list[ToldLook]] = {}
    for look in looks:
        line = look.line
        found.setdefault((line.person, line.position, line.site, line.number), []).append(look)
    return tuple(_group(key, of_it, day) for key, of_it in found.items())


def _group(key: tuple[str, ...], looks: list[ToldLook], day: date) -> LookGroup:
    person, position, site, number = key
    asked = {"first": day.isoformat(), "last": day.isoformat(), "person": person, "number": number}
    counted = Counter((look.kind, look.what) for look in looks)
    return LookGroup(
        person=person,
        position=position,
        site=site,
        number=number,
        whats=tuple(
            (f"{kind}{_('：')}{what}" if what else kind, count) for (kind, what), count in counted.items()
        ),
        first=looks[0].line.at,
        last=looks[-1].line.at,
        query=urlencode({name: value for name, value in asked.items() if value}),
        looks=tuple(looks),
    )
