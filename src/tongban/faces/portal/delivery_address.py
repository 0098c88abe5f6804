"""Confirming, from the phone, where and how papers of one matter are delivered; giving and taking back a consent."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from tongban.cases import commands as case_commands
from tongban.faces.common.typed_numbers import version_seen
from tongban.faces.portal import sign_in
from tongban.faces.portal.track import seen
from tongban.kernel.actors import Citizen
from tongban.kernel.errors import FieldFault, InputFaults

TEXTS = ("address", "receiver", "phone", "email", "way")
NAMES = {
    "address": _("送达地址"),
    "way": _("文书怎样送"),
    "receiver": _("谁来收"),
    "phone": _("收件的电话"),
    "email": _("电子邮箱"),
}
WAYS = ("collect", "post", "assister", "electronic")


@never_cache
def delivery_address(request: HttpRequest, number: str) -> HttpResponse:
    """The form, filled with what was confirmed before; sent, it is a paper of its own."""
    actor, view = seen(request, number)
    if not isinstance(actor, Citizen):
        return redirect(sign_in.address(request.path))
    if not view.can_confirm_address:
        return redirect("portal:case", number)
    told = view.afterwards.address
    typed = {name: getattr(told, name) if told.confirmed or name != "way" else "" for name in TEXTS}
    electronic = told.electronic
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in TEXTS}
        electronic = request.POST.get("electronic") == "yes"
        try:
            case_commands.confirm_address(
                actor,
                number,
                expected_version=version_seen(request.POST.get("version", "")),
                idempotency_key=request.POST.get("key", ""),
                electronic=electronic,
                **typed,
            )
        except InputFaults as refused:
            faults = refused.faults
        else:
            return redirect("portal:case", number)
    page = {
        "case": view,
        "typed": typed,
        "electronic": electronic,
        "ways": WAYS,
        "faults": faults,
        "names": {name: str(said) for name, said in NAMES.items()},
        "key": request.POST.get("key") or uuid4().hex,
        "door": "track",
    }
    return render(request, "portal/delivery_address.html", page, status=422 if faults else 200)
