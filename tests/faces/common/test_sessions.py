"""One statement tells who acts; a session that is over goes, one that was altered counts for nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.cases.counting import statements

from tongban.faces.common.models import Session
from tongban.faces.common.session_store import SessionStore, forget_expired
from tongban.kernel import time
from tongban.kernel.errors import NotFound
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    demo.load(items=["SB-001"])
    client = Client()
    assert client.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD}).status_code == 302
    return client


def stored(desk: Client) -> SessionStore:
    return SessionStore(desk.cookies["tongban_session"].value)


def test_a_session_and_who_acts_in_it_are_one_statement(desk: Client) -> None:
    clerk, session = staff("clerk"), stored(desk)
    with statements() as sent:
        assert session.staff() == clerk
    assert len(sent) == 1


def test_the_signed_data_has_the_last_word_over_the_column(desk: Client) -> None:
    """Somebody who could write the column alone does not become somebody else."""
    other = staff("reviewer").assignment_id
    Session.objects.update(assignment_id=other)
    assert stored(desk).staff() == staff("clerk")


def test_an_assignment_of_another_account_opens_nothing(desk: Client) -> None:
    session = stored(desk)
    session["assignment"] = staff("reviewer").assignment_id
    session.save()
    with pytest.raises(NotFound):
        stored(desk).staff()


def test_altered_data_is_no_session(desk: Client) -> None:
    row = Session.objects.get()
    assert stored(desk)["account"]
    Session.objects.update(session_data=row.session_data[:-1] + ("A" if row.session_data[-1] != "A" else "B"))
    assert stored(desk).get("account") is None
    assert desk.get("/work/").status_code == 302


def test_two_readers_do_not_share_what_they_read(desk: Client) -> None:
    one, other = stored(desk), stored(desk)
    one["account"] = -1
    assert other["account"] != -1


def test_sessions_that_are_over_are_removed_and_no_others(desk: Client) -> None:
    now = time.now()
    Session.objects.create(session_key="over", session_data="", expire_date=now - timedelta(seconds=1))
    assert forget_expired(now) == 1
    assert desk.get("/work/").status_code == 200


def test_every_answer_carries_the_policy(desk: Client) -> None:
    for path in ("/", "/work/", "/nowhere/", "/work/sign-out/"):
        policy = desk.get(path).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "object-src 'none'" in policy, path


def test_no_answer_of_the_workbench_is_kept_by_a_cache(desk: Client) -> None:
    for path in ("/work/", "/work/cases/X/", "/work/intake/"):
        assert "no-store" in desk.get(path).headers["Cache-Control"], path
