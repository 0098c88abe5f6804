"""The public proof of one case's record: what happened when, and why nobody can have changed it since."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.cases import queries as cases


def proof(request: HttpRequest, number: str) -> HttpResponse:
    """The ledger of one case without personal data."""
    return render(
        request, "portal/proof.html", {"proof": cases.proof(number), "number": number, "door": "verify"}
    )
