"""Some two thousand requests that nobody would send by mistake: no fault of ours, and never a foreign byte.

The seed is fixed, so that a run can be repeated; ``TONGBAN_FUZZ_SEED`` tries another one.  A hundred thousand more
are sent by `make prove` (tests/prove/test_fuzz_100k.py).
"""

import os

import pytest
from tests.authority.fuzz import Fuzz, Grammar, send_many
from tests.authority.identities import with_more_identities
from tests.authority.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

SEED = int(os.environ.get("TONGBAN_FUZZ_SEED", "20260105"))
REQUESTS = 2000
SECONDS = 60
PARTS = 4  # so that two workers share it
LEARNING = (
    "clerk",
    "assister",
    "sysadmin",
    "secadmin",
    "auditor",
    "an",
    "public",
    "tracker-phone",
    "delegate",
)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_breaks_the_program_or_shows_a_foreign_case(world: World, part: int) -> None:
    world = with_more_identities(world)
    grammar = Grammar(world, LEARNING[part::PARTS])
    done = send_many(world, Fuzz(world, SEED * 10 + part, grammar), REQUESTS // PARTS, SECONDS)
    assert not done.wrong, "\n\n".join(f"{name}\n{told}" for name, told in done.wrong.items())
    assert done.sent == REQUESTS // PARTS, f"only {done.sent} requests in {SECONDS} s"
    assert {200, 302, 400, 403, 404, 405} <= set(done.statuses), "the requests do not get far enough in"
    assert len(grammar.forms) > 10, "the pages show hardly any form"
