"""The delivery register, the ledger of fees and the promises of service as pages: by HTTP, and in English."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from openpyxl import load_workbook
from tests.cases.test_fees import CARD, act, charged, paid
from tests.faces.english_pages import Reader

from tongban.cases import commands
from tongban.cases.models import CaseFee
from tongban.cases.queries import case_for
from tongban.directory.queries import assisters_behind
from tongban.kernel.time import frozen, now, today
from tongban.site.scenario import Scenario, staff

Desk = Callable[[str], Client]
REASON = "申请人只要一张，多登记了一张，退还。"


def post(desk: Client, number: str, name: str, **values: object) -> None:
    once = {
        "expected_version": case_for(staff("approver"), number).version,
        "idempotency_key": uuid4().hex,
    }
    answer = desk.post(f"/work/cases/{number}/acts/{name}/", {**once, **values})
    assert answer.status_code == 302, answer.content.decode()


def test_a_result_goes_through_the_register_to_the_point_and_back(desk: Desk) -> None:
    matter = Scenario(serial=4)
    matter.decided()
    clerk, number = desk("clerk"), matter.number
    page = clerk.get("/work/register/").content.decode()
    assert matter.applicant.name in page and f"/work/cases/{number}/acts/take_out_result/" in page
    assert "赵桂兰" in clerk.get(f"/work/cases/{number}/acts/take_out_result/").content.decode()
    taker = next(one for one in assisters_behind(staff("clerk").site_id) if one.name == "赵桂兰")
    post(clerk, number, "take_out_result", assister=taker.assignment_id, signed="赵桂兰", agreed="yes")
    assert "赵桂兰" in clerk.get("/work/register/?group=assister").content.decode()
    assert matter.applicant.name in desk("assister").get("/work/register/?group=assister").content.decode()
    post(clerk, number, "bring_back_result", note="家里没人")
    found = clerk.get(f"/work/register/?search={number}").content.decode()
    assert "在窗口" in found


def test_several_are_ticked_and_given_to_one_assister(desk: Desk) -> None:
    matters = [Scenario(serial=serial) for serial in (4, 5)]
    for matter in matters:
        matter.decided()
    clerk = desk("clerk")
    page = clerk.get("/work/register/").content.decode()
    assert page.count('form="together" name="chosen"') == 2
    asked = {"idempotency_key": "k", "group": "window", "assister": "", "signed": "赵桂兰"}
    refused = clerk.post("/work/register/together/", asked)
    assert refused.status_code == 422 and "请先勾选要登记的件" in refused.content.decode()
    ticks = re.findall(r'name="chosen" value="([^"]+)"', page)
    taker = next(one for one in assisters_behind(staff("clerk").site_id) if one.name == "赵桂兰")
    asked |= {"chosen": ticks, "assister": str(taker.assignment_id)}
    told = clerk.post("/work/register/together/", asked).content.decode()
    assert "选了 2 件，登记了 0 件" in told and told.count("同意") >= 2  # nobody asked the applicants
    told = clerk.post("/work/register/together/", {**asked, "idempotency_key": "k2", "agreed": "yes"})
    assert "选了 2 件，登记了 2 件" in told.content.decode()


def test_the_register_leaves_as_a_file_with_a_reason_only(desk: Desk) -> None:
    matter = Scenario(serial=4)
    matter.decided()
    clerk = desk("clerk")
    asked = {"group": "window", "format": "xlsx"}
    assert clerk.post("/work/register/export/", asked).status_code == 422
    answer = clerk.post("/work/register/export/", {**asked, "reason": "月底核对出件"})
    assert answer["X-Export-Number"].startswith("EX-")
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[2][0] == matter.number and "月底核对出件" in rows[0][0]
    assert desk("reviewer").post("/work/register/export/", {**asked, "reason": "看看出件"}).status_code == 403


def test_who_has_no_phone_is_ticked_off_once_told(desk: Desk) -> None:
    with frozen(now() - timedelta(days=8)):
        matter = Scenario(serial=4, phone=False)
        matter.decided()
    clerk = desk("clerk")
    assert "没有电话，请代办员告知" in clerk.get("/work/register/").content.decode()
    told = clerk.post(
        f"/work/register/{matter.number}/told/", {"idempotency_key": "k", "group": "window"}, follow=True
    ).content.decode()
    assert "没有电话，请代办员告知" not in told and "当面告知过" in told


def test_a_fee_is_recorded_and_given_back_by_forms_and_stands_in_the_ledger(desk: Desk) -> None:
    number = charged().submitted().number
    clerk = desk("clerk")
    form = f"/work/cases/{number}/acts/record_fee/"
    assert "检查用的卡" in clerk.get(form).content.decode()
    wrong = clerk.post(
        form,
        {
            "line": "pension_contribution",
            "receipt": "1",
            "paid_on": "",
            "expected_version": "1",
            "idempotency_key": "w",
        },
    ).content.decode()
    assert "养老保险费、医疗保险费是参保人自己的缴费" in wrong
    receipt = "640101260000000001"
    post(clerk, number, "record_fee", line="enrolment_card", receipt=receipt, paid_on=today().isoformat())
    assert receipt in clerk.get("/work/fees/").content.decode()
    fee = CaseFee.objects.get()
    post(clerk, number, "reverse_fee", fee=fee.id, reason=REASON)
    ledger = desk("approver").get("/work/fees/").content.decode()
    assert "-16.50" in ledger and "冲销" in ledger
    sent = desk("approver").post("/work/fees/export/", {"reason": "月底对账", "format": "csv"})
    assert "-16.50" in b"".join(sent.streaming_content).decode()
    for address in ("?month=2026-13", "?month=x", "?month=1800-01"):
        assert clerk.get(f"/work/fees/{address}").status_code == 200
    assert desk("assister").get("/work/fees/").status_code == 403


def test_promises_and_sessions_are_published_and_their_keeping_too(desk: Desk) -> None:
    head, day = desk("approver"), today() + timedelta(days=1)
    page = "/work/service/"
    head.post(
        page,
        {
            "act": "promise",
            "body": "SL",
            "text": "十分钟以内有人接待",
            "starts": today().isoformat(),
            "idempotency_key": "a",
        },
    )
    session = {"act": "session", "site": "SL", "kind": "evening", "opens": "18:00", "closes": "20:00"}
    assert head.post(page, {**session, "day": day.isoformat(), "idempotency_key": "b"}).status_code == 302
    assert head.post(page, {**session, "day": day.isoformat(), "opens": "x"}).status_code == 422
    public = Client().get("/places/SL/").content.decode()
    assert "十分钟以内有人接待" in public and "18:00" in public
    with frozen(now() + timedelta(days=1)):
        clerk = desk("clerk")
        shown = clerk.get(page).content.decode()
        assert 'name="served"' in shown and "公布一条承诺" not in shown
        of = shown.partition('name="of" value="')[2].partition('"')[0]
        said = {"act": "record", "of": of, "held": "yes", "served": "9", "idempotency_key": "c"}
        assert clerk.post(page, said).status_code == 302
        assert "办了 9 人" in Client().get("/places/SL/").content.decode()
    assert Client().get("/places/NONE/").status_code == 404
    assert desk("assister").get(page).status_code == 403


def test_all_of_it_is_in_english(desk: Desk) -> None:
    matter, fee = Scenario(serial=4), charged(serial=6)
    with frozen(now() - timedelta(days=40)):
        matter.decided()
        quiet = Scenario(serial=5, phone=False)
        quiet.decided()
    number = fee.submitted().number
    paid(number)
    reader = Reader(client=desk("clerk"))
    reader.data |= {matter.applicant.name, quiet.applicant.name, fee.applicant.name, REASON, "检查用"}
    reader.data |= {"经审核，材料齐全，符合参保条件。"}  # the reviewer's own words
    reader.data |= {CARD["channel"]["zh"], "演示承诺"}
    for address in ("", "?group=county", "?group=assister", "?group=out", "?search=zzz"):
        reader.get(f"/work/register/{address}")
    reader.get(f"/work/register/?search={matter.number}")
    reader.post("/work/register/export/", {"group": "window"}, 422)
    together = {"idempotency_key": "e", "group": "window", "assister": "0", "signed": "?", "chosen": "X.1"}
    reader.post("/work/register/together/", together, 422)
    reader.post("/work/register/together/", {**together, "group": "county", "chosen": f"{number}.1"}, 200)
    reader.post("/work/fees/export/", {}, 422)
    for name in ("take_out_result", "receive_result", "bring_back_result", "deliver"):
        reader.get(f"/work/cases/{matter.number}/acts/{name}/")
    for name in ("record_fee", "reverse_fee"):
        reader.get(f"/work/cases/{number}/acts/{name}/")
        reader.post(f"/work/cases/{number}/acts/{name}/", {"expected_version": "2"}, 422)
    act(commands.reverse_fee, staff("clerk"), number, fee=str(CaseFee.objects.get().id), reason=REASON)
    for address in (
        "/work/fees/",
        f"/work/cases/{number}/",
        "/work/service/",
        f"/work/cases/{matter.number}/",
    ):
        reader.get(address)
    code = {"number": number, "by": "query_code", "query_code": fee.query_code}
    reader.get(reader.post("/track/", code).url)
    head = Reader(client=desk("approver"))
    head.data |= {"演示承诺"}
    page, day = "/work/service/", today().isoformat()
    head.post(page, {"act": "promise", "body": "SL"}, 422)
    said = {"act": "promise", "body": "SL", "text": "演示承诺", "text_en": "A promise", "starts": day}
    head.post(page, {**said, "idempotency_key": "p"})
    session = {
        "act": "session",
        "site": "SL",
        "kind": "noon",
        "opens": "12:00",
        "closes": "13:00",
        "day": day,
    }
    head.post(page, {**session, "idempotency_key": "s"})
    head.post(page, {**session, "idempotency_key": "t"}, 422)
    head.get(page)
    reader.get(page)
    reader.get("/places/SL/")
