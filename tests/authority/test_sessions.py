"""Sessions: new at every sign-in, gone at sign-out, worth nothing once the assignment has ended."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.authority.browser import Browser
from tests.authority.doors import sign_citizen_in, sign_staff_in, staff_actor
from tests.authority.matters import PHONES
from tests.authority.world import World

from tongban.directory.models import Account, Assignment
from tongban.kernel.queries import demo_messages
from tongban.kernel.time import today

pytestmark = pytest.mark.django_db

SESSION = "tongban_session"


def browser() -> Client:
    return Client(raise_request_exception=True)


def _key(client: Client) -> str:
    return client.cookies[SESSION].value if SESSION in client.cookies else ""


def _tracks(client: Client, world: World, serial: int) -> None:
    made = world.matter(serial)
    sent = {"number": made.number, "by": "query_code", "query_code": made.query_code}
    assert client.post("/track/", sent).status_code == 302


@pytest.mark.parametrize("who", ["clerk", "two-hats/MN"])
def test_the_session_of_staff_is_a_new_one_at_sign_in(world: World, who: str) -> None:
    client = browser()
    _tracks(client, world, 3)  # a session that somebody else may have planted
    before = _key(client)
    sign_staff_in(client, who)
    assert before and _key(client) != before
    planted = browser()
    planted.cookies[SESSION] = before
    assert planted.get("/work/").status_code == 302
    assert planted.get(f"/track/{world.matter(3).number}/").context.get("case") is None, "the old one is gone"


def test_the_session_of_a_citizen_is_a_new_one_at_sign_in(world: World) -> None:
    client = browser()
    _tracks(client, world, 3)
    before = _key(client)
    sign_citizen_in(client, "19955512399")
    assert before and _key(client) != before
    planted = browser()
    planted.cookies[SESSION] = before
    assert planted.get("/my/").status_code == 302


def test_the_csrf_token_changes_at_sign_in(world: World) -> None:
    client = browser()
    client.get("/work/sign-in/")
    before = client.cookies["csrftoken"].value
    sign_staff_in(client, "clerk")
    assert client.cookies["csrftoken"].value != before


def test_sign_out_ends_the_session_wherever_its_key_is_kept(world: World) -> None:
    for who, out, page in (("clerk", "/work/sign-out/", "/work/"), ("an", "/sign-out/", "/my/")):
        client, copy = browser(), browser()
        client.cookies.load(world.cookies[who])
        copy.cookies.load(world.cookies[who])
        assert copy.get(page).status_code == 200
        assert client.post(out).status_code == 302
        assert copy.get(page).status_code == 302, "a copy of the cookie opens nothing any more"


def test_sign_out_is_no_link(world: World) -> None:
    client = browser()
    client.cookies.load(world.cookies["clerk"])
    assert client.get("/work/sign-out/").status_code == 405
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/work/").status_code == 200


def test_nothing_is_posted_without_the_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies.load(world.cookies["clerk"])
    number = world.matter(1).number
    for address in (
        f"/work/cases/{number}/acts/accept/",
        "/work/sign-out/",
        f"/work/cases/{number}/unmask/",
        "/elder/",
    ):
        assert client.post(address, {}).status_code == 403, address


@pytest.mark.parametrize(("days", "works"), [(1, True), (0, True), (-1, False)])
def test_an_assignment_works_to_the_end_of_its_last_day(world: World, days: int, works: bool) -> None:
    """No command ends an assignment yet, so the row is set here."""
    assignment = staff_actor("clerk").assignment_id
    Assignment.objects.filter(id=assignment).update(ends=today() + timedelta(days=days))
    client = browser()
    client.cookies.load(world.cookies["clerk"])
    path = f"/work/cases/{world.matter(1).number}/"
    assert client.get(path).status_code == (200 if works else 302)
    if not works:
        assert client.get(path).status_code == 302
        refused = browser().post("/work/sign-in/", {"username": "clerk", "password": "tongban-demo"})
        assert refused.status_code == 403


def test_an_assignment_does_not_begin_before_its_first_day(world: World) -> None:
    Assignment.objects.filter(id=staff_actor("clerk").assignment_id).update(
        starts=today() + timedelta(days=1)
    )
    client = browser()
    client.cookies.load(world.cookies["clerk"])
    assert client.get("/work/").status_code == 302


def test_a_closed_account_works_no_longer(world: World) -> None:
    Account.objects.filter(username="clerk").update(is_active=False)
    client = browser()
    client.cookies.load(world.cookies["clerk"])
    assert client.get("/work/").status_code == 302


def test_of_two_assignments_one_is_worked_in_at_a_time(world: World) -> None:
    client = browser()
    sign_staff_in(client, "two-hats/SL")
    number = world.matter(40).number
    assert client.get(f"/work/cases/{number}/").status_code == 404
    other = staff_actor("two-hats/MN", "two-hats").assignment_id
    client.post("/work/assignment/", {"assignment": other})
    assert client.get(f"/work/cases/{number}/").status_code == 200


def test_an_assignment_of_somebody_else_cannot_be_chosen(world: World) -> None:
    client = browser()
    sign_staff_in(client, "two-hats/SL")
    for foreign in (staff_actor("clerk").assignment_id, "0", "-1", "x", "\0", "1 OR 1=1"):
        assert client.post("/work/assignment/", {"assignment": foreign}).status_code == 200
        assert client.get(f"/work/cases/{world.matter(1).number}/").status_code == 404


def test_a_session_of_a_citizen_opens_no_desk_and_that_of_staff_no_citizens_list(world: World) -> None:
    citizen, clerk = browser(), browser()
    citizen.cookies.load(world.cookies["an"])
    clerk.cookies.load(world.cookies["clerk"])
    assert citizen.get("/work/").status_code == 302
    assert clerk.get("/my/").status_code == 302
    assert clerk.get(f"/track/{world.matter(3).number}/").context.get("case") is None


def test_a_draft_goes_with_its_citizen_from_a_shared_computer(world: World) -> None:
    """Filled in at the village's computer, signed in, signed out: the next person finds nothing of it."""
    client = browser()
    client.post("/apply/SB-001/")
    client.post("/apply/SB-001/acting/", {"value": "self"})
    client.post("/apply/SB-001/name/", {"value": "稿丁鹊"})
    assert "稿丁鹊" in client.get("/apply/SB-001/name/").content.decode()
    sign_citizen_in(client, "19955512398")
    kept = client.cookies["tongban_draft_SB-001"].value
    client.post("/sign-out/")
    assert client.get("/apply/SB-001/name/").status_code == 410
    assert "SB-001" not in client.get("/my/").content.decode()
    again = browser()
    sign_citizen_in_again(again, "19955512398")
    assert again.post("/my/drafts/SB-001/").status_code == 302
    assert "稿丁鹊" in again.get("/apply/SB-001/name/").content.decode()
    assert kept, "the browser had held it"


