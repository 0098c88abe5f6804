"""A file that is two things at once is taken for what its decoder reads, and what officers see is drawn anew."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin
from tests.cases.sample_files import pdf, picture

from tongban.cases.uploads import inspect, page_image
from tongban.kernel import scanning
from tongban.kernel.errors import InputFaults
from tongban.site import demo

PAYLOAD = b"<html><script>alert(document.domain)</script></html>"


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("owned.html", PAYLOAD)
    return out.getvalue()


def png_with_text() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", PAYLOAD.decode())
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def jpeg_with_comment() -> bytes:
    plain = picture()
    return plain[:2] + b"\xff\xfe" + (len(PAYLOAD) + 2).to_bytes(2, "big") + PAYLOAD + plain[2:]


BOTH = {
    "picture with a page behind it": (picture() + PAYLOAD, "image/jpeg"),
    "picture with an archive behind it": (picture("PNG") + archive(), "image/png"),
    "picture with a page in its comment": (jpeg_with_comment(), "image/jpeg"),
    "picture with a page in its text": (png_with_text(), "image/png"),
    "PDF with a page behind it": (pdf(1) + PAYLOAD, "application/pdf"),
    "PDF with an archive behind it": (pdf(1) + archive(), "application/pdf"),
}
NEITHER = {
    "page": PAYLOAD,
    "page before a PDF": PAYLOAD + pdf(1),
    "page before a picture": PAYLOAD + picture(),
    "archive before a picture": archive() + picture(),
    "drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "GIF": b"GIF89a/*\x00" + b"\x00" * 40 + b"*/=1;alert(1)//",
    "program": b"MZ" + b"\x00" * 200,
    "archive": archive(),
    "PostScript": b"%!PS-Adobe-3.0\n(x) run",
}


@pytest.fixture(autouse=True)
def decoders_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "require_clean", lambda content: None)


@pytest.mark.parametrize(("content", "media_type"), BOTH.values(), ids=BOTH)
def test_what_is_both_is_taken_for_what_it_shows_and_shown_without_the_rest(
    content: bytes, media_type: str
) -> None:
    assert inspect(content, "", "file").media_type == media_type
    shown = page_image(content, media_type, 1)
    assert shown[:3] == b"\xff\xd8\xff"
    assert b"<script" not in shown and b"PK\x03\x04" not in shown


@pytest.mark.parametrize("content", NEITHER.values(), ids=NEITHER)
@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "scan.pdf", ""])
def test_what_no_decoder_reads_is_refused_whatever_it_is_called(content: bytes, name: str) -> None:
    with pytest.raises(InputFaults):
        inspect(content, name, "file")


@pytest.mark.parametrize(
    "name", ["photo.html", "photo.jpg.html", "photo.svg", "photo.php", "photo.jpg.exe", "photo.pdf"]
)
def test_a_picture_that_is_called_something_else_is_refused(name: str) -> None:
    with pytest.raises(InputFaults):
        inspect(picture(), name, "file")


@pytest.mark.django_db
@pytest.mark.parametrize("content", [BOTH[name][0] for name in BOTH], ids=list(BOTH))
def test_the_citizens_own_look_at_it_runs_nothing(content: bytes) -> None:
    demo.load(items=["SB-001"])
    client = Client()
    client.post("/apply/SB-001/")
    sent = client.post(
        "/apply/SB-001/m-identity_card/",
        {"form": "electronic", "file": SimpleUploadedFile("upload", content)},
    )
    assert sent.status_code in (302, 422)
    shown = client.get("/apply/SB-001/m-identity_card/file/")
    if shown.status_code == 200:
        body = b"".join(shown.streaming_content) if shown.streaming else shown.content
        assert shown["Content-Type"].split(";")[0] in ("image/jpeg", "image/png", "application/pdf")
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in shown["Content-Security-Policy"]
        assert "sandbox" in shown["Content-Security-Policy"]
        if shown["Content-Type"].startswith("image/"):
            assert body[:4] in (b"\xff\xd8\xff\xe0", b"\x89PNG", b"\xff\xd8\xff\xfe", b"\xff\xd8\xff\xe1")
