"""What is wrong with a file that somebody wants to take in: where, and a code for its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ExchangeFault:
    """One thing wrong with a file.

    Args:
        code: what is wrong; ``faces/common/catalogue_findings.py`` has its sentence and its mend.
        sheet: the sheet, the table, or the file within an archive; empty where there is only one.
        row: the row or line, counted from 1; 0 where the whole is meant.
        column: the column's title, or the field's path.
        item: the item's code where it is known.
        params: the values for the sentence.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    item: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """A file that cannot be read at all, with the faults that say why."""

    def __init__(self, *faults: ExchangeFault) -> None:
        super().__init__(
            "; ".join(f"{fault.sheet}:{fault.row} {fault.column} {fault.code}" for fault in faults)
        )
        self.faults = faults
