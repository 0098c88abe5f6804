"""The log of the staff's door."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.directory import queries as directory
from tongban.faces.workbench.accounts.desk import keeper_of
from tongban.faces.workbench.doors import staff_only

LOG_READERS = frozenset({"security_admin", "auditor"})
FILTERS = ("day", "username", "outcome", "address")


@staff_only
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Who tried to sign in, newest first; by day, account, outcome and address."""
    actor = keeper_of(request, LOG_READERS)
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    page = directory.sign_in_log(
        actor,
        day=_day(asked["day"]),
        username=asked["username"],
        outcome=asked["outcome"],
        address=asked["address"],
        cursor=request.GET.get("cursor", ""),
    )
    shown = {
        "page": page,
        "asked": asked,
        "outcomes": directory.OUTCOMES,
        "any_asked": any(asked.values()),
        "here": "sign_in_log",
    }
    return render(request, "workbench/accounts/log.html", shown)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
