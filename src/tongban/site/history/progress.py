"""How far the history has come, read from the keys of its units: for pages and commands, without the makers of it."""

import os
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from tongban.faces.common.demonstration import Filling
from tongban.kernel.actors import System
from tongban.kernel.models import CommandRecord

MAKER = System("history")
CASES = 3000
SWITCH = "TONGBAN_HISTORY"  # how many matters; 0: none


@dataclass(frozen=True)
class Progress:
    """How far it has come.

    Args:
        left_out: units that the county's own rules refused; they are not tried again.
    """

    done: int
    total: int
    left_out: int = 0

    @property
    def complete(self) -> bool:
        return self.done >= self.total


def keys_made(today: date) -> tuple[frozenset[str], int]:
    """The keys of the units that are there, and how many of them were left out."""
    rows = CommandRecord.objects.filter(actor_key=MAKER.key, key__startswith=f"{today}:")
    known = dict(rows.values_list("key", "reference"))
    left = sum("left_out" in reference for reference in known.values())
    return frozenset(key.partition(":")[2] for key in known), left


@dataclass(frozen=True)
class Begun:
    """A history that was begun here.

    Args:
        today: the day before which it ends.
        cases: how many matters it is to have.
        total: how many units that makes.
    """

    today: date
    cases: int
    total: int


def begun() -> Begun | None:
    """The history that was begun here, as its first unit says; None where none was."""
    row = CommandRecord.objects.filter(actor_key=MAKER.key).order_by("at").values_list("key", "reference")
    found = row.first()
    if found is None:
        return None
    day = date.fromisoformat(found[0].partition(":")[0])
    return Begun(day, int(found[1]["cases"]), int(found[1]["of"]))


def progress() -> Progress | None:
    """How far the history of this county has come; None where none was begun."""
    known = begun()
    if known is None:
        return None
    done, left_out = keys_made(known.today)
    return Progress(len(done), known.total, left_out)


def matters_wanted() -> int:
    """How many matters the demonstration's history is to have."""
    said = os.environ.get(SWITCH, "").strip()
    return int(said) if said.isdigit() else CASES


def filling() -> Filling | None:
    """For the demonstration's first page; None where no year is made here."""
    now = progress() if matters_wanted() else None
    return None if now is None else Filling(now.done, now.total)


def unfinished() -> bool:
    """Whether months of the past are still being filled in: nothing is published of them before."""
    now = progress() if settings.DEMO else None
    return now is not None and not now.complete
