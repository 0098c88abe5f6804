"""The head's forms after a hearing carry what was told: the same act, the same findings."""

import pytest
from tests.cases.test_afterwards import LATER, county, delivered, on
from tests.faces.workbench.forms_on_pages import fields

from tongban.site.scenario_afterwards import FOUND

pytestmark = [pytest.mark.django_db, pytest.mark.once]
__all__ = ["county"]


def test_the_form_after_a_hearing_carries_what_was_told_and_the_list_fits_the_holder(desk) -> None:
    matter = delivered()
    with on(LATER):
        matter.heard(facts=FOUND)
        head = desk("approver")
        page = head.get(f"/work/cases/{matter.number}/acts/revoke/")
        told = page.content.decode()
        assert FOUND in told and fields(page, "act-form")["standing"] == "revoked"
        assert 'value="holder_died"' in told and 'value="holder_dissolved"' not in told
        form = fields(page, "act-form") | {"standing": "cancelled", "basis": "《行政许可法》第七十条"}
        refused = head.post(f"/work/cases/{matter.number}/acts/revoke/", form)
        assert refused.status_code == 422 and 'id="cancel_ground"' in refused.content.decode()
        other = head.get(f"/work/cases/{matter.number}/acts/redo/").content.decode()
        assert FOUND not in other, "it was told of a revocation, not of deciding anew"
