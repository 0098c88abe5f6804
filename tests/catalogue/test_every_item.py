"""Every shipped item in every situation, from application to delivery, by the requests that browsers send.

The first situation of an item goes the citizen's way, page by page; the others go over the counter: of an item with
many those that stand for the rest (`walking.covering`), and all of them by `pytest -m prove`.
"""

import pytest
from django.test import Client
from tests.catalogue.matters import CLERKS, Desks, Matter, from_the_phone, kinds_for, over_the_counter
from tests.catalogue.walking import MANY, Answers, answers_for, covering, situations

from tongban.cases.models import Case
from tongban.catalogue.parsing import read_definition
from tongban.catalogue.queries import current
from tongban.kernel.time import today
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CODES = [content["code"] for content in demo.read_catalogue()]
AT_ONCE = 60  # situations of an item in one test, so that two workers share a long one
PARTS = [
    (content["code"], start)
    for content in demo.read_catalogue()
    for start in range(0, len(situations(read_definition(content))), AT_ONCE)
    if len(situations(read_definition(content))) > MANY
]
TOWNSHIP, VILLAGE = "640121200000", "640121200201"
PAPERS = ["intake_receipt", "acceptance_notice", "decision", "service_return"]


@pytest.fixture
def desks() -> Desks:
    return Desks()


def check_it_is_whole(matter: Matter) -> None:
    """Delivered, on its edition, with its four papers, the decision in the deciding body's name."""
    case = Case.objects.select_related("body", "deciding_body").get(number=matter.number)
    assert (case.status, case.outcome) == ("delivered", "granted")
    assert case.deciding_body.level == matter.item.decider.level
    papers = {paper.kind: paper for paper in Paper.objects.filter(subject=case.id)}
    assert sorted(papers) == sorted(PAPERS)
    bodies = {kind: paper.body_id for kind, paper in papers.items()}
    assert bodies.pop("decision") == case.deciding_body_id
    assert set(bodies.values()) == {case.body_id}
    assert papers["decision"].number.startswith(case.deciding_body.short_name)
    assert (case.statutory_due is None) == ("statutory" not in matter.item.limits)


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_applied_for_and_delivered(whole_county: None, desks: Desks, code: str) -> None:
    deliver(desks, code, covering(situations(current(code, TOWNSHIP).definition)))


@pytest.mark.prove
@pytest.mark.parametrize(("code", "start"), PARTS)
def test_an_item_of_many_is_delivered_in_every_situation(
    whole_county: None, desks: Desks, code: str, start: int
) -> None:
    deliver(desks, code, situations(current(code, TOWNSHIP).definition)[start : start + AT_ONCE])


def deliver(desks: Desks, code: str, of: tuple[Answers, ...]) -> None:
    """Over the counter, from application to delivery, in each of some situations."""
    item = current(code, TOWNSHIP).definition
    if not item.open_on(today()):
        refused = desks[CLERKS[item.position]].post("/work/intake/", {"item": code})
        assert "已经停办" in refused.content.decode()
        return
    for serial, situation in enumerate(of, start=1):
        answers = answers_for(item, situation)
        matter = Matter(desks, item, answers, "window", over_the_counter(desks, item, answers, serial))
        matter.to_the_end()
        check_it_is_whole(matter)
    assert verify().holds


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_applied_for_from_the_phone(whole_county: None, desks: Desks, code: str) -> None:
    item = current(code, TOWNSHIP).definition
    if "portal" not in item.channels or not item.open_on(today()):
        told = "停办" if not item.open_on(today()) else "不能在网上办"
        assert told in Client().post(f"/apply/{code}/").content.decode()
        return
    answers = answers_for(item, situations(item)[0])
    for serial, kind in enumerate(kinds_for(item, answers), start=501):
        number = from_the_phone(item, answers, serial, kind)
        matter = Matter(desks, item, answers, "portal", number)
        matter.to_the_end()
        check_it_is_whole(matter)
        page = desks[CLERKS[item.position]].get(f"/work/cases/{number}/").content.decode()
        assert ("<dt>经办人</dt>" in page) == (kind == "organization")


@pytest.mark.parametrize("code", CODES)
def test_a_village_point_files_helps_or_tells_as_its_own_edition_says(
    whole_county: None, desks: Desks, code: str
) -> None:
    item, own = current(code, TOWNSHIP).definition, current(code, VILLAGE).definition
    if not item.open_on(today()) or "village_point" not in own.channels:
        return
    if own.village_mode in ("assist", "inform"):
        refused = desks["assister"].post("/work/intake/", {"item": code}).content.decode()
        assert ("只能协办" if own.village_mode == "assist" else "只能告知") in refused
        return
    answers = answers_for(item, situations(item)[0])
    for serial, kind in enumerate(kinds_for(item, answers), start=601):
        number = over_the_counter(desks, item, answers, serial, taker="assister", kind=kind)
        matter = Matter(desks, item, answers, "village_point", number)
        matter.to_the_end()
        check_it_is_whole(matter)
