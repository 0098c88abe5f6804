"""The way into an empty county: three administrators, three people, slips once, and only while nobody is there."""

import argparse

import pytest

from tongban.directory.commands import County, make_first_slip, set_up_county, use_slip
from tongban.directory.models import Account, Assignment
from tongban.directory.queries.set_up import set_up_state
from tongban.kernel import ledger
from tongban.kernel.actors import Staff, System
from tongban.kernel.errors import InputFaults, NotAuthorized, Refusal
from tongban.kernel.time import now
from tongban.site.command_line import account, setup

pytestmark = pytest.mark.django_db
SETUP = System("setup")
PEOPLE = {"system_admin": "马建国", "security_admin": "许安民", "auditor": "丁明察"}
COUNTY = County("640121", "永宁县政务服务管理局", PEOPLE)


def test_three_administrators_get_three_slips_that_let_them_set_their_password() -> None:
    slips = set_up_county(SETUP, COUNTY, idempotency_key="k")
    assert [slip.username for slip in slips] == ["sysadmin", "secadmin", "auditor"]
    held = Assignment.objects.order_by("id").values_list("staff__name", "role")
    assert list(held) == [
        ("马建国", "system_admin"),
        ("许安民", "security_admin"),
        ("丁明察", "auditor"),
    ]
    password = "lamp-river-cloud-91"
    signed = use_slip("sysadmin", slips[0].code, password, password)
    assert signed.step  # a second factor is still to be set before anything else


def test_it_works_once_only() -> None:
    set_up_county(SETUP, COUNTY, idempotency_key="k")
    for key in ("k", "other"):
        with pytest.raises(Refusal) as refused:
            set_up_county(SETUP, COUNTY, idempotency_key=key)
        assert refused.value.code == "already_set_up"
    assert Account.objects.count() == 3


def test_nobody_is_two_of_the_three() -> None:
    county = County("640121", "永宁县政务服务管理局", {**PEOPLE, "auditor": "马建国"})
    with pytest.raises(InputFaults) as refused:
        set_up_county(SETUP, county, idempotency_key="k")
    assert {fault.code for fault in refused.value.faults} == {"same_person"}
    assert not Account.objects.exists()


def test_no_member_of_staff_sets_a_county_up() -> None:
    actor = Staff(1, 1, "system_admin", "A", 1, "system_admin", 1, 1, "某某")
    with pytest.raises(NotAuthorized):
        set_up_county(actor, COUNTY, idempotency_key="k")


def test_afterwards_everything_is_told_that_is_missing() -> None:
    set_up_county(SETUP, COUNTY, idempotency_key="k")
    state = set_up_state(SETUP)
    codes = {gap.code for gap in state.missing}
    assert {"no_divisions", "no_sites", "site_in_no_division", "body_in_no_division"} <= codes
    assert "position_without_holder" not in codes
    assert state.counts == {"divisions": 0, "places": 0, "inside": 3, "staff": 0}


def test_the_command_line_prints_the_slips_and_then_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    names = {"system_admin": "马建国", "security_admin": "许安民", "auditor": "丁明察"}
    asked = argparse.Namespace(county="640121", body="永宁县政务服务管理局", **names)
    assert setup.run(argparse.Namespace(**{**vars(asked), "county": "64", "auditor": "马建国"}), "en") == 3
    told = capsys.readouterr().err
    assert "--county: six digits" in told and "--auditor: the three administrators" in told
    assert setup.run(asked, "zh") == 0
    printed = capsys.readouterr().out
    assert printed.count("凭条码  ") == 3 and "sysadmin" in printed
    assert setup.run(asked, "zh") == 1
    assert "只用一次" in capsys.readouterr().err


def test_a_lost_first_slip_of_the_security_administrator_is_printed_anew_at_the_machine(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = argparse.Namespace(action="slip", role="security_admin")
    assert account.run(asked, "en") == 1
    assert "tongban setup" in capsys.readouterr().err
    lost = set_up_county(SETUP, COUNTY, idempotency_key="k")[1]
    assert account.run(asked, "zh") == 0
    assert "secadmin" in capsys.readouterr().out
    with pytest.raises(Refusal, match="wrong_slip"):
        use_slip("secadmin", lost.code, "lamp-river-cloud-91", "lamp-river-cloud-91")
    told = list(ledger.read("directory", f"account:{lost.account_id}"))[-1]
    assert told.type == "slip_made" and told.data["by"] == "command_line"


def test_not_once_a_security_administrator_was_in_even_one_of_earlier(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_county(SETUP, COUNTY, idempotency_key="k")
    slip = make_first_slip(SETUP, idempotency_key="first")
    use_slip("secadmin", slip.code, "lamp-river-cloud-91", "lamp-river-cloud-91")
    Assignment.objects.filter(role="security_admin").update(ended_at=now())
    Account.objects.filter(username="secadmin").update(password="!voided")  # as a recovery does
    asked = argparse.Namespace(action="slip", role="security_admin")
    assert account.run(asked, "zh") == 1
    assert "两位管理员" in capsys.readouterr().err
    with pytest.raises(NotAuthorized):
        make_first_slip(Staff(1, 1, "system_admin", "A", 1, "x", 1, 1, "某某"), idempotency_key="k2")
