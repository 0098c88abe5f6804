"""Tables of the catalogue."""

from tongban.catalogue.models.item import Item, ItemVersion

__all__ = ["Item", "ItemVersion"]
