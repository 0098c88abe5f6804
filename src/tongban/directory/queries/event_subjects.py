"""What the directory's events are about, in names: ended assignments, closed accounts and places too.

The ledger names ids and codes alone; the directory keeps every row, so that each of them still has its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tongban.directory.models import Account, Assignment, Body, Division, Position, Site, Staff
from tongban.directory.queries.proposals import ProposalView, proposals_told


@dataclass(frozen=True)
class Subject:
    """What one event is about; empty where it is not about such a thing.

    Attributes:
        staff_id: whose page tells more.
        name: of a place or an authority, or of an item; ``name_en``: its English, where it has one.
        lender: whose power was lent, of a delegation.
        keeper: who keeps a seal since.
        proposal: the two-person act that the event is, or came of.
        about: what else ``name`` is: ``case``, ``request``, ``destruction``, ``mandate``.
    """

    staff_id: int = 0
    person: str = ""
    code: str = ""
    username: str = ""
    role: str = ""
    site: str = ""
    position: str = ""
    name: str = ""
    name_en: str = ""
    lender: str = ""
    keeper: str = ""
    ends: date | None = None
    proposal: ProposalView | None = None
    about: str = ""


NOTHING = Subject()


def subjects(events: Iterable[tuple[int, str, Mapping[str, Any]]]) -> dict[int, Subject]:
    """Event id → what it is about.

    Args:
        events: id, stream and data of events of the kind ``directory``.
    """
    known = list(events)
    streams: dict[str, set[str]] = {}
    for _id, stream, _data in known:
        kind, _, key = stream.partition(":")
        streams.setdefault(kind, set()).add(key)
    found: dict[str, Subject] = {}
    for kind, look_up in _LOOK_UPS.items():
        if kind in streams:
            found |= {f"{kind}:{key}": subject for key, subject in look_up(streams[kind]).items()}
    keepers = _names(
        {data["keeper"] for _, stream, data in known if stream.startswith("seals:") and "keeper" in data}
    )
    asked = {_uuid(data.get("proposal")) or _uuid(stream.partition(":")[2]) for _, stream, data in known}
    acts = proposals_told({one for one in asked if one is not None})
    told = {}
    for event_id, stream, data in known:
        subject = found.get(stream, NOTHING)
        act = acts.get(_uuid(data.get("proposal")) or _uuid(stream.partition(":")[2]) or UUID(int=0))
        keeper = keepers.get(data.get("keeper", 0), "") if stream.startswith("seals:") else ""
        if act is not None or keeper:
            subject = Subject(**{**vars(subject), "proposal": act, "keeper": keeper})
        told[event_id] = subject
    return told


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _ids(keys: set[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit()]


def _names(ids: set[int]) -> dict[int, str]:
    return dict(Staff.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}


def _assignments(keys: set[str]) -> dict[str, Subject]:
    rows = Assignment.objects.filter(id__in=_ids(keys))
    return {
        str(row.id): Subject(
            staff_id=row.staff_id,
            person=row.staff.name,
            code=row.staff.code,
            role=row.role,
            site=row.position.site.name,
            position=row.position.name,
            lender=row.delegated_by.staff.name if row.delegated_by else "",
            ends=row.ends,
        )
        for row in rows.select_related("staff", "position__site", "delegated_by__staff")
    }


def _accounts(keys: set[str]) -> dict[str, Subject]:
    rows = Account.objects.filter(id__in=_ids(keys)).select_related("staff")
    return {
        str(row.id): Subject(
            staff_id=row.staff_id, person=row.staff.name, code=row.staff.code, username=row.username
        )
        for row in rows
    }


def _staff(keys: set[str]) -> dict[str, Subject]:
    rows = Staff.objects.filter(id__in=_ids(keys))
    return {str(row.id): Subject(staff_id=row.id, person=row.name, code=row.code) for row in rows}


def _sites(keys: set[str]) -> dict[str, Subject]:
    rows = Site.objects.filter(code__in=keys).values_list("code", "name")
    return {code: Subject(name=name) for code, name in rows}


def _bodies(keys: set[str]) -> dict[str, Subject]:
    rows = Body.objects.filter(code__in=keys).values_list("code", "name")
    return {code: Subject(name=name) for code, name in rows}


def _seals(keys: set[str]) -> dict[str, Subject]:
    rows = Body.objects.filter(id__in=_ids(keys)).values_list("id", "name")
    return {str(body_id): Subject(name=name) for body_id, name in rows}


def _divisions(keys: set[str]) -> dict[str, Subject]:
    rows = Division.objects.filter(code__in=keys).order_by("id").values_list("code", "name")
    return {code: Subject(name=name) for code, name in rows}


def _positions(keys: set[str]) -> dict[str, Subject]:
    rows = Position.objects.filter(id__in=_ids(keys)).select_related("site")
    return {str(row.id): Subject(site=row.site.name, position=row.name) for row in rows}


_LOOK_UPS = {
    "assignment": _assignments,
    "account": _accounts,
    "staff": _staff,
    "site": _sites,
    "body": _bodies,
    "seals": _seals,
    "division": _divisions,
    "position": _positions,
}
