"""The warnings told to the own post: one's own and unread first, taken note of by a press, each leading to its case."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.oversight.commands import read_warnings
from tongban.oversight.queries.warnings import my_warnings

CODE = "warnings"


@staff_only
@require_http_methods(["GET", "POST"])
def warnings(request: HttpRequest) -> HttpResponse:
    """The list; what is posted takes note of one, or of all that stand.

    Raises:
        NotAuthorized: ``not_warned``; ``not_on_duty``.
        NotFound: the warning is not told to this post.
    """
    actor = staff_of(request)
    unread_only = request.GET.get("unread") == "1"
    if request.method == "POST":
        named = [number for one in request.POST.getlist("warning") if (number := whole_number(one))]
        if named or request.POST.get("do") == "all":
            read_warnings(actor, named, idempotency_key=request.POST.get("idempotency_key", ""))
        return redirect(reverse("work:warnings") + ("?unread=1" if unread_only else ""))
    after = whole_number(request.GET.get("after", ""))
    page = my_warnings(actor, unread_only=unread_only, after=after)
    told = {
        "page": page,
        "unread_only": unread_only,
        "after": after,
        "unread_warnings": page.unread,
        "key": uuid4().hex,
        "here": CODE,
    }
    return render(request, "workbench/oversight/warnings.html", told)
