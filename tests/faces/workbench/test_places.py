"""The pages on which the system's administrator keeps the places."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tongban.directory.models import Body, Division, OfficeHours, Position, Site, Window
from tongban.kernel import time

Desk = Callable[[str], Client]
pytestmark = pytest.mark.django_db
PAGES = (
    "/work/places/",
    "/work/places/sites/new/",
    "/work/places/bodies/",
    "/work/places/bodies/new/",
    "/work/places/bodies/SL/",
    "/work/places/divisions/",
    "/work/places/divisions/?q=许旺",
    "/work/places/divisions/640121200000/",
)


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return desk("sysadmin")


def centre() -> Site:
    return Site.objects.get(kind="centre")


def address() -> str:
    return f"/work/places/sites/{centre().code}/"


def form(client: Client, page: str, act: str, **values: Any) -> Any:
    """Post one form of a page with the hidden fields that stand in it."""
    text = client.get(page).content.decode()
    forms = re.findall(r'<form method="post".*?</form>', text, re.S)
    found = next(one for one in forms if f'name="act" value="{act}"' in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found))
    return client.post(page, {**hidden, **values})


def site_form(**changes: str) -> dict[str, str]:
    row = centre()
    values = {
        "name": row.name,
        "kind": row.kind,
        "division_code": row.division_code,
        "body_code": row.body.code,
        "handled_by": "",
        "address": row.address,
        "phone": row.phone,
        "complaint_phone": row.complaint_phone,
    }
    return {**values, **changes}


@pytest.mark.parametrize("place", PAGES)
def test_each_page_opens_for_the_systems_administrator_and_for_no_other_role(desk: Desk, place: str) -> None:
    assert desk("sysadmin").get(place).status_code == 200
    for username in ("clerk", "approver", "secadmin", "auditor", "editor-2"):
        assert desk(username).get(place).status_code == 403


def test_a_new_telephone_stands_on_the_public_page_at_once(keeper: Client) -> None:
    answer = form(keeper, address(), "edit", **site_form(phone="0951-8020777"))
    assert answer.status_code == 302
    assert "0951-8020777" in Client().get("/places/").content.decode()
    history = keeper.get(address()).content.decode()
    assert "0951-8020777" in history and "修改网点" in history


def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(keeper: Client) -> None:
    answer = form(keeper, address(), "edit", **site_form(phone="8020777", name="改了的名称"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="fault-phone"' in text and "座机请带上区号" in text
    assert 'value="改了的名称"' in text and 'value="8020777"' in text
    assert centre().name != "改了的名称"


def test_nobody_writes_over_what_somebody_else_changed_meanwhile(keeper: Client) -> None:
    stale = {**site_form(), "act": "edit", "seen": "0", "idempotency_key": "k1"}
    assert form(keeper, address(), "edit", **site_form(address="新地址一号")).status_code == 302
    answer = keeper.post(address(), {**stale, "address": "旧地址"})
    assert answer.status_code == 422
    assert centre().address == "新地址一号"


def test_hours_are_set_by_lines_and_shown_as_the_public_reads_them(keeper: Client) -> None:
    lines = {
        "hours.0.weekdays": ["1", "2", "3", "4", "5"],
        "hours.0.opens": "09:00",
        "hours.0.closes": "12:00",
        "hours.2.weekdays": ["1", "2", "3", "4", "5"],
        "hours.2.opens": "13:30",
        "hours.2.closes": "17:00",
    }
    assert form(keeper, address(), "hours", **lines).status_code == 302
    assert OfficeHours.objects.filter(site=centre()).count() == 2
    assert "周一至周五 09:00–12:00" in keeper.get(address()).content.decode()
    overlapping = {**lines, "hours.2.opens": "11:00"}
    answer = form(keeper, address(), "hours", **overlapping)
    assert answer.status_code == 422
    assert "和另一行同一天的时间重叠了" in answer.content.decode()
    assert 'value="11:00"' in answer.content.decode()


def test_windows_are_set_by_lines_and_an_emptied_line_is_gone(keeper: Client) -> None:
    lines = {
        "windows.0.number": "1",
        "windows.0.position": "social_security",
        "windows.1.number": "",
        "windows.1.position": "social_security",
        "windows.2.number": "7",
        "windows.2.position": "social_security",
    }
    assert form(keeper, address(), "windows", **lines).status_code == 302
    assert list(Window.objects.filter(site=centre()).values_list("number", flat=True)) == [1, 7]
    answer = form(keeper, address(), "windows", **{**lines, "windows.2.number": "1"})
    assert answer.status_code == 422 and "窗口 1 写了两次" in answer.content.decode()


def test_a_position_is_entered_renamed_and_closed(keeper: Client) -> None:
    new = {"position_code": "archive", "position_name": "档案岗"}
    assert form(keeper, address(), "position", **new).status_code == 302
    renamed = {"position_code": "archive", "position_name": "档案服务岗"}
    assert form(keeper, address(), "rename_position", **renamed).status_code == 302
    day = {"position_code": "archive", "position_closed_on": time.today().isoformat()}
    assert form(keeper, address(), "close_position", **day).status_code == 302
    row = Position.objects.get(code="archive")
    assert (row.name, row.closed_on) == ("档案服务岗", time.today())


def test_before_a_site_closes_what_hangs_on_it_is_looked_at(keeper: Client) -> None:
    office = Site.objects.filter(kind="county_office").order_by("code").first()
    assert office is not None
    page = f"/work/places/sites/{office.code}/"
    day = time.today().isoformat()
    text = keeper.get(page).content.decode()
    assert "没办结的件" in text and "还在任职的" in text
    unlooked = form(keeper, page, "close", closed_on=day)
    assert unlooked.status_code == 422
    assert form(keeper, page, "close", closed_on=day, looked="yes").status_code == 302
    assert office.name not in Client().get("/places/").content.decode()
    assert form(keeper, page, "reopen").status_code == 302
    assert office.name in Client().get("/places/").content.decode()


def test_a_body_is_entered_with_a_checked_credit_code(keeper: Client) -> None:
    values = {
        "code": "YN-XX",
        "name": "永宁县测试局",
        "short_name": "永测",
        "level": "county",
        "division_code": "640121",
        "case_prefix": "YNQ",
        "credit_code": "11640121MB1234567A",
        "reconsideration_body": "永宁县人民政府",
        "court": "永宁县人民法院",
    }
    answer = form(keeper, "/work/places/bodies/new/", "enter", **values)
    assert answer.status_code == 422 and "统一社会信用代码有一位不对" in answer.content.decode()
    assert (
        form(keeper, "/work/places/bodies/new/", "enter", **{**values, "credit_code": ""}).status_code == 302
    )
    assert Body.objects.filter(code="YN-XX").exists()


def test_a_village_is_renamed_and_a_new_one_entered_below_its_township(keeper: Client) -> None:
    village = "/work/places/divisions/640121200201/"
    renamed = form(keeper, village, "rename", name="新许旺村", starts=time.today().isoformat())
    assert renamed.status_code == 302
    assert "新许旺村" in keeper.get(village).content.decode()
    added = form(
        keeper,
        "/work/places/divisions/640121200000/",
        "add",
        code="640121200999",
        new_name="新建村",
        level="village",
        valid_from="2026-01-01",
    )
    assert added.status_code == 302
    assert Division.objects.filter(code="640121200999", parent_code="640121200000").exists()


def test_an_unknown_form_and_an_unknown_place_change_nothing(keeper: Client) -> None:
    assert keeper.post(address(), {"act": "drop", "idempotency_key": "k"}).status_code == 422
    assert keeper.get("/work/places/sites/NONE/").status_code == 404
    assert keeper.get("/work/places/bodies/NONE/").status_code == 404
    assert keeper.get("/work/places/divisions/999999/").status_code == 404
