"""Cells of a workbook that hold text and nothing else: no code loses a zero, nothing becomes a date or a formula."""

from collections.abc import Iterable
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

LONGEST_LIST = 250
"""Characters of the words of a drop-down, by the format."""
_HEAD = PatternFill("solid", fgColor="DCE6EF")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def text_cell(page: Any, text: str | None) -> Cell:
    """A cell of text, whatever it begins with; None leaves it empty."""
    cell = WriteOnlyCell(page)
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    if text is not None:
        cell.value = text
        cell.data_type = "s"
    return cell


def head_cell(page: Any, text: str) -> Cell:
    """A column's title."""
    cell = text_cell(page, text)
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    return cell


def key_cell(page: Any, text: str) -> Cell:
    """A column's key, by which it is known when it comes back."""
    cell = text_cell(page, text)
    cell.font = Font(size=8, color="808080")
    return cell


def offer_words(page: Any, words: Iterable[str], cells: str) -> None:
    """Offer words to choose from in a range of cells; a list too long for the format is left out."""
    text = ",".join(words)
    if not text or len(text) > LONGEST_LIST:
        return
    validation = DataValidation(type="list", formula1=f'"{text}"', allow_blank=True, showErrorMessage=False)
    validation.add(cells)
    page.data_validations.append(validation)
