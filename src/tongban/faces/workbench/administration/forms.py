"""What the administrators' pages share: what was typed, what is wrong with it, what was refused, and where an act leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongban.faces.workbench import kept_forms
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

LONGEST = 500
"""Characters taken of one posted value; what a field may hold is shorter."""

Acts = Mapping[str, Callable[[], str]]


@dataclass
class Form:
    """One form of a page that came back.

    Attributes:
        act: which form it was; empty: none was posted.
    """

    act: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()
    refusal: Refusal | None = None


def text(request: HttpRequest, name: str) -> str:
    """What was typed into a field, without blanks around it."""
    return request.POST.get(name, "").replace("\0", "").strip()[:LONGEST]


def key_of(request: HttpRequest) -> str:
    """The form's idempotency key."""
    return request.POST.get("idempotency_key", "")[:80]


def day_of(typed: str, name: str) -> date:
    """A day that was typed.

    Raises:
        InputFaults: ``required``; ``not_a_date``.
    """
    if not typed:
        raise InputFaults([FieldFault(name, "required")])
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise InputFaults([FieldFault(name, "not_a_date")]) from None


def run(
    request: HttpRequest,
    acts: Acts,
    page: Callable[[Form], dict[str, Any]],
    template: str,
) -> HttpResponse:
    """Show a page, or carry out the form that was posted to it and go where its act says.

    Args:
        acts: by the posted ``act``; each gives the address to go to.
        page: the page's own context, around a form that came back; an act that raises `InputFaults` of no fault, such
            as a preview, comes back too.

    Raises:
        NotAuthorized, NotFound: as the acts; the page of refusals tells them.
    """
    form = Form()
    if request.method == "POST":
        form.act = request.POST.get("act", "")[:40]
        form.typed = {name: str(value)[:LONGEST] for name, value in request.POST.items()}
        act = acts.get(form.act)
        try:
            if act is None:
                raise InputFaults([FieldFault("act", "not_an_option")])
            return HttpResponseRedirect(f"{act()}?done={form.act}")
        except InputFaults as refused:
            form.faults = refused.faults
        except (NotAuthorized, NotFound):
            raise
        except Refusal as refusal:
            form.refusal = refusal
    elif (kept := kept_forms.take(request)) is not None:  # typed before the session ran out
        form.act = str(kept.get("act", ""))[:40]
        form.typed = {name: str(value)[:LONGEST] for name, value in kept.items()}
    context = {
        "form": form,
        "typed": form.typed,
        "faults": form.faults,
        "refusal": form.refusal,
        "key": uuid4().hex,
        "done": "" if form.act else request.GET.get("done", "")[:40],
        **page(form),
    }
    status = 422 if form.faults else 409 if form.refusal else 200
    return render(request, template, context, status=status)
