"""The names of divisions, and the places somebody may say they are from; read once a minute per process."""

from dataclasses import dataclass
from functools import lru_cache

from tongban.directory.models import Division, Site
from tongban.directory.queries.divisions import chain, holding, serving
from tongban.kernel import time


@dataclass(frozen=True)
class PlaceName:
    """A division by name."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Township:
    """A township that has a centre here, and its villages."""

    code: str
    name: str
    villages: tuple[PlaceName, ...]


def place_name(code: str) -> PlaceName | None:
    """A division of today by its code; None where there is none."""
    return _named(code, _minute())


def above(code: str) -> tuple[PlaceName, ...]:
    """A division and those above it by name, the lowest first."""
    return tuple(named for named in map(place_name, chain(code)) if named is not None)


def townships_served() -> tuple[Township, ...]:
    """The townships with a centre and their villages, by code: the places a visitor chooses from."""
    return _townships(_minute())


def forget_place_names() -> None:
    """After a change of divisions or sites in this process."""
    _named.cache_clear()
    _townships.cache_clear()


def _minute() -> int:
    return time.minute()


@lru_cache(maxsize=2048)
def _named(code: str, minute: int) -> PlaceName | None:
    if not code.isdecimal():
        return None
    row = (
        Division.objects.filter(holding(time.today()), code=code).values_list("code", "name", "level").first()
    )
    return PlaceName(*row) if row else None


@lru_cache(maxsize=2)
def _townships(minute: int) -> tuple[Township, ...]:
    on = time.today()
    centres = Site.objects.filter(serving(on), kind=Site.Kind.CENTRE).values_list("division_code", flat=True)
    codes = sorted(set(centres))
    villages: dict[str, list[PlaceName]] = {code: [] for code in codes}
    rows = Division.objects.filter(holding(on), parent_code__in=codes).order_by("code")
    for row in rows:
        villages[row.parent_code].append(PlaceName(row.code, row.name, row.level))
    named = ((code, place_name(code)) for code in codes)
    return tuple(Township(code, found.name, tuple(villages[code])) for code, found in named if found)
