"""Sheets printed from the catalogue: guides, wall sheets, booklets, blank forms and filled samples; and of a case the
print of its days.

They are no papers: they have no number, settle nothing, and are made anew whenever somebody asks for one.
"""

from tongban.papers.sheets.content import (
    FormField,
    FormSheet,
    Guide,
    GuideSheet,
    SheetBasis,
    SheetFaq,
    SheetFee,
    SheetHead,
    SheetLimit,
    SheetMaterial,
    SheetPlace,
    SheetRemedy,
    SheetStep,
)
from tongban.papers.sheets.promise import PromiseSheet
from tongban.papers.sheets.rendering import SheetFailed, render_sheet
from tongban.papers.sheets.statement import (
    ClockStatement,
    StatementClock,
    StatementDay,
    StatementMove,
    StatementWait,
)

__all__ = [
    "ClockStatement",
    "FormField",
    "FormSheet",
    "Guide",
    "GuideSheet",
    "PromiseSheet",
    "SheetBasis",
    "SheetFailed",
    "SheetFaq",
    "SheetFee",
    "SheetHead",
    "SheetLimit",
    "SheetMaterial",
    "SheetPlace",
    "SheetRemedy",
    "SheetStep",
    "StatementClock",
    "StatementDay",
    "StatementMove",
    "StatementWait",
    "render_sheet",
]
