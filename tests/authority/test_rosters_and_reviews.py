"""A roster is its position's at its own site, a yearly review whoever's sees the case; to all others they are not there.

The rows are put in for these checks alone and undone with them: what is asked is who reads them, at every address.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.authority.browser import Browser
from tests.authority.world import World

from tongban.cases.models import Case, Roster, StandingReview
from tongban.cases.rosters.judging import Plan
from tongban.cases.rosters.records import new_number, seal_plan
from tongban.kernel.actors import Staff
from tongban.kernel.secrets import new_vault
from tongban.kernel.time import now, today

pytestmark = pytest.mark.django_db

TAKERS = ("clerk", "mn-clerk", "assister")
HANDLER = "册末鸢"
LISTS = ("clerk", "reviewer", "approver", "county_reviewer", "county_approver")


def rosters(world: World) -> dict[str, tuple[str, str]]:
    """Taker → number and name of a list of theirs."""
    made = {}
    for taker in TAKERS:
        actor = world.actors[taker]
        assert isinstance(actor, Staff)
        key, vault = new_vault()
        key.save(force_insert=True)
        row = Roster.objects.create(
            number=new_number(now()),
            item_version_id=Case.objects.values_list("item_version_id", flat=True)[0],
            site_id=actor.site_id,
            by_id=actor.assignment_id,
            name=f"名单{uuid4().hex[:8]}",
            state=Roster.State.CHECKED,
            key=key,
            plan=seal_plan(Plan(handler=HANDLER), vault),
            made_at=now(),
        )
        made[taker] = (row.number, row.name)
    return made


def test_a_roster_is_listed_and_followed_by_its_own_post_alone(world: World) -> None:
    made = rosters(world)
    for who, reader in world.actors.items():
        browser = Browser(world, who)
        listed = browser.get("/work/rosters/").text
        for taker, (number, name) in made.items():
            actor = world.actors[taker]
            assert isinstance(actor, Staff)
            own = (
                isinstance(reader, Staff)
                and reader.role in ("clerk", "assister")
                and (reader.site_id, reader.position_id) == (actor.site_id, actor.position_id)
            )
            assert (number in listed and name in listed) is own, (who, taker)
            answer = browser.get(f"/work/rosters/{number}/receipt/")
            assert name not in answer.text and answer.status != 200, (who, taker)  # it has none yet
            for act in () if own else ("end", "accept"):
                key = [("idempotency_key", uuid4().hex), ("looked", "yes")]
                told = browser.post(f"/work/rosters/{number}/acts/{act}/", key)
                assert own or told.status in (302, 403, 404), (who, taker, act, told.status)
                assert own or not told.response.headers.get("Location", "").endswith(f"/{number}/"), (
                    who,
                    act,
                )
        assert HANDLER not in listed, who


def test_a_yearly_review_is_read_by_whoever_sees_its_case_and_by_nobody_else(
    world: World,
) -> None:
    stands = [made for made in world.made if made.plan.stage in ("granted", "delivered")]
    for made in stands:
        case = Case.objects.get(id=made.case_id)
        StandingReview.objects.create(
            case_id=case.id,
            year=today().year + 1,
            due=today() + timedelta(days=9),
            position_id=case.position_id,
        )
    assert stands
    for who, reader in world.actors.items():
        browser = Browser(world, who)
        listed = browser.get("/work/yearly/").text
        lists = isinstance(reader, Staff) and reader.role in LISTS
        for made in stands:
            sees = lists and world.sees(who, made)
            assert (made.number in listed) is sees, (who, made.plan.key)
            address = f"/work/yearly/{made.number}/{today().year + 1}/"
            answer = browser.get(address)
            assert (answer.status == 200 and made.number in answer.text) is sees, (who, made.plan.key)
            assert made.plan.person.name not in answer.text
