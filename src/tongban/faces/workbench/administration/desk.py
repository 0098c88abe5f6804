"""What every page of the places shares: who keeps them, what was posted, how a refused form comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized

LONGEST = 500
"""Characters taken of one posted value; what a field may hold is shorter."""


def keeper_of(request: HttpRequest) -> Staff:
    """The system's administrator behind this request.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    actor = staff_of(request)
    if actor.role != "system_admin":
        raise NotAuthorized("system_admin_only")
    return actor


@dataclass
class Form:
    """One form of a page: what was typed, and what is wrong with it.

    Attributes:
        act: which form of the page it is; empty: none was posted.
    """

    act: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()


def posted(request: HttpRequest, *names: str) -> dict[str, str]:
    """What was typed into some fields, without blanks around it."""
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}


def seen(request: HttpRequest) -> int | None:
    """The place's last change that the page showed."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def key_of(request: HttpRequest) -> str:
    """The form's idempotency key."""
    return request.POST.get("idempotency_key", "")[:80]


def day_of(text: str, name: str) -> date:
    """A day that was typed.

    Raises:
        InputFaults: ``required``; ``not_a_date``.
    """
    if not text:
        raise InputFaults([FieldFault(name, "required")])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputFaults([FieldFault(name, "not_a_date")]) from None


Acts = Mapping[str, Callable[[], str]]


def run(
    request: HttpRequest, acts: Acts, page: Callable[[Form], dict[str, Any]], template: str
) -> HttpResponse:
    """Show a page, or carry out the form that was posted to it and go where its act says.

    Args:
        acts: by the posted ``act``; each gives the address to go to.
        page: the page's context around a form that came back; an act that raises no fault but `InputFaults` of
            none, such as a preview, comes back too.
    """
    form = Form()
    if request.method == "POST":
        form.act = request.POST.get("act", "")
        form.typed = {name: str(value)[:LONGEST] for name, value in request.POST.items()}
        act = acts.get(form.act)
        try:
            if act is None:
                raise InputFaults([FieldFault("act", "not_an_option")])
            return HttpResponseRedirect(f"{act()}?done={form.act}")
        except InputFaults as refused:
            form.faults = refused.faults
    context = {
        "form": form,
        "faults": form.faults,
        "key": uuid4().hex,
        "done": request.GET.get("done", "") if request.method == "GET" else "",
        "here": "places",
        **page(form),
    }
    return render(request, template, context, status=422 if form.faults else 200)
