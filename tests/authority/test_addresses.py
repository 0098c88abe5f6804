"""Every address, by everybody, for every case: the right status, never a fault of ours, never a foreign byte."""

import pytest
from tests.authority.addresses import SOURCES, Address, addresses, paths, plausible, source_of
from tests.authority.browser import Answer, Browser, Reader
from tests.authority.world import DESKS, Made, World

from tongban.kernel.actors import Citizen, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

ADDRESSES = addresses()
OF_A_CASE = [address for address in ADDRESSES if address.of_a_case]
OPEN = [address for address in ADDRESSES if not address.of_a_case]
# show the outbox of any phone typed in, and the codes of the staff: the demonstration's own, absent elsewhere (checked below)
DEMONSTRATION = {"portal:demo_phone", "portal:demo_authenticator"}

FINE = {200, 202, 204, 302, 400, 403, 404, 405, 409, 410, 413, 422}
WRONG_METHOD = 405
# how the portal answers somebody who does not see the case; the rest of it is "not found"
UNSEEN_ON_THE_PORTAL = {
    "portal:case": {200, 422},  # asks for the phone or the query code
    "portal:days": {200, 422},  # the same
    "portal:confirmation": {302, 404},  # leads to the page that asks
    "portal:proof": {200},  # public: nothing personal stands in it
}
# pages of a case that are there for a reader only in some states of it
MAY_BE_ABSENT = {
    "portal:figures_file",  # no month of that world was published
    "work:preview",
    "work:material",
    "work:page_image",
    "work:unmask",
    "work:masked",
    "work:new_date",
    "work:case_promise",
    "work:public_notice",  # nothing hangs in that world
    "work:signature",  # nobody beside the applicant signs there
    "work:step_file",  # and no step of it has photos or minutes
    "work:yearly_one",  # no benefit of that world stands a year
}

READERS = (*DESKS, "an", "bo", "family", "hui", "public")


def test_every_address_has_something_to_put_into_it() -> None:
    lost = [
        f"{address.name}: {parameter}"
        for address in ADDRESSES
        for parameter in address.parameters
        if source_of(address, parameter) is None
    ]
    assert lost == [], "a new address needs a source for its parameter in addresses.SOURCES"


def test_no_source_is_left_of_an_address_that_is_gone() -> None:
    used = {f"{address.name}/{name}" for address in ADDRESSES for name in address.parameters}
    used |= {name for address in ADDRESSES for name in address.parameters}
    assert set(SOURCES) <= used


def allowed(address: Address, method: str, world: World, who: str, made: Made) -> set[int]:
    """The statuses that are right."""
    actor = world.actors[who]
    if address.name.startswith("work:"):
        if not isinstance(actor, Staff):
            return {302} if method in ("GET", "HEAD") else {302, 403, 405}
        if not world.sees(who, made):
            return {404, WRONG_METHOD}
    elif not (isinstance(actor, Citizen) and world.sees(who, made)):
        return UNSEEN_ON_THE_PORTAL.get(address.name, {404}) | {WRONG_METHOD}
    if made.erased:
        return (
            {410, WRONG_METHOD, 200, 422}
            if address.name == "portal:case"
            else {404, 410, WRONG_METHOD, 200, 422}
        )
    right = (
        {200, 202, 302, WRONG_METHOD} if method in ("GET", "HEAD") else {200, 202, 302, 403, 405, 409, 422}
    )
    return right | ({404} if address.name in MAY_BE_ABSENT else set())


class Watch:
    """Collects what is wrong over thousands of answers, so that one run tells all of it."""

    def __init__(self, world: World) -> None:
        self.world, self.wrong = world, dict[str, str]()

    def look(self, who: str, reader: Reader, sent: str, answer: Answer, right: set[int]) -> None:
        if answer.status not in right:
            self.wrong.setdefault(
                f"{answer.status} {sent.split()[0]} {_shape(sent)}", f"{who}: {sent}\n{answer.raised}"
            )
        if told := reader.foreign_in(answer, asked=sent):
            self.wrong.setdefault(f"tells {_shape(sent)}", f"{who}: {sent}: {told}")

    def report(self) -> None:
        assert not self.wrong, "\n\n".join(f"{name}\n  {told}" for name, told in self.wrong.items())


def _shape(sent: str) -> str:
    return "/".join(part if part.islower() else "*" for part in sent.split()[1].split("?")[0].split("/"))


def ask(browser: Browser, method: str, path: str, address: Address, made: Made) -> tuple[str, Answer]:
    """Send it; with what was sent, in one line."""
    if method == "POST":
        fields = plausible(address, made)
        return f"POST {path} {fields}", browser.post(path, fields)
    return f"{method} {path}", browser.send(method, path)


