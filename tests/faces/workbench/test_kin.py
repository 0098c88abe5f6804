"""Kin on the screens: declared on the own page, the act refused with who can, handed on by the form, seen by the county."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.faces.workbench.conftest import Desk

from tongban.cases.models import Case, KinFiling
from tongban.site.scenario import Scenario, person

pytestmark = pytest.mark.django_db


def declared(browser: Client, serial: int) -> None:
    kin = person(serial)
    told = {"act": "declare", "relation": "sibling", "name": kin.name, "number": kin.number}
    assert browser.post("/work/me/kin/", {**told, "idempotency_key": uuid4().hex}).status_code == 302


def test_a_reviewer_declares_a_cousin_is_refused_and_hands_the_matter_on(desk: Desk) -> None:
    own = desk("reviewer")
    declared(own, 1)
    number = Scenario().accepted().number
    page = own.get(f"/work/cases/{number}/").content.decode()
    assert "请同事办" in page and "近亲属备案" not in page
    form = own.get(f"/work/cases/{number}/acts/recuse/").content.decode()
    assert "马建平（社会保障岗） 接着办" in form
    who = form.split('name="who" value="', 1)[1].split('"', 1)[0]
    sent = {"who": who, "expected_version": "2", "idempotency_key": "r", "relation": ""}
    assert "请选一项" in own.post(f"/work/cases/{number}/acts/recuse/", sent).content.decode()
    done = own.post(f"/work/cases/{number}/acts/recuse/", {**sent, "relation": "sibling"})
    assert done.status_code == 302
    assert KinFiling.objects.get(case__number=number).effect == "passed_on"
    page = own.get(f"/work/cases/{number}/").content.decode()
    assert "近亲属备案" in page and "由同事接着办" in page
    assert "近亲属备案" not in Client().get(f"/verify/?number={number}").content.decode()


def test_the_keeper_sees_how_many_and_whom_only_for_a_reason(desk: Desk) -> None:
    declared(desk("clerk"), 3)
    keeper, name = desk("secadmin"), person(3).name
    page = keeper.get("/work/kin/").content.decode()
    assert "登记了 1 个人" in page and name not in page
    kin = page.split('name="kin" value="', 1)[1].split('"', 1)[0]
    asked = {"act": "reveal", "kin": kin, "idempotency_key": "k"}
    assert name not in keeper.post("/work/kin/", {**asked, "reason": ""}).content.decode()
    assert (
        name in keeper.post("/work/kin/", {**asked, "reason": "群众反映没有回避，核对登记"}).content.decode()
    )
    assert desk("sysadmin").get("/work/kin/").status_code == 403


def test_of_an_assisters_kin_the_reviewer_reads_that_all_of_it_is_to_be_looked_at(desk: Desk) -> None:
    declared(desk("assister"), 5)
    matter = Scenario(channel="village_point", serial=5)
    matter.accepted()
    page = desk("reviewer").get(f"/work/cases/{matter.number}/").content.decode()
    assert "这一件要全面核查" in page and "赵桂兰（代办员）" in page
    assert Case.objects.get(number=matter.number).status == "in_review"
