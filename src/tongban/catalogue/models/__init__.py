"""Tables of the catalogue."""

from tongban.catalogue.models.item import Item, ItemVersion, LayerVersion
from tongban.catalogue.models.listing import ListedEdition, Listing, SearchKey

__all__ = ["Item", "ItemVersion", "LayerVersion", "ListedEdition", "Listing", "SearchKey"]
