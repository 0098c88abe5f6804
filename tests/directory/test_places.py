"""Keeping the places: who may, what is refused beside which field, and what everybody sees of it at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from tongban.directory import commands
from tongban.directory.models import Body, Division, Site
from tongban.directory.place_values import BodyValues, HoursLine, SiteValues
from tongban.directory.queries import administration, place_name, sites, townships_served
from tongban.kernel import time as clock
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.site import demo
from tongban.site.demo.county import load_county, load_people
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db
KEEPER = System("test")
TOWNSHIP = "640121200000"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    load_county(items=["SB-001"])


def key() -> str:
    return uuid4().hex


def a_site(**changes: str) -> SiteValues:
    values = SiteValues(
        code="SL-NEW",
        name="胜利乡便民服务点",
        kind="county_office",
        division_code="640121",
        body_code="SL",
        address="永宁县胜利乡一号",
        phone="0951-8020300",
        complaint_phone="0951-8020301",
    )
    return replace(values, **changes)


def a_body(**changes: str) -> BodyValues:
    values = BodyValues(
        code="YN-XX",
        name="永宁县测试局",
        short_name="永测",
        level="county",
        division_code="640121",
        case_prefix="YNQ",
        reconsideration_body="永宁县人民政府",
        court="永宁县人民法院",
    )
    return replace(values, **changes)


def faults(do: Callable[[], object]) -> set[tuple[str, str]]:
    with pytest.raises(InputFaults) as refused:
        do()
    return {(fault.field, fault.code) for fault in refused.value.faults}


def administrator(role: str) -> Staff:
    return Staff(1, 1, role, "A", 1, "office", 1, 1, "某某")


@pytest.mark.parametrize("role", ["clerk", "approver", "security_admin", "auditor", "catalogue_approver"])
def test_only_the_systems_administrator_keeps_places(role: str) -> None:
    with pytest.raises(NotAuthorized):
        commands.enter_body(administrator(role), a_body(), idempotency_key=key())
    with pytest.raises(NotAuthorized):
        commands.close_site(administrator(role), "SLZX", closed_on=None, seen=None, idempotency_key=key())
    with pytest.raises(NotAuthorized):
        commands.set_identity(
            administrator(role),
            commands.IdentityValues("通办", "中心", "点", "#0D3B70"),
            seen=None,
            idempotency_key=key(),
        )


def test_a_wrong_credit_code_is_told_beside_its_field() -> None:
    wrong = a_body(credit_code="11640121MB1234567A", case_prefix="SLX", division_code="000000", court="")
    assert faults(lambda: commands.enter_body(KEEPER, wrong, idempotency_key=key())) == {
        ("credit_code", "credit_code_check_digit"),
        ("case_prefix", "case_letters_taken"),
        ("division_code", "no_such_division_code"),
        ("court", "required"),
    }


def test_the_same_press_twice_enters_once() -> None:
    once = key()
    commands.enter_body(KEEPER, a_body(), idempotency_key=once)
    commands.enter_body(KEEPER, a_body(), idempotency_key=once)
    assert Body.objects.filter(code="YN-XX").count() == 1
    assert [line.type for line in administration.change_history(KEEPER, "body:YN-XX")] == ["body_registered"]


def test_a_change_is_in_the_history_with_old_and_new() -> None:
    commands.enter_body(KEEPER, a_body(), idempotency_key=key())
    seen = administration.body_kept(KEEPER, "YN-XX").seen
    commands.edit_body(KEEPER, a_body(short_name="永测局"), seen=seen, idempotency_key=key())
    newest = administration.body_kept(KEEPER, "YN-XX").history[0]
    assert newest.type == "body_changed"
    assert newest.data["changed"] == {"short_name": ["永测", "永测局"]}


def test_nobody_writes_over_a_change_they_did_not_see() -> None:
    commands.enter_body(KEEPER, a_body(), idempotency_key=key())
    seen = administration.body_kept(KEEPER, "YN-XX").seen
    commands.edit_body(KEEPER, a_body(name="永宁县甲局"), seen=seen, idempotency_key=key())
    again = faults(
        lambda: commands.edit_body(KEEPER, a_body(name="永宁县乙局"), seen=seen, idempotency_key=key())
    )
    assert again == {("seen", "changed_meanwhile")}


def test_a_changed_telephone_is_public_at_once() -> None:
    commands.enter_site(KEEPER, a_site(), idempotency_key=key())
    assert "0951-8020300" in {site.phone for site in sites()}
    commands.edit_site(KEEPER, a_site(phone="0951-8020399"), seen=None, idempotency_key=key())
    assert "0951-8020399" in {site.phone for site in sites()}


def test_a_point_needs_a_centre_behind_it() -> None:
    for handled_by, code in (("", "point_needs_centre"), ("YN-SB", "no_such_centre")):
        values = a_site(kind="village_point", handled_by=handled_by)
        told = faults(lambda values=values: commands.enter_site(KEEPER, values, idempotency_key=key()))
        assert told == {("handled_by", code)}


def test_a_closed_site_serves_until_its_day_and_can_be_opened_again() -> None:
    commands.enter_site(KEEPER, a_site(), idempotency_key=key())
    tomorrow = clock.today() + timedelta(days=1)
    commands.close_site(KEEPER, "SL-NEW", closed_on=tomorrow, seen=None, idempotency_key=key())
    assert "SL-NEW" in {site.code for site in sites()}
    commands.close_site(KEEPER, "SL-NEW", closed_on=clock.today(), seen=None, idempotency_key=key())
    assert "SL-NEW" not in {site.code for site in sites()}
    commands.close_site(KEEPER, "SL-NEW", closed_on=None, seen=None, idempotency_key=key())
    assert "SL-NEW" in {site.code for site in sites()}


def test_a_centre_with_village_points_behind_it_does_not_close() -> None:
    centre = Site.objects.get(kind="centre")
    told = faults(
        lambda: commands.close_site(
            KEEPER, centre.code, closed_on=clock.today(), seen=None, idempotency_key=key()
        )
    )
    assert told == {("closed_on", "points_behind")}


def test_hours_that_overlap_are_refused_and_those_that_meet_are_not() -> None:
    centre = Site.objects.get(kind="centre").code
    morning, evening = HoursLine("12345", time(9), time(12)), HoursLine("5", time(11, 30), time(14))
    told = faults(
        lambda: commands.set_hours(KEEPER, centre, [morning, evening], seen=None, idempotency_key=key())
    )
    assert told == {("hours.1.opens", "hours_overlap")}
    meeting = HoursLine("12345", time(12), time(17))
    commands.set_hours(KEEPER, centre, [morning, meeting], seen=None, idempotency_key=key())
    shown = next(site for site in sites() if site.code == centre)
    assert [(line.weekdays, line.opens, line.closes) for line in shown.hours] == [
        ("12345", "09:00", "12:00"),
        ("12345", "12:00", "17:00"),
    ]


def test_two_windows_never_have_one_number() -> None:
    centre = Site.objects.get(kind="centre").code
    lines = [(1, "social_security"), (1, "civil_affairs_disabled"), (0, "social_security"), (3, "none")]
    assert faults(lambda: commands.set_windows(KEEPER, centre, lines, seen=None, idempotency_key=key())) >= {
        ("windows.1.number", "window_twice"),
        ("windows.2.number", "not_a_window_number"),
        ("windows.3.position", "no_such_position"),
    }


def test_a_position_with_a_window_does_not_close() -> None:
    centre = Site.objects.get(kind="centre").code
    commands.enter_position(KEEPER, centre, "archive", "档案岗", seen=None, idempotency_key=key())
    commands.set_windows(KEEPER, centre, [(9, "archive")], seen=None, idempotency_key=key())
    day = clock.today()
    told = faults(
        lambda: commands.close_position(
            KEEPER, centre, "archive", closed_on=day, seen=None, idempotency_key=key()
        )
    )
    assert told == {("closed_on", "position_has_windows")}
    commands.set_windows(KEEPER, centre, [], seen=None, idempotency_key=key())
    commands.close_position(KEEPER, centre, "archive", closed_on=day, seen=None, idempotency_key=key())
    assert "档案岗" not in next(site for site in sites() if site.code == centre).positions


def test_a_new_name_of_a_division_holds_from_its_day_and_the_old_one_until_then() -> None:
    village = Division.objects.filter(parent_code=TOWNSHIP).order_by("code").first()
    assert village is not None
    tomorrow = clock.today() + timedelta(days=1)
    commands.rename_division(
        KEEPER, village.code, "新名村", starts=tomorrow, seen=None, idempotency_key=key()
    )
    named = place_name(village.code)
    assert named is not None and named.name == village.name
    assert village.code in {place.code for town in townships_served() for place in town.villages}
    rows = Division.objects.filter(code=village.code).order_by("valid_from").values_list("name", "valid_to")
    assert list(rows) == [(village.name, clock.today()), ("新名村", None)]
    told = faults(
        lambda: commands.rename_division(
            KEEPER, village.code, "再改村", starts=tomorrow, seen=None, idempotency_key=key()
        )
    )
    assert told == {("starts", "not_after_the_last_name")}


def test_a_division_with_something_in_it_does_not_end() -> None:
    told = faults(
        lambda: commands.close_division(
            KEEPER, TOWNSHIP, last_day=clock.today(), seen=None, idempotency_key=key()
        )
    )
    assert told == {("last_day", "division_has_children"), ("last_day", "division_has_sites")}


def test_a_division_is_entered_below_its_parent_with_a_code_of_its_level() -> None:
    def add(**changes: object) -> None:
        values: dict[str, object] = {
            "code": "640121200999",
            "name": "新建村",
            "level": "village",
            "parent_code": TOWNSHIP,
            "valid_from": date(2026, 1, 1),
        }
        commands.add_division(KEEPER, **{**values, **changes}, idempotency_key=key())  # type: ignore[arg-type]  # of the table above

    assert faults(lambda: add(code="64012")) == {("code", "not_a_code_of_its_level")}
    assert faults(lambda: add(parent_code="640121200998")) == {("parent_code", "no_such_division_code")}
    add()
    assert faults(add) == {("code", "code_taken")}
    assert any(place.code == "640121200999" for place in administration.find_divisions(KEEPER, "新建"))


def test_the_looks_of_administration_are_for_administrators() -> None:
    load_people()
    clerk: Actor = staff("clerk")
    for look in (administration.top_divisions, administration.bodies_kept, administration.sites_kept):
        with pytest.raises(NotAuthorized):
            look(clerk)
    assert demo.loaded()
    for role in ("system_admin", "security_admin", "auditor"):
        assert administration.sites_kept(administrator(role))
