"""What may be read of the catalogue; all of it is public once published."""

from tongban.catalogue.queries.guide import RemedyView, item, places_for, published_items, remedies_for
from tongban.catalogue.queries.versions import (
    PinnedItem,
    current,
    effective_version_id,
    pinned,
    versions_with_effect,
)

__all__ = [
    "PinnedItem",
    "RemedyView",
    "current",
    "effective_version_id",
    "item",
    "pinned",
    "places_for",
    "published_items",
    "remedies_for",
    "versions_with_effect",
]
