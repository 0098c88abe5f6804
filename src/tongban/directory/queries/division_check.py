"""Whether the divisions that are loaded hold together today."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from tongban.directory.models import Division, Site
from tongban.kernel import time


@dataclass(frozen=True)
class DivisionFault:
    """One thing wrong: ``no_parent`` (its parent holds no day of today), ``twice`` (two rows hold), ``no_division``
    (a site stands in none)."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True)
class DivisionCheck:
    """What holds today by level, and everything wrong with it."""

    counts: dict[str, int]
    faults: tuple[DivisionFault, ...]


def check_divisions() -> DivisionCheck:
    """Count the divisions of today and look for gaps."""
    on = time.today()
    today = Division.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    counts: Counter[str] = Counter(today.values_list("level", flat=True))
    parent = today.filter(code=OuterRef("parent_code"))
    orphans = today.exclude(parent_code="").filter(~Exists(parent))
    again = today.filter(Exists(today.filter(code=OuterRef("code")).exclude(id=OuterRef("id"))))
    nowhere = Site.objects.filter(~Exists(today.filter(code=OuterRef("division_code"))))
    faults = [
        *(DivisionFault("no_parent", *row) for row in orphans.order_by("code").values_list("code", "name")),
        *(DivisionFault("twice", *row) for row in again.order_by("code").values_list("code", "name")),
        *(DivisionFault("no_division", site.division_code, site.name) for site in nowhere.order_by("code")),
    ]
    levels = [level.value for level in Division.Level]
    return DivisionCheck({level: counts[level] for level in levels}, tuple(faults))
