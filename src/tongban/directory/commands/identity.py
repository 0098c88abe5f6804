"""Setting what the deployment calls itself: names, logo, colour, whom to write to about weaknesses."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass, replace
from datetime import datetime

from PIL import Image, UnidentifiedImageError

from tongban.directory.authority import entered_by
from tongban.directory.commands.places_frame import change, require_sound
from tongban.directory.contrast import LEAST, contrast_with_white, is_colour
from tongban.directory.models import IdentityProfile
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults, NotFound

LARGEST_LOGO = 200_000
"""Bytes, as sent and as kept."""
LONGEST_SIDE = 2_000
"""Pixels of a logo that is sent; it is kept at most 256 high and 512 wide."""
KEPT_AS = (512, 256)
FORMATS = ("PNG", "JPEG", "WEBP")
_DAMAGED = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,
)
_CONTACT = re.compile(r"(mailto:[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+|https://[^\s<>\"]+|tel:\+?[0-9-]{5,20})")


@dataclass(frozen=True)
class IdentityValues:
    """A profile as entered; ``logo`` is PNG as `encode_logo` gives it, or empty."""

    platform_name: str
    centre_title: str
    point_title: str
    accent: str
    logo: bytes = b""
    security_contact: str = ""


def encode_logo(data: bytes) -> bytes:
    """Decode a picture and encode it anew as PNG: nothing of the file but its pixels stays.

    Raises:
        InputFaults: ``logo``: ``logo_too_large``, ``logo_not_a_picture``, ``logo_too_many_pixels``.
    """
    if len(data) > LARGEST_LOGO:
        raise _logo("logo_too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if max(picture.size) > LONGEST_SIDE:
                    raise _logo("logo_too_many_pixels")
                kept = picture.convert("RGBA")
    except _DAMAGED as fault:
        raise _logo("logo_not_a_picture") from fault
    kept.thumbnail(KEPT_AS)
    out = io.BytesIO()
    kept.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_LOGO:
        raise _logo("logo_too_large")
    return out.getvalue()


def check_identity(values: IdentityValues) -> None:
    """What a preview asks before anything is kept.

    Raises:
        InputFaults: by field; ``accent``: ``too_little_contrast``.
    """
    faults = []
    for name in ("platform_name", "centre_title", "point_title"):
        text = getattr(values, name)
        if not text:
            faults.append(FieldFault(name, "required"))
        elif len(text) > 40:
            faults.append(FieldFault(name, "longer_than", {"most": 40}))
        elif any(ord(mark) < 32 for mark in text):
            faults.append(FieldFault(name, "control_character"))
    if not is_colour(values.accent):
        faults.append(FieldFault("accent", "not_a_colour"))
    elif contrast_with_white(values.accent) < LEAST:
        faults.append(FieldFault("accent", "too_little_contrast"))
    if values.security_contact and not (
        len(values.security_contact) <= 200 and _CONTACT.fullmatch(values.security_contact)
    ):
        faults.append(FieldFault("security_contact", "not_a_contact"))
    require_sound(faults)


def set_identity(actor: Actor, values: IdentityValues, *, seen: int | None, idempotency_key: str) -> None:
    """Set the profile; it holds from now on, in other processes within a minute.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: as `check_identity` and `encode_logo`; ``changed_meanwhile``.
    """
    values = replace(values, accent=values.accent.upper())
    digest = hashlib.sha256(values.logo).hexdigest() if values.logo else ""
    body = {name: getattr(values, name) for name in _PLAIN} | {"logo": digest}
    with change("directory.set_identity", actor, idempotency_key, body, "identity", seen) as run:
        if run.replayed:
            return
        check_identity(values)
        logo = encode_logo(values.logo) if values.logo else b""
        _keep(run.run.at, actor, values, logo)
        run.record("identity_set", body)


def use_identity_again(actor: Actor, version: int, *, seen: int | None, idempotency_key: str) -> None:
    """Let an earlier profile hold again.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such version.
        InputFaults: ``changed_meanwhile``.
    """
    with change(
        "directory.use_identity_again", actor, idempotency_key, {"version": version}, "identity", seen
    ) as run:
        if run.replayed:
            return
        row = IdentityProfile.objects.filter(id=version).first()
        if row is None:
            raise NotFound("identity")
        values = IdentityValues(**{name: getattr(row, name) for name in _PLAIN})
        _keep(run.run.at, actor, values, bytes(row.logo))
        run.record("identity_used_again", {"version": version})


_PLAIN = ("platform_name", "centre_title", "point_title", "accent", "security_contact")


def _keep(at: datetime, actor: Actor, values: IdentityValues, logo: bytes) -> None:
    columns = {name: getattr(values, name) for name in _PLAIN}
    IdentityProfile.objects.create(**columns, logo=logo, starts=at, set_by_id=entered_by(actor))


def _logo(code: str) -> InputFaults:
    return InputFaults([FieldFault("logo", code, {"most": LARGEST_LOGO // 1000})])