def sign_citizen_in_again(client: Client, phone: str) -> None:
    """As the first time: the first code is used up."""
    before = len(demo_messages(phone))
    sign_citizen_in(client, phone)
    assert len(demo_messages(phone)) == before + 1


def test_a_draft_is_resumed_by_its_writer_alone(world: World) -> None:
    for who in ("bo", "hui"):
        client = browser()
        client.cookies.load(world.cookies[who])
        client.post("/my/drafts/SB-001/")
        assert "tongban_draft_SB-001" not in client.cookies
    client = browser()
    client.cookies.load(world.cookies["an"])
    client.post("/my/drafts/SB-001/")
    assert client.cookies["tongban_draft_SB-001"].value


def test_a_draft_cookie_is_worth_nothing_unsigned_or_for_another_item(world: World) -> None:
    token = world.drafts["an"].token
    client = browser()
    client.cookies.load(world.cookies["an"])
    client.post("/my/drafts/SB-001/")
    signed = client.cookies["tongban_draft_SB-001"].value
    for name, value in (
        ("tongban_draft_SB-001", token),
        ("tongban_draft_SB-001", f"{token}:x:y"),
        ("tongban_draft_SB-001", signed[:-1] + ("A" if signed[-1] != "A" else "B")),
        ("tongban_draft_MZ-001", signed),
    ):
        other = browser()
        other.cookies[name] = value
        item = name.removeprefix("tongban_draft_")
        answer = other.get(f"/apply/{item}/name/")
        assert answer.status_code in (404, 410) and "稿甲鸾" not in answer.content.decode()


def test_a_citizen_of_one_phone_tracks_anothers_case_only_with_its_code(world: World) -> None:
    client, made = browser(), world.matter(23)
    client.cookies.load(world.cookies["an"])
    page = f"/track/{made.number}/"
    assert client.get(page).context.get("case") is None
    _tracks(client, world, 23)
    assert client.get(page).context["case"].number == made.number
    assert client.get(f"{page}withdraw/").status_code == 302, "following is not acting"
    other = world.matter(24)
    assert client.get(f"/track/{other.number}/").context.get("case") is None
    assert client.get(f"{page}papers/{other.papers[0]}.pdf").status_code == 404


def test_a_phone_is_not_proven_by_the_code_of_another(world: World) -> None:
    first, second = browser(), browser()
    first.post("/sign-in/", {"phone": "19955512397"})
    second.post("/sign-in/", {"phone": "19955512396"})
    (_, text) = demo_messages("19955512397")[0]
    code = "".join(mark for mark in text if mark.isdigit())[:6]
    assert second.post("/sign-in/code/", {"code": code}).status_code == 422
    assert second.get("/my/").status_code == 302
    assert PHONES["an"] not in second.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "key", ['"\\000aaaaaaaaaaaa"', "' OR 1=1 --aaaa", "A" * 32, "a" * 4000, "\u732b" * 9]
)
def test_a_cookie_that_could_be_no_session_is_none(world: World, key: str) -> None:
    """Found by the hundred thousand: a NUL in it was a fault of ours where a limit asked whose session it is."""
    browser = Browser(world, "public")
    for path in (f"/proof/{world.matter(3).number}/", "/", "/work/", "/verify/", "/track/"):
        answer = browser.send("GET", path, cookies=f"tongban_session={key}", REMOTE_ADDR="10.1.2.3")
        assert answer.status < 500, path
