"""Citizens by an identity platform: the level is kept, a real name sees its own matters, a bad token opens nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.identity_platform_under_test import FOREIGN_KEY, Platform, platform

from tongban.cases.models import Case
from tongban.cases.queries import my_cases
from tongban.faces.common import oidc
from tongban.faces.common.models import Session
from tongban.kernel.actors import Citizen
from tongban.site.scenario import Scenario, person

pytestmark = pytest.mark.django_db

WHO = person(71)


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the platform of the test has no certificate
    oidc.forget_providers()
    with platform() as one:
        stated = {"issuer": one.issuer, "client_id": one.client_id, "client_secret": one.client_secret}
        settings.OIDC = {"citizens": stated}
        settings.BASE_URL = "http://testserver"
        settings.OIDC_CITIZEN_REAL_NAME_LEVELS = frozenset({"ial2"})
        one.person = {"sub": "p-71", "name": WHO.name, "id_number": WHO.number, "acr": "ial2"}
        yield one
    oidc.forget_providers()


def came_back(client: Client, provider: Platform, back_to: str = "/my/") -> Any:
    """There and back again; the answer at the door."""
    left = client.get("/sign-in/platform/", {"next": back_to})
    assert left.status_code == 302
    return client.get(provider.sign_in(left["Location"]))


def actor(client: Client) -> Citizen:
    held = client.cookies["tongban_session"].value
    (row,) = [row for row in Session.objects.all() if row.session_key == held]
    kept = row.get_decoded()["citizen"]
    read = {name: bytes.fromhex(kept[name]) for name in ("digest", "phone", "number", "identity")}
    return Citizen(read["digest"], read["phone"], kept["assurance"], read["number"], read["identity"])


def test_a_real_name_is_kept_and_sees_what_was_applied_for_in_person(
    county: None, provider: Platform
) -> None:
    own, other = Scenario(serial=71, phone=False), Scenario(serial=72, phone=False)
    own.submitted()
    other.submitted()
    client = Client()
    answer = came_back(client, provider)
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    page = client.get("/my/").content.decode()
    assert own.number in page.replace(" ", "") or f"/track/{own.number}/" in page
    assert other.number not in page
    asks = 'name="query_code"'  # of somebody whose case it is not, the way in is asked for
    assert asks not in client.get(f"/track/{own.number}/").content.decode()
    assert asks in client.get(f"/track/{other.number}/").content.decode()
    citizen = actor(client)
    assert (citizen.assurance, citizen.sealed_phone) == ("real_name", b"")
    assert [row.number for row in my_cases(citizen)] == [own.number]


def test_name_and_number_do_not_lie_open_in_the_session(county: None, provider: Platform) -> None:
    client = Client()
    came_back(client, provider)
    for row in Session.objects.all():
        assert WHO.number not in str(row.get_decoded())
        assert WHO.name not in str(row.get_decoded())


def test_what_is_filed_by_a_real_name_needs_no_card(county: None, provider: Platform) -> None:
    client = Client()
    came_back(client, provider)
    citizen = actor(client)
    matter = Scenario(channel="portal", serial=71)
    matter.submitted(citizen)
    assert Case.objects.get(number=matter.number).identity_proof == "real_name"
    by_phone = Scenario(channel="portal", serial=73)
    by_phone.submitted()
    assert Case.objects.get(number=by_phone.number).identity_proof == "phone"


@pytest.mark.parametrize("level", ["", "ial1", "ial2 ", "real_name"])
def test_another_level_is_no_real_name_and_without_a_phone_nobody(
    county: None, provider: Platform, level: str
) -> None:
    provider.person["acr"] = level
    client = Client()
    answer = came_back(client, provider)
    assert answer.status_code == 403
    assert "/sign-in/" in answer.content.decode()
    assert client.get("/my/").status_code == 302


def test_a_phone_that_the_platform_proved_is_as_good_as_a_code(county: None, provider: Platform) -> None:
    provider.person |= {"acr": "ial1", "phone_number": "+8619900000071", "phone_number_verified": True}
    client = Client()
    assert came_back(client, provider).status_code == 302
    citizen = actor(client)
    assert citizen == citizen.__class__(citizen.phone_digest, citizen.sealed_phone)
    assert citizen.phone_digest == Scenario(serial=71).citizen.phone_digest


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_a_phone_that_the_platform_only_wrote_down_opens_nothing(
    county: None, provider: Platform, verified: object
) -> None:
    provider.person |= {"phone_number": "19900000072", "phone_number_verified": verified}
    theirs = Scenario(serial=72)
    theirs.submitted()
    client = Client()
    came_back(client, provider)
    assert actor(client).phone_digest == b""
    assert theirs.number not in client.get("/my/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "somebody else"},
        {"aud": ["tongban", "somebody else"]},
        {"iss": "http://elsewhere.example"},
        {"exp": 1},
        {"sub": ""},
    ],
)
def test_a_token_for_somebody_else_opens_nothing(
    county: None, provider: Platform, wrong: dict[str, object]
) -> None:
    provider.alter = lambda claims: {**claims, **wrong}
    client = Client()
    assert came_back(client, provider).status_code == 403
    assert client.get("/my/").status_code == 302


def test_a_token_signed_by_another_key_opens_nothing(county: None, provider: Platform) -> None:
    provider.key = FOREIGN_KEY
    client = Client()
    assert came_back(client, provider).status_code == 403
    assert client.get("/my/").status_code == 302


def test_a_return_is_good_once_and_only_in_the_browser_that_left(county: None, provider: Platform) -> None:
    client, other = Client(), Client()
    back = provider.sign_in(client.get("/sign-in/platform/")["Location"])
    assert other.get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert client.get(back).status_code == 403  # the same code again, replayed


@pytest.mark.parametrize("number", ["", "640121195001010011", "12345"])
def test_a_number_that_cannot_be_a_persons_opens_nothing(
    county: None, provider: Platform, number: str
) -> None:
    provider.person["id_number"] = number
    assert came_back(Client(), provider).status_code == 403


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_it_leads_back_to_our_own_pages_only(county: None, provider: Platform, target: str) -> None:
    assert came_back(Client(), provider, target)["Location"] == "/my/"


def test_the_session_is_a_new_one_after_coming_back(county: None, provider: Platform) -> None:
    client = Client()
    left = client.get("/sign-in/platform/")
    before = client.cookies["tongban_session"].value
    client.get(provider.sign_in(left["Location"]))
    assert client.cookies["tongban_session"].value != before


def test_without_a_platform_there_is_no_such_door(county: None) -> None:
    client = Client()
    assert client.get("/sign-in/platform/").status_code == 404
    assert client.get("/sign-in/platform/back/").status_code == 404
    assert "/sign-in/platform/" not in client.get("/sign-in/").content.decode()


def test_a_platform_out_of_reach_leaves_the_phone(county: None, provider: Platform, settings: Any) -> None:
    settings.OIDC = {"citizens": {**settings.OIDC["citizens"], "issuer": "http://127.0.0.1:9"}}
    answer = Client().get("/sign-in/platform/")
    assert answer.status_code == 403
    assert "/sign-in/?" in answer.content.decode()
