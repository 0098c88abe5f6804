"""The page of a case offers no way to open what stands above the reader's clearance, and says so."""

from collections.abc import Callable

from django.test import Client

from tongban.site.scenario import Scenario

Desk = Callable[[str], Client]


def test_whoever_decides_finds_no_way_to_the_phone(desk: Desk) -> None:
    matter = Scenario(serial=408)
    matter.reviewed()
    number = matter.number
    approver = desk("approver")
    page = approver.get(f"/work/cases/{number}/").content.decode()
    assert 'name="field" value="applicant.number"' in page
    assert 'name="field" value="applicant.phone"' not in page
    assert "您的岗位不看这一类" in page
    again = approver.get(f"/work/cases/{number}/masked/", {"field": "applicant.phone"}).content.decode()
    assert "<form" not in again and matter.applicant.phone not in again
    forged = approver.post(
        f"/work/cases/{number}/unmask/", {"field": "applicant.phone", "unmask_reason": "核对电话号码"}
    ).content.decode()
    assert "您的岗位不看这一类信息" in forged and matter.applicant.phone not in forged
    assert 'value="applicant.phone"' in desk("clerk").get(f"/work/cases/{number}/").content.decode()
