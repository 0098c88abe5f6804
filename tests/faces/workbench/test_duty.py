"""Duty on the pages: who takes over before the days are entered, whose the list is today, the head's board, taking."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.faces.workbench.conftest import Desk

from tongban.cases.models import Case
from tongban.directory.commands import enter_absence
from tongban.directory.models import Absence, DutyGap
from tongban.kernel.time import today
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str = "/work/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def days(first: int, last: int) -> dict[str, str]:
    return {
        "away_from": (today() + timedelta(days=first)).isoformat(),
        "away_to": (today() + timedelta(days=last)).isoformat(),
    }


def post(client: Client, address: str, **fields: str) -> tuple[int, str]:
    answer = client.post(address, {"idempotency_key": uuid4().hex, **fields})
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


def gone(username: str, last: int = 0) -> None:
    person = staff(username)
    enter_absence(
        person,
        staff_id=person.staff_id,
        kind="leave",
        starts=today(),
        ends=today() + timedelta(days=last),
        idempotency_key=uuid4().hex,
    )


def frame(number: str) -> dict[str, str]:
    return {"expected_version": str(Case.objects.get(number=number).version)}


class TestTheAbsence:
    def test_is_looked_at_before_it_is_entered(self, desk: Desk) -> None:
        status, page = post(desk("clerk"), "/work/away/", act="look", kind="leave", **days(1, 2))
        assert status == 200 and "王建宁 接手" in page
        assert not Absence.objects.exists()

    def test_shows_afterwards_who_stands_in(self, desk: Desk) -> None:
        client = desk("clerk")
        assert post(client, "/work/away/", act="absent", kind="leave", **days(1, 2))[0] == 302
        assert "王建宁 接手" in shown(client, "/work/away/")

    def test_that_nobody_covers_is_told_and_saved_all_the_same(self, desk: Desk) -> None:
        client = desk("clerk-mz")
        _, page = post(client, "/work/away/", act="look", kind="illness", **days(0, 1))
        assert "没有人接手" in page and "照样可以登记" in page
        assert post(client, "/work/away/", act="absent", kind="illness", **days(0, 1))[0] == 302
        assert DutyGap.objects.count() == 1
        head = shown(desk("approver"))
        assert "有 1 处没有人在岗" in head and "民政残联岗" in head
        assert "病假" not in head

    def test_of_a_colleague_who_is_ill_is_entered_and_struck_out_by_the_head(self, desk: Desk) -> None:
        ill, client = str(staff("clerk").staff_id), desk("approver")
        assert 'name="staff"' not in shown(desk("reviewer"), "/work/away/")
        status, page = post(client, "/work/away/", act="look", kind="illness", staff=ill, **days(0, 1))
        assert status == 200 and "王建宁 接手" in page
        assert post(client, "/work/away/", act="absent", kind="illness", staff=ill, **days(0, 1))[0] == 302
        row = Absence.objects.get()
        assert "已经回来了" in shown(client, "/work/away/") and str(row.staff_id) == ill
        assert post(client, "/work/away/", act="back", absence=str(row.id))[0] == 302
        assert Absence.objects.get().cancelled_at is not None

    def test_without_days_is_asked_for_them(self, desk: Desk) -> None:
        status, page = post(desk("clerk"), "/work/away/", act="look", kind="leave", away_from="", away_to="")
        assert status == 422 and "takeover-seen" not in page


class TestTheList:
    def test_of_b_says_that_a_is_on_duty_and_offers_the_position_s_work(self, desk: Desk) -> None:
        number = Scenario().submitted().number
        client = desk("clerk-b")
        page = shown(client)
        assert "今天 马晓燕 在岗" in page and number not in page
        assert number in shown(client, "/work/?group=todo&whole=1")

    def test_of_b_has_the_position_s_work_while_a_is_away(self, desk: Desk) -> None:
        number = Scenario().submitted().number
        gone("clerk", 2)
        page = shown(desk("clerk-b"))
        assert "代 A 岗 马晓燕" in page and number in page
        own = shown(desk("clerk"))
        assert "您今天登记了不在岗" in own and "王建宁" in own

    def test_takes_the_next_and_says_who_holds_it(self, desk: Desk) -> None:
        number = Scenario().submitted().number
        client = desk("clerk")
        answer = client.post("/work/next/", {"idempotency_key": "n"})
        assert answer["Location"] == f"/work/cases/{number}/?done=take"
        assert "我在办" in shown(client)
        assert "马晓燕（社会保障岗） 在办" in shown(desk("clerk-b"), "/work/?whole=1")
        answer = client.post("/work/next/", {"idempotency_key": "m"})
        assert "没有可以接手的了" in shown(client, answer["Location"])


class TestTheCase:
    def test_is_taken_and_put_back_with_one_press(self, desk: Desk) -> None:
        number = Scenario().submitted().number
        client, page = desk("clerk"), f"/work/cases/{number}/"
        assert f"{page}acts/take/" in shown(client, page)
        assert post(client, f"{page}acts/take/", **frame(number))[0] == 302
        assert "您在办" in shown(client, page) and f"{page}acts/put_back/" in shown(client, page)
        status, other = post(desk("clerk-b"), f"{page}acts/take/", **frame(number))
        assert status == 422 and "马晓燕（社会保障岗） 正在办这一件" in other
        assert post(client, f"{page}acts/put_back/", **frame(number))[0] == 302

    def test_is_given_to_a_colleague_by_the_head(self, desk: Desk) -> None:
        number = Scenario().submitted().number
        head, act = desk("approver"), f"/work/cases/{number}/acts/reassign/"
        status, page = post(head, act, reason="", **frame(number))
        assert status == 422 and "请选一项" in page
        to = f":{staff('clerk-b').assignment_id}"
        assert to in shown(head, act)
        assert post(head, act, to=to, reason="马晓燕下午去县里开会", **frame(number))[0] == 302
        for username in ("clerk", "clerk-b"):
            page = shown(desk(username), f"/work/cases/{number}/")
            assert "派给 王建宁（社会保障岗）" in page and "去县里开会" in page


class TestTheBoard:
    def test_leads_to_what_waits_at_a_post_and_from_there_to_reassigning(self, desk: Desk) -> None:
        number = Scenario().submitted().number
        head = desk("approver")
        page = shown(head, "/work/duty/")
        address = f"/work/duty/{staff('clerk').position_id}/clerk/"
        assert "1 件在等" in page and address in page
        assert f"/work/cases/{number}/acts/reassign/" in shown(head, address)

    def test_is_the_heads_alone(self, desk: Desk) -> None:
        for username in ("clerk", "reviewer", "sysadmin"):
            client = desk(username) if username != "sysadmin" else Client()
            assert client.get("/work/duty/").status_code in (302, 403)
        assert (
            desk("county-mz-head").get(f"/work/duty/{staff('clerk').position_id}/clerk/").status_code == 404
        )


class TestTheHandover:
    def test_warns_who_ends_the_assignment_and_leads_to_the_list(self, desk: Desk) -> None:
        number = Scenario(serial=1).submitted().number
        post(desk("clerk"), f"/work/cases/{number}/acts/take/", **frame(number))
        clerk = staff("clerk")
        page = shown(desk("sysadmin"), f"/work/people/{clerk.staff_id}/")
        assert "这个任职手里还有 1 件没有交接" in page
        address = f"/work/handover/{clerk.assignment_id}/"
        assert address in page
        assert number not in shown(desk("sysadmin"), address)  # numbers alone
        listed = shown(desk("approver"), address)
        assert number in listed and f"/work/cases/{number}/acts/reassign/" in listed and "监交人" in listed
        assert desk("reviewer").get(address).status_code == 404

    def test_stands_on_the_head_s_board_once_an_end_is_entered(self, desk: Desk) -> None:
        assert "离任交接" not in shown(desk("approver"), "/work/duty/")
        post(
            desk("sysadmin"),
            f"/work/people/{staff('clerk').staff_id}/",
            act="end",
            assignment=str(staff("clerk").assignment_id),
            last_day=(today() + timedelta(days=5)).isoformat(),
            when="day",
        )
        assert "交清了" in shown(desk("approver"), "/work/duty/")
