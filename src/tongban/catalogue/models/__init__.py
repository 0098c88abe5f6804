"""Tables of the catalogue."""

from tongban.catalogue.models.item import Item, ItemVersion, LayerVersion

__all__ = ["Item", "ItemVersion", "LayerVersion"]
