"""通办 on its pages: the counter is told who handles it, the receiving site's case page is cut, and all of it is in English."""

import pytest
from tests.authority import second_township
from tests.faces.english_pages import Reader
from tests.faces.workbench.conftest import Desk

from tongban.cases.queries import begun_token
from tongban.directory.models import Site
from tongban.site.scenario import Scenario, staff


@pytest.fixture
def taken_in(county: None) -> Scenario:
    """Taken in at 闽宁镇 for 胜利乡, which asks for more."""
    second_township.load()
    matter = Scenario(serial=8)
    matter.submitted(staff("mn-clerk"))
    matter.told_what_is_missing()
    return matter


def test_the_counter_sees_who_handles_it_and_where_the_result_can_be_collected(
    taken_in: Scenario, desk: Desk
) -> None:
    clerk, token = desk("mn-clerk"), begun_token(staff("mn-clerk"), "SB-001", "window")
    saved = clerk.post(f"/work/intake/{token}/part/", {"answers.household_village": "640121200201"})
    page = saved.content.decode()
    assert 'id="whose"' in page and "通办：由 胜利乡民生服务中心 办理" in page
    assert page.index('value="MN"') < page.index('value="SL"') < page.index('value="SL-XW"')


def test_the_receiving_site_s_pages_show_its_part_alone(taken_in: Scenario, desk: Desk) -> None:
    clerk, number = desk("mn-clerk"), taken_in.number
    assert taken_in.applicant.name in clerk.get("/work/across/").content.decode()
    assert taken_in.applicant.name not in clerk.get("/work/?group=all").content.decode()
    page = clerk.get(f"/work/cases/{number}/").content.decode()
    assert "通办：这一件由 胜利乡民生服务中心 办理" in page and "审查环节" not in page
    own = Site.objects.get(code="MN").name
    assert f"<span>{own}" in page  # over the desk stands where one serves
    for name in ("correct", "serve_notice"):
        assert clerk.get(f"/work/cases/{number}/acts/{name}/").status_code == 200
    for address in ("acts/accept/", "acts/withdraw/", "days/", "acts/send_result/"):
        assert clerk.get(f"/work/cases/{number}/{address}").status_code == 404, address
    assert desk("mn-reviewer").get("/work/across/").status_code == 403


def test_all_of_it_is_in_english(taken_in: Scenario, desk: Desk) -> None:
    other = Scenario(serial=9)
    other.submitted(staff("mn-clerk"))
    other.decided()
    reader = Reader(client=desk("mn-clerk"))
    reader.data |= {taken_in.applicant.name, other.applicant.name, "身份证2026年10月1日已经过期了"}
    for address in ("across/", "across/?show=ended", "across/?q=zzz", "register/"):
        reader.get(f"/work/{address}")
    for number, act in ((taken_in.number, "correct"), (other.number, "deliver")):
        reader.get(f"/work/cases/{number}/")
        reader.get(f"/work/cases/{number}/acts/{act}/")
    token = begun_token(staff("mn-clerk"), "SB-001", "window")
    reader.client.post(f"/work/intake/{token}/part/", {"answers.household_village": "640121200201"})
    reader.get(f"/work/intake/{token}/")
    own = Reader(client=desk("clerk"))
    own.data |= {other.applicant.name, "经审核，材料齐全，符合参保条件。"}
    own.get(f"/work/cases/{other.number}/acts/send_result/")
    reader.get(f"/work/cases/{other.number}/acts/receive_sent_result/")