@pytest.mark.parametrize("who", READERS)
def test_a_case_is_shown_on_no_page_to_anybody_else(world: World, who: str) -> None:
    """Of the first case seen, every page in every way; of others seen, every page and each way in turn, of those not seen
    each page and each way in turn."""
    browser, reader, watch = Browser(world, who), Reader(world, who), Watch(world)
    seen, mine = world.seen_by(who), READERS.index(who)
    # colleagues of one desk see the same: each looks through every eighth case of it, another one
    looked_through = {made.number for made in (*seen[:1], *seen[mine % 8 :: 8])}
    for turn, made in enumerate(world.made):
        for order, address in enumerate(OF_A_CASE):
            ways = [(path, method) for path in paths(address, world, made) for method in ("GET", "POST")]
            if not world.sees(who, made):
                at = turn + order + mine
                ways = [ways[at // 7 % len(ways)]] if at % 7 == 0 else []
            elif made.number not in looked_through:
                ways = []
            for path, method in ways:
                sent, answer = ask(browser, method, path, address, made)
                # the public proof names the stream of the case that was asked for
                known = f"{sent} {made.case_id}" if address.name == "portal:proof" else sent
                watch.look(who, reader, known, answer, allowed(address, method, world, who, made))
    watch.report()


# one of each kind: these pages look at who somebody is, not at which case
@pytest.mark.parametrize(
    "who",
    [
        "clerk",
        "reviewer",
        "assister",
        "approver",
        "county",
        "county-mz-head",
        "mn-clerk",
        "an",
        "hui",
        "public",
    ],
)
def test_the_pages_of_no_case_tell_of_no_foreign_one(world: World, who: str) -> None:
    browser, reader, watch = Browser(world, who), Reader(world, who), Watch(world)
    made = world.matter(3)
    for address in OPEN:
        if address.name in DEMONSTRATION:
            continue
        for at, path in enumerate(paths(address, world, made)):
            for method in ("GET", "POST") if at else ("GET", "HEAD", "POST"):
                sent, answer = ask(browser, method, path, address, made)
                watch.look(who, reader, sent, answer, FINE)
    watch.report()


def test_the_first_page_of_a_case_for_everybody_and_every_case(world: World) -> None:
    watch = Watch(world)
    for who in READERS:
        browser, reader = Browser(world, who), Reader(world, who)
        inside = isinstance(world.actors[who], Staff)
        address = next(one for one in ADDRESSES if one.name == ("work:case" if inside else "portal:case"))
        for made in world.made:
            (path,) = paths(address, world, made)
            for method in ("HEAD",) if world.sees(who, made) else ("GET",):
                sent, answer = ask(browser, method, path, address, made)
                watch.look(who, reader, sent, answer, allowed(address, method, world, who, made))
                if world.sees(who, made) and not made.erased:
                    assert answer.status in (200, WRONG_METHOD), sent
    watch.report()


LISTS = (
    "/work/?group={group}",
    "/work/?group=all&q={name}",
    "/work/?group=all&q={number}",
    "/work/ledger/",
    "/my/",
    "/items/?q={name}",
    "/track/?number={number}",
    "/verify/?code={number}",
)


@pytest.mark.parametrize("who", READERS)
def test_lists_and_searches_tell_of_no_foreign_case(world: World, who: str) -> None:
    browser, reader, watch = Browser(world, who), Reader(world, who), Watch(world)
    for at, made in enumerate(world.made[::9]):
        group = ("todo", "running", "concluded", "all")[at % 4]
        for pattern in LISTS:
            path = pattern.format(group=group, name=made.plan.person.name, number=made.number)
            sent, answer = f"GET {path}", browser.get(path)
            watch.look(who, reader, sent, answer, FINE)
            if not path.startswith("/work/?"):
                continue
            part = browser.get(path, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="case-list")
            watch.look(who, reader, f"{sent} (a part of the page)", part, FINE)
    watch.report()


@pytest.mark.parametrize("page", ["phone/?phone=19955500001", "authenticator/", "clock-strip/"])
def test_the_demonstrations_own_pages_are_absent_from_a_real_deployment(
    world: World, settings, page: str
) -> None:
    browser = Browser(world, "public")
    assert browser.get(f"/demo/{page}").status == 200
    settings.DEMO = False
    answer = browser.get(f"/demo/{page}")
    assert answer.status == 404
    assert Reader(world, "public").foreign_in(answer, asked="19955500001") == []


def test_no_page_of_the_demonstration_goes_unlooked_at() -> None:
    assert {one.name for one in addresses() if one.name.startswith("portal:demo_")} == {
        *DEMONSTRATION,
        "portal:demo_clock_strip",  # of invented days: walked like every other page
    }


def test_a_page_shows_its_reader_their_own_case(world: World) -> None:
    """The other side: these checks would not notice a program that shows nobody anything."""
    for who, path, made in (
        ("clerk", "/work/cases/{}/", world.matter(1)),
        ("county", "/work/cases/{}/", world.matter(12)),
        ("mn-assister", "/work/cases/{}/", world.matter(42)),
    ):
        text = Browser(world, who).get(path.format(made.number)).text
        assert made.plan.person.name in text and made.number in text
        assert made.plan.person.number not in text and made.plan.address not in text, "masked on the page"
    made = world.matter(4)
    text = Browser(world, "family").get(f"/track/{made.number}/").text
    assert f"理由字{4 * 7907:06d}" in text and made.plan.person.name not in text


def test_the_reader_of_the_checks_finds_what_is_foreign(world: World) -> None:
    made = world.matter(41)
    seen = Browser(world, "mn-clerk").get(f"/work/cases/{made.number}/")
    assert made.plan.person.name in Reader(world, "clerk").foreign_in(seen)
    assert Reader(world, "mn-clerk").foreign_in(seen) == []
