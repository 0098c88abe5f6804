"""What a one-time notice told, for whoever holds its code; it stays readable."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tongban.catalogue import telling
from tongban.catalogue.sheets import Language


def told(request: HttpRequest, code: str) -> HttpResponse:
    """The content of one notice in the reader's language, without the name of whoever was told."""
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    return render(request, "portal/told.html", {"told": telling.told(code, language), "door": "verify"})
