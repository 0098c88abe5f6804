"""Public figures: what was done, how fast, for anybody; with everything that is needed to count them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.catalogue.queries import published_items
from tongban.directory.queries import sites
from tongban.faces.portal.figure_words import COLUMN, FIGURE, HEADLINES, IN_DAYS, OF
from tongban.oversight.queries import (
    PublishedMonth,
    published_file,
    published_month,
    published_months,
    signing_keys,
)
from tongban.rules.public_figures import FEW, Cell

MONTHS_SHOWN = 12
BAR, LANE, GAP, NAME = 260, 11, 9, 62  # of the picture, in its own units


@dataclass(frozen=True)
class Told:
    """One figure in words: ``value`` None where too few are counted; ``of``: how many it is of."""

    code: str
    name: object
    meaning: object
    value: int | None
    of: int | None = None

    @property
    def in_days(self) -> bool:
        return self.code in IN_DAYS


@dataclass(frozen=True)
class Part:
    """The figures of one item, or of one site; without a name: those that stand for nobody's to be found."""

    code: str
    name: object
    cell: Cell


@require_GET
def figures(request: HttpRequest, month: str = "") -> HttpResponse:
    """A month, the newest where none is named; and the months before it."""
    months = published_months()
    if not months and not month:
        return render(request, "portal/figures.html", {"months": (), "door": "figures"})
    shown = published_month(month) if month else months[0]
    year = months[:MONTHS_SHOWN]
    whole = shown.figures["all"]["all"]
    return render(
        request,
        "portal/figures.html",
        {
            "months": year,
            "older": months[MONTHS_SHOWN:],
            "shown": shown,
            "headlines": [_told(code, whole) for code in HEADLINES],
            "all": [_told(code, whole) for code in FIGURE],
            "items": _parts(shown.figures["items"], _item_names()),
            "sites": _parts(shown.figures["sites"], {site.code: site.name for site in sites()}),
            "picture": _picture(year),
            "keys": signing_keys(),
            "few": FEW,
            "door": "figures",
        },
    )


@require_GET
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each figure and each column means."""
    context = {"figures": FIGURE.items(), "columns": COLUMN.items(), "few": FEW, "door": "figures"}
    return render(request, "portal/figures_dictionary.html", context)


@require_GET
def dictionary_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    told = {
        "figures": {
            code: {"name": str(name), "counts": str(meaning)} for code, (name, meaning) in FIGURE.items()
        },
        "columns": {code: str(meaning) for code, meaning in COLUMN.items()},
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_GET
def file(request: HttpRequest, month: str, number: int, name: str) -> HttpResponse:
    """One file of an edition, byte by byte as it was published."""
    content, kind = published_file(month, number, name)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{month}-{number}-{name}"'
    return response


def _told(code: str, cell: Mapping[str, int | None]) -> Told:
    name, meaning = FIGURE[code]
    return Told(code, name, meaning, cell[code], cell[OF[code]] if code in OF else None)


def _item_names() -> dict[str, object]:
    return {item.code: item.name for item in published_items()}


def _parts(cells: Mapping[str, Cell], names: Mapping[str, object]) -> list[Part]:
    """In the order of the codes; what is not shown comes last."""
    return [
        Part(code, names.get(code, code) if code else "", cells[code])
        for code in sorted(cells, key=lambda code: (not code, code))
    ]


def _picture(months: tuple[PublishedMonth, ...]) -> dict[str, Any]:
    """Two bars for each month, oldest first; the table beside it says the same."""
    read = [(one.month, one.figures["all"]["all"]) for one in reversed(months)]
    most = max((cell[name] or 0 for _, cell in read for name in ("received", "decided")), default=0) or 1
    step = 2 * LANE + GAP
    rows = [
        {
            "month": month,
            "y": place * step,
            "second": place * step + LANE,
            "middle": place * step + LANE + 5,
            "received": round((cell["received"] or 0) * BAR / most),
            "decided": round((cell["decided"] or 0) * BAR / most),
            "cell": cell,
        }
        for place, (month, cell) in enumerate(read)
    ]
    return {
        "rows": rows,
        "width": NAME + BAR + 50,
        "height": len(rows) * step,
        "name": NAME,
        "lane": LANE - 2,
    }
