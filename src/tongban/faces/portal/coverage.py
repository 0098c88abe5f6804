"""What of the base list (应进必进) can be done here, what cannot, and why: said in public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.catalogue import queries as catalogue
from tongban.catalogue.definition import Text
from tongban.faces.portal.chosen_place import here

ORDER = ("not_taken", "open", "ended", "taken")


def coverage(request: HttpRequest) -> HttpResponse:
    """The base list against what the visitor's place offers."""
    own = here(request)
    lines = catalogue.coverage(own.chosen)
    groups: dict[str, list[dict[str, object]]] = {state: [] for state in ORDER}
    for line in lines:
        state = "taken" if line.state == "changed" else line.state
        groups[state].append(
            {
                "code": line.code,
                "name": _text(line.listed.get("name")),
                "reason": _text(line.reason),
                "line": line,
            }
        )
    return render(
        request,
        "portal/coverage.html",
        {
            "groups": [(state, members) for state, members in groups.items() if members],
            "total": len(lines),
            "taken": len(groups["taken"]),
            "here": own,
            "door": "items",
        },
    )


def _text(stated: object) -> Text | None:
    if isinstance(stated, dict) and stated.get("zh"):
        return Text(str(stated["zh"]), str(stated.get("en", "")))
    return Text(stated) if isinstance(stated, str) and stated else None
