"""What was read of a file: contents, and where in the file each of their places stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.parsing import faults_of
from tongban.kernel.workbooks.faults import ExchangeFault


@dataclass(frozen=True)
class Place:
    """Where in a file something stands: the sheet (table, file), the row (line), the column (field)."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class ParsedItem:
    """One item as a file states it.

    Args:
        content: by the schema's shape as far as the file gave it.
        places: path in the content → where in the file it stands.
        root: where the item itself stands.
    """

    content: dict[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)
    root: Place = field(default_factory=Place)

    @property
    def code(self) -> str:
        """The item's code; "" where the file gives none."""
        code = self.content.get("code", "")
        return code if isinstance(code, str) else ""

    def place(self, path: str) -> Place:
        """Where a path of the content stands, or the nearest place above it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return self.root

    def faults(self) -> list[ExchangeFault]:
        """Everything that keeps the content from being taken, by its place in the file."""
        return [
            self.fault(fault.path, fault.code, {**fault.params, "problem": fault.problem})
            for fault in faults_of(self.content)
        ]

    def fault(self, path: str, code: str, params: Mapping[str, Any] | None = None) -> ExchangeFault:
        """A fault at a path of the content."""
        place = self.place(path)
        return ExchangeFault(
            code,
            sheet=place.sheet,
            row=place.row,
            column=place.column or path,
            item=self.code,
            params={"path": path, **(params or {})},
        )


@dataclass(frozen=True)
class ParsedFile:
    """A whole file: its items, and what was wrong with the file itself."""

    kind: str  # yaml, xlsx, tables
    items: tuple[ParsedItem, ...]
    faults: tuple[ExchangeFault, ...]
    rows: int  # rows or lines read
