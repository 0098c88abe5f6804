"""Every list, group, search and page: the cases of the table, each once, and counts that tell nothing more."""

import base64
import json
from collections.abc import Iterator

import pytest
from tests.authority.world import Made, World, tracker

from tongban.cases.queries import my_cases, my_list
from tongban.cases.queries.lists import GROUPS
from tongban.kernel.actors import Actor, Citizen, Staff

pytestmark = pytest.mark.django_db

RUNNING = {"submitted", "asked", "accepted", "township_reviewed", "reviewed", "erased"}
TO_DELIVER = {"granted", "refused", "declined"}
# what waits for whom, by the stage a matter was taken to
WAITS = {
    "clerk": {"submitted", "erased"} | TO_DELIVER,
    "reviewer": {"accepted"},
    "county_reviewer": {"township_reviewed"},
    "approver": {"reviewed"},
    "county_approver": {"reviewed"},
    "catalogue_editor": set(),
    "catalogue_approver": set(),
    "assister": TO_DELIVER,
}


def waits_for(actor: Actor, made: Made, sees: bool) -> bool:
    """Whether a matter waits for an actor, from the facts it was made by."""
    if not isinstance(actor, Staff):
        return sees
    plan = made.plan
    if not sees or plan.stage not in WAITS[actor.role]:
        return False
    if actor.role == "approver" and plan.county_decides:
        return False
    if actor.role == "assister":
        place = {"assister": "SL-XW", "assister-bq": "SL-BQ", "mn-assister": "MN-ML"}
        mine = {place[name] for name in place if name in plan.seers}
        here = plan.collect or plan.taken
        return here in mine and (plan.collect == "" or _at(actor, plan.collect))
    # one step at a time: the township's first, so an accepted county matter waits at the township
    return True


def _at(actor: Staff, code: str) -> bool:
    labels = {"SL-XW": "赵桂兰", "SL-BQ": "丁少华", "MN-ML": "纳桂英"}
    return labels[code] in actor.label


def in_group(world: World, who: str, group: str) -> set[str]:
    """The numbers a group holds for somebody."""
    actor, held = world.actors[who], set()
    for made in world.made:
        sees = world.sees(who, made)
        running = made.plan.stage in RUNNING
        fits = {
            "todo": waits_for(actor, made, sees),
            "waiting": made.plan.stage == "asked",
            "running": running,
            "concluded": not running,
            "all": True,
        }[group]
        if sees and fits:
            held.add(made.number)
    return held


def walked(actor: Actor, *, group: str, search: str = "", limit: int = 100) -> list[str]:
    """Every number of a list, page by page; each page counts the whole."""
    numbers: list[str] = []
    counts: set[int] = set()
    cursor: str | None = None
    for _ in range(100):
        page = my_list(actor, group=group, search=search, cursor=cursor, limit=limit)
        assert len(page.rows) <= limit and not page.count_capped
        numbers += [row.number for row in page.rows]
        counts.add(page.count)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert counts == {len(numbers)}
    return numbers


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_holds_exactly_the_cases_of_the_table(world: World, group: str) -> None:
    for who, actor in world.actors.items():
        numbers = walked(actor, group=group)
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) == in_group(world, who, group), (who, group)


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_small_pages_give_every_case_once(world: World, limit: int) -> None:
    for who in (
        "clerk",
        "mn-reviewer",
        "approver",
        "assister",
        "county",
        "an",
        "public",
        "county-mz",
        "county-mz-head",
    ):
        whole = walked(world.actors[who], group="all")
        assert walked(world.actors[who], group="all", limit=limit) == whole


def searches(world: World) -> Iterator[tuple[str, set[str]]]:
    """What is typed into the search field, and every case anywhere that it fits."""
    for made in world.made:
        name = made.plan.person.name
        for typed in (name, name[1:]):
            yield typed, _named(world, typed)
        yield made.number, {made.number}
    one = world.made[0].number
    yield f" {one[:4].lower()}-{one[4:]} ", {one}
    for surname in "王李张":
        yield surname, _named(world, surname)
    for prefix in ("SLX", "mnz", "SLX9"):
        fits = {made.number for made in world.made if made.number.startswith(prefix.upper())}
        yield prefix, fits
    for nothing in ("鑫", "没有这个人", "' OR 1=1 --", "%", "_", "\\", "19955500001", "😀"):
        yield nothing, set()


def _named(world: World, typed: str) -> set[str]:
    return {made.number for made in world.made if typed in made.plan.person.name and not made.erased}


@pytest.mark.parametrize(
    "who",
    ["clerk", "mn-clerk", "approver", "assister", "county", "county-mz-head", "clerk-mz", "an", "public"],
)
def test_a_search_finds_the_own_cases_and_counts_no_other(world: World, who: str) -> None:
    actor = world.actors[who]
    own = {made.number for made in world.seen_by(who)}
    for typed, fits in searches(world):
        page = my_list(actor, group="all", search=typed, limit=100)
        assert {row.number for row in page.rows} == own & fits, (who, typed)
        assert page.count == len(own & fits)


def test_a_cursor_of_somebody_else_opens_nothing(world: World) -> None:
    foreign = my_list(world.actors["clerk"], group="all", limit=1).next_cursor
    own = {made.number for made in world.seen_by("mn-assister")}
    page = my_list(world.actors["mn-assister"], group="all", cursor=foreign)
    assert {row.number for row in page.rows} <= own


def _sealed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%%%",
        "é",
        "\0",
        _sealed([]),
        _sealed({"a": 1}),
        _sealed(["2026-01-01", 5]),
        _sealed([5, "x"]),
        _sealed(["2026-01-01T00:00:00", "00000000-0000-0000-0000-000000000000"]),
        _sealed(["0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000000"]),
        _sealed(["9999-12-31T23:59:59-14:00", "00000000-0000-0000-0000-000000000000"]),
        base64.urlsafe_b64encode(b"[" * 3000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_an_altered_cursor_shows_own_cases_or_none(world: World, cursor: str) -> None:
    own = {made.number for made in world.seen_by("mn-clerk")}
    page = my_list(world.actors["mn-clerk"], group="all", cursor=cursor)
    assert {row.number for row in page.rows} <= own


def test_an_unknown_group_is_no_way_round(world: World) -> None:
    for who, actor in world.actors.items():
        for group in ("", "everything", "\0"):
            assert set(walked(actor, group=group)) <= in_group(world, who, "all")


def test_a_citizen_has_the_cases_of_the_own_phone(world: World) -> None:
    for who, actor in world.actors.items():
        if isinstance(actor, Citizen):
            rows = my_cases(actor)
            assert {row.number for row in rows} == {made.number for made in world.seen_by(who)}
            assert [row.received_at for row in rows] == sorted((r.received_at for r in rows), reverse=True)


def test_a_trackers_list_is_the_one_case(world: World) -> None:
    made = world.matter(41)
    assert [row.number for row in my_list(tracker(made), group="all").rows] == [made.number]
