"""The longest matter of the catalogue, by the requests that browsers send: a household's low-income allowance with a
visit, a review, a notice that somebody objects to, the new inquiry and notice, the county, and the delivery."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.catalogue.matters import Desks, Matter, over_the_counter, record_fields
from tests.catalogue.walking import HOLDERS, answers_for, situations

from tongban.cases.models import Case, CaseStep
from tongban.catalogue.queries import current
from tongban.kernel import time
from tongban.kernel.models import Message
from tongban.kernel.time import SHANGHAI
from tongban.kernel.verify import verify
from tongban.site.scenario import person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TOWNSHIP = "640121200000"
CLERK, HEAD = "clerk-mz", "county-mz-head"
TOWN, COUNTY = HOLDERS["civil_affairs", "reviewer"], HOLDERS["county_civil_affairs", "county_reviewer"]
SAID = {"agrees": "yes", "opinion": "经核实，符合条件。"}
INQUIRY = ("household_survey", "means_check", "democratic_review", "first_opinion")
OBJECTION = {
    "objector": "周老四",
    "contact": "19900009999",
    "about": "他家儿子在银川买了一辆新货车，没有报上去。",
}
FINDING = "到车管所查过，货车是儿子分户以后自己买的，不是这一户的，已经当面答复。"


@contextmanager
def on(day: date) -> Iterator[None]:
    with time.frozen(datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI)):
        yield


class LowIncome(Matter):
    """One household on its way."""

    def step(self, code: str) -> CaseStep:
        return Case.objects.get(number=self.number).steps.get(code=code)

    def page(self, username: str) -> str:
        return self.desks[username].get(f"/work/cases/{self.number}/").content.decode()

    def refused(self, username: str, act: str, **values: object) -> str:
        once = {"expected_version": str(self.version), "idempotency_key": f"no-{act}-{self.version}"}
        answer = self.desks[username].post(f"/work/cases/{self.number}/acts/{act}/", {**once, **values})
        assert answer.status_code == 422, answer.status_code
        return answer.content.decode()

    def inquired(self) -> None:
        """Every step before the notice, each with its record."""
        kinds = {step.code: step.kind for step in self.item.steps}
        for code in INQUIRY:
            desk = COUNTY if code == "means_check" else TOWN
            self.act(desk, "give_opinion", step_code=code, **SAID, **record_fields(kinds[code], staff(desk)))

    def posted(self, first: date) -> date:
        self.act(TOWN, "post_public_notice", places="许旺村村务公开栏", hung_first=first.isoformat())
        last = self.step("village_notice").posted_last
        assert last is not None
        return last


@pytest.fixture
def matter(whole_county: None) -> Iterator[LowIncome]:
    desks, item = Desks(), current("MZ-001", TOWNSHIP).definition
    with on(date(2026, 11, 24)):
        answers = answers_for(item, situations(item)[0])
        number = over_the_counter(desks, item, answers, 1)
        made = LowIncome(desks, item, answers, "window", number)
        needed = Case.objects.get(number=number).materials.exclude(form="").values_list("code", flat=True)
        made.signed(CLERK)
        made.act(CLERK, "accept", **{f"verdict.{code}": "ok" for code in needed})
        yield made


def test_a_visit_without_its_record_is_refused_with_every_fault_and_what_was_typed_stays(
    matter: LowIncome,
) -> None:
    typed = {"record_kind": "visit", "visit_day": "2026-11-31", "findings": "符合条件", "opinion": ""}
    page = matter.refused(TOWN, "give_opinion", step_code="household_survey", **typed)
    for field in ("visit_day", "visit_place", "second_officer", "findings", "agrees"):
        assert f'id="fault-{field}"' in page, field
    assert ">符合条件</textarea>" in page
    assert "何秀梅" in page  # a colleague of the same office, to choose from
    for nobody in ("approver", "editor"):  # who decides on what was found, and who looks into nothing
        assert staff(nobody).label not in page
    assert matter.refused(TOWN, "give_opinion", step_code="household_survey", **SAID).count("要先登记记录")


def test_a_vote_that_was_lost_cannot_be_agreed_with(matter: LowIncome) -> None:
    for code in INQUIRY[:2]:
        desk = COUNTY if code == "means_check" else TOWN
        kind = "two_officer_verification" if code == "household_survey" else ""
        matter.act(desk, "give_opinion", step_code=code, **SAID, **record_fields(kind, staff(desk)))
    meeting = record_fields("democratic_review", staff(TOWN)) | {"in_favour": 4, "against": 5}
    page = matter.refused(TOWN, "give_opinion", step_code="democratic_review", **SAID, **meeting)
    assert "表决没有通过" in page


def test_low_income_from_application_to_delivery_with_an_objection(matter: LowIncome) -> None:
    public = Client()
    assert "许旺村" not in public.get("/notices/").content.decode()
    matter.inquired()
    page = matter.page(COUNTY)
    assert "会议" in page and "同意 8，反对 1，弃权 0" in page  # the county reads what the township did
    last = matter.posted(date(2026, 11, 24))
    assert last == date(2026, 12, 1)
    hung = public.get("/notices/").content.decode()
    name = person(1).name
    assert f"{name[0]}**" in hung and "许旺村" in hung and "3 口人" in hung
    assert name not in hung and matter.number not in hung
    assert "拟同意" in hung
    sheet = matter.desks[TOWN].get(f"/work/cases/{matter.number}/notice/").content.decode()
    assert "2026年12月1日" in sheet and "拟同意" in sheet
    assert f"{name[0]}**" in sheet and "马志强" not in sheet
    assert "公示还没有到期" in matter.refused(TOWN, "give_opinion", step_code="village_notice", **SAID)

    with on(date(2026, 11, 26)):  # a neighbour comes to the counter
        matter.act(CLERK, "record_objection", **OBJECTION)
        assert (
            "许旺村" not in public.get("/notices/").content.decode()
        )  # what is being looked into hangs no more
        assert [matter.step(code).state for code in INQUIRY] == ["open", "open", "waiting", "waiting"]
        assert "重新调查" in matter.refused(TOWN, "answer_objection", upheld="no", finding=FINDING)
        first_visit = record_fields("two_officer_verification", staff(TOWN)) | {"visit_day": "2026-11-24"}
        again = matter.refused(TOWN, "give_opinion", step_code="household_survey", **SAID, **first_visit)
        assert "以前的那一次不能用" in again
        assert "周老四" not in matter.page(COUNTY) and "周**" in matter.page(COUNTY)
        assert "周老四" in matter.page(TOWN)

    with on(date(2026, 11, 30)):
        matter.inquired()
        early = matter.refused(TOWN, "post_public_notice", places="许旺村", hung_first="2026-11-30")
        assert "还有异议没有答复" in early
        form = matter.desks[TOWN].get(f"/work/cases/{matter.number}/acts/answer_objection/").content.decode()
        [objection] = re.findall(r'name="objection" value="([^"]+)"', form)
        matter.act(
            TOWN, "answer_objection", objection=objection, upheld="no", finding=FINDING, told_how="phone"
        )
        last = matter.posted(date(2026, 11, 30))
        assert last == date(2026, 12, 7)
        assert "第 2 次办" in matter.page(COUNTY)

    with on(last + timedelta(days=1)):
        assert "许旺村" not in public.get("/notices/").content.decode()  # the last day is over
        matter.act(TOWN, "give_opinion", step_code="village_notice", **SAID)
        late = matter.refused(CLERK, "record_objection", **OBJECTION, made_on=f"{last + timedelta(days=1)}")
        assert "不算公示期内的异议" in late
        outside = Client()
        outside.post("/track/", {"number": matter.number, "phone": person(1).phone})
        story = outside.get(f"/track/{matter.number}/").content.decode()
        assert "一个审查环节办完了：两人入户调查" in story  # which one
        matter.act(COUNTY, "give_opinion", step_code="county_check", **SAID)
        matter.act(HEAD, "decide", granted="yes", reason="", basis="")
        matter.delivered(CLERK)

    case = Case.objects.get(number=matter.number)
    assert (case.status, case.outcome) == ("delivered", "granted")
    assert verify().holds


def test_an_objection_of_the_last_day_is_heard_though_the_step_was_closed(matter: LowIncome) -> None:
    matter.inquired()
    last = matter.posted(date(2026, 11, 24))
    with on(last + timedelta(days=1)):
        matter.act(TOWN, "give_opinion", step_code="village_notice", **SAID)
        matter.act(CLERK, "record_objection", **OBJECTION, made_on=last.isoformat())
        assert [
            matter.step(code).state for code in ("household_survey", "village_notice", "county_check")
        ] == [*("open", "waiting", "waiting")]
        assert "答复" in matter.page(TOWN)
    assert verify().holds


def test_the_head_sends_back_before_deciding_and_only_the_house_reads_why(matter: LowIncome) -> None:
    matter.inquired()
    last = matter.posted(date(2026, 11, 24))
    with on(last + timedelta(days=1)):
        matter.act(TOWN, "give_opinion", step_code="village_notice", **SAID)
        sent, due = Message.objects.count(), Case.objects.get(number=matter.number).statutory_due
        reason = "收入核对是上个月的，儿子十一月换了工作，请重新核对。"
        matter.act(COUNTY, "return_step", to="first_opinion", reason=reason)
        assert [matter.step(code).state for code in ("first_opinion", "village_notice", "county_check")] == [
            *("open", "waiting", "waiting")
        ]
        assert Case.objects.get(number=matter.number).statutory_due == due  # no limit stops for it
        assert reason in matter.page(TOWN)
        outside = Client()
        outside.post("/track/", {"number": matter.number, "phone": person(1).phone})
        told = outside.get(f"/track/{matter.number}/").content.decode()
        assert matter.number[:6] in told and reason not in told
        assert Message.objects.count() == sent
