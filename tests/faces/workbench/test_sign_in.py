"""Signing in, choosing an assignment, and what happens to a form when the session ran out."""

from django.test import Client
from tests.faces.workbench.forms_on_pages import fields

from tongban.directory.commands.sign_in import TRIES
from tongban.faces.workbench import kept_forms
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import Scenario


def expire(client: Client) -> None:
    del client.cookies["tongban_session"]


def test_strangers_are_sent_to_the_sign_in_page_and_back(client):
    answer = client.get("/work/?group=running")
    assert answer.status_code == 302
    assert answer.url == "/work/sign-in/?next=%2Fwork%2F%3Fgroup%3Drunning"
    signed = client.post(
        "/work/sign-in/", {"username": "clerk", "password": PASSWORD, "next": "/work/?group=running"}
    )
    assert signed.url == "/work/?group=running"


def test_another_hosts_address_is_not_followed_after_signing_in(client):
    for target in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"):
        signed = client.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD, "next": target})
        assert signed.url == "/work/"


def test_a_wrong_password_is_told_plainly_and_the_name_stays(client):
    answer = client.post("/work/sign-in/", {"username": "clerk", "password": "no"})
    assert answer.status_code == 403
    assert "用户名或密码不对" in answer.content.decode()
    assert 'value="clerk"' in answer.content.decode()


def test_a_locked_account_is_told_so(client):
    for _ in range(TRIES):
        client.post("/work/sign-in/", {"username": "clerk", "password": "no"})
    answer = client.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert "试错次数太多" in answer.content.decode()


def test_a_form_posted_after_the_session_ended_comes_back_as_typed(desk):
    case = Scenario()
    case.accepted()
    client = desk("reviewer")
    address = f"/work/cases/{case.number}/acts/give_opinion/?step=township_review"
    typed = fields(client.get(address), "act-form") | {"agrees": "no", "opinion": "名字和户口簿对不上"}
    expire(client)
    expired = client.post(address, typed)
    assert expired.status_code == 403
    assert "您填的内容还在" in expired.content.decode()
    kept = fields(expired, "/work/sign-in/")["kept"]
    assert "名字和户口簿对不上" not in expired.content.decode()  # nobody reads it in the page's source
    signed = client.post("/work/sign-in/", {"username": "reviewer", "password": PASSWORD, "kept": kept})
    assert signed.url == address
    back = client.get(signed.url)
    assert {name: fields(back, "act-form")[name] for name in ("agrees", "opinion")} == {
        "agrees": "no",
        "opinion": "名字和户口簿对不上",
    }
    assert fields(back, "act-form")["idempotency_key"] == typed["idempotency_key"]
    assert "opinion" in fields(client.get(address), "act-form")
    assert fields(client.get(address), "act-form")["opinion"] == ""  # given back once


def test_a_kept_form_comes_back_only_to_who_typed_it(desk):
    case = Scenario()
    case.submitted()
    client = desk("clerk")
    address = f"/work/cases/{case.number}/acts/decline/"
    typed = fields(client.get(address), "act-form") | {"reason": "只有我知道的理由"}
    expire(client)
    kept = fields(client.post(address, typed), "/work/sign-in/")["kept"]
    client.post("/work/sign-in/", {"username": "clerk-b", "password": PASSWORD, "kept": kept})
    assert "只有我知道的理由" not in client.get(address).content.decode()


def test_a_forged_or_old_kept_form_is_nothing(client):
    assert kept_forms.path_of("forged") == ""
    signed = client.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD, "kept": "forged"})
    assert signed.url == "/work/"


def test_a_fragment_asked_for_after_the_session_ended_moves_the_whole_page(client):
    answer = client.get(
        "/work/cases/X/papers/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/work/cases/X/"},
    )
    assert answer["HX-Redirect"] == "/work/sign-in/?next=%2Fwork%2Fcases%2FX%2F"


def test_signing_out_ends_the_session(desk):
    client = desk("clerk")
    client.post("/work/sign-out/")
    assert client.get("/work/").status_code == 302


def test_nothing_of_the_workbench_is_kept_by_caches(desk):
    assert "no-store" in desk("clerk").get("/work/")["Cache-Control"]
