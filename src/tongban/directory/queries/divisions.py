"""Divisions and what lies above them, read once a minute per process: they change a few times a year."""

from datetime import date
from functools import lru_cache

from django.db.models import Q

from tongban.directory.models import Division, Site
from tongban.kernel import time


def chain(code: str) -> tuple[str, ...]:
    """A division and those above it, the lowest first; the nameless top of everything comes last.

    Args:
        code: a division of today; "" or an unknown one has the highest division of this deployment above it.
    """
    return _chain(code, _minute())


def top_division() -> str:
    """The highest division of this deployment; "" before any was loaded."""
    return _top(_minute())


def default_place() -> str:
    """Where a visitor is taken to be who has not said: the first centre's township, else the highest division."""
    return _default_place(_minute())


def forget_divisions() -> None:
    """After a change of divisions or sites in this process."""
    for kept in (_chain, _top, _default_place):
        kept.cache_clear()


def holding(on: date) -> Q:
    """The condition on divisions that hold on a day."""
    return (Q(valid_to__isnull=True) | Q(valid_to__gte=on)) & Q(valid_from__lte=on)


def serving(on: date) -> Q:
    """The condition on sites that serve on a day."""
    return Q(closed_on__isnull=True) | Q(closed_on__gt=on)


def _minute() -> int:
    return time.minute()


@lru_cache(maxsize=4096)
def _chain(code: str, minute: int) -> tuple[str, ...]:
    on = time.today()
    found: list[str] = []
    wanted = code
    while wanted and wanted not in found:
        above = (
            Division.objects.filter(holding(on), code=wanted).values_list("parent_code", flat=True).first()
        )
        if above is None:
            break
        found.append(wanted)
        wanted = above
    return (*found, "") if found else tuple(dict.fromkeys((_top(minute), "")))


@lru_cache(maxsize=2)
def _top(minute: int) -> str:
    highest = Division.objects.filter(holding(time.today()), parent_code="").order_by("code").first()
    return highest.code if highest else ""


@lru_cache(maxsize=2)
def _default_place(minute: int) -> str:
    centre = Site.objects.filter(serving(time.today()), kind=Site.Kind.CENTRE).order_by("code").first()
    return centre.division_code if centre else _top(minute)
