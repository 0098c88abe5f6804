"""Sessions of staff: one for each account, over after half an hour of nothing and after twelve hours of anything."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.cases.counting import statements
from tests.signing_in import CODE, code_of, sign_in

from tongban.directory.models import Account, SignInTry
from tongban.faces.common.models import Session
from tongban.faces.common.session_store import SessionStore, live_sessions
from tongban.site import demo
from tongban.site.demo.county import PASSWORD

pytestmark = pytest.mark.django_db
COOKIE = "tongban_session"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def desk(username: str = "clerk") -> Client:
    client = Client()
    answer = sign_in(client, username)
    assert answer["Location"] == "/work/"
    return client


def key(client: Client) -> str:
    return client.cookies[COOKIE].value


def aged(client: Client, minutes: float) -> None:
    moment = timezone.now() - timedelta(minutes=minutes)
    Session.objects.filter(session_key=key(client)).update(seen_at=moment)


class TestOneEach:
    def test_a_new_sign_in_ends_the_one_before_and_its_holder_is_told_once(self) -> None:
        first, second = desk(), desk()
        answer = first.get("/work/", follow=True)
        assert "另一处登录" in answer.content.decode()
        assert "另一处登录" not in first.get("/work/", follow=True).content.decode()
        assert second.get("/work/").status_code == 200

    def test_what_was_being_typed_is_kept(self) -> None:
        first = desk()
        desk()
        answer = first.post("/work/intake/", {"item": "SB-001"})
        assert answer.status_code == 403 and 'name="kept"' in answer.content.decode()

    def test_others_are_not_touched(self) -> None:
        other = desk("clerk-b")
        desk()
        assert other.get("/work/").status_code == 200

    def test_the_database_holds_to_it(self) -> None:
        desk()
        desk()
        assert Session.objects.filter(account__username="clerk").count() == 1

    def test_an_ended_session_is_not_written_back_by_a_request_that_was_under_way(self) -> None:
        first = desk()
        under_way = SessionStore(key(first))
        under_way["note"] = "typed"
        desk()
        with pytest.raises(UpdateError):
            under_way.save()
        assert first.get("/work/").status_code == 302

    def test_the_id_is_new_at_every_step_of_the_door(self) -> None:
        client = Client()
        client.get("/work/sign-in/")
        client.post("/work/sign-in/", {"username": "approver", "password": PASSWORD})
        half = key(client)
        assert client.get("/work/").status_code == 302, "half proved is not in"
        planted = Client()
        planted.cookies[COOKIE] = half
        assert client.post(CODE, {"code": code_of("approver")})["Location"] == "/work/"
        assert key(client) != half
        assert planted.get("/work/").status_code == 302
        assert planted.post(CODE, {"code": code_of("approver")}).status_code == 403


class TestTime:
    def test_half_an_hour_of_nothing_ends_it(self) -> None:
        client = desk()
        aged(client, 29.9)
        assert client.get("/work/").status_code == 200
        aged(client, 30.1)
        answer = client.get("/work/", follow=True)
        assert "已经自动退出" in answer.content.decode()
        assert SignInTry.objects.latest("id").outcome == "timed_out"

    def test_a_page_that_saves_or_looks_by_itself_keeps_nothing_alive(self) -> None:
        client = desk()
        for headers in ({"X-Autosave": "true"}, {"HX-Request": "true"}):
            aged(client, 20)
            before = Session.objects.get(session_key=key(client)).seen_at
            assert client.get("/work/", headers=headers).status_code == 200
            assert Session.objects.get(session_key=key(client)).seen_at == before
        assert client.get("/work/").status_code == 200
        assert Session.objects.get(session_key=key(client)).seen_at != before

    def test_use_is_written_once_a_minute_at_most(self) -> None:
        client = desk()
        client.get("/work/me/")
        with statements() as quiet:
            client.get("/work/me/")
        aged(client, 1.1)
        with statements() as noted:
            client.get("/work/me/")
        assert len(noted) == len(quiet) + 1
        assert not [text for text in quiet if "UPDATE" in str(text)]

    def test_twelve_hours_are_the_end_however_busy(self) -> None:
        client = desk()
        row = Session.objects.get(session_key=key(client))
        left = row.expire_date - timezone.now()
        assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)
        client.post("/work/assignment/", {"assignment": str(row.assignment_id)})
        again = Session.objects.get(session_key=key(client))
        assert again.expire_date == row.expire_date, "another assignment begins no new day"
        Session.objects.filter(session_key=key(client)).update(expire_date=timezone.now())
        assert client.get("/work/").status_code == 302

    def test_who_is_there_now(self) -> None:
        client = desk()
        clerk = Account.objects.get(username="clerk").id
        assert list(live_sessions([clerk])) == [clerk]
        aged(client, 31)
        assert live_sessions([clerk]) == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_in_at_the_same_moment_leave_one_session() -> None:
    together, clients = Barrier(4), [Client() for _ in range(4)]

    def enter(client: Client) -> None:
        together.wait()
        try:
            assert sign_in(client, "clerk")["Location"] == "/work/"
        finally:
            connection.close()

    threads = [Thread(target=enter, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Session.objects.filter(account__username="clerk").count() == 1
    assert sum(client.get("/work/").status_code == 200 for client in clients) == 1


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_five() -> None:
    together = Barrier(8)

    def guess() -> None:
        client = Client()
        together.wait()
        try:
            client.post("/work/sign-in/", {"username": "clerk", "password": "wrong"})
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    looked_at = SignInTry.objects.filter(outcome="wrong_password").count()
    assert 0 < looked_at <= 5
    assert Account.objects.get(username="clerk").locked_until is not None
