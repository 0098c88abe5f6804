"""Setting a county up in the browser: templates, faults by row, a look before loading, no keys."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tongban.directory.commands import step_template
from tongban.directory.models import Account, Assignment, Site, Staff
from tongban.kernel import time

Desk = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return desk("sysadmin")


def filled(step: str, title: str, *rows: list[object]) -> bytes:
    work = load_workbook(io.BytesIO(step_template(step)))
    for row in rows:
        work[title].append(row)
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def look(client: Client, step: str, data: bytes, name: str = "county.xlsx") -> Any:
    return client.post(f"/work/set-up/{step}/", {"act": "look", "file": SimpleUploadedFile(name, data)})


def load(client: Client, step: str, looked: Any) -> Any:
    text = looked.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    names = ("idempotency_key", "outlook", "file_kept")
    return client.post(f"/work/set-up/{step}/", {"act": "load", **{name: hidden[name] for name in names}})


def person(code: str = "SL77") -> list[object]:
    centre = Site.objects.get(kind="centre").code
    day = time.today().isoformat()
    return [code, "马新来", None, centre, "social_security", "窗口人员", "B", day, None]


def test_the_set_up_is_the_systems_administrators(desk: Desk) -> None:
    for username in ("clerk", "secadmin", "auditor"):
        client = desk(username)
        for page in ("/work/set-up/", "/work/set-up/staff/", "/work/set-up/staff/template.xlsx"):
            assert client.get(page).status_code == 403
        assert look(client, "staff", b"").status_code == 403


def test_each_step_gives_its_template_and_says_what_is_missing(keeper: Client) -> None:
    for step in ("divisions", "places", "inside", "staff"):
        assert keeper.get(f"/work/set-up/{step}/").status_code == 200
        given = keeper.get(f"/work/set-up/{step}/template.xlsx")
        assert "说明" in load_workbook(io.BytesIO(given.content)).sheetnames
    assert keeper.get("/work/set-up/none/").status_code == 404
    assert keeper.get("/work/set-up/none/template.xlsx").status_code == 404
    assert "还缺什么" in keeper.get("/work/set-up/").content.decode()


def test_people_are_looked_at_then_loaded_without_accounts(keeper: Client) -> None:
    looked = look(keeper, "staff", filled("staff", "人员和任职", person()))
    text = looked.content.decode()
    assert looked.status_code == 200 and "新增 1 条" in text and "马新来" in text
    assert not Staff.objects.filter(code="SL77").exists()
    done = load(keeper, "staff", looked)
    assert done.status_code == 302
    assert "由安全管理员" in text
    assert Assignment.objects.get(staff__code="SL77").role == "clerk"
    assert load(keeper, "staff", looked).status_code == 302
    assert Staff.objects.filter(code="SL77").count() == 1
    assert not Account.objects.filter(staff__code="SL77").exists(), "who appoints hands out no keys"


def test_a_wrong_row_is_told_with_what_to_do_and_nothing_is_loaded(keeper: Client) -> None:
    wrong = person("SL78")
    wrong[4] = "nowhere"
    looked = look(keeper, "staff", filled("staff", "人员和任职", person(), wrong))
    text = looked.content.decode()
    assert looked.status_code == 422
    assert "E（岗位编码）" in text and "这个网点没有这个岗位" in text and "一行也没有装入" in text
    assert 'name="file_kept"' not in text
    assert not Staff.objects.filter(code="SL77").exists()


@pytest.mark.parametrize("name", ["county.xlsm", "county.xls", "COUNTY.XLSM"])
def test_files_with_macros_are_not_even_opened(keeper: Client, name: str) -> None:
    answer = look(keeper, "staff", b"x", name)
    assert answer.status_code == 422 and "只收 .xlsx" in answer.content.decode()


@pytest.mark.parametrize("kept", ["", "x", "eJwDAAAAAAE=", "A" * 1000])
def test_a_page_that_brings_back_no_file_loads_nothing(keeper: Client, kept: str) -> None:
    sent = {"act": "load", "idempotency_key": "k", "outlook": "", "file_kept": kept}
    assert keeper.post("/work/set-up/staff/", sent).status_code == 422


def test_what_changed_since_the_look_is_looked_at_again(keeper: Client) -> None:
    data = filled("staff", "人员和任职", person())
    first, second = look(keeper, "staff", data), look(keeper, "staff", data)
    assert load(keeper, "staff", first).status_code == 302
    answer = load(keeper, "staff", second)
    assert answer.status_code == 422 and "请重新看一遍" in answer.content.decode()


def test_rows_of_administrators_and_of_oneself_say_what_is_wrong_and_what_to_do(keeper: Client) -> None:
    """What a row's command refuses as a whole is told in words too, never as 这一项填得不对."""
    me = Assignment.objects.select_related("staff", "position__site").get(role="system_admin")
    auditor = Assignment.objects.select_related("staff").get(role="auditor")
    rows = [
        [me.staff.code, me.staff.name, None, *person()[3:]],
        [auditor.staff.code, auditor.staff.name, None, *person()[3:]],
    ]
    text = look(keeper, "staff", filled("staff", "人员和任职", *rows)).content.decode()
    assert "自己的任职不能自己登记" in text and "由另一位系统管理员登记" in text
    assert "管理员不能同时办件" in text and "请把这一行换成别人" in text
    assert "这一项填得不对" not in text


def test_after_loading_it_says_who_prints_the_slips_and_where(keeper: Client) -> None:
    text = look(keeper, "staff", filled("staff", "人员和任职", person())).content.decode()
    assert "请安全管理员打开“账号”，点“全部开账号并打印凭条”" in text
