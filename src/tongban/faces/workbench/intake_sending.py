"""An intake is sent: it becomes a case, or is taken in, decided and handed over in one act (即办件)."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from tongban.cases.commands import DraftPieces, apply_on_the_spot, submit
from tongban.cases.on_the_spot import finishes_on_the_spot
from tongban.cases.queries import DraftView, application_from, draft, submission_key
from tongban.cases.queries.whose import village_question, whose_matter
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import moment, text_of
from tongban.faces.workbench.acts_on_the_spot import external_steps, numbers_in, who_takes_it
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules.delivery import OWN_WORD


@staff_only
def submit_intake(request: HttpRequest, token: str, pieces: DraftPieces | None = None) -> HttpResponse:
    """The application becomes a case.

    Args:
        pieces: what was typed and is in no draft yet.
    """
    actor = staff_of(request)
    application = application_from(
        token,
        consent=request.POST.get("consent") == "yes",
        identity_seen=request.POST.get("identity_seen") == "yes",
        received_at=moment(request.POST, "received_at"),
        later_reason=text_of(request.POST, "later_reason"),
        confirmed_by=_chosen(request.POST.get("confirmed_by", "")),
        collect_site_code=text_of(request.POST, "collect_site_code"),
        reader=actor,
        pieces=pieces,
    )
    submitted = submit(actor, application, idempotency_key=submission_key(token), draft_token=token)
    return redirect("work:received", number=submitted.number)


@staff_only
def finish_intake(request: HttpRequest, token: str) -> HttpResponse:
    """Take in, decide and hand over in one act (即办件); nothing is left of it where anything is wrong."""
    actor, view = staff_of(request), draft(token, reader=staff_of(request))
    application = application_from(
        token,
        consent=request.POST.get("consent") == "yes",
        identity_seen=request.POST.get("identity_seen") == "yes",
        received_at=moment(request.POST, "received_at"),
        later_reason=text_of(request.POST, "later_reason"),
        confirmed_by=_chosen(request.POST.get("confirmed_by", "")),
        reader=actor,
    )
    acting = application.representation.person
    whose = whose_matter(actor, view.item, view.answers)
    if whose is not None and whose.away:
        village = f"answers.{village_question(view.item)}"
        raise InputFaults([FieldFault(village, "spot_of_another_township")])
    try:
        submitted = apply_on_the_spot(
            actor,
            application,
            item=view.item,
            idempotency_key=submission_key(token),
            draft_token=token,
            all_in_order=request.POST.get("all_in_order") == "yes",
            external=numbers_in(request.POST),
            receiver_name=acting.name if acting else OWN_WORD,
            relation=application.representation.relation if acting else "self",
            **who_takes_it(request.POST),
        )
    except InputFaults as wrong:
        raise InputFaults([_on_this_page(fault) for fault in wrong.faults]) from wrong
    return redirect("work:received", number=submitted.number)


def _on_this_page(fault: FieldFault) -> FieldFault:
    """A fault of the single acts at the field that this one page has for it."""
    head, _dot, rest = fault.field.partition(".")
    if fault.code == "identity_not_proven":
        return replace(fault, field="identity_seen")
    if head == "verdicts":
        return replace(fault, field=f"materials.{rest}")
    return replace(fault, field="identification") if head in ("receiver_name", "relation") else fault


def _chosen(text: str) -> int | None:
    """The colleague chosen from the list; what is no number was not on it."""
    return whole_number(text, 11)


def spot_part(actor: Staff, view: DraftView, values: QueryDict) -> dict[str, object] | None:
    """What the part of the page needs by which the matter is finished at once; None where the item does not allow it."""
    whose = whose_matter(actor, view.item, view.answers)
    if whose is not None and whose.away:
        return None  # another township decides it
    if view.channel != "window" or not finishes_on_the_spot(actor, view.item):
        return None
    return {
        "external": tuple(
            (step, f"external.{step.code}", values.get(f"external.{step.code}", ""))
            for step in external_steps(view.item)
        ),
        "for_another": (values.get("representation.kind") or view.representation) == "representative",
    }
