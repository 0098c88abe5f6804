"""Who looked at my data: every look of staff at the cases that a citizen, or somebody with one number, follows."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.cases import queries as cases
from tongban.cases.queries.looks import MyLook, MyLooks
from tongban.faces.common.look_words import KINDS, looked_at
from tongban.faces.portal import sign_in
from tongban.faces.portal.track import seen
from tongban.faces.portal.who import citizen_of

PLAIN: dict[str, Promise] = {
    "unmasked": _("看了您的"),
    "scan": _("看了您交的材料"),
    "original": _("下载了您交的材料"),
    "paper": _("打开了您的文书"),
    "case": _("打开了您的办件"),
    "export": _("打印并交出了"),
}
PLAIN_FIELDS: dict[str, Promise] = {
    "applicant.name": _("姓名"),
    "applicant.number": _("证件号码"),
    "applicant.phone": _("电话"),
    "odd.name": _("姓名和电话"),
}


@dataclass(frozen=True)
class ToldLook:
    """A look in plain words."""

    look: MyLook
    did: str
    what: str


def told(look: MyLook) -> ToldLook:
    """The look as a villager reads it."""
    did = PLAIN.get(look.kind, KINDS.get(look.kind, ""))
    what = PLAIN_FIELDS.get(look.field)
    return ToldLook(look, str(did), str(what) if what else looked_at(look.field, look.what))


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The looks at all cases of the signed-in citizen."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_looks")))
    found = cases.looks_at_mine(citizen, cursor=request.GET.get("cursor", ""))
    return _page(request, found, {"back": reverse("portal:my_cases"), "several": True})


@never_cache
@require_GET
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The looks at one case, for whoever follows it.

    Raises:
        NotFound: the case is not theirs.
    """
    actor, view = seen(request, number)
    found = cases.looks_at_mine(actor, number=view.number, cursor=request.GET.get("cursor", ""))
    shown = {"back": reverse("portal:case", args=[view.number]), "case": view, "several": False}
    return _page(request, found, shown)


def _page(request: HttpRequest, found: MyLooks, shown: dict[str, object]) -> HttpResponse:
    page = {
        "looks": [told(look) for look in found.looks],
        "next_cursor": found.next_cursor,
        "turned": bool(request.GET.get("cursor")),
        "door": "track",
    }
    return render(request, "portal/my_looks.html", {**page, **shown})
