"""The acts of the clock at the desk and on the phone: offered where they make sense, said in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.test import Client
from tests.faces.english_pages import Reader
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.queries import case_for
from tongban.kernel.time import SHANGHAI, frozen
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario_of_item import ItemScenario

MONDAY = date(2026, 9, 14)
REASON = "老房子靠山，要请有资质的单位看地基稳不稳。"


@pytest.fixture(autouse=True)
def licence(county: None) -> None:
    demo.load(items=["NJ-001"])


@contextmanager
def on(day: date) -> Iterator[None]:
    with frozen(datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI)):
        yield


def act(client: Client, matter: ItemScenario, name: str, **values: str):
    address = f"/work/cases/{matter.number}/acts/{name}/"
    return client.post(address, fields(client.get(address), "act-form") | values)


def test_a_procedure_and_an_extension_go_through_the_pages(desk) -> None:
    matter = ItemScenario()
    with on(MONDAY):
        matter.accepted()
        head = desk("approver")
        page = head.get(f"/work/cases/{matter.number}/").content.decode()
        assert "/acts/start_special_procedure/" in page and "/acts/end_special_procedure/" not in page
        refused = act(head, matter, "start_special_procedure", days="0", reason="短")
        assert refused.status_code == 422
        told = refused.content.decode()
        assert "没有写明这一项不计时的依据" not in told and "写得太短了" in told
        assert "做哪一项：" in told and "要多少天：" in told and "为什么要做：" in told
        preview = head.post(
            f"/work/cases/{matter.number}/preview/start_special_procedure/",
            {"kind": "appraisal", "days": "3", "unit": "working", "reason": REASON},
        )
        assert preview.content.decode().count("data:image/jpeg") == 1
        begun = act(
            head, matter, "start_special_procedure", kind="appraisal", days="3", unit="working", reason=REASON
        )
        assert begun.status_code == 302
        page = head.get(f"/work/cases/{matter.number}/").content.decode()
        assert "正在做" in page and REASON in page and "还有一项不计时环节没有结束" in page
        assert "这一步最迟" in page  # the open step's own limit
    with on(date(2026, 9, 21)):  # the days told were over on the 17th
        page = head.get(f"/work/cases/{matter.number}/").content.decode()
        assert "告知的天数已经用完，时间接着算" in page
        assert act(head, matter, "end_special_procedure", result="地基稳固").status_code == 302
        assert act(head, matter, "extend", reason="邻居对界线有不同意见，要再量一次。").status_code == 302
        page = head.get(f"/work/cases/{matter.number}/").content.decode()
        assert "延期不改变承诺" in page and "已经延长过一次，不能再延" in page
        kinds = set(Paper.objects.values_list("kind", flat=True))
        assert {"special_procedure_notice", "extension_notice"} <= kinds
        reader = Reader(
            REASON, "地基稳固", "邻居对界线有不同意见，要再量一次。", matter.applicant.name, client=head
        )
        reader.data |= {"许旺村三组，东边村道，西边王家，南边水渠，北边空地", "妻子", "儿子"}
        reader.get(f"/work/cases/{matter.number}/")
    with on(date(2026, 10, 23)):  # what was promised is over
        phone = Client()
        found = phone.post(
            "/track/", {"number": matter.number, "by": "query_code", "query_code": matter.query_code}
        )
        page = phone.get(found.url).content.decode() if found.status_code == 302 else found.content.decode()
        assert "没有做到，向您道歉" in page


def test_the_forms_of_the_clock_are_in_english_too(desk) -> None:
    matter = ItemScenario()
    with on(MONDAY):
        matter.accepted()
        reader = Reader(matter.applicant.name, client=desk("approver"))
        for name in ("start_special_procedure", "extend", "terminate"):
            address = f"/work/cases/{matter.number}/acts/{name}/"
            form = fields(reader.get(address), "act-form")
            reader.post(address, form | {"reason": ""}, 422)
        matter.procedure_begun()
        form = fields(reader.get(f"/work/cases/{matter.number}/acts/end_special_procedure/"), "act-form")
        reader.post(f"/work/cases/{matter.number}/acts/end_special_procedure/", form | {"result": ""}, 422)


def test_a_matter_is_ended_with_its_paper_and_filed_where_nobody_is_left(desk) -> None:
    matter = ItemScenario()
    with on(MONDAY):
        matter.submitted()
        clerk = desk("clerk-nj")
        ended = act(
            clerk,
            matter,
            "terminate",
            ground="applicant_died",
            reason="申请人于2026年9月10日去世，家属拿来了证明。",
            basis="《中华人民共和国民法典》第十三条",
            nobody="yes",
        )
        assert ended.status_code == 302
        view = case_for(matter.clerk, matter.number)
        assert (view.outcome, view.status) == ("terminated", "concluded")
        assert "deliver" not in {option.act for option in view.acts}
        page = clerk.get(f"/work/cases/{matter.number}/").content.decode()
        assert "终止办理决定书" in page


def test_who_applies_on_a_friday_evening_is_told_from_which_day_it_counts() -> None:
    demo.load(items=["NJ-005"])
    matter = ItemScenario("NJ-005", "portal", 5)
    with frozen(datetime(2026, 11, 27, 21, 0, tzinfo=SHANGHAI)):
        matter.submitted()
        phone = Client()
        asked = {"number": matter.number, "by": "query_code", "query_code": matter.query_code}
        page = phone.get(phone.post("/track/", asked).url).content.decode()
        assert "按当地规定，从 2026年11月30日(周一) 算起" in page
        assert case_for(matter.clerk, matter.number).receipt.reason == "after_hours"
