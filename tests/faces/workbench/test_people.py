"""The desk's pages of people: who gets in, what a form does, what it keeps when it is refused."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.faces.workbench.conftest import Desk

from tongban.cases.commands import unmask
from tongban.directory.models import Absence, Account, Assignment, Position, Proposal, SealCustody, Staff
from tongban.directory.queries import assignments_of
from tongban.kernel.time import today
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db

ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")
PAGES = {
    "/work/people/": ADMINISTRATORS,
    "/work/people/new/": ("sysadmin",),
    "/work/people/positions/": ADMINISTRATORS,
    "/work/seals/": ADMINISTRATORS,
    "/work/proposals/": ADMINISTRATORS,
    "/work/could-see/": ("auditor",),
    "/work/delegations/": ("approver", "county-mz-head"),
    "/work/away/": (*ADMINISTRATORS, "approver", "county-mz-head", "clerk", "assister", "editor"),
    "/work/who-can/": (*ADMINISTRATORS, "approver", "county-mz-head", "clerk", "assister", "editor"),
}
EVERYBODY = (*ADMINISTRATORS, "approver", "county-mz-head", "clerk", "assister", "editor")


def id_of(username: str) -> int:
    return Account.objects.get(username=username).staff_id


def post(client: Client, address: str, act: str, **fields: object) -> tuple[int, str]:
    answer = client.post(address, {"act": act, "idempotency_key": uuid4().hex, **fields})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("username", EVERYBODY)
def test_each_page_opens_for_its_roles_alone(desk: Desk, username: str) -> None:
    client = desk(username)
    for address, allowed in PAGES.items():
        status = client.get(address).status_code
        assert (status == 200) == (username in allowed), f"{address}: {status}"
        assert status in (200, 403, 404)


def test_nobody_gets_in_unsigned() -> None:
    for address in PAGES:
        assert Client().get(address).status_code == 302


def test_a_person_is_entered_appointed_and_taken_off_again(desk: Desk) -> None:
    client = desk("sysadmin")
    answer = client.post(
        "/work/people/new/",
        {"act": "enter", "idempotency_key": "e1", "code": "sl-77", "name": "钱多多", "phone": "0951-8010077"},
    )
    person = Staff.objects.get(code="SL-77")
    assert answer["Location"] == f"/work/people/{person.id}/?done=enter"
    position = Position.objects.get(site__code="SL", code="civil_affairs")
    here = f"/work/people/{person.id}/"
    status, _ = post(
        client,
        here,
        "assign",
        position=position.id,
        role="clerk",
        holder="B",
        starts=today().isoformat(),
        ends="",
    )
    assert status == 302
    row = Assignment.objects.get(staff=person)
    page = client.get(here).content.decode()
    assert "窗口人员" in page and "民政残联岗" in page
    assert post(client, here, "end", assignment=row.id, when="now")[0] == 302
    assert Assignment.objects.get(id=row.id).ended_at is not None


def test_what_was_typed_stays_beside_its_faults(desk: Desk) -> None:
    status, page = post(desk("sysadmin"), "/work/people/new/", "enter", code="号", name="钱多多", phone="12")
    assert status == 422
    assert 'value="钱多多"' in page and "工号用大写字母" in page and 'id="fault-phone"' in page


def test_a_form_sent_twice_is_done_once(desk: Desk) -> None:
    client, fields = desk("sysadmin"), {"code": "SL-88", "name": "钱多多", "phone": ""}
    for _ in range(2):
        assert (
            client.post(
                "/work/people/new/", {"act": "enter", "idempotency_key": "same", **fields}
            ).status_code
            == 302
        )
    assert Staff.objects.filter(code="SL-88").count() == 1


def test_the_register_is_found_by_name_and_position_and_goes_on_by_pages(desk: Desk) -> None:
    client = desk("auditor")
    assert "马晓燕" in client.get("/work/people/", {"q": "马晓燕"}).content.decode()
    assert "杨志强" in client.get("/work/people/", {"q": "社会保障岗"}).content.decode()
    Staff.objects.bulk_create(Staff(code=f"ZZ-{n:03d}", name=f"某人{n}") for n in range(120))
    seen, address = set(), "/work/people/"
    while address:
        page = client.get(address).content.decode()
        seen |= set(re.findall(r"ZZ-\d{3}", page))
        following = re.search(r'rel="next" href="\?([^"]+)"', page)
        address = "/work/people/?" + following.group(1).replace("&amp;", "&") if following else ""
    assert len(seen) == 120


def test_a_position_without_a_holder_is_marked(desk: Desk) -> None:
    Assignment.objects.filter(role="approver", position__site__code="SL", delegated_by=None).update(
        ends=today() - timedelta(days=1)
    )
    page = desk("auditor").get("/work/people/positions/?vacant=1").content.decode()
    assert "乡负责人" in page and "没有人" in page


def test_one_sees_ones_own_page_and_nobody_elses(desk: Desk) -> None:
    client = desk("clerk")
    assert client.get(f"/work/people/{id_of('clerk')}/").status_code == 200
    assert client.get(f"/work/people/{id_of('reviewer')}/").status_code in (403, 404)
    assert client.get("/work/people/999999/").status_code in (403, 404)


def test_colleagues_learn_the_days_and_not_why(desk: Desk) -> None:
    client = desk("clerk")
    days = {"away_from": today().isoformat(), "away_to": today().isoformat()}
    assert post(client, "/work/away/", "absent", kind="illness", **days)[0] == 302
    assert "病假" in client.get("/work/away/").content.decode()
    other = desk("reviewer").get("/work/away/").content.decode()
    assert "马晓燕" in other
    listed = other.split("登记我自己不在岗")[0]
    assert "病假" not in listed
    assert "马晓燕" not in desk("county").get("/work/away/").content.decode()
    status, page = post(client, "/work/away/", "absent", kind="leave", **days)
    assert status == 422 and "日期不能重叠" in page
    row = Absence.objects.get()
    assert post(client, "/work/away/", "back", absence=row.id)[0] == 302


def test_an_administrator_takes_two_persons_and_two_pages(desk: Desk) -> None:
    first, second = desk("sysadmin"), desk("secadmin")
    person = Staff.objects.create(code="N-1", name="新来人")
    position = Position.objects.get(site__code="YN-ZW", code="catalogue")
    fields = {
        "admin_role": "auditor",
        "admin_position": position.id,
        "admin_starts": today().isoformat(),
        "reason": "原审计管理员调离",
    }
    assert post(first, f"/work/people/{person.id}/", "propose_appointment", **fields)[0] == 302
    proposal = Proposal.objects.get()
    assert "自己提出的要由另一个人确认" in first.get("/work/proposals/").content.decode()
    assert post(first, "/work/proposals/", "confirm", proposal=proposal.id)[0] == 403
    assert post(desk("auditor"), "/work/proposals/", "confirm", proposal=proposal.id)[0] == 403
    page = second.get("/work/proposals/").content.decode()
    assert "新来人" in page and "审计" in page and "原审计管理员调离" in page
    assert post(second, "/work/proposals/", "confirm", proposal=proposal.id)[0] == 302
    assert Assignment.objects.get(staff=person).role == "auditor"


def test_turning_down_wants_a_reason_and_keeps_it(desk: Desk) -> None:
    first, second = desk("sysadmin"), desk("secadmin")
    row = assignments_of(Account.objects.get(username="auditor").id)[0]
    ask = {"assignment": row.assignment_id, "ending_reason": "任期已满"}
    assert post(first, f"/work/people/{row.staff_id}/", "propose_ending", **ask)[0] == 302
    proposal = Proposal.objects.get()
    assert post(second, "/work/proposals/", "turn_down", proposal=proposal.id, reason="")[0] == 422
    assert (
        post(second, "/work/proposals/", "turn_down", proposal=proposal.id, reason="没有任命文件")[0] == 302
    )
    assert "没有任命文件" in first.get("/work/proposals/").content.decode()


def test_an_approver_lends_and_takes_back(desk: Desk) -> None:
    client = desk("approver")
    days = {"starts": today().isoformat(), "ends": (today() + timedelta(days=5)).isoformat()}
    lend = {"staff": id_of("clerk"), "scope": "some", "items": ["SB-001"], **days}
    assert post(client, "/work/delegations/", "lend", **{**lend, "items": []})[0] == 422
    assert post(client, "/work/delegations/", "lend", **lend)[0] == 302
    row = Assignment.objects.get(staff_id=id_of("clerk"), delegated_by__isnull=False)
    assert row.items == ["SB-001"]
    assert post(client, "/work/delegations/", "revoke", assignment=row.id)[0] == 302
    assert Assignment.objects.get(id=row.id).ended_at is not None


def test_the_register_of_seals_is_kept_and_prints(desk: Desk) -> None:
    client = desk("sysadmin")
    body = Position.objects.get(site__code="SL", code="leadership").site.body_id
    since = (today() - timedelta(days=3)).isoformat()
    enter = {
        "body": body,
        "kind": "official",
        "name": "永宁县胜利乡人民政府",
        "keeper": id_of("approver"),
        "starts": since,
    }
    assert post(client, "/work/seals/", "enter", **enter)[0] == 302
    row = SealCustody.objects.get()
    hand = {"custody": row.id, "next_keeper": id_of("clerk"), "on": today().isoformat()}
    assert post(client, "/work/seals/", "hand_over", **hand)[0] == 302
    page = client.get("/work/seals/").content.decode()
    assert "马晓燕" in page and "李文涛" in page and "data-prints" in page


def test_who_can_says_each_link_of_the_chain(desk: Desk) -> None:
    matter = Scenario(serial=3)
    matter.accepted()
    client = desk("auditor")
    page = client.get(
        "/work/who-can/", {"act": "cases.give_opinion", "number": matter.number}
    ).content.decode()
    assert "杨志强" in page and "能看到办件" in page and "轮到这个岗位" in page
    nearly = page.split("差一点的")[1]
    assert "看不到办件" in nearly
    assert "可以：" not in page  # a link that speaks for it needs no word
    late = client.get("/work/who-can/", {"act": "cases.accept", "number": matter.number}).content.decode()
    assert "现在的状态不能办这一步" in late
    unknown = client.get("/work/who-can/", {"act": "cases.accept", "number": "SLX2026000000001"})
    assert unknown.status_code in (404, 422)


def test_others_ask_about_their_own_site_alone(desk: Desk) -> None:
    client = desk("clerk")
    page = client.get("/work/who-can/", {"act": "cases.accept"}).content.decode()
    assert "马晓燕" in page and "胜利乡" in page
    foreign = Position.objects.filter(site__code="YN-MZ").values_list("site_id", flat=True)[0]
    assert client.get("/work/who-can/", {"act": "cases.accept", "site": foreign}).status_code in (403, 404)


def test_what_somebody_could_see_and_opened_that_day(desk: Desk) -> None:
    matter = Scenario(serial=4)
    matter.submitted()
    unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
    client = desk("auditor")
    asked = {"person": id_of("clerk"), "day": today().isoformat()}
    page = client.get("/work/could-see/", asked).content.decode()
    assert matter.number in page and "申请人证件号码" in page and "那天打开过 1 次" in page
    before = client.get("/work/could-see/", {**asked, "day": (today() - timedelta(days=1)).isoformat()})
    assert matter.number not in before.content.decode()
    assert client.get("/work/could-see/", {**asked, "day": "2999-01-01"}).status_code == 422
