"""Following a case: by number and phone, by number and query code, or signed in."""

from contextlib import suppress
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from tongban.cases import commands as case_commands
from tongban.cases import queries as cases
from tongban.cases.queries.shapes import ClockView, TrackView
from tongban.faces.common.typed_numbers import version_seen
from tongban.faces.portal import sign_in
from tongban.faces.portal.confirmation import case_link
from tongban.faces.portal.who import citizen_of, remember_tracker, tracker_of
from tongban.kernel.actors import Actor, Citizen, Tracker
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.papers.commands import hurry_papers
from tongban.rules.lifecycle import Act, acts_from

RUNNING_FIRST = ("correction", "promised", "intake_check", "delivery", "statutory", "step", "telling")


@never_cache
def find(request: HttpRequest, number: str = "") -> HttpResponse:
    """Ask for the number and the phone or query code."""
    typed = {"number": number or request.GET.get("number", ""), "phone": "", "query_code": "", "by": "phone"}
    faults: list[FieldFault] = []
    problem = ""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in typed}
        secret = typed["query_code"] if typed["by"] == "query_code" else typed["phone"]
        faults = [
            FieldFault(field, f"{field}_missing")
            for field, value in (("number", typed["number"]), (typed["by"] or "phone", secret))
            if not value
        ]
        if not faults:
            plain = "".join(typed["number"].split()).replace("-", "").upper()
            try:
                tracker = _tracker(plain, typed)
            except (NotFound, InputFaults):
                problem = gettext("没有找到这个办件。请核对编号，以及手机号码或查询码。")
            else:
                remember_tracker(request, plain, tracker)
                return redirect("portal:case", plain)
    return render(
        request,
        "portal/track_find.html",
        {"typed": typed, "faults": faults, "problem": problem, "door": "track"},
        status=422 if faults or problem else 200,
    )


def _tracker(number: str, typed: dict[str, str]) -> Tracker:
    if typed["by"] == "query_code":
        return cases.find_tracker(number, query_code=typed["query_code"])
    return cases.find_tracker(number, phone=typed["phone"])


def seen(request: HttpRequest, number: str) -> tuple[Actor, TrackView]:
    """The case as this browser may see it: signed in, or with a number that was proved.

    Raises:
        NotFound: neither.
    """
    if (citizen := citizen_of(request)) is not None:
        try:
            return citizen, cases.track(citizen, number)
        except NotFound:
            pass  # somebody signed in may still follow another's case with its query code
    if (tracker := tracker_of(request, number)) is not None:
        return tracker, cases.track(tracker, number)
    raise NotFound("case")


@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where one case stands; somebody not known yet is asked for the phone or the query code."""
    try:
        actor, view = seen(request, number)
    except NotFound:
        return find(request, number)
    view = notice_read(actor, view)
    return render(
        request,
        "portal/case.html",
        {
            "case": view,
            "clock": running_clock(view),
            "other_clocks": running_clocks(view)[1:],
            "link": case_link(number),
            # With a query code alone one may look, not act.
            "may_sign_in": not view.can_withdraw and Act.WITHDRAW in acts_from(view.status),
            "may_sign_in_to_correct": bool(
                view.correction and view.correction.waits and not view.can_correct
            ),
            "sign_in_address": sign_in.address(request.path),
            "door": "track",
        },
    )


def running_clocks(view: TrackView) -> list[ClockView]:
    """The clocks that run, those first that tell the citizen most: what they have to bring, then the promise."""
    running = [clock for clock in view.clocks if clock.state == "running" and clock.due]
    return sorted(running, key=lambda clock: RUNNING_FIRST.index(clock.kind))


def notice_read(actor: Actor, view: TrackView) -> TrackView:
    """The case once its correction notice was opened by the applicant at their own sign-in: that proves its delivery."""
    asked = view.correction
    if not isinstance(actor, Citizen) or asked is None or not asked.waits or asked.served:
        return view
    with suppress(Refusal):  # somebody proved it at the same moment
        case_commands.serve_notice(
            actor,
            view.number,
            expected_version=view.version,
            idempotency_key=f"read-{view.number}-{asked.round}-{asked.told_at:%y%m%d%H%M%S}",
            mode="electronic_read",
        )
    return cases.track(actor, view.number)


def running_clock(view: TrackView) -> ClockView | None:
    """The clock that tells the citizen most."""
    return next(iter(running_clocks(view)), None)


@never_cache
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The list of papers alone, for the page that waits until one is written."""
    _, view = seen(request, number)
    if late := [one.id for one in view.papers if not one.ready]:
        hurry_papers(late)
    return render(request, "portal/parts/papers.html", {"case": view})


@never_cache
def paper(request: HttpRequest, number: str, paper_id: UUID) -> HttpResponse:
    """One paper as a PDF."""
    actor, view = seen(request, number)
    try:
        stored = cases.paper_file(actor, number, paper_id)
    except Refusal as refused:
        if refused.code != "paper_not_ready":
            raise
        hurry_papers([paper_id])
        return render(request, "portal/paper_waits.html", {"case": view})
    if any(one.id == paper_id and one.kind == "correction_notice" for one in view.papers):
        notice_read(actor, view)
    response = HttpResponse(stored.content, content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(False, stored.file_name) or "inline"
    return response


@never_cache
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the application, with a reason, after asking."""
    actor, view = seen(request, number)
    if not view.can_withdraw:
        return redirect("portal:case", number)
    faults: tuple[FieldFault, ...] = ()
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST":
        faults = () if reason else (FieldFault("reason", "required"),)
        if not faults:
            try:
                case_commands.withdraw(
                    actor,
                    number,
                    expected_version=version_seen(request.POST.get("version", "")),
                    idempotency_key=request.POST.get("key", ""),
                    reason=reason,
                )
            except InputFaults as refused:
                faults = refused.faults
            else:
                return redirect("portal:case", number)
    return render(
        request,
        "portal/withdraw.html",
        {"case": view, "reason": reason, "faults": faults, "key": request.POST.get("key") or uuid4().hex},
        status=422 if faults else 200,
    )
