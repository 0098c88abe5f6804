"""A one-time notice is its site's: whoever works there sees whom it was given to, and nobody else does."""

import pytest
from tests.authority.browser import Browser
from tests.authority.world import STAFF, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["", "paper/"])
def test_a_notice_is_open_to_its_own_site_alone(world: World, page: str) -> None:
    wrong = []
    for who in STAFF:
        for told in world.notices:
            status = Browser(world, who).get(f"/work/telling/{told.notice_id}/{page}").status
            right = {200, 202} if world.sees_notice(who, told) else {404}
            if status not in right:
                wrong.append((who, told.giver, status))
    assert wrong == []


def test_the_list_of_today_names_the_own_site_s_people(world: World) -> None:
    for who in STAFF:
        shown = Browser(world, who).get("/work/telling/").text
        for told in world.notices:
            name = min(told.secrets, key=len)
            assert (name in shown) is world.sees_notice(who, told), (who, told.giver)


def test_the_page_of_the_code_names_nobody(world: World) -> None:
    for told in world.notices:
        answer = Browser(world, "public").get(f"/told/{told.verify_code}/")
        assert answer.status == 200
        assert not any(secret in answer.text for secret in told.secrets)
