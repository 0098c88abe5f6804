"""An edition's files, made of a month's lines: the extract, the figures, and the proof that binds them to the roots.

The extract has one row for each case: its last line of the month, with as much of where and when as
`rules/public_extract.py` lets it show.  Its pseudonym is drawn here and written nowhere else.  The proof opens each row
(`figures/commitments.py`) and accounts for every other line that was committed to in the month.

The salts belong to commitments that the ledger holds, and are the same in every edition: whoever has two can join their
rows.  So a correction keeps the pseudonyms of the edition before, and how much each row shows; two together tell of
where and when no more than the first did.
"""

import csv
import hashlib
import io
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tongban.kernel import merkle
from tongban.kernel.models import LedgerEntry, LedgerRoot, LedgerRootHead
from tongban.kernel.roots import published
from tongban.oversight.figures.commitments import PARTS, commitment, part_digest, salt
from tongban.oversight.figures.recording import COMMITTED, KIND, parts_of
from tongban.oversight.models import FigureCommitment, FigureFile, FigureLine
from tongban.rules.public_extract import Place, Shown, shown, shown_again
from tongban.rules.public_figures import FIGURES, NOT_SHOWN, ShownLine, figures

FORMAT = "tongban-figures-2"
DAYS = (
    "received",
    "accepted",
    "asked",
    "answered",
    "check_due",
    "promised_due",
    "statutory_due",
    "ended",
    "delivered",
)
FACTS = (
    "entered",
    "accepted",
    "deemed",
    "declined",
    "decided",
    "withdrawn",
    "terminated",
    "outcome",
    "promise_kept",
    "statute_kept",
    "office_days",
    "applicant_days",
    "told_once",
    "told_again",
    "told_in_parts",
    "extended",
    "open",
    "overdue_check",
    "overdue_promise",
    "overdue_statute",
    "stage",
    "events",
)
COLUMNS = ("case", "shown", "item", "site", *(f"day_{name}" for name in DAYS), *FACTS)
FILES = ("extract.csv", "extract.json", "figures.csv", "figures.json", "proof.json")


@dataclass(frozen=True)
class Row:
    """One case of the extract and the lines that it is opened by, oldest first."""

    pseudonym: str
    shown: Shown
    lines: Sequence[FigureLine]

    @property
    def last(self) -> FigureLine:
        return self.lines[-1]

    @property
    def hidden(self) -> frozenset[str]:
        """The parts of the last line that are not shown."""
        open_parts = {
            Shown.DAY: {"item", "site", "days"},
            Shown.ITEM_SITE: {"item", "site"},
            Shown.ITEM: {"item"},
            Shown.SITE: {"site"},
            Shown.NONE: set(),
        }[self.shown]
        first = set() if len(self.lines) > 1 else {"previous"}
        return frozenset(({"item", "site", "days"} - open_parts) | first)

    @property
    def cells(self) -> dict[str, str]:
        """The row of the extract."""
        last, hidden = self.last, self.hidden
        days = {name: "" if "days" in hidden else last.days[name] for name in DAYS}
        return {
            "case": self.pseudonym,
            "shown": self.shown.value,
            "item": NOT_SHOWN if "item" in hidden else last.item,
            "site": NOT_SHOWN if "site" in hidden else last.site,
            **{f"day_{name}": told for name, told in days.items()},
            **{name: last.facts[name] for name in FACTS},
        }


@dataclass(frozen=True)
class Edition:
    """Everything of one edition before it is published."""

    lines: int
    figures: dict[str, Any]
    files: dict[str, bytes]


@dataclass(frozen=True)
class Before:
    """How the edition before showed a row."""

    pseudonym: str
    shown: Shown


def rows_of(month: str, number: int = 1) -> list[Row]:
    """The cases of a month, in the order of their pseudonyms."""
    lines = FigureLine.objects.filter(month=month).order_by("stream", "seq", "id")
    cases = [list(of_case) for _, of_case in groupby(lines, key=lambda line: line.stream)]
    known = _rows_before(month, number)
    before = [_as_before(one, known) for one in cases]
    places = [_place(one[-1]) for one in cases]
    levels = shown_again(places, [one.shown if one else None for one in before]) if known else shown(places)
    names = [one.pseudonym if one else secrets.token_hex(8) for one in before]
    rows = [Row(name, level, one) for name, level, one in zip(names, levels, cases, strict=True)]
    return sorted(rows, key=lambda row: row.pseudonym)


def _place(line: FigureLine) -> Place:
    return Place(line.item, line.site, line.days["received"])


def _rows_before(month: str, number: int) -> dict[str, Before]:
    """The rows of the edition before, by the salt that opens the month of each one's last line."""
    if number == 1:
        return {}
    files = FigureFile.objects.filter(edition__month=month, edition__number=number - 1)
    contents = files.filter(name__in=("proof.json", "extract.json")).values_list("name", "content")
    told = {name: json.loads(bytes(content)) for name, content in contents}
    levels = {row["case"]: Shown(row["shown"]) for row in told["extract.json"]["cases"]}
    return {
        opening["last"]["salts"]["month"]: Before(pseudonym, levels[pseudonym])
        for pseudonym, opening in told["proof.json"]["openings"].items()
    }


