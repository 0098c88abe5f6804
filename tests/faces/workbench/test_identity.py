"""The page of names, logo and colour, and what every other page makes of it."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tongban.directory.models import IdentityProfile

Desk = Callable[[str], Client]
pytestmark = pytest.mark.django_db
PAGE = "/work/identity/"


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return desk("sysadmin")


def png() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "#336699").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def typed(client: Client, act: str, **changes: object) -> dict[str, object]:
    text = client.get(PAGE).content.decode()
    form = re.search(r'<form method="post" enctype.*?</form>', text, re.S)
    assert form
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group(0)))
    values = {
        "platform_name": "永宁通办",
        "centre_title": "民生服务中心",
        "point_title": "村民代办点",
        "accent": "#7a1f1f",
        "security_contact": "",
    }
    return {**hidden, **values, "act": act, **changes}


def test_only_the_systems_administrator_names_the_deployment(desk: Desk) -> None:
    for username in ("clerk", "secadmin", "auditor", "approver"):
        client = desk(username)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"act": "save", "idempotency_key": "k"}).status_code == 403
        assert client.get(f"{PAGE}contrast/?accent=%23000000").status_code == 403


def test_looking_first_keeps_nothing_and_carries_the_picture_over(keeper: Client) -> None:
    looked = keeper.post(PAGE, typed(keeper, "look", logo=png()))
    text = looked.content.decode()
    assert looked.status_code == 200
    assert "保存以后是这样" in text and "data:image/png;base64," in text
    assert "style=" not in text
    assert not IdentityProfile.objects.exists()
    style = keeper.get(f"{PAGE}preview.css?accent=%237a1f1f").content.decode()
    assert style.startswith(".identity-preview{--deep:#7A1F1F")
    assert keeper.get(f"{PAGE}preview.css?accent=%23ffff00").content == b"\n"
    kept = re.search(r'name="logo_kept" value="([^"]+)"', text)
    assert kept
    assert keeper.post(PAGE, typed(keeper, "save", logo_kept=kept.group(1))).status_code == 302
    assert bytes(IdentityProfile.objects.get().logo).startswith(b"\x89PNG")


def test_what_was_saved_heads_every_page_without_inline_styles(keeper: Client) -> None:
    assert keeper.post(PAGE, typed(keeper, "save", logo=png())).status_code == 302
    version = IdentityProfile.objects.get().id
    page = Client().get("/").content.decode()
    assert "永宁通办" in page and '<meta name="theme-color" content="#7A1F1F">' in page
    assert f"/identity/{version}/style.css" in page and f"/identity/{version}/logo.png" in page
    style = Client().get(f"/identity/{version}/style.css")
    assert "--deep:#7A1F1F" in style.content.decode()
    assert style["Cache-Control"] == "public, max-age=31536000, immutable"
    logo = Client().get(f"/identity/{version}/logo.png")
    assert logo["Content-Type"] == "image/png" and "immutable" in logo["Cache-Control"]
    assert Client().get("/identity/999999/style.css").status_code == 404
    places = Client().get("/places/").content.decode()
    assert "民生服务中心" in places and "村民代办点" in places


def test_a_light_colour_is_refused_beside_its_field(keeper: Client) -> None:
    answer = keeper.post(PAGE, typed(keeper, "save", accent="#ffcc00"))
    assert answer.status_code == 422 and "颜色太浅" in answer.content.decode()
    told = keeper.get(f"{PAGE}contrast/?accent=%23ffcc00").content.decode()
    assert "太浅" in told
    assert "白字看得清" in keeper.get(f"{PAGE}contrast/?accent=%230d3b70").content.decode()


def test_an_svg_is_refused(keeper: Client) -> None:
    svg = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    answer = keeper.post(PAGE, typed(keeper, "save", logo=svg))
    assert answer.status_code == 422 and "打不开这个图片" in answer.content.decode()


def test_an_earlier_set_is_used_again(keeper: Client) -> None:
    keeper.post(PAGE, typed(keeper, "save"))
    keeper.post(PAGE, typed(keeper, "save", platform_name="另一个名字"))
    first = IdentityProfile.objects.order_by("id").first()
    assert first is not None
    text = keeper.get(PAGE).content.decode()
    hidden = dict(
        re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text[text.index('value="again"') - 200 :]
        )
    )
    answer = keeper.post(
        PAGE, {**hidden, "act": "again", "version": str(first.id), "idempotency_key": "again-1"}
    )
    assert answer.status_code == 302
    assert "永宁通办" in Client().get("/").content.decode()
