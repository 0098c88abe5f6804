"""Names, logo and colour of the deployment: changed, looked at before they are kept, and taken back to an earlier set."""

import base64
import binascii
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tongban.directory import commands
from tongban.directory.commands import IdentityValues
from tongban.directory.contrast import LEAST, contrast_with_white, is_colour
from tongban.directory.queries import administration
from tongban.directory.queries.identity import (
    colours,
    identity_history,
    identity_logo,
)
from tongban.directory.queries.identity import identity as profile
from tongban.faces.common.identity_files import css
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.administration.desk import Form, keeper_of, key_of, posted, run, seen
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import FieldFault, InputFaults

FIELDS = ("platform_name", "centre_title", "point_title", "accent", "security_contact")
LARGEST_UPLOAD = 200_000


@staff_only
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """The form, what it would look like, and every set there was."""
    actor = keeper_of(request)
    now = profile()
    looked: list[IdentityValues] = []

    def look() -> str:
        values = _values(request, now.version)
        commands.check_identity(values)
        looked.append(values)
        raise InputFaults([])  # nothing is wrong: the page comes back with the preview

    def save() -> str:
        values = _values(request, now.version)
        commands.set_identity(actor, values, seen=seen(request), idempotency_key=key_of(request))
        return reverse("work:identity")

    def again() -> str:
        version = whole_number(posted(request, "version")["version"])
        if version is None:
            raise InputFaults([FieldFault("version", "not_an_option")])
        commands.use_identity_again(actor, version, seen=seen(request), idempotency_key=key_of(request))
        return reverse("work:identity")

    def page(form: Form) -> dict[str, Any]:
        current = {
            "platform_name": now.heading,
            "centre_title": now.centre_title,
            "point_title": now.point_title,
            "accent": now.accent,
            "security_contact": now.security_contact,
        }
        typed = {name: form.typed[name] for name in FIELDS if name in form.typed}
        changes = administration.change_history(actor, "identity")
        preview = looked[0] if looked else None
        return {
            "values": {**current, **typed},
            "preview": preview,
            "preview_logo": _data_address(preview.logo) if preview else "",
            "logo_kept": base64.b64encode(preview.logo).decode() if preview and preview.logo else "",
            "logo_gone": request.POST.get("no_logo") == "yes",
            "contrast": _contrast(typed.get("accent", now.accent)),
            "history": [(one, _data_address(one.logo)) for one in identity_history(actor)],
            "kept": {"seen": changes[0].seq if changes else 0},
            "tab": "identity",
        }

    return run(
        request,
        {"look": look, "save": save, "again": again},
        page,
        "workbench/administration/identity.html",
    )


def _values(request: HttpRequest, version: int) -> IdentityValues:
    """What was typed, with the picture: a new one, the one looked at, the present one, or none.

    Raises:
        InputFaults: the picture cannot be taken.
    """
    return IdentityValues(**posted(request, *FIELDS), logo=_logo(request, version))


def _logo(request: HttpRequest, version: int) -> bytes:
    upload = request.FILES.get("logo")
    if isinstance(upload, UploadedFile) and upload.size:
        if upload.size > LARGEST_UPLOAD:
            raise InputFaults([FieldFault("logo", "logo_too_large", {"most": LARGEST_UPLOAD // 1000})])
        return commands.encode_logo(upload.read())
    if request.POST.get("no_logo") == "yes":
        return b""
    if kept := request.POST.get("logo_kept", ""):
        try:
            return commands.encode_logo(base64.b64decode(kept[: LARGEST_UPLOAD * 2], validate=True))
        except binascii.Error:
            raise InputFaults([FieldFault("logo", "logo_not_a_picture")]) from None
    if profile().has_logo:
        return identity_logo(version)
    return b""


def _data_address(logo: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(logo).decode()}" if logo else ""


def _contrast(accent: str) -> dict[str, Any]:
    """The ratio of white to a colour, and whether it will do."""
    if not is_colour(accent):
        return {"ratio": "", "enough": False, "least": LEAST}
    ratio = contrast_with_white(accent)
    return {"ratio": f"{int(ratio * 10) / 10:.1f}", "enough": ratio >= LEAST, "least": LEAST}


@staff_only
@require_GET
def contrast(request: HttpRequest) -> HttpResponse:
    """Whether white text on a colour can be read, as it is chosen."""
    keeper_of(request)
    page = {"contrast": _contrast(request.GET.get("accent", ""))}
    return render(request, "workbench/administration/contrast.html", page)


@staff_only
@require_GET
def preview_style(request: HttpRequest) -> HttpResponse:
    """The style of the preview: the colour of one box, and of no page."""
    keeper_of(request)
    accent = request.GET.get("accent", "")
    found = colours(accent.upper()) if is_colour(accent) and contrast_with_white(accent) >= LEAST else None
    if found is None:
        return css("", "no-store")
    return css(
        f".identity-preview{{--deep:{found['accent']};--brand:{found['accent']};--brand-dark:{found['dark']}}}",
        "no-store",
    )
