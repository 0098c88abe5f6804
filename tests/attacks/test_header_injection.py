"""A line break in a value never becomes a line of the answer's head."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.attacks.every_address import every_path
from tests.cases.sample_files import picture
from tests.signing_in import sign_in

from tongban.site import demo

pytestmark = pytest.mark.django_db
BREAKS = (
    "x\r\nSet-Cookie: stolen=1",
    "x\nSet-Cookie: stolen=1",
    "x\u560d\u560aSet-Cookie: stolen=1",
    "x%0d%0aSet-Cookie:stolen=1",
)
FIELDS = (
    "next",
    "language",
    "place",
    "q",
    "code",
    "number",
    "item",
    "on",
    "username",
    "lang",
    "format",
    "day",
)


@pytest.mark.parametrize("value", BREAKS)
@pytest.mark.parametrize("username", ["", "auditor"])
def test_no_address_takes_a_line_of_its_head_from_a_request(username: str, value: str) -> None:
    demo.load(items=["SB-001"])
    client = Client()
    if username:
        sign_in(client, username)
    form = dict.fromkeys(FIELDS, value)
    for name, path in every_path():
        if name.endswith("sign_out"):
            continue
        for answer in (client.get(path, form), client.post(path, form)):
            assert answer.status_code < 500, (name, answer.status_code)
            assert "stolen" not in answer.cookies, name
            for head, text in answer.headers.items():
                assert "\r" not in text and "\n" not in text, (name, head)
                assert not text.startswith("stolen"), (name, head)


def test_the_name_of_a_file_breaks_no_line() -> None:
    demo.load(items=["SB-001"])
    client = Client()
    client.post("/apply/SB-001/")
    name = 'a"\r\nSet-Cookie: stolen=1.jpg'
    answer = client.post(
        "/apply/SB-001/m-identity_card/", {"form": "electronic", "file": SimpleUploadedFile(name, picture())}
    )
    assert answer.status_code < 500 and "stolen" not in answer.cookies
    shown = client.get("/apply/SB-001/m-identity_card/file/")
    assert all("\n" not in text and "\r" not in text for text in shown.headers.values())
    assert "stolen" not in shown.cookies
