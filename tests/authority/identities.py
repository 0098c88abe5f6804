"""More identities for the requests of the fuzz: people with a receipt, and people who act by a lent power.

Made inside the test's transaction, so that the world stays as everybody else finds it.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from tests.authority.browser import Browser
from tests.authority.doors import held
from tests.authority.world import Made, World, tracker
from tests.signing_in import CODE, code_of, sign_in

from tongban.directory.commands import delegate_approval, give_second_factors
from tongban.directory.models import Account
from tongban.directory.queries import actor_for_assignment
from tongban.kernel.actors import Staff
from tongban.kernel.time import today
from tongban.site.demo.county import SETUP

LENT_ITEMS = ("SB-001",)  # 胜利乡 has cases of TS-001 too, which the power does not name
# who holds which case's number, and what they show with it
RECEIPTS = {
    "tracker-phone": (4, "phone"),
    "tracker-relative": (9, "phone"),
    "tracker-code": (40, "query_code"),
    "tracker-erased": (25, "query_code"),
}
# delegate: whose power, and of which other member of staff of that authority
LENT = {"delegate": ("approver", "clerk-b"), "mn-delegate": ("mn-approver", "mn-clerk-mz")}
MORE = (*RECEIPTS, *LENT)


def with_more_identities(world: World) -> World:
    """The same world with the people of `MORE` in it: their actors, their sessions, and what they see."""
    more = replace(world, actors=dict(world.actors), cookies=dict(world.cookies), also=dict(world.also))
    for name, (head, holder) in LENT.items():
        _lend(more, name, head, holder)
    for name, (serial, by) in RECEIPTS.items():
        _follow(more, name, world.matter(serial), by)
    return more


def _lend(world: World, name: str, head: str, holder: str) -> None:
    lender, account = world.actors[head], Account.objects.get(username=holder)
    assert isinstance(lender, Staff)
    lent = delegate_approval(
        lender,
        staff_id=account.staff_id,
        items=LENT_ITEMS,
        starts=today(),
        ends=today() + timedelta(days=9),
        idempotency_key=uuid4().hex,
    )
    give_second_factors(SETUP)
    actor = actor_for_assignment(lent, account.id)
    assert actor is not None and actor.delegated_by == lender.assignment_id
    world.actors[name] = actor
    world.cookies[name] = _chosen(holder, lent)
    # the rule in words: of the lender's cases those of the items that the power names
    world.also[name] = frozenset(
        made.plan.serial for made in world.seen_by(head) if not made.plan.county_decides
    )


def _chosen(holder: str, assignment_id: int) -> dict[str, str]:
    """At the keyboard: signed in, and the lent power chosen of the two."""
    client = Client()
    sign_in(client, holder)
    answer = client.post("/work/assignment/", {"assignment": assignment_id})
    if answer["Location"] == CODE:
        answer = client.post(CODE, {"code": code_of(holder)})
    assert answer.status_code == 302 and answer["Location"] == "/work/", holder
    return held(client.cookies)


def _follow(world: World, name: str, made: Made, by: str) -> None:
    world.actors[name] = tracker(made)
    world.cookies[name] = dict(world.cookies["public"])
    world.also[name] = frozenset({made.plan.serial})
    person = made.plan.representative or made.plan.person
    browser = Browser(world, name)
    browser.keep(
        "POST",
        "/track/",
        {"number": made.number, "by": by, "phone": person.phone, "query_code": made.query_code},
    )
    world.cookies[name] = browser.cookies
