"""Promises of service and sessions beyond the office hours as a page: published, ended, and what came of them."""

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.directory.queries.service import KINDS
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.administration.forms import Form, day_of, key_of, run, text
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.queries import today

HERE = "service"


def _clock(request: HttpRequest, name: str) -> time | None:
    """A time of day as a browser sends it; None where left empty.

    Raises:
        InputFaults: ``not_a_time``.
    """
    typed = text(request, name)
    try:
        return time.fromisoformat(typed) if typed else None
    except ValueError:
        raise InputFaults([FieldFault(name, "not_a_time")]) from None


def _id(request: HttpRequest) -> int:
    return whole_number(text(request, "of")) or 0


@staff_only
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest) -> HttpResponse:
    """The desk of the administrator, of who approves for a body, and for a clerk of what came of the own sessions."""
    actor, here = staff_of(request), reverse("work:service")

    def promise() -> str:
        commands.publish_promise(
            actor,
            body_code=text(request, "body"),
            site_code=text(request, "promise_site"),
            text=text(request, "text"),
            text_en=text(request, "text_en"),
            starts=day_of(text(request, "starts"), "starts"),
            idempotency_key=key_of(request),
        )
        return here

    def end() -> str:
        commands.end_promise(
            actor,
            _id(request),
            last_day=day_of(text(request, "last_day"), "last_day"),
            idempotency_key=key_of(request),
        )
        return here

    def session() -> str:
        commands.announce_session(
            actor,
            site_code=text(request, "site"),
            day=day_of(text(request, "day"), "day"),
            opens=_clock(request, "opens"),
            closes=_clock(request, "closes"),
            kind=text(request, "kind"),
            note=text(request, "note"),
            idempotency_key=key_of(request),
        )
        return here

    def cancel() -> str:
        commands.cancel_session(actor, _id(request), idempotency_key=key_of(request))
        return here

    def record() -> str:
        held, typed = text(request, "held"), text(request, "served")
        if held not in ("yes", "no"):
            raise InputFaults([FieldFault("held", "required")])
        served = whole_number(typed) if typed else None
        if typed and served is None:
            raise InputFaults([FieldFault("served", "served_number", {"most": 9999})])
        commands.record_session(
            actor, _id(request), held=held == "yes", served=served, idempotency_key=key_of(request)
        )
        return here

    def page(form: Form) -> dict[str, Any]:
        return {
            "service": directory.service_desk(actor),
            "kinds": KINDS,
            "today": today(),
            "of": form.typed.get("of", ""),
            "act": form.act,
            "here": HERE,
        }

    acts = {"promise": promise, "end": end, "session": session, "cancel": cancel, "record": record}
    return run(request, acts, page, "workbench/service.html")
