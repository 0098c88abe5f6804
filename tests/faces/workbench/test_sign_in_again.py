"""What a session was opened with decides what is done in it; it is over in time before anything was chosen, too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.signing_in import CODE, code_of, sign_in

from tongban.directory.authenticator import code_at, secret_of, step_of
from tongban.directory.commands import give_second_factors
from tongban.directory.models import Account, Assignment, SignInTry
from tongban.faces.common.models import Session
from tongban.faces.common.session_store import SessionStore, end_session_of
from tongban.kernel import time
from tongban.kernel.actors import System
from tongban.kernel.errors import NotFound
from tongban.kernel.time import today
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import staff

COOKIE = "tongban_session"
CHOICE = "/work/assignment/"
ENROL = "/work/sign-in/second-factor/"


def appointed(username: str, like: str) -> int:
    """Somebody becomes what somebody else is too; the new assignment."""
    model = Assignment.objects.get(id=staff(like).assignment_id)
    person = Account.objects.get(username=username).staff_id
    return Assignment.objects.create(
        staff_id=person, position_id=model.position_id, role=model.role, holder="B", starts=today()
    ).id


def key(client: Client) -> str:
    return client.cookies[COOKIE].value


def copy_of(client: Client) -> Client:
    copied = Client()
    copied.cookies[COOKIE] = key(client)
    return copied


def acting(client: Client) -> SessionStore:
    return SessionStore(key(client))


class TestADecisiveRole:
    def test_it_is_not_chosen_with_the_password_alone(self, desk) -> None:
        client = desk("clerk")
        given = appointed("clerk", "approver")
        assert client.post(CHOICE, {"assignment": given})["Location"] == ENROL
        assert client.get("/work/").status_code == 302, "nobody acts at the door"
        assert not Session.objects.filter(account__username="clerk").exists()

    def test_whoever_has_a_factor_shows_its_code_and_is_in_what_was_chosen(self, desk) -> None:
        client = desk("clerk")
        given = appointed("clerk", "approver")
        began = Session.objects.get(session_key=key(client)).expire_date
        give_second_factors(System("setup"))
        assert client.post(CHOICE, {"assignment": given})["Location"] == CODE
        assert client.post(CODE, {"code": "000000"}).status_code == 403
        assert client.post(CODE, {"code": code_of("clerk")})["Location"] == "/work/"
        row = Session.objects.get(session_key=key(client))
        assert row.assignment_id == given and acting(client).staff().role == "approver"
        assert row.expire_date == began, "the hours do not begin anew"

    def test_an_ordinary_one_is_chosen_as_before(self, desk) -> None:
        client = desk("clerk")
        given = appointed("clerk", "reviewer")
        assert client.post(CHOICE, {"assignment": given})["Location"] == "/work/"
        assert acting(client).staff().role == "reviewer"

    def test_with_the_code_at_the_door_it_is_chosen_at_once(self, desk) -> None:
        client = desk("approver")
        assert client.post(CHOICE, {"assignment": staff("approver").assignment_id})["Location"] == "/work/"
        assert client.get("/work/").status_code == 200

    def test_nobody_acts_in_it_in_a_session_opened_without(self, desk) -> None:
        """However the session came to name it, also one of before sessions kept what was proved."""
        client = desk("approver")
        session = acting(client)
        del session["proved"]
        session.save()
        with pytest.raises(NotFound):
            acting(client).staff()
        assert client.get("/work/").status_code == 302

    def test_a_session_that_does_not_tell_what_was_proved_begins_anew(self, desk) -> None:
        client = desk("clerk")
        session = acting(client)
        del session["proved"]
        session.save()
        assert client.get("/work/").status_code == 200, "the clerk's role asks for nothing more"
        given = appointed("clerk", "approver")
        assert client.post(CHOICE, {"assignment": given})["Location"] == "/work/sign-in/"
        assert client.get(CHOICE).status_code == 302

    def test_an_assignment_that_comes_to_ask_for_it_is_left(self, desk) -> None:
        client = desk("clerk")
        assert client.get("/work/").status_code == 200
        Assignment.objects.filter(id=staff("clerk").assignment_id).update(role="approver")
        assert client.get("/work/").status_code == 302
        again = Client().post("/work/sign-in/", {"username": "clerk", "password": PASSWORD})
        assert again["Location"] == ENROL


class TestNothingChosen:
    """Two assignments and neither chosen yet."""

    @pytest.fixture
    def waiting(self) -> Client:
        appointed("clerk", "reviewer")
        client = Client()
        assert sign_in(client, "clerk")["Location"] == CHOICE
        assert client.get(CHOICE).status_code == 200
        return client

    @staticmethod
    def led_to_the_door(client: Client) -> None:
        chosen = {"assignment": Assignment.objects.filter(staff__account__username="clerk")[0].id}
        for answer in (client.post(CHOICE, chosen), client.get(CHOICE)):
            assert answer.status_code == 302 and answer["Location"] == "/work/sign-in/"
        assert client.get("/work/").status_code == 302

    def test_half_an_hour_of_nothing_ends_it(self, waiting: Client) -> None:
        rows = Session.objects.filter(session_key=key(waiting))
        rows.update(seen_at=timezone.now() - timedelta(minutes=29.9))
        assert waiting.get(CHOICE).status_code == 200
        rows.update(seen_at=timezone.now() - timedelta(minutes=30.1))
        self.led_to_the_door(waiting)
        assert SignInTry.objects.latest("id").outcome == "timed_out"

    def test_half_an_hour_ends_it_where_one_was_chosen_too(self, desk) -> None:
        client = desk("clerk")
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=30.1))
        self.led_to_the_door(client)

    def test_twelve_hours_end_it(self, waiting: Client) -> None:
        Session.objects.filter(session_key=key(waiting)).update(expire_date=timezone.now())
        self.led_to_the_door(waiting)

    def test_a_closed_account_chooses_nothing(self, waiting: Client) -> None:
        Account.objects.filter(username="clerk").update(is_active=False)
        self.led_to_the_door(waiting)
        Account.objects.filter(username="clerk").update(is_active=True)
        assert waiting.get(CHOICE).status_code == 302, "the session is gone"

    def test_a_sign_in_elsewhere_ends_it(self, waiting: Client) -> None:
        sign_in(Client(), "clerk")
        self.led_to_the_door(waiting)

    def test_data_whose_row_is_nobodys_opens_nothing(self, waiting: Client) -> None:
        Session.objects.filter(session_key=key(waiting)).update(account=None)
        self.led_to_the_door(waiting)


class TestACopiedCookie:
    def dies(self, client: Client, copied: Client, username: str) -> None:
        assert copied.get("/work/").status_code == 302
        assert client.get("/work/").status_code == 200
        assert Session.objects.filter(account__username=username).count() == 1

    def test_it_is_worth_nothing_after_a_change_of_the_password(self, desk) -> None:
        client = desk("clerk")
        copied, token = copy_of(client), client.cookies.get("csrftoken")
        new = "Klare-Suppe-77-im-Dorf"
        typed = {"new_password": new, "new_password_again": new, "idempotency_key": "password"}
        wrong = typed | {"old_password": "no", "idempotency_key": "wrong"}
        assert client.post("/work/me/password/", wrong).status_code == 422
        assert copied.get("/work/").status_code == 200, "nothing was changed"
        answer = client.post("/work/me/password/", typed | {"old_password": PASSWORD})
        assert answer["Location"] == "/work/me/"
        assert client.cookies["csrftoken"].value != (token.value if token else "")
        self.dies(client, copied, "clerk")

    def test_it_is_worth_nothing_after_a_factor_was_set_up_and_after_it_was_dropped(self, desk) -> None:
        client = desk("clerk")
        copied = copy_of(client)
        give_to(client, "clerk")
        self.dies(client, copied, "clerk")
        assert "code" in acting(client)["proved"]
        copied = copy_of(client)
        typed = {"code": code_of("clerk"), "idempotency_key": "drop"}
        assert client.post("/work/me/second-factor/remove/", typed)["Location"] == "/work/me/"
        self.dies(client, copied, "clerk")
        assert "code" not in acting(client)["proved"]

    def test_a_session_ended_meanwhile_does_not_come_back_under_a_new_key(self, desk) -> None:
        client = desk("clerk")
        under_way = acting(client)
        account = under_way["account"]
        end_session_of(account, "ended_by_administrator")
        under_way.cycle_key()
        assert under_way.session_key == key(client)
        assert not Session.objects.filter(account=account).exists()


def give_to(client: Client, username: str) -> None:
    """Set a second factor up on the own page."""
    page = client.get("/work/me/second-factor/")
    secret, signed = page.context["secret"], page.context["secret_signed"]
    typed = {"secret": signed, "code": code_at(secret, step_of(time.now())), "idempotency_key": "set"}
    assert client.post("/work/me/second-factor/", typed)["Location"] == "/work/me/"
    assert secret_of(Account.objects.select_related("totp_key").get(username=username)) == secret
