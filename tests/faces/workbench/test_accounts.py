"""The accounts desk, the log of the door and one's own page, as browsers see them."""

import re
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from django.test import Client
from tests.signing_in import sign_in

from tongban.directory.commands import Post, assign
from tongban.directory.models import Account, Assignment, Proposal, Slip, Staff
from tongban.faces.common.models import Session
from tongban.kernel import time
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import staff

NEW = "绿树 村边 合 37 里"


def account(username: str) -> int:
    return Account.objects.get(username=username).id


def act(client: Client, username: str, name: str) -> Any:
    return client.post(f"/work/accounts/{account(username)}/{name}/", {"idempotency_key": uuid4().hex})


def appointed(code: str) -> None:
    new = Staff.objects.create(code=code, name="新来人")
    position = Assignment.objects.get(id=staff("clerk").assignment_id).position_id
    post = Post(new.id, position, "clerk", "B", time.today())
    assign(staff("sysadmin"), post, idempotency_key=uuid4().hex)


def test_everybody_without_an_account_gets_one_at_once(desk) -> None:
    maker = desk("secadmin")
    appointed("SL-77")
    appointed("S1")
    assert "全部开账号" in maker.get("/work/accounts/").content.decode()
    page = maker.post("/work/accounts/new/", {"act": "all", "idempotency_key": "k"}).content.decode()
    assert "sl-77" in page and re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    assert ">S1<" in page, "two characters are no user name"
    assert Account.objects.filter(staff__code="SL-77").exists()
    again = maker.post("/work/accounts/new/", {"act": "all", "idempotency_key": "k"}).content.decode()
    assert not re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", again)


def test_the_systems_administrator_reads_and_makes_nothing(desk) -> None:
    client = desk("sysadmin")
    appointed("SL-77")
    page = client.get("/work/accounts/").content.decode()
    assert "新开账号" not in page and "开账号并打印凭条" not in page
    for sent in ({"act": "all"}, {"staff_code": "SL-77", "username": "xinlairen"}):
        assert client.post("/work/accounts/new/", sent | {"idempotency_key": "k"}).status_code == 403
    assert not Account.objects.filter(staff__code="SL-77").exists()


@pytest.mark.parametrize(
    ("who", "desk_status", "log_status"),
    [
        ("secadmin", 200, 200),
        ("auditor", 200, 200),
        ("sysadmin", 200, 403),
        ("clerk", 403, 403),
        ("approver", 403, 403),
        ("editor-2", 403, 403),
    ],
)
def test_who_may_look(desk, who: str, desk_status: int, log_status: int) -> None:
    client = desk(who)
    assert client.get("/work/accounts/").status_code == desk_status
    assert client.get(f"/work/accounts/{account('clerk')}/").status_code == desk_status
    assert client.get("/work/accounts/sign-ins/").status_code == log_status


def test_the_auditor_finds_no_button_and_posts_in_vain(desk) -> None:
    client = desk("auditor")
    page = client.get(f"/work/accounts/{account('clerk')}/").content.decode()
    assert "停用账号" not in page and "提出找回" not in page
    for name in ("unlock", "end-session", "close", "reopen", "slip", "recover", "unlink"):
        assert act(client, "clerk", name).status_code in (403, 404), name
    assert client.get("/work/accounts/new/").status_code == 403
    assert Account.objects.get(username="clerk").is_active


def test_state_search_and_paging(desk) -> None:
    client = desk("secadmin")
    for _ in range(5):
        Client().post("/work/sign-in/", {"username": "clerk-b", "password": "wrong"})
    listed = client.get("/work/accounts/?state=locked").content.decode()
    assert "clerk-b" in listed and "county-mz" not in listed
    assert "没有找到账号" in client.get("/work/accounts/?q=不存在的人").content.decode()
    assert "approver" in client.get("/work/accounts/?q=李文涛").content.decode()
    assert act(client, "clerk-b", "unlock").status_code == 302
    assert sign_in(Client(), "clerk-b")["Location"] == "/work/"


def test_who_is_there_is_seen_and_can_be_signed_out(desk) -> None:
    client, clerk = desk("secadmin"), desk("clerk")
    assert "在线，最近操作" in client.get(f"/work/accounts/{account('clerk')}/").content.decode()
    act(client, "clerk", "end-session")
    assert clerk.get("/work/").status_code == 302
    assert not Session.objects.filter(account__username="clerk").exists()


