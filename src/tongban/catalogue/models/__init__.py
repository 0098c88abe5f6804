"""Tables of the catalogue."""

from tongban.catalogue.models.draft import CatalogueDraft
from tongban.catalogue.models.import_job import ImportJob
from tongban.catalogue.models.item import Item, ItemVersion, LayerVersion
from tongban.catalogue.models.listing import ListedEdition, Listing, SearchKey
from tongban.catalogue.models.notice import NoticeGiven

__all__ = [
    "CatalogueDraft",
    "ImportJob",
    "Item",
    "ItemVersion",
    "LayerVersion",
    "ListedEdition",
    "Listing",
    "NoticeGiven",
    "SearchKey",
]
