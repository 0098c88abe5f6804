"""A file is what its content says; what cannot be opened, or is too much, is refused with its reason."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.cases.sample_files import held_sideways, huge_picture, pdf, picture, two_pictures_in_one

from tongban.cases.uploads import inspect, page_image
from tongban.kernel import scanning
from tongban.kernel.errors import InputFaults


@pytest.fixture(autouse=True, scope="module")
def decoders_alone() -> Iterator[None]:
    """What the scanner does has its own checks (tests/kernel/test_scanning.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "require_clean", lambda content: None)
        yield


JPEG, PNG, WEBP = picture("JPEG"), picture("PNG"), picture("WEBP")
WINDOWS_PROGRAM = b"MZ\x90\x00" + bytes(200)
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) run\n%%EOF\n"


def fault_of(content: bytes, name: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(InputFaults) as refused:
        inspect(content, name, "materials.identity_card")
    (fault,) = refused.value.faults
    assert fault.field == "materials.identity_card"
    return fault.code, dict(fault.params)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "pages"),
    [
        (JPEG, "身份证.jpg", "image/jpeg", 1),
        (JPEG, "IMG_0001.JPEG", "image/jpeg", 1),
        (two_pictures_in_one(), "IMG_0002.jpg", "image/jpeg", 1),
        (PNG, "scan.png", "image/png", 1),
        (WEBP, "photo.webp", "image/webp", 1),
        (JPEG, "", "image/jpeg", 1),  # a camera gives no name
        (pdf(3), "户口簿.pdf", "application/pdf", 3),
        (pdf(60), "book.pdf", "application/pdf", 60),
    ],
)
def test_a_sound_file_is_taken_for_what_it_is(content: bytes, name: str, media_type: str, pages: int) -> None:
    told = inspect(content, name, "f")
    assert (told.media_type, told.pages) == (media_type, pages)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.jpg", "file_empty"),
        ("这是一段文字".encode() * 40, "photo.jpg", "file_type_refused"),
        (WINDOWS_PROGRAM, "photo.jpg", "file_type_refused"),
        (WINDOWS_PROGRAM, "setup.exe", "file_type_refused"),
        (POSTSCRIPT, "photo.png", "file_type_refused"),
        (b"GIF89a" + bytes(50), "photo.gif", "file_type_refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.svg", "file_type_refused"),
        (pdf(1), "photo.png", "file_type_mismatch"),
        (PNG, "photo.pdf", "file_type_mismatch"),
        (JPEG, "photo.exe", "file_type_mismatch"),
        (JPEG[: len(JPEG) // 2], "photo.jpg", "file_unreadable"),
        (PNG[: len(PNG) // 2], "photo.png", "file_unreadable"),
        (WEBP[: len(WEBP) // 2], "photo.webp", "file_unreadable"),
        (b"%PDF-1.7\n", "book.pdf", "file_unreadable"),
        (pdf(0), "book.pdf", "file_unreadable"),
        (pdf(61), "book.pdf", "file_too_many_pages"),
        (huge_picture(30_000), "bomb.png", "file_unreadable"),
        (huge_picture(9_000), "bomb.png", "file_unreadable"),
        (b"\xff\xd8\xff" + bytes(11 * 1024 * 1024), "big.jpg", "file_too_large"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, name: str, code: str) -> None:
    assert fault_of(content, name)[0] == code


def test_the_reason_carries_what_its_sentence_needs() -> None:
    assert fault_of(pdf(61), "a.pdf")[1] == {"most": 60}
    assert fault_of(bytes(11 * 1024 * 1024), "a.jpg")[1] == {"most": 10}
    assert fault_of(pdf(1), "a.png")[1] == {"said": "png", "found": "pdf"}


@settings(max_examples=120, deadline=None)
@given(
    content=st.sampled_from([JPEG[:3000], PNG[:3000], WEBP[:3000], pdf(2), JPEG, b""]),
    at=st.integers(0, 3000),
    noise=st.binary(max_size=40),
    cut=st.one_of(st.just(100_000), st.integers(1, 4000)),
)
def test_no_damage_does_more_than_be_refused(content: bytes, at: int, noise: bytes, cut: int) -> None:
    damaged = (content[:at] + noise + content[at + len(noise) :])[:cut]
    try:
        told = inspect(damaged, "", "f")
    except InputFaults:
        return
    page_image(damaged, told.media_type, 1)


class TestWhatOfficersSee:
    def test_is_a_fresh_jpeg_of_bounded_size(self) -> None:
        shown = Image.open(io.BytesIO(page_image(picture("PNG", (3000, 2000)), "image/png", 1)))
        assert (shown.format, shown.width) == ("JPEG", 1400)
        assert not shown.getexif()

    def test_stands_upright(self) -> None:
        shown = Image.open(io.BytesIO(page_image(held_sideways(), "image/jpeg", 1)))
        assert (shown.width, shown.height) == (200, 400)

    def test_has_the_pages_of_the_document_and_no_others(self) -> None:
        document = pdf(2)
        assert page_image(document, "application/pdf", 2)[:2] == b"\xff\xd8"
        for page in (0, 3):
            with pytest.raises(IndexError):
                page_image(document, "application/pdf", page)
        with pytest.raises(IndexError):
            page_image(JPEG, "image/jpeg", 2)
