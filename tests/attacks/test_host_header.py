"""The Host header is a stranger's word: a foreign one is refused, and none of it gets into a page or an address."""

import pytest
from django.test import Client

from tongban.site import demo

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/items/",
    "/track/",
    "/sign-in/",
    "/work/sign-in/",
    "/places/",
    "/items/SB-001/",
    "/no-such-page/",
)
HOSTS = (
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "evil.example/127.0.0.1",
    "",
    "[::1]x",
)


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_ours_is_refused(settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for page in PAGES:
        answer = Client(SERVER_NAME="x").get(page, headers={"Host": host})
        assert answer.status_code == 400, (page, answer.status_code)
        assert "evil" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"]
)
def test_other_headers_name_no_host_and_no_path(settings, name: str) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = Client(headers={"Host": "127.0.0.1"})
    for page in PAGES:
        plain = client.get(page)
        answer = client.get(page, headers={name: "evil.example"})
        assert answer.status_code == plain.status_code
        assert "evil" not in answer.content.decode() + str(answer.headers), (page, name)


def test_no_page_repeats_the_host_even_where_any_is_allowed() -> None:
    """Addresses on papers and in messages come from the settings; those of pages are relative."""
    for page in PAGES:
        answer = Client().get(page, headers={"Host": "evil.example"})
        assert "evil" not in answer.content.decode() + str(answer.headers), page