def _as_before(lines: Sequence[FigureLine], known: Mapping[str, Before]) -> Before | None:
    """A case's row in the edition before; one that has moved since shows nothing of where and when any more."""
    for line in lines:
        one = known.get(salt(bytes(line.seed), "month").hex())
        if one:
            return one if _place(line) == _place(lines[-1]) else Before(one.pseudonym, Shown.NONE)
    return None


def edition(month: str, number: int, reason: str) -> Edition:
    """The files of an edition; None of them holds anything that is not meant for everybody."""
    rows = rows_of(month, number)
    cells = [row.cells for row in rows]
    told = figures(ShownLine(one["item"], one["site"], one) for one in cells)
    head = {"format": FORMAT, "month": month, "edition": number, "reason": reason}
    head |= {"pseudonyms_of": number - 1} if number > 1 else {}
    files = {
        "extract.csv": _csv(COLUMNS, cells),
        "extract.json": _json({**head, "columns": COLUMNS, "cases": cells}),
        "figures.csv": _csv(("table", "code", "figure", "value"), flat(told)),
        "figures.json": _json({**head, "lines": len(rows), "figures": told}),
        "proof.json": _json({**head, **_proof(month, rows)}),
    }
    return Edition(len(rows), told, files)


def flat(told: Mapping[str, Mapping[str, Mapping[str, int | None]]]) -> Iterable[dict[str, str]]:
    """Each figure as a row of its own; one that cannot be said is empty."""
    for table, parts in told.items():
        for code, cell in parts.items():
            for figure in FIGURES:
                value = cell[figure]
                yield {
                    "table": table,
                    "code": code,
                    "figure": figure,
                    "value": "" if value is None else str(value),
                }


def _proof(month: str, rows: Sequence[Row]) -> dict[str, Any]:
    entries = LedgerEntry.objects.filter(kind=KIND, stream=month).order_by("seq")
    newest = FigureCommitment.objects.filter(month=month).order_by("-seq").values_list("seq", flat=True)[0]
    held = list(LedgerRootHead.objects.filter(kind=KIND, stream=month).order_by("root_id"))
    leaves = {
        str(one.seq): [
            bytes(leaf).hex()
            for leaf in FigureLine.objects.filter(commitment=one)
            .order_by("place")
            .values_list("leaf", flat=True)
        ]
        for one in FigureCommitment.objects.filter(month=month).order_by("seq")
    }
    last_root = max((one.root_id for one in held), default=0)
    roots = LedgerRoot.objects.filter(number__lte=last_root).order_by("number")
    upto = max((one.seq for one in held), default=newest)
    return {
        "stream": {"kind": KIND, "stream": month, "committed": COMMITTED},
        "entries": [bytes(one.canonical).decode() for one in entries if one.seq <= upto],
        "leaves": leaves,
        "held_by": [_held(one) for one in held],
        "roots": [published(root) for root in roots],
        "openings": {row.pseudonym: _opening(row) for row in rows},
    }


def _held(head: LedgerRootHead) -> dict[str, Any]:
    """The way from the month's stream to a signed root."""
    heads = sorted(
        LedgerRootHead.objects.filter(root_id=head.root_id).values_list("kind", "stream", "seq", "hash"),
        key=lambda entry: entry[:2],
    )
    index = next(i for i, entry in enumerate(heads) if entry[:2] == (head.kind, head.stream))
    leaves = [merkle.leaf(kind, stream, seq, bytes(digest)) for kind, stream, seq, digest in heads]
    path = [[side, digest.hex()] for side, digest in merkle.path(leaves, index)]
    return {"root": head.root_id, "seq": head.seq, "path": path}


def _opening(row: Row) -> dict[str, Any]:
    """The last line with the salts of what is shown; of the earlier ones only that they are this case's."""
    *earlier, last = row.lines
    return {
        "last": _opened(last, row.hidden),
        "earlier": [
            _opened(
                one, frozenset(PARTS) - {"month", "first", *({"previous"} if index else set())}, tell=True
            )
            for index, one in enumerate(earlier)
        ],
    }


def _opened(line: FigureLine, hidden: frozenset[str], *, tell: bool = False) -> dict[str, Any]:
    parts, seed = parts_of(line), bytes(line.seed)
    assert commitment(seed, parts) == bytes(line.leaf)
    told: dict[str, Any] = {
        "salts": {part: salt(seed, part).hex() for part in PARTS if part not in hidden},
        "hidden": {
            part: part_digest(part, salt(seed, part), parts[part]).hex() for part in PARTS if part in hidden
        },
    }
    shown_besides = set(PARTS) - hidden - (set() if tell else {"item", "site", "days", "facts"})
    return {**told, "parts": {part: parts[part] for part in PARTS if part in shown_besides}}


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # with the mark by which spreadsheets know the encoding


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def digest(content: bytes) -> bytes:
    """What the ledger keeps of a file."""
    return hashlib.sha256(content).digest()
