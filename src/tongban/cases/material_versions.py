"""Every version of every material that came in, each with the day on which it did: what a file (案卷) has to hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.cases.frame import OpenCase
from tongban.cases.state import moment
from tongban.kernel.ledger import Recorded
from tongban.kernel.time import legal_date


@dataclass(frozen=True)
class MaterialVersion:
    """One version of a material.

    Args:
        blob: the id of its file; None of paper.
        received_on: the day on which this version came in.
        version: 1 for what came with the application or first, one more each time it came anew.
        latest: whether it is the one that stands.
    """

    code: str
    form: str
    blob: UUID | None
    received_on: date
    version: int
    latest: bool


def material_versions(case: OpenCase) -> tuple[MaterialVersion, ...]:
    """In the order of the item's materials, each from its first version to its last."""
    came: dict[str, list[tuple[str, UUID | None, date]]] = {}
    for event in case.told():
        for code, form, blob, on in _brought(event):
            came.setdefault(code, []).append((form, blob, on))
    told = []
    for row in case.materials:
        versions = came.get(row.code, [])
        for place, (form, blob, on) in enumerate(versions, 1):
            told.append(MaterialVersion(row.code, form, blob, on, place, place == len(versions)))
    return tuple(told)


def _brought(event: Recorded) -> Iterator[tuple[str, str, UUID | None, date]]:
    """What one event of the case's stream brought in."""
    data = event.data
    if event.type == "submitted":
        received = _day(moment(data["received_at"]), event)
        for one in data["materials"]:
            if one["form"]:
                yield one["code"], one["form"], _id(one.get("blob")), received
    elif event.type in ("corrected", "corrected_on_the_spot"):
        on = _day(moment(data.get("answered_at")), event)
        for code, form in data["materials"].items():
            yield code, form, _id(data.get("blobs", {}).get(code)), on
    elif event.type == "deferred_brought":
        yield data["material"], data["form"], None, legal_date(event.at)


def _day(at: datetime | None, event: Recorded) -> date:
    return legal_date(at or event.at)


def _id(value: object) -> UUID | None:
    return UUID(str(value)) if value else None
