"""Divisions and what lies above them, read once a minute per process: they change a few times a year."""

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


def _minute() -> int:
    return int(time.now().timestamp()) // 60


@lru_cache(maxsize=4096)
def _chain(code: str, minute: int) -> tuple[str, ...]:
    on = time.today()
    found: list[str] = []
    wanted = code
    while wanted and wanted not in found:
        above = (
            Division.objects.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=on), code=wanted, valid_from__lte=on
            )
            .values_list("parent_code", flat=True)
            .first()
        )
        if above is None:
            break
        found.append(wanted)
        wanted = above
    return (*found, "") if found else tuple(dict.fromkeys((_top(minute), "")))


@lru_cache(maxsize=2)
def _top(minute: int) -> str:
    highest = Division.objects.filter(parent_code="", valid_to__isnull=True).order_by("code").first()
    return highest.code if highest else ""


@lru_cache(maxsize=2)
def _default_place(minute: int) -> str:
    centre = Site.objects.filter(kind=Site.Kind.CENTRE).order_by("code").first()
    return centre.division_code if centre else _top(minute)
