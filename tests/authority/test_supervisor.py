"""Who supervises the townships reads how they keep their promises: rows with masked names, and no case is theirs."""

import pytest
from tests.authority.world import World

from tongban.cases.queries.lists import lines_of
from tongban.cases.visibility import visible_to
from tongban.directory.models import Body
from tongban.kernel.actors import Staff

pytestmark = pytest.mark.django_db


def test_a_supervisor_oversees_the_townships_of_the_own_county_and_opens_none_of_their_cases(
    world: World,
) -> None:
    supervisor = world.actors["supervisor"]
    assert not visible_to(supervisor).exists() and not visible_to(supervisor, in_part=True).exists()
    assert set(visible_to(supervisor, overseen=True).values_list("number", flat=True)) == {
        made.number for made in world.made
    }
    # a township beyond the county's border is another county's
    Body.objects.filter(code="MN").update(division_code="640122104000")
    overseen = set(visible_to(supervisor, overseen=True).values_list("number", flat=True))
    assert overseen == {made.number for made in world.made if made.plan.township == "SL"}


def test_to_everybody_else_asking_as_a_supervisor_gives_nothing_more(world: World) -> None:
    for name, actor in world.actors.items():
        if isinstance(actor, Staff) and actor.role == "supervisor":
            continue
        seen = set(visible_to(actor, overseen=True).values_list("number", flat=True))
        assert seen == {made.number for made in world.seen_by(name)}, name


def test_every_name_on_a_supervisor_s_row_is_masked(world: World) -> None:
    rows = visible_to(world.actors["supervisor"], overseen=True).select_related("key", "intake_site", "body")
    lines = lines_of(list(rows[:9]), masked=True, overseen=True)
    names = {made.plan.person.name for made in world.made}
    assert lines
    for line in lines:
        assert line.applicant_name not in names
        assert not line.applicant_name or set(line.applicant_name[1:]) == {"*"}
