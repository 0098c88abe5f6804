"""What was done on a day, from the ledger: acts on cases, and the acts of administration.

The ledger names ids, codes and dates alone, so that nothing personal can stand here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.cases.privacy.visibility import requests_visible_to
from tongban.cases.queries.access import auditor_of, case_heads, day_bounds, record_log_look
from tongban.catalogue.queries.event_subjects import titles
from tongban.directory.queries.duties import duties
from tongban.directory.queries.event_subjects import NOTHING, Subject, subjects
from tongban.directory.queries.place_names import place_name
from tongban.kernel.actors import Actor, System
from tongban.kernel.ledger_days import DayEvent, recorded_between

PAGE_ROWS = 100
OWNER = "owner"
DESTROYED = "list_destroyed"
# kinds of administration, and the streams of the ledger they are written to
STREAMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accounts": {"directory": ("account:",)},
    "people": {"directory": ("staff:", "assignment:", "seals:")},
    "proposals": {"directory": ("proposal:",)},
    "places": {
        "directory": (
            "divisions",
            "division:",
            "body:",
            "site:",
            "position:",
            "window:",
            "hours:",
            "identity",
        ),
        "calendar": (),
    },
    "catalogue": {
        "catalogue": (),
        "catalogue_draft": (),
        "catalogue_import": (),
        "message_text": (),
        "message": (),
    },
    "safety": {"keys": (), "security": (), "privacy": (), "hold": (), "party": (), "mandate": ()},
}
ALL_ADMINISTRATION: Mapping[str, tuple[str, ...]] = {
    "directory": (),
    "calendar": (),
    **STREAMS["catalogue"],
    **STREAMS["safety"],
}


@dataclass(frozen=True)
class DoneLine:
    """One event: who did what to what, when."""

    id: int
    at: datetime
    kind: str
    stream: str
    type: str
    by: str  # name and position; otherwise a kind of actor, `owner` for an account's own at the door
    site: str
    data: Mapping[str, Any]
    subject: Subject = NOTHING


@dataclass(frozen=True)
class DonePage:
    """A page of events; `next_id` leads to the next one."""

    lines: tuple[DoneLine, ...]
    next_id: int | None


def administration_events(
    actor: Actor,
    first: date,
    last: date,
    *,
    stream_kind: str = "",
    person: str = "",
    before: int | None = None,
    limit: int = PAGE_ROWS,
) -> DonePage:
    """What administration changed in a period, newest first.

    Args:
        stream_kind: a key of `STREAMS`; "": all of them.
        person: part of the name of whoever did it.
        before: `next_id` of the page before.

    Raises:
        NotAuthorized: only the auditor.
    """
    auditor_of(actor)
    first, last = sorted((first, last))
    record_log_look(actor, f"events {first}..{last}")
    streams = STREAMS.get(stream_kind, ALL_ADMINISTRATION)
    opens, closes = day_bounds(first, last)
    # whoever acted stands inside the entry: somebody's acts are picked out of what was read
    most = 5000 if person else limit + 1
    lines = _told(recorded_between(opens, closes, streams, before=before, limit=most))
    if person:
        lines = tuple(
            line for line in lines if person in (line.subject.person if line.by == OWNER else line.by)
        )
    shown = lines[:limit]
    return DonePage(shown, shown[-1].id if len(lines) > limit else None)


@dataclass(frozen=True)
class Acted:
    """An act on a case."""

    at: datetime
    number: str
    type: str
    by: str
    site: str


def acts_on_cases(actor: Actor, day: date, *, limit: int = 1000) -> tuple[Acted, ...]:
    """Who acted on which case on a day, in the order of time; at most `limit`, the day's last.

    Raises:
        NotAuthorized: only the auditor.
    """
    auditor_of(actor)
    events = recorded_between(*day_bounds(day, day), {"case": ()}, limit=limit)
    cases = case_heads({event.stream for event in events})
    return tuple(
        Acted(line.at, cases.get(line.stream, ("", 0))[0], line.type, line.by, line.site)
        for line in reversed(_told(events))
    )


def _told(events: list[DayEvent]) -> tuple[DoneLine, ...]:
    held = duties({event.assignment_id for event in events} - {0})
    about = subjects((one.id, one.stream, one.data) for one in events if one.kind == "directory")
    about |= _of_the_catalogue(events)
    about |= _of_the_person(events)
    lines = []
    for event in events:
        duty = held.get(event.assignment_id)
        by = f"{duty.staff_name}（{duty.position_name}）" if duty else _by(event)
        site = duty.site_name if duty else ""
        lines.append(
            DoneLine(
                event.id,
                event.at,
                event.kind,
                event.stream,
                event.type,
                by,
                site,
                event.data,
                about.get(event.id, NOTHING),
            )
        )
    return tuple(lines)


def _of_the_catalogue(events: list[DayEvent]) -> dict[int, Subject]:
    told = {}
    for event_id, (title, division) in titles((e.id, e.kind, e.stream, e.data) for e in events).items():
        place = place_name(division) if division else None
        told[event_id] = Subject(name=title.zh, name_en=title.en, site=place.name if place else "")
    return told


def _of_the_person(events: list[DayEvent]) -> dict[int, Subject]:
    """Numbers of cases and of requests in place of ids, and a list of destruction as the act it was."""
    held = {event.id: event.stream for event in events if event.kind == "hold"}
    cases = case_heads(set(held.values())) if held else {}
    told = {
        event: Subject(name=cases[stream][0], about="case")
        for event, stream in held.items()
        if stream in cases
    }
    streams = {event.id: event.stream for event in events if event.kind == "privacy"}
    rows = requests_visible_to(System("audit")).filter(id__in=set(streams.values()))
    numbers = {str(row_id): number for row_id, number in rows.values_list("id", "number")} if streams else {}
    for event in events:
        stream = streams.get(event.id, "")
        if stream in numbers:
            told[event.id] = Subject(name=numbers[stream], about="request")
        elif event.type == DESTROYED:
            told[event.id] = Subject(name=_names_of_cases(event.data.get("cases", ())), about="destruction")
        elif event.kind == "mandate":
            items = "、".join(str(code) for code in event.data.get("items") or ())
            told[event.id] = Subject(name=items, about="mandate")
    return told


def _names_of_cases(ids: Iterable[object]) -> str:
    """The numbers of a list, which stay when the cases' content is gone."""
    heads = case_heads({str(one) for one in ids})
    return "、".join(sorted(number for number, _ in heads.values()))


def _by(event: DayEvent) -> str:
    """Who it was where no assignment acted: at the door it is the account's owner, not the program."""
    if event.stream.startswith("account:") and event.data.get("by") == OWNER:
        return OWNER
    return str(event.actor.get("kind", ""))
