"""The published figures of a database counted anew from its own lines: the proof of a restored copy."""

import csv
import io
import json

from tongban.oversight.models import FigureEdition, FigureFile
from tongban.rules.public_figures import ShownLine, figures


def compare_editions() -> tuple[int, list[str]]:
    """How many editions there are, and the names of those whose figures their own extract does not give.

    That the files are byte by byte what was published, `ledger verify` has found: the ledger holds their digests.
    """
    differing = []
    editions = list(FigureEdition.objects.order_by("month", "number"))
    for one in editions:
        counted = json.loads(json.dumps(figures(_lines(one))))
        published = json.loads(bytes(_file(one, "figures.json")))["figures"]
        if not counted == published == one.figures:
            differing.append(f"{one.month}-{one.number}")
    return len(editions), differing


def _lines(edition: FigureEdition) -> list[ShownLine]:
    text = bytes(_file(edition, "extract.csv")).decode("utf-8-sig")
    return [ShownLine(row["item"], row["site"], row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def _file(edition: FigureEdition, name: str) -> bytes:
    return bytes(FigureFile.objects.get(edition=edition, name=name).content)
