"""The confirmation: the number, the query code, the receipt, what happens next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tongban.cases import queries as cases
from tongban.cases.requests import Submitted
from tongban.faces.portal.who import actor_of, citizen_of

CONFIRMED_KEY = "confirmed"
MOST_KEPT = 5


def remember(request: HttpRequest, item_code: str, submitted: Submitted) -> None:
    """Keep the number and the query code in the session until it ends."""
    kept = [one for one in request.session.get(CONFIRMED_KEY, []) if one["number"] != submitted.number]
    kept.append({"number": submitted.number, "query_code": submitted.query_code, "item": item_code})
    request.session[CONFIRMED_KEY] = kept[-MOST_KEPT:]


def latest_for(request: HttpRequest, item_code: str) -> str:
    """The number of the last application for an item filed in this session; empty if there is none."""
    kept = [one["number"] for one in request.session.get(CONFIRMED_KEY, []) if one["item"] == item_code]
    return kept[-1] if kept else ""


def case_link(number: str) -> str:
    """The whole address that the case's QR code holds."""
    return settings.BASE_URL + reverse("portal:case", args=[number])


@never_cache
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    """What the applicant takes away; without the session that filed it, the tracking page asks who they are."""
    if citizen_of(request) is None:
        return redirect("portal:case", number)
    case = cases.track(actor_of(request), number)
    kept = [one for one in request.session.get(CONFIRMED_KEY, []) if one["number"] == number]
    return render(
        request,
        "portal/confirmation.html",
        {
            "case": case,
            "link": case_link(number),
            "query_code": kept[0]["query_code"] if kept else "",
            "intake_clock": next((clock for clock in case.clocks if clock.kind == "intake_check"), None),
            "promised_clock": next((clock for clock in case.clocks if clock.kind == "promised"), None),
        },
    )
