"""The rows behind an act: what `visible_to` lets an actor see, read by kept queries.

One text for each role of the staff and one for the system; a citizen's reads are few and composed each time.
"""

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from tongban.cases.models import Case, CaseMaterial, CaseStep
from tongban.cases.visibility import visible_to
from tongban.directory.queries.places import body, position, site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.kept_queries import KeptQuery

_NUMBER = "a case number"
_ID = UUID(int=1)
# `visible_to` reads these of a member of staff; a role's text has a slot for each that it uses.
_PROBED = {"site_id": -101, "position_id": -102, "body_id": -103}


def row_of(actor: Actor, number: str, *, lock: bool) -> Case | None:
    """The case with its key, places and position; None where there is none for this actor.

    Args:
        number: as stored.
        lock: hold it until the transaction ends.
    """
    if isinstance(actor, Staff):
        held = {name: getattr(actor, name) for name in _uses(actor.role)}
        row = _for_staff(actor.role, lock).first(number=number, **held)
    else:
        row = _numbered(visible_to(actor), number, lock).first()
    if row is None:
        return None
    row.body = body(row.body_id)
    row.intake_site = site(row.intake_site_id)
    row.handling_site = site(row.handling_site_id)
    row.collect_site = site(row.collect_site_id)
    row.position = position(row.position_id)
    return row


def steps_of(row: Case) -> list[CaseStep]:
    """Its steps, in order."""
    return _STEPS.all(case=row.id)


def materials_of(row: Case) -> list[CaseMaterial]:
    """Its materials, in order."""
    return _MATERIALS.all(case=row.id)


def _numbered(cases: QuerySet[Case], number: str, lock: bool) -> QuerySet[Case]:
    rows = cases.filter(number=number).select_related("key")
    return rows.select_for_update(of=("self",)) if lock else rows


def _probe(role: str, **values: int) -> Staff:
    return Staff(0, 0, role, "A", label="", position_code="", **{**_PROBED, **values})


@lru_cache(maxsize=32)
def _uses(role: str) -> tuple[str, ...]:
    """Which of the probed attributes the role's condition reads."""
    text = str(visible_to(_probe(role)).values("id").query) if role else ""
    return tuple(name for name, value in _PROBED.items() if str(value) in text)


@lru_cache(maxsize=32)
def _for_staff(role: str, lock: bool) -> KeptQuery[Case]:
    probes = {name: _PROBED[name] for name in _uses(role)}
    return KeptQuery(
        lambda number, **values: _numbered(visible_to(_probe(role, **values)), number, lock),
        {"number": _NUMBER, **probes},
    )


_STEPS = KeptQuery[CaseStep](
    lambda case: CaseStep.objects.filter(case_id=case).order_by("order"), {"case": _ID}
)
_MATERIALS = KeptQuery[CaseMaterial](
    lambda case: CaseMaterial.objects.filter(case_id=case).order_by("order"), {"case": _ID}
)
