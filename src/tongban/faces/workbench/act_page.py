"""The page of one act: its form, the paper it will issue beside it, and everything that may stand in its way."""

from base64 import b64encode
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from tongban.cases.queries import case_for, preview_pages, recusal_choices
from tongban.cases.queries.in_part import IN_PART
from tongban.cases.queries.shapes import ActOption, CaseView, StepView
from tongban.faces.common.typed_numbers import version_seen
from tongban.faces.workbench import fault_names, kept_forms
from tongban.faces.workbench.act_shape import Act, Inputs
from tongban.faces.workbench.acts import ACTS
from tongban.faces.workbench.acts_steps import OF_A_STEP, record_page
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import InputFaults, NotFound, Refusal


@staff_only
@require_http_methods(["GET", "POST"])
def act_page(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Show an act's form, or do the act and go back to the case."""
    doing = _act(act)
    if request.method == "GET":
        kept = kept_forms.take(request)
        return form_page(request, number, act, kept or QueryDict(), restored=kept is not None)
    posted = request.POST
    try:
        done = doing.command(
            staff_of(request),
            number,
            expected_version=version_seen(posted.get("expected_version", "")),
            idempotency_key=posted.get("idempotency_key", ""),
            **_inputs(request, doing),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return form_page(request, number, act, posted, refusal=refusal)
    if posted.get("next", "") in doing.onward:
        return redirect("work:act", done.number, posted["next"])
    return redirect(f"{reverse('work:case', args=[done.number])}?done={act}")


def _inputs(request: HttpRequest, doing: Act) -> Inputs:
    """What the command takes, from what was posted and the files that came along."""
    told = doing.read(request.POST)
    return told | (doing.read_files(request.POST, request.FILES) if doing.read_files else {})


@staff_only
@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """The paper as it would be issued, marked as a preview; or, in its place, what is still missing for it."""
    doing = _act(act)
    if not doing.paper:
        raise Http404(act)
    try:
        sheets = preview_pages(staff_of(request), number, act=act, **_preview_inputs(request, doing))
    except NotFound:
        raise
    except Refusal as refusal:
        case_for(
            staff_of(request), number
        )  # of a case that is not seen, not even what is typed wrong is told
        return render(request, "workbench/preview_waits.html", {"refusal": refusal})
    # pictures, since not every browser shows a PDF within a page, and a phone's never does
    pictures = [b64encode(sheet).decode() for sheet in sheets]
    return render(request, "workbench/preview.html", {"sheets": pictures})


def _preview_inputs(request: HttpRequest, doing: Act) -> dict[str, object]:
    return doing.read(request.POST if request.method == "POST" else request.GET)


def _act(code: str) -> Act:
    if code not in ACTS:
        raise Http404(code)
    return ACTS[code]


def form_page(
    request: HttpRequest,
    number: str,
    act: str,
    values: QueryDict,
    *,
    refusal: Refusal | None = None,
    restored: bool = False,
    more: Inputs | None = None,
) -> HttpResponse:
    """The form of an act with what was typed.

    Args:
        more: what its template needs beside that.
    """
    case = case_for(staff_of(request), number, opened=True, in_part=act in IN_PART)
    wanted = values.get("step_code") or request.GET.get("step", "")
    step = _step(case, act, wanted) if act in OF_A_STEP else None
    own = step.code if step else ""
    option = _option(case, act, own) or _option(case, ACTS[act].like, own)
    faults = refusal.faults if isinstance(refusal, InputFaults) else ()
    stale = refusal is not None and refusal.code == "stale"
    page = {
        "case": case,
        "act": act,
        "doing": ACTS[act],
        "name": _named(act, case),
        "form_template": f"workbench/acts/{act}.html",
        "option": option,
        "step": step,
        **((ACTS[act].page or _nothing_more)(case, values)),
        **(record_page(staff_of(request), step) if step else {}),
        **(
            {
                "later_mine": [one for one in case.later_entries if one.mine],
                "may_be_unserved": any(one.mine and one.service for one in case.later_entries),
            }
            if act == "confirm_later_entry"
            else {}
        ),
        **({"recusal": recusal_choices(staff_of(request), number)} if act == "recuse" else {}),
        "notice": case.notice,
        **(more or {}),
        "values": values,
        "faults": faults,
        "named_faults": fault_names.in_case(case, faults, act),
        "refusal": None if faults or stale else refusal,
        "stale": refusal if stale else None,
        # What was seen is what is acted on: only a page freshly asked for carries the case's newest version.
        "expected_version": values.get("expected_version") or case.version,
        "idempotency_key": values.get("idempotency_key") or uuid4().hex,
        "restored": restored,
        "may_send": option is not None and option.allowed and not stale,
        # Not to be done by this person now, and nothing typed that could be lost: there is no form to show.
        "closed": (option is None or not option.allowed) and refusal is None and not values,
    }
    return render(request, "workbench/act_page.html", page, status=422 if refusal else 200)


def _named(act: str, case: CaseView) -> str:
    """The act as its page calls it: only the first notice tells everything at once."""
    if act == "request_corrections" and case.asking is not None and case.asking.further:
        return gettext("再次告知补正")
    return str(ACTS[act].name)


def _step(case: CaseView, act: str, code: str) -> StepView | None:
    """The step an opinion is for: the one named, else the one that is open."""
    wanted = code or next((one.step_code for one in case.acts if one.act == act), "")
    return next((step for step in case.steps if step.code == wanted), None)


def _option(case: CaseView, act: str, step_code: str) -> ActOption | None:
    fitting = [one for one in case.acts if one.act == act and step_code in ("", one.step_code)]
    return fitting[0] if fitting else None


def _nothing_more(case: CaseView, values: QueryDict) -> Inputs:
    return {}
