"""Too much at once is refused with a page, before it is read or kept."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from tongban.site import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.mark.parametrize("declared", [settings.UPLOAD_REQUEST_LIMIT + 1, 10**12])
def test_a_body_that_declares_too_much_is_refused_unread(declared: int) -> None:
    answer = Client().post("/track/", {"number": "x"}, CONTENT_LENGTH=str(declared))
    assert answer.status_code == 413 and answer["Connection"] == "close"


@pytest.mark.parametrize("declared", ["-1", "1e9", "٣", "0x10", " 5", "5, 5"])
def test_a_length_that_is_no_number_is_refused(declared: str) -> None:
    assert Client().post("/track/", {"number": "x"}, CONTENT_LENGTH=declared).status_code == 400


def test_thousands_of_fields_are_refused() -> None:
    form = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 10)}
    assert Client().post("/track/", form).status_code == 400


def test_hundreds_of_files_are_refused() -> None:
    files = {f"file{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(150)}
    assert Client().post("/apply/SB-001/m-identity_card/", files).status_code == 400


def test_one_field_of_megabytes_is_refused() -> None:
    assert (
        Client().post("/track/", {"number": "9" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10)}).status_code
        == 400
    )


@pytest.mark.parametrize("field", ["q", "number", "code"])
def test_a_long_address_finds_nothing_and_breaks_nothing(field: str) -> None:
    for path in ("/items/", "/track/", "/verify/", "/items/suggestions/"):
        assert Client().get(path, {field: "关" * 5000}).status_code < 500


def test_bodies_without_end_meet_the_servers_own_patience() -> None:
    """gunicorn gives a request a minute; a proxy in front reads slow bodies for it (docs/operations/proxy)."""
    from tongban.site import web_server

    assert web_server.timeout <= 60
    assert RequestFactory().post("/").META["CONTENT_LENGTH"] is not None
