"""Staff by the county's identity provider: a real one on this machine, honest first and then not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.identity_platform_under_test import FOREIGN_KEY, Platform, platform
from tests.signing_in import CODE, code_of, sign_in

from tongban.directory.commands import link_identity
from tongban.directory.models import Account, SignInTry
from tongban.faces.common import oidc
from tongban.kernel import time
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import staff

LEAVE = "/work/sign-in/provider/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Platform]:
    oidc.forget_providers()
    with platform() as one:
        one.client_id = "tongban-staff"
        stated = {"issuer": one.issuer, "client_id": one.client_id, "client_secret": one.client_secret}
        settings.OIDC = {"staff": stated}
        settings.BASE_URL = "http://testserver"
        for username in ("clerk", "approver"):
            link_identity(staff(username), one.issuer, f"p-{username}", PASSWORD, idempotency_key=uuid4().hex)
        one.person = {"sub": "p-clerk"}
        yield one
    oidc.forget_providers()


def there_and_back(client: Client, provider: Platform, target: str = "") -> Any:
    left = client.get(LEAVE, {"next": target})
    assert left.status_code == 302, left.content.decode()
    return client.get(provider.sign_in(left["Location"]))


def refused(answer: Any, sentence: str) -> None:
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert answer.client.get("/work/").status_code == 302


BAD_TOKEN = "身份认证平台送来的证明不对"
OVER = "这次登录已经过期或者用过了"


def test_whom_the_provider_vouches_for_is_in_and_comes_where_they_wanted(client, provider) -> None:
    answer = there_and_back(client, provider, "/work/telling/")
    assert (answer.status_code, answer["Location"]) == (302, "/work/telling/")
    assert client.get("/work/").status_code == 200
    assert provider.asked[0]["code_challenge_method"] == "S256"
    assert SignInTry.objects.latest("id").outcome == "signed_in"


def test_the_sign_in_page_offers_it_only_where_there_is_one(client, provider, settings) -> None:
    assert LEAVE in client.get("/work/sign-in/").content.decode()
    settings.OIDC = {}
    assert LEAVE not in client.get("/work/sign-in/").content.decode()
    assert client.get(LEAVE).status_code == 404
    assert client.get(f"{LEAVE}return/").status_code == 404


def test_one_links_oneself_with_ones_password(client, provider) -> None:
    sign_in(client, "clerk-b")
    assert "您在认证平台的标识" in client.get("/work/me/").content.decode()
    sent = {"subject": "p-new", "password": "wrong", "idempotency_key": "1"}
    assert client.post("/work/me/identity/", sent).status_code == 422
    assert Account.objects.get(username="clerk-b").oidc_subject is None
    sent |= {"password": PASSWORD, "idempotency_key": "2"}
    assert client.post("/work/me/identity/", sent)["Location"] == "/work/me/"
    provider.person = {"sub": "p-new"}
    assert there_and_back(Client(), provider)["Location"] == "/work/"


def test_it_makes_no_account(client, provider) -> None:
    before = Account.objects.count()
    provider.person = {"sub": "stranger", "preferred_username": "clerk", "email": "clerk@example.cn"}
    refused(there_and_back(client, provider), "还没有对应的账号")
    assert Account.objects.count() == before


def test_the_second_factor_is_still_asked_for(client, provider) -> None:
    provider.person = {"sub": "p-approver", "acr": "high"}
    assert there_and_back(client, provider)["Location"] == CODE
    assert client.get("/work/").status_code == 302
    assert client.post(CODE, {"code": code_of("approver")})["Location"] == "/work/"


def test_a_level_that_the_settings_name_counts_as_second_factor(client, provider, settings) -> None:
    settings.OIDC["staff"]["second_factor_acr"] = "mfa high"
    provider.person = {"sub": "p-approver", "acr": "high"}
    assert there_and_back(client, provider)["Location"] == "/work/"
    provider.person = {"sub": "p-approver", "acr": "hi"}
    assert there_and_back(Client(), provider)["Location"] == CODE


def test_a_closed_or_locked_account_stays_shut(client, provider) -> None:
    Account.objects.filter(username="clerk").update(is_active=False)
    refused(there_and_back(client, provider), "还没有对应的账号")
    Account.objects.filter(username="clerk").update(
        is_active=True, locked_until=time.now() + timedelta(hours=1)
    )
    refused(there_and_back(client, provider), "账号暂时锁定")


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["tongban-staff", "somebody-else"]},
        {"aud": ["tongban-staff", "somebody-else"], "azp": "somebody-else"},
        {"azp": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"iat": 4102444800},
        {"sub": None},
        {"sub": ""},
        {"at_hash": "bm90LWl0LWF0LWFsbA"},
    ],
)
def test_a_token_that_does_not_say_what_it_must_opens_nothing(client, provider, lie) -> None:
    def alter(claims: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in (claims | lie).items() if value is not None}

    provider.alter = alter
    refused(there_and_back(client, provider), BAD_TOKEN)


def test_a_token_signed_by_another_key_opens_nothing(client, provider) -> None:
    provider.key = FOREIGN_KEY
    refused(there_and_back(client, provider), BAD_TOKEN)


def test_a_return_is_good_once(client, provider) -> None:
    back = provider.sign_in(client.get(LEAVE)["Location"])
    assert client.get(back).status_code == 302
    client.post("/work/sign-out/")
    refused(client.get(back), OVER)


def test_a_code_used_before_gives_no_second_token(client, provider) -> None:
    """Somebody who read the address over a shoulder, in an attempt of their own."""
    first = provider.sign_in(client.get(LEAVE)["Location"])
    assert client.get(first).status_code == 302
    code = first.partition("code=")[2].partition("&")[0]
    other = Client()
    state = other.get(LEAVE)["Location"].partition("state=")[2].partition("&")[0]
    refused(other.get(f"{LEAVE}return/", {"code": code, "state": state}), "没有确认您的身份")


def test_a_code_of_another_browsers_attempt_is_refused(client, provider) -> None:
    """Log-in by a foreign hand: the victim's browser is sent to the attacker's return."""
    back = provider.sign_in(client.get(LEAVE)["Location"])
    refused(Client().get(back), OVER)
    victim = Client()
    victim.get(LEAVE)
    refused(victim.get(back), OVER)


def test_a_return_after_ten_minutes_is_too_late(client, provider) -> None:
    with time.frozen(time.now() - timedelta(minutes=11)):
        back = provider.sign_in(client.get(LEAVE)["Location"])
    refused(client.get(back), OVER)


def test_the_answer_of_another_provider_is_refused(client, provider) -> None:
    back = provider.sign_in(client.get(LEAVE)["Location"])
    refused(client.get(f"{back}&iss=https%3A%2F%2Felsewhere.example"), OVER)


def test_who_stops_there_is_told_so(client, provider) -> None:
    state = client.get(LEAVE)["Location"].partition("state=")[2].partition("&")[0]
    refused(client.get(f"{LEAVE}return/", {"error": "access_denied", "state": state}), "没有确认您的身份")


def test_a_provider_that_does_not_answer_is_told_so(client, provider, settings) -> None:
    for issuer in ("http://127.0.0.1:9", "http://elsewhere.example", "nonsense"):
        settings.OIDC = {"staff": {"issuer": issuer, "client_id": "x"}}
        refused(client.get(LEAVE), "现在连不上")


def test_metadata_of_another_issuer_is_not_believed(client, provider, settings) -> None:
    settings.OIDC = {"staff": {"issuer": f"{provider.issuer}/", "client_id": "x"}}
    refused(client.get(LEAVE), "现在连不上")


def test_no_other_hosts_page_is_led_to(client, provider) -> None:
    assert there_and_back(client, provider, "https://elsewhere.example/")["Location"] == "/work/"


def test_the_session_is_a_new_one(client, provider) -> None:
    left = client.get(LEAVE)
    before = client.cookies["tongban_session"].value
    client.get(provider.sign_in(left["Location"]))
    assert client.cookies["tongban_session"].value != before
