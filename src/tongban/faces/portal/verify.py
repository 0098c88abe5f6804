"""Verifying a paper by its code: what the record says, to anybody who holds the paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from tongban.catalogue.definition import Text
from tongban.faces.common.words import word
from tongban.kernel.errors import NotFound
from tongban.papers import queries as papers


def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code under the QR; a pasted address is understood too."""
    typed = request.GET.get("code", "").strip()
    code = _code_in(typed)
    if code:
        return redirect("portal:verified", code)
    problem = gettext("请输入文书上二维码旁边的验证码。") if "code" in request.GET else ""
    return render(request, "portal/verify_find.html", {"typed": typed, "problem": problem, "door": "verify"})


def result(request: HttpRequest, code: str) -> HttpResponse:
    """What the record says of the paper with this code."""
    try:
        paper = papers.verify(code)
    except NotFound:
        problem = gettext(
            "没有这个验证码的文书。请对照文书再输一次；还是没有，文书可能是假的，请打电话核实。"
        )
        context = {"typed": code, "problem": problem, "door": "verify"}
        return render(request, "portal/verify_find.html", context, status=404)
    return render(
        request,
        "portal/verified.html",
        {
            "paper": paper,
            "kind": word(paper.kind, "paper"),
            "item_name": Text(paper.item_name, paper.item_name_en).in_language(get_language() or ""),
            "door": "verify",
        },
    )


def _code_in(typed: str) -> str:
    path = typed.partition("?")[0].partition("#")[0]
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isalnum()).upper()
