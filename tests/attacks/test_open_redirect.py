"""No address of ours sends a browser to a foreign one, whatever stands in ``next`` or a header."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from tests.attacks.every_address import every_path
from tests.signing_in import sign_in

from tongban.site import demo

pytestmark = pytest.mark.django_db

TARGETS = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://evil.example/",
    "/%0d%0aLocation:https://evil.example",
)
FIELDS = ("next", "page", "back", "return", "url", "to", "kept", "here")


def leads_away(location: str) -> bool:
    """As a browser reads it: backslashes are slashes, tabs and line breaks are nothing."""
    plain = "".join(letter for letter in location.strip() if letter not in "\t\r\n").replace("\\", "/")
    if plain.startswith("//"):  # any number of slashes begins a host's name
        return True
    found = urlsplit(urljoin("http://testserver/x/", plain))
    return found.scheme not in ("http", "https") or found.netloc != "testserver"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def test_the_measure_itself_knows_a_foreign_address() -> None:
    assert all(leads_away(target) for target in TARGETS if "evil" in target and "%0d" not in target)
    assert not leads_away("/work/?x=//evil.example")


@pytest.mark.parametrize("username", ["", "clerk"])
def test_no_address_leads_away(username: str) -> None:
    client = Client()
    if username:
        sign_in(client, username)
    away = []
    for target in TARGETS[:8]:
        form = dict.fromkeys(FIELDS, target)
        for name, path in every_path():
            if name.endswith("sign_out"):
                continue
            for answer in (client.get(path, form), client.post(path, form)):
                places = (answer.headers.get("Location"), answer.headers.get("HX-Redirect"))
                if name.endswith(("sign_in_provider", "platform")):
                    continue  # these lead to the identity provider of the settings, by design
                away += [f"{name}: {place}" for place in places if place and leads_away(place)]
    assert away == []


@pytest.mark.parametrize("target", TARGETS)
def test_signing_in_leads_to_a_page_of_ours(target: str) -> None:
    client = Client()
    answer = sign_in(client, "clerk", next=target)
    assert answer.status_code == 302 and not leads_away(answer["Location"]), answer["Location"]


@pytest.mark.parametrize("target", TARGETS)
def test_the_switches_lead_to_a_page_of_ours(target: str) -> None:
    for path, form in (
        ("/language/", {"language": "en"}),
        ("/elder/", {"on": "1"}),
        ("/places/choose/", {"place": ""}),
    ):
        answer = Client().post(path, {**form, "next": target})
        assert answer.status_code >= 400 or not leads_away(answer["Location"]), (path, answer.headers)


@pytest.mark.parametrize("target", TARGETS)
def test_a_fragments_way_to_the_sign_in_page_stays_here(target: str) -> None:
    answer = Client().get("/work/", headers={"HX-Request": "true", "HX-Current-URL": target})
    assert not leads_away(answer["HX-Redirect"])
