"""The steps as pages, over the demonstration's own matters: read by somebody who reads no Chinese, and what they open."""

import pytest
from django.test import Client
from tests.faces.english_pages import Reader
from tests.signing_in import sign_in

from tongban.cases.models import Case
from tongban.cases.queries import case_for, public_notices
from tongban.catalogue.queries import current
from tongban.kernel.models import AccessEntry
from tongban.site import demo
from tongban.site.demo.places import TOWNSHIP
from tongban.site.demo.steps import FINDING, OBJECTION, load_steps
from tongban.site.scenario import staff
from tongban.site.step_records import FINDINGS, MINUTES, PLACES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("chinese_outside_requests")]
ITEMS = ("MZ-001", "MZ-002", "SB-007")
WORDS = (
    *("经审核，符合条件，材料属实。", FINDING, OBJECTION, FINDINGS, MINUTES, *PLACES),
    *("未留名", "申请人家里（演示）", "村委会会议室（演示）", "组长"),
)


@pytest.fixture
def matters(db: None) -> dict[str, Case]:
    """The household whose notice hangs, the card that waits elsewhere, the visit still to be made."""
    demo.load(items=list(ITEMS))
    load_steps()
    found = Case.objects.filter(item_version__item__code__in=ITEMS)
    return {case.item_version.item.code: case for case in found.select_related("item_version__item")}


def reader_at(username: str) -> Reader:
    client = Client()
    sign_in(client, username)
    reader = Reader(*WORDS, client=client)
    for code in ITEMS:
        reader.data |= set(current(code, TOWNSHIP).definition.sample.answers.values())
        reader.data |= {"马志强", "马小雨", "儿子", "孙女"}
    return reader


def names_of(matters: dict[str, Case], reader: Reader) -> None:
    """People's names are not translated."""
    for case in matters.values():
        reader.data.add(case_for(staff("approver"), case.number).applicant.name)


def test_the_pages_of_steps_are_in_english(matters: dict[str, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    household, visit = matters["MZ-001"].number, matters["MZ-002"].number
    reader = reader_at("reviewer-mz")
    names_of(matters, reader)
    page = reader.get(f"/work/cases/{household}/").content.decode()
    assert "Round 2" in page and "Answer: the objection does not stand." in page
    for act in ("post_public_notice", "answer_objection", "return_step", "give_opinion"):
        reader.get(f"/work/cases/{household}/acts/{act}/")
    once = {
        "expected_version": str(matters["MZ-002"].version),
        "idempotency_key": "k",
        "record_kind": "visit",
    }
    once["step_code"] = "household_survey"
    refused = reader.post(f"/work/cases/{visit}/acts/give_opinion/", once, 422).content.decode()
    assert "Two officers must go" in refused
    clerk = reader_at("clerk-mz")
    names_of(matters, clerk)
    clerk.get(f"/work/cases/{household}/acts/record_objection/")
    hung = Reader(*WORDS).get("/notices/").content.decode()
    assert "3 people" in hung and household not in hung
    monkeypatch.setattr(public_notices, "PER_PAGE", 1)
    place = Case.objects.get(number=household).body.code
    first = public_notices.hanging_notices(place)
    assert (first.place, first.page, len(first.notices)) == (place, 1, 1) and first.pages == first.count
    assert public_notices.hanging_notices("nowhere", 99).page == public_notices.hanging_notices().pages


def test_what_is_copied_elsewhere_is_opened_once_for_all_on_record(matters: dict[str, Case]) -> None:
    card = matters["SB-007"].number
    reader = reader_at("reviewer")
    names_of(matters, reader)
    assert card in reader.get("/work/external/").content.decode()
    address = f"/work/cases/{card}/acts/complete_external_step/"
    closed = reader.get(address).content.decode()
    number = "640121197202010003"
    assert number not in closed
    opened = reader.post(f"/work/cases/{card}/external/", {"external_number": "K7"}, 200).content.decode()
    assert f'data-copy="{number}"' in opened and 'value="K7"' in opened  # what was typed stays
    assert f'action="{address}"' in opened
    assert AccessEntry.objects.filter(kind="unmasked", field="external.system_entry").count() == 1
    stranger = reader_at("reviewer-mz")
    assert stranger.client.post(f"/work/cases/{card}/external/").status_code in (403, 404)


def test_the_notice_is_printed_in_chinese_and_masked(matters: dict[str, Case]) -> None:
    client = Client()
    sign_in(client, "clerk-mz")
    sheet = client.get(f"/work/cases/{matters['MZ-001'].number}/notice/").content.decode()
    assert "公 示" in sheet and "**" in sheet and "许旺村" in sheet and "0951-8010010" in sheet
    assert client.get(f"/work/cases/{matters['MZ-002'].number}/notice/").status_code == 404
