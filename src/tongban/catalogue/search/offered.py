"""What a place offers, as lists show it; read once a minute per process and place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tongban.catalogue.definition import Text
from tongban.catalogue.models import Listing
from tongban.catalogue.queries.versions import current_version_ids
from tongban.catalogue.search.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Line:
    """One offered item, as much as is needed to choose among thousands."""

    listing_id: int
    code: str
    position: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One item in a list: enough to recognise it, not to apply for it."""

    listing_id: int
    code: str
    name: Text
    summary: Text
    position: str
    events: tuple[str, ...]
    type_code: str
    ends: date | None  # the last day on which it can be applied for
    channels: tuple[str, ...]
    village_mode: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Offer:
    """All that a place offers, and how much of it belongs to each event of life and each position."""

    lines: tuple[Line, ...]
    listings: frozenset[int]
    events: Mapping[str, int]
    positions: Mapping[str, int]


def offer(place: str = "") -> Offer:
    """Every published item that a place has taken in, by code.

    Args:
        place: a division; "": the deployment's default place.
    """
    version_ids = current_version_ids(place)
    kept = _offers.get(place)
    if kept is not None and kept[0] is version_ids:
        return kept[1]
    if len(_offers) >= KEPT_OFFERS:
        _offers.clear()
    made = _offer(version_ids)
    if len(made.lines) == len(version_ids):  # else the sweep has yet to list some: look again next time
        _offers[place] = (version_ids, made)
    return made


def offered(place: str = "") -> tuple[Line, ...]:
    """The items that a place offers, by code."""
    return offer(place).lines


_LINES = """
    SELECT l.id, i.code, l.position, l.events
    FROM catalogue_listed_edition e JOIN catalogue_listing l ON l.id = e.listing_id
    JOIN catalogue_item i ON i.id = l.item_id WHERE e.version_id = ANY(%s)"""


def _offer(version_ids: tuple[int, ...]) -> Offer:
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(version_ids)])
        rows = cursor.fetchall()
    lines = tuple(
        sorted(
            (Line(listing, code, position, tuple(events)) for listing, code, position, events in rows),
            key=_code,
        )
    )
    return Offer(
        lines=lines,
        listings=frozenset(line.listing_id for line in lines),
        events=Counter(event for line in lines for event in line.events),
        positions=Counter(line.position for line in lines),
    )


def _code(line: Line) -> str:
    return line.code


KEPT_OFFERS = 16
_offers: dict[str, tuple[tuple[int, ...], Offer]] = {}

KEPT_CARDS = 20_000
_cards: dict[int, Card] = {}


def cards(listing_ids: tuple[int, ...]) -> tuple[Card, ...]:
    """The cards of listings, in the order asked; a wording never changes, so a process keeps what it read."""
    missing = [listing for listing in listing_ids if listing not in _cards]
    if missing:
        if len(_cards) > KEPT_CARDS:
            _cards.clear()
            missing = list(listing_ids)
        for row in Listing.objects.filter(id__in=missing).select_related("item"):
            _cards[row.id] = _card(row)
    return tuple(_cards[listing] for listing in listing_ids if listing in _cards)


def _card(row: Listing) -> Card:
    card = row.card
    return Card(
        listing_id=row.id,
        code=row.item.code,
        name=Text(card["name"]["zh"], card["name"].get("en", "")),
        summary=Text(card["summary"]["zh"], card["summary"].get("en", "")),
        position=row.position,
        events=tuple(row.events),
        type_code=card["type_code"],
        ends=date.fromisoformat(card["ends"]) if card["ends"] else None,
        channels=tuple(card["channels"]),
        village_mode=card["village_mode"],
        phrases=tuple(Phrase(field, text) for field, text in card["phrases"]),
    )


def forget_offered() -> None:
    """After a publication in this process, and where another database was put under it."""
    _offers.clear()
    _cards.clear()
