"""What the deployment calls itself: names, logo, colour."""

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from PIL import Image

from tongban.directory import commands
from tongban.directory.commands import IdentityValues
from tongban.directory.contrast import contrast_with_white, darker
from tongban.directory.models import IdentityProfile
from tongban.directory.queries import identity
from tongban.directory.queries.identity import colours, identity_history
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults

KEEPER = System("test")


def picture(kind: str, size: tuple[int, int] = (80, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind)
    return out.getvalue()


def values(**changes: object) -> IdentityValues:
    base: dict[str, object] = {
        "platform_name": "永宁通办",
        "centre_title": "民生服务中心",
        "point_title": "代办点",
        "accent": "#7A1F1F",
    }
    return IdentityValues(**{**base, **changes})  # type: ignore[arg-type]  # of the table above


def keep(**changes: object) -> None:
    commands.set_identity(KEEPER, values(**changes), seen=None, idempotency_key=uuid4().hex)


def faults(do: Callable[[], object]) -> set[tuple[str, str]]:
    with pytest.raises(InputFaults) as refused:
        do()
    return {(fault.field, fault.code) for fault in refused.value.faults}


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#FFFFFF") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)  # the lightest grey that passes
    assert contrast_with_white("#777777") < 4.5
    assert darker("#FF8000") == "#CC6600"
    assert contrast_with_white(colours("#767676")["strong"]) >= 7


@pytest.mark.django_db
def test_before_anything_was_set_the_products_own_look_holds() -> None:
    assert identity().version == 0
    assert identity().accent == "#0D3B70"


@pytest.mark.django_db
def test_what_was_set_holds_at_once_and_an_earlier_set_can_be_used_again() -> None:
    keep()
    keep(platform_name="永宁办事", accent="#0b5d1e", security_contact="mailto:security@example.cn")
    assert (identity().heading, identity().accent) == ("永宁办事", "#0B5D1E")
    assert identity().security_contact == "mailto:security@example.cn"
    first = IdentityProfile.objects.order_by("id").first()
    assert first is not None
    commands.use_identity_again(KEEPER, first.id, seen=None, idempotency_key="again")
    assert (identity().heading, identity().accent) == ("永宁通办", "#7A1F1F")
    assert IdentityProfile.objects.count() == 3


@pytest.mark.django_db
def test_a_colour_on_which_white_cannot_be_read_is_refused() -> None:
    assert faults(lambda: keep(accent="#FFCC00")) == {("accent", "too_little_contrast")}
    assert faults(lambda: keep(accent="red;}body{display:none}")) == {("accent", "not_a_colour")}
    assert not IdentityProfile.objects.exists()


@pytest.mark.django_db
def test_names_are_needed_and_a_contact_is_an_address() -> None:
    assert faults(lambda: keep(platform_name="", security_contact="javascript:alert(1)")) == {
        ("platform_name", "required"),
        ("security_contact", "not_a_contact"),
    }
    assert faults(lambda: keep(centre_title="长" * 41)) == {("centre_title", "longer_than")}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_encoded_anew_as_png(kind: str) -> None:
    kept = commands.encode_logo(picture(kind) + b"<script>alert(1)</script>")
    assert kept.startswith(b"\x89PNG") and b"script" not in kept
    assert max(Image.open(io.BytesIO(kept)).size) <= 512


def test_svg_and_other_files_are_no_logo() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for data in (svg, b"GIF89a" + bytes(20), b"", picture("GIF"), picture("PNG")[:60]):
        assert faults(lambda data=data: commands.encode_logo(data)) == {("logo", "logo_not_a_picture")}
    assert faults(lambda: commands.encode_logo(bytes(200_001))) == {("logo", "logo_too_large")}
    wide = picture("PNG", (2_001, 10))
    assert faults(lambda: commands.encode_logo(wide)) == {("logo", "logo_too_many_pixels")}


@pytest.mark.django_db
def test_the_logo_goes_with_its_version() -> None:
    keep(logo=picture("JPEG"))
    assert identity().has_logo
    assert [bool(one.logo) for one in identity_history(KEEPER)] == [True]
    keep()
    assert not identity().has_logo
