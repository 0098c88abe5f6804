"""How far the demonstration's past has come, for its first page: who makes it lies above the faces and tells it here."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from django.conf import settings

LOOKS_AGAIN = 15.0  # seconds between two looks of a process


@dataclass(frozen=True)
class Filling:
    """A year of matters that is being filled in."""

    done: int
    total: int


@dataclass
class _Known:
    """What a process was told last; what is whole is not asked for again."""

    told: Filling | None = None
    at: float = float("-inf")
    whole: bool = False


_sources: list[Callable[[], Filling | None]] = []
_known = _Known()


def tell_of_filling(source: Callable[[], Filling | None]) -> None:
    """Register who knows; None: nothing is being filled in."""
    _sources.append(source)


def filling() -> Filling | None:
    """How far it has come; None outside a demonstration, where none is made, and when it is whole."""
    if not settings.DEMO or not _sources or _known.whole:
        return None
    if monotonic() - _known.at > LOOKS_AGAIN:
        told = _sources[-1]()
        _known.whole = told is None or told.done >= told.total
        _known.told, _known.at = (None if _known.whole else told), monotonic()
    return _known.told
