"""Splitting pasted text and CSV into rows and cells, so that one stray quotation mark cannot eat the rows after it."""

import re
from collections.abc import Iterator, Sequence

MARKS = ("\t", ",", ";", "；", "，")
LONGEST_QUOTED = 4_000
_BLANKS = re.compile(r"[ \u3000]{2,}")


def separator_of(lines: Sequence[str]) -> str:
    """What stands between the cells: a tab wherever there is one, as a spreadsheet copies rows; else what is most used.

    Args:
        lines: the first lines of the list, a heading among them.
    """
    if any("\t" in line for line in lines):
        return "\t"
    return max(MARKS[1:], key=lambda mark: max((line.count(mark) for line in lines), default=0))


def set_apart_by_blanks(line: str) -> bool:
    """Whether a line looks like cells that only blanks part: no program tells from them where a cell ends."""
    return len(_BLANKS.split(line.strip())) > 2


def rows_of_text(text: str, separator: str) -> Iterator[list[tuple[str, bool]]]:
    """Rows of cells: the text of each, and whether its quotation mark was never closed.

    A cell in quotation marks may hold separators and line breaks (RFC 4180, section 2).  One that would run over a line
    break and hold a separator beyond it is no cell: its mark was typed or cut off, and the line ends where it ends.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    mark = re.escape(separator)
    quoted = re.compile(rf'"((?:[^"]|""){{0,{LONGEST_QUOTED}}}+)"[ ]*(?={mark}|\n|\Z)')
    plain = re.compile(rf"[^\n{mark}]*")
    at, row = 0, list[tuple[str, bool]]()
    while at < len(text):
        closed = quoted.match(text, at) if text.startswith('"', at) else None
        if closed and "\n" in closed[1] and separator in closed[1]:
            closed = None
        if closed:
            row.append((closed[1].replace('""', '"'), False))
            at = closed.end()
        else:
            cell = plain.match(text, at)
            assert cell is not None  # it fits nothing too
            row.append((cell[0], cell[0].startswith('"') and cell[0].count('"') % 2 == 1))
            at = cell.end()
        if at >= len(text) or text[at] == "\n":
            yield row
            row = []
        elif at + 1 == len(text):  # the list ends with a separator
            row.append(("", False))
            yield row
        at += 1
