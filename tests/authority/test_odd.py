"""What could not be done is told to whoever handles it, and to nobody else at any address."""

import pytest
from tests.authority.browser import Browser
from tests.authority.world import World

pytestmark = pytest.mark.django_db


def test_it_is_its_owners_their_colleagues_and_the_heads_alone(world: World) -> None:
    for who in world.actors:
        for one in world.odd:
            answer = Browser(world, who).get(f"/work/odd/{one.number}/")
            seen = answer.status == 200 and one.number in answer.text
            assert seen is world.sees_odd(who, one), (who, one.taker, answer.status)


def test_its_list_names_nobody_elses(world: World) -> None:
    for who in world.actors:
        shown = Browser(world, who).get("/work/odd/").text
        for one in world.odd:
            assert (one.number in shown) is world.sees_odd(who, one), (who, one.taker)
            assert not any(secret in shown for secret in one.secrets - {one.number}), "a name unmasked"
