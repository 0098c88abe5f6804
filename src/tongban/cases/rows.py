"""The rows behind an act: what `visible_to` lets an actor see, read by kept queries.

One text for each role of the staff; the reads of others are few and composed each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db.models import QuerySet

from tongban.cases.models import Case, CaseMaterial, CaseStep
from tongban.cases.visibility import FRONT, visible_to
from tongban.directory.queries.places import body, position, site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.kept_queries import KeptFamily

_NUMBER = "a case number"
# `visible_to` reads these of a member of staff; a role's text has a slot for each that it uses.
_PROBED = {"site_id": -101, "position_id": -102, "body_id": -103, "assignment_id": -104}


@dataclass(frozen=True)
class Rows:
    """A case with its key, places and position; its steps and materials in order."""

    case: Case
    steps: list[CaseStep]
    materials: list[CaseMaterial]


Asked = Callable[[], Rows | None]


def ask_for(actor: Actor, number: str, *, lock: bool, in_part: bool = False) -> Asked:
    """Ask for the rows of a case; what is returned gives them, None where there are none for this actor.

    Args:
        number: as stored.
        lock: hold the case until the transaction ends.
        in_part: as in `visible_to`.
    """
    if isinstance(actor, Staff) and _sees_no_case(actor.role):
        return lambda: None
    if isinstance(actor, Staff) and not actor.items:  # limits to items differ from person to person
        part = in_part and actor.role in FRONT
        held = {name: getattr(actor, name) for name in _uses(actor.role, part)}
        read = _for_staff(actor.role, lock, part).ask(number=number, **held)
    else:
        read = partial(_of_others, actor, number, lock)
    return lambda: _with_places(read())


Found = tuple[Case, list[list[Any]]] | None


def _of_others(actor: Actor, number: str, lock: bool) -> Found:
    row = _numbered(visible_to(actor), number, lock).first()
    if row is None:
        return None
    return row, list(children_of(row))


def children_of(row: Case) -> tuple[list[CaseStep], list[CaseMaterial]]:
    """Steps and materials of a row that is held, as they are now.

    A read that waits for its row gets it as it is afterwards, and the children as they were before it waited.
    """
    return list(row.steps.order_by("order")), list(row.materials.order_by("order"))


def _with_places(found: Found) -> Rows | None:
    if found is None:
        return None
    row, (steps, materials) = found
    row.body = body(row.body_id)
    row.deciding_body = body(row.deciding_body_id)
    row.intake_site = site(row.intake_site_id)
    row.handling_site = site(row.handling_site_id)
    row.collect_site = site(row.collect_site_id)
    row.position = position(row.position_id)
    return Rows(row, steps, materials)


def _numbered(cases: QuerySet[Case], number: str, lock: bool) -> QuerySet[Case]:
    rows = cases.filter(number=number).select_related("key")
    return rows.select_for_update(of=("self",)) if lock else rows


def _probe(role: str, **values: int) -> Staff:
    held = {**_PROBED, **values}
    return Staff(
        staff_id=0,
        assignment_id=held["assignment_id"],
        role=role,
        holder="A",
        position_id=held["position_id"],
        position_code="",
        site_id=held["site_id"],
        body_id=held["body_id"],
        label="",
    )


@lru_cache(maxsize=32)
def _sees_no_case(role: str) -> bool:
    return visible_to(_probe(role)).query.is_empty()


@lru_cache(maxsize=32)
def _uses(role: str, in_part: bool) -> tuple[str, ...]:
    """Which of the probed attributes the role's condition reads."""
    text = str(visible_to(_probe(role), in_part=in_part).values("id").query) if role else ""
    return tuple(name for name, value in _PROBED.items() if str(value) in text)


@lru_cache(maxsize=32)
def _for_staff(role: str, lock: bool, in_part: bool) -> KeptFamily[Case]:
    probes = {name: _PROBED[name] for name in _uses(role, in_part)}
    return KeptFamily(
        lambda number, **values: _numbered(visible_to(_probe(role, **values), in_part=in_part), number, lock),
        {"number": _NUMBER, **probes},
        [(CaseStep, "case_id", "order"), (CaseMaterial, "case_id", "order")],
    )
