"""What a place offers, as lists show it; read once a minute per process and place."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tongban.catalogue.definition import Text
from tongban.catalogue.models.listing import ListedEdition, Listing
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


def offered(place: str = "") -> tuple[Line, ...]:
    """Every published item that a place has taken in, by code.

    Args:
        place: a division; "": the deployment's default place.
    """
    return _offered(current_version_ids(place))


def offered_ids(place: str = "") -> frozenset[int]:
    """The listings of what a place offers."""
    return _ids(offered(place))


@lru_cache(maxsize=16)
def _ids(lines: tuple[Line, ...]) -> frozenset[int]:
    return frozenset(line.listing_id for line in lines)


@lru_cache(maxsize=16)
def _offered(version_ids: tuple[int, ...]) -> tuple[Line, ...]:
    rows = (
        ListedEdition.objects.filter(version_id__in=version_ids)
        .order_by("listing__item__code")
        .values_list("listing_id", "listing__item__code", "listing__position", "listing__events")
    )
    return tuple(Line(listing, code, position, tuple(events)) for listing, code, position, events in rows)


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
    _offered.cache_clear()
    _ids.cache_clear()
    _cards.clear()
