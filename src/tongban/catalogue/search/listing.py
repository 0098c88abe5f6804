"""Writing down how an edition is listed and found, inside the transaction that publishes it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from tongban.catalogue.models import Item, ItemVersion
from tongban.catalogue.models.listing import ListedEdition, Listing, SearchKey
from tongban.catalogue.search.phrases import phrases_of, weighted_keys
from tongban.kernel.canonical import canonical_json

SCHEME = 1
"""Raise it when keys or cards change: the sweep then makes every listing anew."""
_COPY = "COPY catalogue_search_key (key, weight, listing_id) FROM STDIN"
AT_ONCE = 200  # editions that one round of the sweep brings up


def card_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What lists show of an item's content, and the phrases it is found by."""
    return {
        "name": content["name"],
        "summary": content["summary"],
        "type_code": content["type_code"],
        "ends": content.get("ends", ""),
        "channels": content["channels"],
        "village_mode": content["village_mode"],
        "phrases": [[phrase.field, phrase.text] for phrase in phrases_of(content)],
    }


def list_editions(editions: Iterable[ItemVersion]) -> int:
    """Give each edition its listing, made where no edition of the item had the same wording; how many editions."""
    count = 0
    for edition in editions:
        listing = _listing(edition.item_id, edition.definition)
        ListedEdition.objects.update_or_create(version=edition, defaults={"listing": listing})
        count += 1
    return count


def list_unlisted(item_code: str) -> int:
    """Give a listing to every edition of an item that has none; called by what publishes."""
    return list_editions(ItemVersion.objects.filter(item__code=item_code, listed__isnull=True))


def _listing(item_id: int, content: Mapping[str, Any]) -> Listing:
    card = card_of(content)
    events = list((content.get("search") or {}).get("events", ()))
    digest = hashlib.sha256(canonical_json([content["position"], events, card])).digest()
    listing = Listing.objects.filter(item_id=item_id, digest=digest).first()
    if listing is not None and listing.scheme == SCHEME:
        return listing
    if listing is None:
        listing = Listing(item_id=item_id, digest=digest)
    listing.scheme, listing.position, listing.events, listing.card = SCHEME, content["position"], events, card
    listing.save()
    SearchKey.objects.filter(listing=listing).delete()
    _write_keys(listing.id, weighted_keys(phrases_of(content)))
    return listing


def _write_keys(listing_id: int, weights: Mapping[str, int]) -> None:
    """A thousand rows at once, by COPY."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for key, weight in sorted(weights.items()):
            copy.write_row((key, weight, listing_id))


def refresh_listings(now: datetime) -> int:
    """The sweep: list what an older program left unlisted, forget listings that no edition uses any more.

    Args:
        now: not used; sweeps are told the time.
    """
    stale = ItemVersion.objects.filter(Q(listed__isnull=True) | ~Q(listed__listing__scheme=SCHEME))
    touched = list_editions(stale.order_by("id")[:AT_ONCE])
    unused = Listing.objects.filter(editions__isnull=True)
    for item_id in set(unused.values_list("item_id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            Item.objects.select_for_update().get(id=item_id)  # who publishes holds the item
            gone, _ = unused.filter(item_id=item_id).delete()
            touched += gone
    return touched
