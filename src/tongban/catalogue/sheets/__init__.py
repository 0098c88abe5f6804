"""What is printed from the catalogue: from an item's definition to the content of a sheet."""

from tongban.catalogue.sheets.documents import (
    SHEET_KINDS,
    application_form,
    guide_for,
    guide_sheet,
    item_sheet,
    position_booklet,
    promise_sheet,
)
from tongban.catalogue.sheets.forms import Applying, filled_form, form_materials
from tongban.catalogue.sheets.guides import Language

__all__ = [
    "SHEET_KINDS",
    "Applying",
    "Language",
    "application_form",
    "filled_form",
    "form_materials",
    "guide_for",
    "guide_sheet",
    "item_sheet",
    "position_booklet",
    "promise_sheet",
]
