"""谁看过我的信息: the citizen reads who looked, in plain words, and nobody else does."""

import pytest
from django.test import Client

from tongban.cases.commands import unmask
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def follower(matter: Scenario) -> Client:
    client = Client()
    asked = {"number": matter.number, "by": "query_code", "query_code": matter.query_code, "phone": ""}
    assert client.post("/track/", asked).status_code == 302
    return client


def test_who_follows_a_case_reads_who_looked_at_what_and_why() -> None:
    matter = Scenario(serial=611)
    matter.accepted()
    client = follower(matter)
    path = f"/track/{matter.number}/looks/"
    assert "还没有工作人员看过" in client.get(path).content.decode()
    unmask(staff("clerk"), matter.number, field="applicant.phone", reason="联系本人补材料")
    text = client.get(path).content.decode()
    for told in ("看了您的电话", "社会保障岗工作人员", "为什么看：联系本人补材料", "12345"):
        assert told in text, told
    assert staff("clerk").label.partition("（")[0] not in text
    assert path in client.get(f"/track/{matter.number}/").content.decode()


def test_nobody_else_reads_it() -> None:
    matter, other = Scenario(serial=612), Scenario(serial=613)
    matter.submitted()
    other.submitted()
    for client in (Client(), follower(other)):
        assert client.get(f"/track/{matter.number}/looks/").status_code == 404
    answer = Client().get("/my/looks/")
    assert answer.status_code == 302 and "/sign-in/" in answer["Location"]
