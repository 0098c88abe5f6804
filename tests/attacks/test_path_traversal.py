"""No name that somebody gives leads to a file: names on disk are the program's own, addresses name rows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.attacks.every_address import every_path
from tests.cases.sample_files import picture
from tests.signing_in import sign_in

from tongban.kernel.models import Blob
from tongban.site import demo

pytestmark = pytest.mark.django_db

WAYS_UP = (
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "%2fetc%2fpasswd",
    "....%2f%2fetc%2fpasswd",
    "..%c0%af..%c0%afetc%c0%afpasswd",
    "x%00.pdf",
    "C%3a%5cwindows%5cwin.ini",
    "file:%2f%2f%2fetc%2fpasswd",
)


@pytest.mark.parametrize("way", WAYS_UP)
@pytest.mark.parametrize("username", ["", "clerk"])
def test_no_place_holder_of_an_address_leads_to_a_file(username: str, way: str) -> None:
    demo.load(items=["SB-001"])
    client = Client()
    if username:
        sign_in(client, username)
    places = [(name, path) for name, path in every_path(fill=way) if way in path]
    assert len(places) > 20, "the others have no place for a name"
    for name, path in places:
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500, (name, answer.status_code)
        assert b"root:" not in content and b"[fonts]" not in content, name


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/built/../../../../../etc/passwd",
        "/static//etc/passwd",
        "/static/%2e%2e/%2e%2e/secrets/master-key-1",
        "/.well-known/../secrets/master-key-1",
        "/static/built/app.css%00.html",
    ],
)
def test_static_files_are_those_of_their_folder(path: str) -> None:
    demo.load(items=["SB-001"])
    assert Client().get(path).status_code in (301, 302, 400, 404)


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/owned.jpg",
        "/etc/cron.d/owned.jpg",
        "..\\..\\owned.jpg",
        "a\0b.jpg",
        "." * 300 + ".jpg",
    ],
)
def test_a_files_own_name_never_becomes_a_name_on_disk(name: str) -> None:
    demo.load(items=["SB-001"])
    client = Client()
    client.post("/apply/SB-001/")
    before = set(Blob.objects.values_list("name", flat=True))
    client.post(
        "/apply/SB-001/m-identity_card/", {"form": "electronic", "file": SimpleUploadedFile(name, picture())}
    )
    made = set(Blob.objects.values_list("name", flat=True)) - before
    blobs = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    for stored in made:
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", stored)
        assert (blobs / stored).resolve().is_relative_to(blobs.resolve())
    assert not Path("/tmp/owned.jpg").exists() and not Path("/etc/cron.d/owned.jpg").exists()
