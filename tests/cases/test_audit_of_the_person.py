"""The auditor sees what was done about a person: mandates, holds, requests, and a destruction as it was, in words."""

import pytest
from tests.cases.privacy_desk import LATER, appointed, desk, key, second
from tests.cases.test_copy_scope import mandated
from tests.cases.test_destruction import WHY, withdrawn
from tests.directory.people import administrator, more_administrator

from tongban.cases.privacy.commands import place_hold, propose_destruction
from tongban.cases.privacy.destroying import destruction_list
from tongban.cases.privacy.queries import holds_listed
from tongban.cases.queries import administration_events
from tongban.directory.commands import confirm_proposal
from tongban.directory.queries import proposal as proposal_view
from tongban.faces.workbench.audit.events import told
from tongban.kernel.actors import Staff
from tongban.kernel.time import frozen, now, today
from tongban.parties.commands import end_mandate
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(county: None) -> Staff:
    appointed()
    more_administrator("auditor", "1")
    return administrator("auditor")


def told_today(auditor: Staff) -> dict[str, str]:
    """Words of the act → what it was about, of today's page under 安全和个人信息."""
    lines = administration_events(auditor, today(), today(), stream_kind="safety").lines
    return {one.what: one.fact for one in map(told, lines)}


def test_mandates_are_told_without_a_name(auditor: Staff) -> None:
    matter = Scenario(serial=4711)
    matter.submitted()
    mandate = mandated(matter.applicant)
    end_mandate(staff("clerk"), mandate, reason="不再委托他了", idempotency_key="e")
    page = told_today(auditor)
    assert {"登记委托书", "终止委托"} <= set(page)
    assert matter.applicant.name not in str(page)


def test_a_hold_is_told_by_the_number_of_its_case_and_its_reason_is_not_the_auditors(auditor: Staff) -> None:
    matter = withdrawn(4711)
    place_hold(desk(), matter.number, reason=WHY, idempotency_key=key())
    assert told_today(auditor)["依法保全（不得删除）"] == f"办件 {matter.number}"
    (hold,) = holds_listed(auditor)
    assert (hold.number, hold.reason) == (matter.number, "")


def test_a_destruction_tells_afterwards_what_was_destroyed(auditor: Staff) -> None:
    matter, year = withdrawn(4711), now().year + 100
    with frozen(LATER):
        proposal = propose_destruction(desk(), year, "100y", idempotency_key=key())
        confirm_proposal(second(), proposal, idempotency_key=key())
        facts = dict(proposal_view(auditor, proposal).facts)
        assert facts["cases_to_erase"] == matter.number
        fact = told_today(auditor)["按清册销毁"]
        assert matter.number in fact and "清除 1 件" in fact
        assert [one.erased for one in destruction_list(auditor, proposal).cases] == [True]
