"""The auditor's desk: a day's question is answered from the screens alone, and nobody else sees them."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape
from openpyxl import load_workbook

from tongban.cases.commands import unmask
from tongban.cases.models import Case
from tongban.cases.queries import material_page
from tongban.catalogue.commands import start_draft
from tongban.directory.commands import assign, confirm_proposal, delegate_approval, end_assignment, propose
from tongban.directory.commands.assignments import Post
from tongban.directory.commands.sign_in import note
from tongban.directory.models import Account, Assignment
from tongban.faces.workbench.audit.event_words import EVENTS
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.models import AccessEntry, DataKey, LedgerEntry
from tongban.kernel.time import today
from tongban.site.scenario import Scenario, staff

Desk = Callable[[str], Client]
PAGES = (
    "/work/audit/",
    "/work/audit/day/",
    "/work/audit/events/",
    "/work/audit/unusual/",
    "/work/audit/sums/",
)


@pytest.fixture
def matter() -> Scenario:
    made = Scenario(serial=407)
    made.accepted()
    return made


def page(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200, path
    return answer.content.decode()


def file_of(answer: object) -> bytes:
    assert answer.status_code == 200, answer.content.decode()  # type: ignore[attr-defined]  # a test client's answer
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # likewise


@pytest.mark.parametrize("path", PAGES)
def test_the_auditor_alone_sees_the_audit_pages(desk: Desk, path: str) -> None:
    page(desk("auditor"), path)
    for other in ("clerk", "approver", "editor", "sysadmin", "secadmin"):
        assert desk(other).get(path).status_code == 403, other


def test_a_look_is_found_by_person_number_kind_and_day_and_its_reason_is_read(
    desk: Desk, matter: Scenario
) -> None:
    unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份证原件")
    auditor = desk("auditor")
    name = staff("clerk").label.partition("（")[0]
    for asked in (
        {},
        {"person": name},
        {"number": matter.number},
        {"kind": "unmasked"},
        {"field": "applicant."},
    ):
        text = page(auditor, "/work/audit/", **asked)
        assert matter.number in text and name in text and "申请人证件号码" in text, asked
    for asked in (
        {"person": "查无此人"},
        {"number": "SLX991123000001P"},
        {"kind": "scan"},
        {"field": "answers."},
        {"first": "2020-01-01", "last": "2020-12-31"},
    ):
        assert "这段时间没有查到" in page(auditor, "/work/audit/", **asked), asked
    look = AccessEntry.objects.get(kind="unmasked")
    text = page(auditor, f"/work/audit/looks/{look.id}/")
    assert "核对身份证原件" in text and "受理" in text and "提交申请" in text


def test_the_auditor_never_sees_the_person(desk: Desk, matter: Scenario) -> None:
    unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
    auditor, person = desk("auditor"), matter.applicant
    look = AccessEntry.objects.get(kind="unmasked")
    for path in (*PAGES, f"/work/audit/looks/{look.id}/"):
        text = page(auditor, path)
        assert not [secret for secret in (person.name, person.number, person.phone) if secret in text], path
    assert auditor.get(f"/work/cases/{matter.number}/").status_code == 404


def test_looking_at_the_log_is_on_the_log(desk: Desk) -> None:
    auditor = desk("auditor")
    for path in PAGES[:-1]:
        page(auditor, path)
    page(auditor, "/work/audit/")  # the same search again within ten minutes is one look
    told = list(AccessEntry.objects.filter(kind="log").values_list("actor_key", "subject"))
    assert set(told) == {(staff("auditor").key, "access_log")}
    assert len(told) >= 3


def test_a_reason_that_was_erased_says_so(desk: Desk, matter: Scenario) -> None:
    unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
    DataKey.objects.filter(id=Case.objects.get(number=matter.number).key_id).update(wrapped=None)
    look = AccessEntry.objects.get(kind="unmasked")
    assert "读不出来了" in page(desk("auditor"), f"/work/audit/looks/{look.id}/")


def test_there_is_no_look_of_another_number(desk: Desk) -> None:
    for number in ("0", "999999", "9" * 18, "9" * 30):
        assert desk("auditor").get(f"/work/audit/looks/{number}/").status_code == 404


def test_the_day_sheet_answers_who_did_what(desk: Desk, matter: Scenario) -> None:
    unmask(staff("clerk"), matter.number, field="answers.address", reason="上门前核对地址")
    text = page(desk("auditor"), "/work/audit/day/")
    assert matter.number in text and "受理" in text  # who acted
    assert escape("申请表“现在住在哪里”") in text or "申请表“现在住在哪里”" in text  # who looked
    assert "曹国平" in text  # who signed in: the auditor
    empty = page(desk("auditor"), "/work/audit/day/", date="2020-01-01")
    assert matter.number not in empty and "没有。" in empty


def test_administration_s_events_are_told_in_words(desk: Desk) -> None:
    text = page(desk("auditor"), "/work/audit/events/", first="2000-01-01", last=str(today()))
    assert "任命" in text and "系统" in text
    assert "任命" not in page(desk("auditor"), "/work/audit/events/", kind="catalogue", first="2000-01-01")


def test_every_event_of_administration_has_a_word() -> None:
    kinds = (
        "directory",
        "catalogue",
        "catalogue_draft",
        "catalogue_import",
        "privacy",
        "hold",
        "keys",
        "security",
    )
    types = set(LedgerEntry.objects.filter(kind__in=kinds).values_list("type", flat=True))
    assert types and types <= set(EVENTS)


class TestUnusual:
    def found(self, client: Client, rule: str, **asked: str) -> bool:
        text = page(client, "/work/audit/unusual/", **asked)
        part = text.split(f"<h2>{rule}")[1].split("</section>")[0]
        return "没有。" not in part

    def test_at_night_and_not_by_day(self, desk: Desk, matter: Scenario) -> None:
        rule = "不在上班的时候看的"
        day = time.now().replace(
            year=2026, month=11, day=24, hour=2, minute=0
        )  # ten in the morning, a Tuesday
        with time.frozen(day):
            unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        assert not self.found(desk("auditor"), rule, date="2026-11-24")
        with time.frozen(day.replace(hour=14)):
            unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        assert self.found(desk("auditor"), rule, date="2026-11-24")

    def test_many_unmaskings_within_an_hour(self, desk: Desk, matter: Scenario) -> None:
        start = time.now()
        rule = "一个小时里查看隐藏的信息很多次"
        for serial in range(19):
            with time.frozen(start + timedelta(seconds=serial)):
                unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        assert not self.found(desk("auditor"), rule)
        unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        assert self.found(desk("auditor"), rule)

    def test_a_case_that_waits_at_the_own_position_is_in_hands_and_a_delivered_one_is_not(
        self, desk: Desk
    ) -> None:
        rule = "那天不归本人办的件"
        open_one, done = Scenario(serial=408), Scenario(serial=409)
        open_one.submitted()
        with time.frozen(time.now() - timedelta(days=9)):
            done.delivered()
        unmask(staff("clerk"), open_one.number, field="applicant.number", reason="核对身份")
        assert not self.found(desk("auditor"), rule)
        unmask(staff("clerk"), done.number, field="applicant.number", reason="再看一眼")
        text = page(desk("auditor"), "/work/audit/unusual/")
        part = text.split(f"<h2>{rule}")[1].split("</section>")[0]
        assert done.number in part and open_one.number not in part

    def test_opened_case_pages_and_requests_count_as_looks_do(self, desk: Desk, matter: Scenario) -> None:
        night = time.now().replace(year=2026, month=11, day=24, hour=14)
        with time.frozen(night):
            record_access(staff("clerk"), "case", Case.objects.get(number=matter.number).id)
            record_access(staff("secadmin"), "request", "YS261124ABCDEF", subject_kind="request")
        text = page(desk("auditor"), "/work/audit/unusual/", date="2026-11-24")
        for rule, found in (
            ("不在上班的时候看的", (matter.number, "YS261124ABCDEF")),
            ("那天不归本人办的件", ("YS261124ABCDEF",)),
        ):
            part = text.split(f"<h2>{rule}")[1].split("</section>")[0]
            assert all(number in part for number in found)


def test_events_of_the_catalogue_name_the_item_by_code_and_title(desk: Desk) -> None:
    start_draft(staff("editor"), "SB-001", division="640121", idempotency_key="d")
    text = page(desk("auditor"), "/work/audit/events/", kind="catalogue")
    assert "SB-001 城乡居民基本养老保险参保登记（永宁县）" in text


class TestExports:
    def test_need_a_reason_and_keep_what_was_typed(self, desk: Desk, matter: Scenario) -> None:
        answer = desk("auditor").post("/work/audit/export/", {"reason": "查", "format": "csv"})
        assert answer.status_code == 422 and 'value="查"' in answer.content.decode()
        assert not AccessEntry.objects.filter(kind="export").exists()

    @pytest.mark.parametrize("path", ["/work/audit/export/", "/work/audit/day/export/"])
    @pytest.mark.parametrize("file_format", ["csv", "xlsx"])
    def test_carry_a_number_that_finds_them_in_the_log(
        self, desk: Desk, matter: Scenario, path: str, file_format: str
    ) -> None:
        unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        auditor = desk("auditor")
        answer = auditor.post(path, {"reason": "月度审计", "format": file_format, "date": str(today())})
        content = file_of(answer)
        if file_format == "csv":
            assert content.startswith(b"\xef\xbb\xbf")
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        else:
            sheet = load_workbook(io.BytesIO(content)).active
            cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
            assert answer["X-Export-Number"] in sheet.oddHeader.center.text
            assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        (number,) = set(re.findall(r"EX-\d{8}-[A-Z2-9]{8}", cells[0]))
        assert cells[-1] == cells[0] and "月度审计" in cells[0] and "曹国平" in cells[0]
        assert any(matter.number in cell for cell in cells)
        text = page(auditor, "/work/audit/", number=number)
        assert number in text and "导出了名单" in text
        look = AccessEntry.objects.get(kind="export")
        assert look.subject == number and look.rows and look.rows >= 1
        assert "月度审计" in page(auditor, f"/work/audit/looks/{look.id}/")

    def test_of_the_village_ledger_hold_what_the_page_shows_and_no_more(self, desk: Desk) -> None:
        matter = Scenario(channel="village_point", serial=410)
        matter.submitted()
        content = file_of(
            desk("assister").post("/work/ledger/export/", {"reason": "月底对账", "format": "csv"})
        )
        text = content.decode("utf-8-sig")
        assert matter.number in text and matter.applicant.name in text
        assert matter.applicant.number not in text and matter.applicant.phone not in text
        assert AccessEntry.objects.get(kind="export").field == "village_ledger"

    def test_are_nobody_else_s(self, desk: Desk) -> None:
        for username in ("clerk", "auditor", "approver"):
            asked = {"reason": "月底对账", "format": "csv"}
            assert desk(username).post("/work/ledger/export/", asked).status_code == 403, username
        for path in ("/work/audit/export/", "/work/audit/day/export/"):
            assert desk("clerk").post(path, {"reason": "看看", "format": "csv"}).status_code == 403
        assert not AccessEntry.objects.filter(kind="export").exists()


def test_a_quick_reason_with_words_of_one_s_own(desk: Desk, matter: Scenario) -> None:
    clerk = desk("clerk")
    asked = {"field": "applicant.number", "quick_reason": "identity", "unmask_reason": "和身份证对一遍"}
    answer = clerk.post(f"/work/cases/{matter.number}/unmask/", asked)
    assert matter.applicant.number in answer.content.decode()
    assert answer["Refresh"].startswith("60;")  # without script the server leads away again
    look = AccessEntry.objects.get(kind="unmasked")
    assert "核对身份 · 和身份证对一遍" in page(desk("auditor"), f"/work/audit/looks/{look.id}/")
    only_quick = clerk.post(
        f"/work/cases/{matter.number}/unmask/", {"field": "applicant.phone", "quick_reason": "contact"}
    )
    assert matter.applicant.phone in only_quick.content.decode()


def events_told(text: str, word: str) -> list[str]:
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in text.split("<tr>")[1:]]
    return [row for row in rows if word in row]


def test_who_was_made_approver_by_whom_and_from_when_is_read_on_the_page_even_when_it_is_over(
    desk: Desk,
) -> None:
    approver, clerk, sysadmin = staff("approver"), staff("clerk"), staff("sysadmin")
    post = Post(
        staff_id=staff("reviewer").staff_id,
        position_id=Assignment.objects.get(id=approver.assignment_id).position_id,
        role="approver",
        holder="B",
        starts=today(),
        ends=today() + timedelta(days=30),
    )
    made = assign(sysadmin, post, idempotency_key="made-approver")
    end_assignment(sysadmin, made, last_day=None, idempotency_key="ended-approver")
    text = page(desk("auditor"), "/work/audit/events/")
    name = staff("reviewer").label.partition("（")[0]
    (appointed,) = [
        row
        for row in events_told(text, str(EVENTS["appointed"]))
        if name in row and "审批人" in row and "起" in row
    ]
    ends = (today() + timedelta(days=30)).isoformat()
    assert today().isoformat() in appointed and ends in appointed and sysadmin.label in appointed
    assert Assignment.objects.get(id=made).position.name in appointed
    (ended,) = [row for row in events_told(text, str(EVENTS["assignment_ended"])) if name in row]
    assert "当时就结束" in ended
    assert f"/work/people/{post.staff_id}/" in text
    assert clerk.label not in appointed
    sheet = page(desk("auditor"), "/work/audit/day/")
    assert [row for row in events_told(sheet, str(EVENTS["appointed"])) if name in row]
    assert not re.search(r"\b(assignment|account|staff):\d", text + sheet)


def test_a_delegation_names_both_persons_and_the_items(desk: Desk) -> None:
    approver, clerk = staff("approver"), staff("clerk")
    delegate_approval(
        approver,
        staff_id=clerk.staff_id,
        items=["SB-001"],
        starts=today(),
        ends=today(),
        idempotency_key="lent",
    )
    text = page(desk("auditor"), "/work/audit/events/")
    told = events_told(text, str(EVENTS["approval_delegated"]))[0]  # the newest
    for name in (approver.label.partition("（")[0], clerk.label.partition("（")[0], "SB-001"):
        assert name in told


def test_a_two_person_act_names_what_it_is_and_both_words(desk: Desk) -> None:
    account = Account.objects.get(username="clerk")
    proposal = propose(
        staff("sysadmin"),
        "recover_account",
        {"account": account.id},
        reason="忘了密码，本人到场核对过",
        idempotency_key="recovering",
    )
    confirm_proposal(staff("secadmin"), proposal, idempotency_key="recovered")
    text = page(desk("auditor"), "/work/audit/events/")
    (told,) = events_told(text, str(EVENTS["proposal_confirmed"]))
    assert "找回账号" in told and account.staff.name in told
    assert staff("sysadmin").label in told and staff("secadmin").label in told
    (recovered,) = [row for row in events_told(text, "两人办理") if "的账号 clerk" in row]
    assert staff("sysadmin").label in recovered


def test_what_the_owner_of_an_account_did_at_the_door_is_theirs_and_not_the_program_s(desk: Desk) -> None:
    account = Account.objects.get(username="clerk")
    note(account, "second_factor_set")
    text = page(desk("auditor"), "/work/audit/events/", person=account.staff.name)
    (told,) = events_told(text, str(EVENTS["second_factor_set"]))
    assert f"本人（{account.staff.name}）" in told and "系统" not in told.replace("系统管理", "")


def test_a_citizen_who_acted_is_named_in_words(desk: Desk) -> None:
    Scenario(channel="portal", serial=411).submitted()
    text = page(desk("auditor"), "/work/audit/day/")
    assert "群众本人" in text and ">citizen<" not in text


def test_a_look_at_the_log_speaks_of_no_reason_and_one_at_a_material_says_why_there_is_none(
    desk: Desk,
) -> None:
    auditor = desk("auditor")
    page(auditor, "/work/audit/")
    scanned = Scenario(channel="portal", serial=412)
    scanned.accepted()
    material_page(staff("clerk"), scanned.number, "identity_card", 1)
    log, scan = AccessEntry.objects.filter(kind="log").latest("id"), AccessEntry.objects.get(kind="scan")
    assert "事由</dt>" not in page(auditor, f"/work/audit/looks/{log.id}/")
    assert "看材料和文书不用写事由" in page(auditor, f"/work/audit/looks/{scan.id}/")


def test_many_looks_of_one_person_at_one_case_are_one_line_with_how_often_and_when(
    desk: Desk, matter: Scenario
) -> None:
    start = time.now().replace(year=2026, month=11, day=24, hour=14, minute=0, second=0)  # ten in the evening
    for minutes in range(7):
        with time.frozen(start + timedelta(minutes=minutes)):
            unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
    auditor = desk("auditor")
    unusual = page(auditor, "/work/audit/unusual/", date="2026-11-24")
    part = unusual.split("<h2>不在上班的时候看的")[1].split("</section>")[0]
    (row,) = events_told(part, matter.number)
    assert "22:00:00–22:06:00" in row and " 7 " in row
    assert f"number={matter.number}" in part
    sheet = page(auditor, "/work/audit/day/", date="2026-11-24")
    (row,) = [one for one in events_told(sheet, matter.number) if "×7" in one]
    seen = page(auditor, "/work/could-see/", person=str(staff("clerk").staff_id), day=str(today()))
    assert "applicant.number" not in seen


def test_a_look_at_a_list_is_called_by_the_list_and_no_digest_of_its_filter(
    desk: Desk, matter: Scenario
) -> None:
    desk("assister").get("/work/ledger/")
    desk("clerk").get("/work/", {"group": "all"})
    digest = AccessEntry.objects.filter(kind="list").latest("at").field.partition(":")[2]
    text = page(desk("auditor"), "/work/audit/")
    assert digest and digest not in text
    assert "办件列表" in text