def test_from_the_slip_to_the_desk(desk) -> None:
    """A new member of staff: the account, the printed slip, the first password, the second factor."""
    maker = desk("secadmin")
    appointed("SL-77")
    assert "新来人" in maker.get("/work/accounts/").content.decode()
    sent = {"staff_code": "SL-77", "username": "xinlairen", "idempotency_key": "once"}
    page = maker.post("/work/accounts/new/", sent).content.decode()
    found = re.search(r"data-slip-code>([^<]+)<", page)
    assert found
    again = maker.post("/work/accounts/new/", sent).content.decode()
    assert "凭条码不能再看" in again and found.group(1) not in again

    person = Client()
    typed = {"username": "xinlairen", "slip": found.group(1), "new_password": "short"}
    told = person.post("/work/first/", typed)
    assert told.status_code == 422 and "密码太短了" in told.content.decode()
    assert found.group(1) in told.content.decode(), "what was typed stays"
    assert "short" not in re.sub(r"<script.*?</script>", "", told.content.decode()).replace("shortcut", "")
    told = person.post("/work/first/", typed | {"new_password": NEW, "new_password_again": NEW})
    assert told["Location"] == "/work/"
    assert Slip.objects.get().used_at is not None


def test_recovery_is_proposed_from_the_page(desk) -> None:
    client = desk("secadmin")
    answer = client.post(
        f"/work/accounts/{account('approver')}/recover/",
        {"idempotency_key": "k", "reason": "手机丢了，本人到场"},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/work/proposals/")
    assert Proposal.objects.get().kind == "recover_account"
    page = desk("sysadmin").get("/work/proposals/").content.decode()
    assert "approver" in page


def test_the_log_is_filtered(desk) -> None:
    client = desk("auditor")
    Client().post("/work/sign-in/", {"username": "s3cret-typed-here", "password": "x"})
    Client().post("/work/sign-in/", {"username": "clerk", "password": "x"}, REMOTE_ADDR="10.1.2.3")
    page = client.get("/work/accounts/sign-ins/").content.decode()
    assert "s3…" in page and "s3cret" not in page, "people type passwords there by mistake"
    for asked, there, not_there in (
        ("address=10.1.2.3", "clerk", "auditor</a>"),
        ("outcome=signed_in", "auditor</a>", "10.1.2.3"),
        ("username=clerk", "10.1.2.3", "auditor</a>"),
        ("day=2020-01-01", "没有符合条件的记录", "10.1.2.3"),
        ("day=nonsense&cursor=x", "10.1.2.3", "\0"),
    ):
        shown = client.get(f"/work/accounts/sign-ins/?{asked}").content.decode()
        table = shown.partition("<tbody>")[2] or shown
        assert there in table and not_there not in table, asked


def test_one_changes_ones_own_password(desk) -> None:
    client = desk("clerk")
    form = {"old_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    wrong = client.post("/work/me/password/", form | {"old_password": "no", "idempotency_key": "1"})
    assert wrong.status_code == 422 and "现在的密码不对" in wrong.content.decode()
    assert client.post("/work/me/password/", form | {"idempotency_key": "2"})["Location"] == "/work/me/"
    assert sign_in(Client(), "clerk", NEW)["Location"] == "/work/"


def test_one_sees_ones_own_sign_ins_and_nobody_elses(desk) -> None:
    desk("clerk-b")
    Client().post("/work/sign-in/", {"username": "clerk", "password": "x"}, REMOTE_ADDR="10.1.2.3")
    page = desk("clerk").get("/work/me/").content.decode()
    assert "10.1.2.3" in page and "clerk-b" not in page


def test_an_account_that_is_not_there_is_not_found(desk) -> None:
    client = desk("secadmin")
    assert client.get("/work/accounts/999999999/").status_code == 404
    assert client.get(f"/work/accounts/{2**63}/").status_code == 404
    assert act(client, "clerk", "no-such-act").status_code == 404


def test_a_secret_of_another_persons_page_sets_nothing_up(desk) -> None:
    """The secret in the page is signed and bound to whom it was shown."""
    page = desk("clerk").get("/work/me/second-factor/").content.decode()
    signed = re.search(r'name="secret" value="([^"]+)"', page)
    shown = re.search(r'factor-secret">([A-Z2-7 ]+)', page)
    assert signed and shown
    code = pyotp.TOTP(shown.group(1).replace(" ", "")).now()
    sent = {"secret": signed.group(1), "code": code, "idempotency_key": "k"}
    assert desk("clerk-b").post("/work/me/second-factor/", sent).status_code == 403
    assert Account.objects.get(username="clerk-b").totp_secret is None
    owner = desk("clerk")
    assert owner.post("/work/me/second-factor/", sent | {"secret": "forged"}).status_code == 403
    assert owner.post("/work/me/second-factor/", sent)["Location"] == "/work/me/"
