"""Rules of law that no other check runs: each test is one row of docs/compliance/law.md."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.cases.licence import Licence, at

from tongban.cases.models import Case
from tongban.cases.queries import find_tracker, track
from tongban.cases.query_code import query_code
from tongban.catalogue.queries import current
from tongban.directory.models import Body
from tongban.kernel.time import SHANGHAI, frozen, legal_date
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.demo.places import TOWNSHIP
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db]
DECIDED_BY_LAW = ("decision", "non_acceptance_decision", "termination_decision", "service_return")


@pytest.fixture
def licence() -> Licence:
    demo.load(items=["NJ-001"])
    one = Licence()
    with frozen(at(9, 14)):
        assert one.submitted() == set()
    return one


def test_what_needs_no_permit_is_told_at_once_however_complete_it_is(licence: Licence) -> None:
    """行政许可法 art. 32 (1)."""
    with frozen(at(9, 14)):
        assert licence.do("judge") == set()
        assert licence.do("decline", ground="no_need") == set()
    row = Case.objects.get(number=licence.world.number)
    assert row.concluded_at is not None
    assert (row.outcome, legal_date(row.concluded_at)) == ("declined", date(2026, 9, 14))
    assert Paper.objects.filter(subject=row.id, kind="non_acceptance_decision").count() == 1


def test_nothing_is_decided_or_handed_over_that_was_not_taken_in_here(licence: Licence) -> None:
    """体外循环: no result without an application in the system that was accepted in it."""
    with frozen(at(9, 14)):
        for granted in (True, False):
            assert licence.do("decide", granted=granted) == {"act_not_allowed"}
        assert licence.do("deliver") == {"act_not_allowed"}
    assert not Paper.objects.filter(kind__in=DECIDED_BY_LAW).exists()


@pytest.mark.parametrize(("code", "delegated"), [("MZ-003", True), ("MZ-001", False)])
def test_the_township_decides_assistance_only_on_its_delegation(code: str, delegated: bool) -> None:
    """社会救助暂行办法 art. 48: small amounts may be entrusted to the township; the allowance stays the county's."""
    demo.load(items=[code])
    decider = current(code, TOWNSHIP).definition.decider
    assert (decider.delegation is not None) is delegated
    if decider.delegation is not None:
        assert (decider.delegation.law.zh, decider.delegation.article) == (
            "《社会救助暂行办法》",
            "第四十八条",
        )
    matter = ItemScenario(code)
    matter.submitted()
    row = Case.objects.get(number=matter.number)
    assert (row.deciding_body_id == row.body_id) is delegated
    assert Body.objects.get(id=row.body_id).division_code == TOWNSHIP


def test_who_was_not_decided_on_in_time_is_told_to_ask_for_reconsideration_first(licence: Licence) -> None:
    """行政复议法 art. 23: failing to act goes to 复议 before the court."""
    number = licence.world.number
    tracker = find_tracker(number, query_code=query_code(number))
    with frozen(at(9, 14)):
        licence.do("accept")
        last = Case.objects.get(number=number).statutory_due
        assert last is not None
    with frozen(datetime(last.year, last.month, last.day, 20, tzinfo=SHANGHAI)):
        assert track(tracker, number).not_decided is None
    with frozen(datetime(last.year, last.month, last.day, 10, tzinfo=SHANGHAI) + timedelta(days=1)):
        told = track(tracker, number).not_decided
    assert told is not None and (told.last, told.body) == (last, "永宁县人民政府")


def test_the_list_of_what_may_follow_later_is_public(client: Client) -> None:
    """国发〔2022〕5号: for whoever looks, without signing in."""
    demo.load(items=["NJ-001"])
    item = current("NJ-001", TOWNSHIP).definition
    rule = item.effect("deferral")
    assert rule is not None
    names = {one.code: one.name.zh for one in item.materials}
    page = client.get("/items/NJ-001/").content.decode()
    for code in rule.params["materials"]:
        row = page[page.index(f'row-name">{names[code]}<') :]
        assert "可以以后补" in row[: row.index("</p>")]
