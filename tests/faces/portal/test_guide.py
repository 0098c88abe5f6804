"""The guide in one's own situation: what to bring follows the answers, and the answers go along into the application."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tongban.catalogue.commands import publish_override, publish_version
from tongban.catalogue.queries import content_of, current, editions
from tongban.catalogue.search import offered
from tongban.kernel import time
from tongban.kernel.actors import System
from tongban.site import demo

CERTIFICATE = "/items/MZ-005/"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    """Instead of the one item of the other checks."""
    demo.load(items=["JS-001", "JS-091", "MZ-001", "MZ-005", "MZ-008"])


def material(page: str, name: str) -> str:
    """The row of one material: its opening tag tells whether it is hidden."""
    rows = re.findall(r"<li[^>]*data-counted[^>]*>.*?</li>\s*(?=<li|</ul>)", page, re.S)
    return next(row for row in rows if f'row-name">{name}<' in row)


def hidden(row: str) -> bool:
    return " hidden" in row.split(">", 1)[0]


def publish(code: str, change: dict[str, Any], starts: date) -> None:
    content = content_of(current(code, "640000").version_id)
    content.update(change)
    publish_version(
        System("setup"),
        content,
        effective_from=starts,
        reason="试一试新版",
        idempotency_key=f"{code}-{starts}",
    )


def test_the_situation_decides_what_to_bring(client: Client) -> None:
    first = client.get(CERTIFICATE, {"s_matter": "first"}).content.decode()
    renew = client.get(CERTIFICATE, {"s_matter": "renew"}).content.decode()
    assert not hidden(material(first, "两寸白底彩色照片"))
    assert hidden(material(first, "原来的残疾人证"))
    assert not hidden(material(renew, "原来的残疾人证"))


def test_what_is_not_decided_yet_is_told_as_a_condition(client: Client) -> None:
    page = client.get(CERTIFICATE).content.decode()
    row = material(page, "原来的残疾人证")
    assert not hidden(row)
    assert "只有这种情形才要" in row
    assert re.search(r"<dd data-count[^>]*>2 到 \d 样", page)


def test_a_question_that_the_answers_rule_out_is_not_asked(client: Client) -> None:
    asked = r"<fieldset[^>]*data-if[^>]*?(hidden)?>\s*<legend>本人能去医院评残吗"
    for matter, gone in (("renew", True), ("first", False)):
        page = client.get(CERTIFICATE, {"s_matter": matter}).content.decode()
        shown = re.search(asked, page)
        assert shown is not None
        assert (shown.group(1) == "hidden") is gone


@pytest.mark.parametrize("told", [{"s_matter": "x"}, {"s_other": "yes"}, {"s_matter": "'\"><script>"}])
def test_an_unknown_answer_is_left_open(client: Client, told: dict[str, str]) -> None:
    answer = client.get(CERTIFICATE, told)
    assert answer.status_code == 200
    assert "checked" not in answer.content.decode()


def test_the_situation_goes_along_into_the_application(client: Client) -> None:
    page = client.get(CERTIFICATE, {"s_matter": "renew"}).content.decode()
    assert '<input type="hidden" name="s_matter" value="renew">' in page
    client.post("/apply/MZ-005/", {"s_matter": "renew", "s_guardian_needed": "no", "s_unknown": "x"})
    shown = client.get("/apply/MZ-005/q-matter/").content.decode()
    assert re.search(r'value="renew" checked', shown)


def test_the_first_part_answers_the_five_questions(client: Client) -> None:
    page = client.get("/items/MZ-001/").content.decode()
    glance = page[page.index("at-a-glance") : page.index("</dl>")]
    for asked in ("带几样材料", "多久办好", "收多少钱", "要跑几次", "在哪里办"):
        assert asked in glance


def test_statutory_words_and_unconfirmed_marks_are_one_tap_away(client: Client) -> None:
    page = client.get("/items/MZ-001/").content.decode()
    law = page[page.index("办理依据") :]
    assert "《社会救助暂行办法》" in law
    assert law.count("条文待核对") == 1  # its texts were read, all but the yearly look's
    for code in ("JS-001", "MZ-008"):
        assert "条文待核对" in client.get(f"/items/{code}/").content.decode()


def test_a_closed_item_says_since_when_and_why_and_takes_nothing(client: Client) -> None:
    page = client.get("/items/JS-091/").content.decode()
    assert "2021年8月19日" in page
    assert "以后停办" in page
    assert "在线办理" not in page
    assert "at-a-glance" not in page
    assert "已于2021年8月19日(周四)停办" in "".join(page.split())
    assert "第1版" not in "".join(page.split())


def test_applying_for_a_closed_item_says_that_it_has_ended_and_why(client: Client) -> None:
    answer = client.get("/apply/JS-091/")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "已经停办" in page
    assert "可以生三个孩子" in page
    assert "请到窗口或找代办员" not in page


def test_sheets_are_offered(client: Client) -> None:
    page = client.get("/items/MZ-001/").content.decode()
    for kind in ("notice", "wall", "booklet"):
        assert f"/items/MZ-001/sheets/{kind}.pdf" in page


def test_the_village_s_part_is_said_plainly(client: Client) -> None:
    assert "替您交材料" in client.get("/items/MZ-001/").content.decode()
    assert "申请要您自己提" in client.get("/items/MZ-008/").content.decode()


def test_a_coming_edition_can_be_seen_before_and_is_marked(client: Client) -> None:
    tomorrow = time.today() + timedelta(days=1)
    publish("JS-001", {"visits": 0, "summary": {"zh": "全新的说明", "en": "All new"}}, tomorrow)
    now = client.get("/items/JS-001/").content.decode()
    assert "全新的说明" not in now
    link = re.search(r"/items/JS-001/editions/(\d+)/", now)
    assert link is not None
    preview = client.get(link.group()).content.decode()
    assert "全新的说明" in preview
    assert "还没生效" in preview
    assert "在线办理" not in preview


def test_editions_tell_when_and_why(client: Client) -> None:
    publish("JS-001", {"summary": {"zh": "全新的说明", "en": "All new"}}, time.today() + timedelta(days=1))
    page = client.get("/items/JS-001/editions/").content.decode()
    assert "试一试新版" in page
    assert "正在用" in page
    assert "还没生效" in page


def test_two_editions_are_compared_in_plain_words(client: Client) -> None:
    changed = content_of(current("JS-001", "640000").version_id)
    changed["materials"][0]["copies"] = 3
    changed["questions"] = changed["questions"][:-1]
    starts = time.today() + timedelta(days=1)
    publish(
        "JS-001",
        {"materials": changed["materials"], "summary": {"zh": "全新的说明", "en": "All new"}},
        starts,
    )
    newest, before = editions("JS-001")[:2]
    page = client.get(
        f"/items/JS-001/compare/?from={before.version_id}&to={newest.version_id}"
    ).content.decode()
    words = re.sub(r"<[^>]+>", " ", page)
    assert re.search(r"申请材料\s+›\s+\S+\s+›\s+份数", words)
    assert "全新的说明" in words
    assert "summary" not in words


@pytest.mark.parametrize("query", ["", "?from=x&to=y", "?from=999999&to=1"])
def test_an_odd_comparison_shows_the_newest(client: Client, query: str) -> None:
    assert client.get(f"/items/JS-001/compare/{query}").status_code == 200


def test_another_item_s_edition_is_not_shown_under_this_one(client: Client) -> None:
    other = current("MZ-001").version_id
    assert client.get(f"/items/JS-001/editions/{other}/").status_code == 404
    assert client.get("/items/JS-001/editions/99999999/").status_code == 404


def test_a_guide_in_english_reads_no_chinese_titles(client: Client) -> None:
    page = client.get(CERTIFICATE, headers={"accept-language": "en"}).content.decode()
    assert "First, your situation" in page
    assert "要准备什么" not in page


def test_every_shipped_guide_is_light_and_whole(client: Client) -> None:
    demo.load()
    for line in offered():
        answer = client.get(f"/items/{line.code}/")
        assert answer.status_code == 200, line.code
        assert len(answer.content) <= 30 * 1024, line.code
        assert "{{" not in answer.content.decode(), line.code


@pytest.mark.django_db
def test_what_a_place_changes_is_told_with_whose_it_is_and_why() -> None:
    demo.load(items=["SB-002"])
    why = {"zh": "本乡办得快。", "en": "We are quicker here."}
    promised = content_of(current("SB-002").version_id)["limits"]["promised"]["days"]
    publish_override(
        System("setup"),
        "640121",
        {
            "item": "SB-002",
            "taken": True,
            "changes": [
                {"at": "limits.promised.days", "op": "set", "value": promised - 1, "why": why},
                {"at": "faq", "op": "append", "value": {"question": why, "answer": why}, "why": why},
            ],
        },
        effective_from=time.today(),
        reason="县里的承诺",
        idempotency_key="county",
    )
    page = Client().get("/items/SB-002/editions/").content.decode()
    assert "永宁县：本乡办得快。" in page
    assert f"<del>{promised}</del> → <ins>{promised - 1}</ins>" in page
    assert page.count("新加") == 2  # this question, and what the township added before
