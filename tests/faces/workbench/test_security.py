"""The security page: who sees it, what it says, and how scanning is switched off (by two) and on (by one)."""

from uuid import uuid4

import pytest
from django.conf import settings
from tests.faces.workbench.conftest import Desk

from tongban.directory.models import Proposal
from tongban.directory.queries.security import security_state
from tongban.kernel import scanning, time
from tongban.kernel.actors import System
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db
ADDRESS = "/work/security/"


def required() -> None:
    scanning.decide(True, actor=System("setup"), reason="test", at=time.now(), command_id=uuid4())


@pytest.mark.parametrize("username", ["clerk", "approver", "assister", "sysadmin"])
def test_it_is_for_those_who_answer_for_it(desk: Desk, username: str) -> None:
    client = desk(username)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"act": "require", "idempotency_key": "x"}).status_code == 403


def test_it_tells_who_switched_scanning_off_and_what_is_still_to_be_done(desk: Desk) -> None:
    page = desk("auditor").get(ADDRESS).content.decode()
    for said in (
        "已关闭",
        "系统初始化",
        "演示系统，没有接杀毒软件",
        "待办",
        "符合",
        "不分区",
        "1 天内 10 次",
    ):
        assert said in page, said


def test_the_auditor_sees_no_form(desk: Desk) -> None:
    auditor = desk("auditor")
    assert "提出关闭查毒" not in auditor.get(ADDRESS).content.decode()
    assert "开启查毒" not in auditor.get(ADDRESS).content.decode()
    assert auditor.post(ADDRESS, {"act": "require", "idempotency_key": "x"}).status_code == 403
    assert not scanning.current().required


def test_one_person_switches_it_on(desk: Desk) -> None:
    answer = desk("secadmin").post(ADDRESS, {"act": "require", "reason": "接好了", "idempotency_key": "on-1"})
    assert answer.status_code == 302
    assert scanning.current().required


def test_two_persons_switch_it_off(desk: Desk) -> None:
    required()
    secadmin = desk("secadmin")
    form = {"act": "propose_off", "reason": "县里没有杀毒软件，已报备", "idempotency_key": "off-1"}
    assert secadmin.post(ADDRESS, form).status_code == 302
    assert scanning.current().required, "one person's word is not enough"
    proposal = Proposal.objects.get(kind="scanning_off")
    confirm = {"act": "confirm", "proposal": str(proposal.id), "idempotency_key": "yes-1"}
    secadmin.post("/work/proposals/", confirm)
    assert scanning.current().required, "nobody confirms the own proposal"
    answer = desk("sysadmin").post("/work/proposals/", confirm)
    assert answer.status_code == 302, answer.content.decode()
    decided = scanning.current()
    assert not decided.required and decided.proposed_by != decided.confirmed_by
    page = secadmin.get(ADDRESS).content.decode()
    assert "县里没有杀毒软件，已报备" in page


def test_a_reason_is_asked_for_and_what_was_typed_stays(desk: Desk) -> None:
    required()
    answer = desk("secadmin").post(
        ADDRESS, {"act": "propose_off", "reason": "无", "idempotency_key": "off-2"}
    )
    assert answer.status_code == 422
    assert 'value="无"' in answer.content.decode()


@pytest.mark.parametrize(
    ("setting", "bad", "good", "code"),
    [
        ("TRUSTED_PROXIES", [], ["10.0.0.0/8"], "proxies"),
        ("RATE_LIMIT_EXEMPT", ["10.1.0.0/16"], [], "nobody_uncounted"),
        ("STAFF_SECOND_FACTOR", "deciding", "everyone", "factor_for_all"),
        ("SEAL_CIPHER", "aes-256-gcm", "sm4-gcm", "own_cipher"),
    ],
)
def test_it_calls_nothing_good_that_the_settings_do_not_have(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, setting: str, bad: object, good: object, code: str
) -> None:
    desk("auditor")
    auditor, told = staff("auditor"), []
    monkeypatch.setattr(settings, "HTTPS", False)
    for value in (bad, good):
        monkeypatch.setattr(settings, setting, value)
        told.append({check.code: check.good for check in security_state(auditor).checks}[code])
    assert told == [False, True]
