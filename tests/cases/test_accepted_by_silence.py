"""Silence accepts, and proves nothing: what nobody looked at is taken in and looked at before anything is granted."""

import pytest
from django.test import Client
from tests.cases.licence import Licence, at
from tests.faces.workbench.forms_on_pages import fields
from tests.signing_in import sign_in

from tongban.cases.requests import MaterialInput, Verdict
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo

pytestmark = [pytest.mark.django_db]
NEVER_SEEN = {"materials_not_in_order"}


@pytest.fixture
def silent() -> Licence:
    """Handed in without the identity card, answered by nobody, accepted by the date, every opinion given."""
    demo.load(items=["NJ-001"])
    one = Licence()
    with frozen(at(9, 14)):
        assert one.submitted(absent=["identity_card"]) == set()
    with frozen(at(9, 28)):
        assert one.view.status == "in_review"
        one.opinions()
    return one


def judge(one: Licence, **wrong: str) -> set[str]:
    told = {
        m.code: Verdict("faulty", wrong[m.code]) if m.code in wrong else Verdict("ok")
        for m in one.view.materials
        if m.open and m.form
    }
    return one.act(one.clerk, "judge_materials", verdicts=told)


def bring(one: Licence, code: str = "identity_card") -> set[str]:
    return one.act(one.clerk, "correct_on_the_spot", materials=(MaterialInput(code, "paper_original"),))


def test_nothing_is_granted_on_a_material_that_nobody_found_in_order(silent: Licence) -> None:
    with frozen(at(9, 28)):
        assert silent.do("decide", granted=True) == NEVER_SEEN
        assert judge(silent) == set()
        assert silent.do("decide", granted=True) == NEVER_SEEN, "the card is still not there"
        assert bring(silent) == set()
        assert silent.do("decide", granted=True) == NEVER_SEEN, "nobody looked at the card"
        assert judge(silent, identity_card="身份证2026年8月1日已经过期了") == set()
        assert silent.do("decide", granted=True) == NEVER_SEEN
        assert (bring(silent), judge(silent)) == (set(), set())
        assert silent.do("decide", granted=True) == set()
    assert silent.row.outcome == "granted"
    assert verify().holds


def test_it_may_be_refused_without_it(silent: Licence) -> None:
    with frozen(at(9, 28)):
        assert silent.do("decide", granted=False) == set()


def test_what_was_found_in_order_is_not_looked_at_again(silent: Licence) -> None:
    with frozen(at(9, 28)):
        judge(silent)
        code = next(m.code for m in silent.view.materials if m.form)
        assert bring(silent, code) == {"not_asked_for"}
        refused = silent.act(
            silent.clerk, "judge_materials", verdicts={code: Verdict("faulty", "再看觉得不行")}
        )
        assert "not_open_to_judgement" in refused
        bring(silent)
        judge(silent)
        assert not silent.offered("correct_on_the_spot") and not silent.offered("judge_materials")
        assert bring(silent) == {"act_not_allowed"}


def test_what_was_accepted_by_hand_takes_nothing_in(db: None) -> None:
    demo.load(items=["NJ-001"])
    one = Licence()
    with frozen(at(9, 14)):
        one.submitted()
        assert one.do("accept") == set()
        assert bring(one) == {"act_not_allowed"}
        assert judge(one) == {"act_not_allowed"}
        assert not one.offered("correct_on_the_spot")


def test_the_desk_takes_it_in_and_looks_at_it(silent: Licence) -> None:
    with frozen(at(9, 28)):
        clerk = Client()
        assert sign_in(clerk, silent.clerk).status_code == 302
        for act, typed in (
            ("correct_on_the_spot", {"materials.identity_card.form": "paper_original"}),
            ("judge_materials", {}),
        ):
            address = f"/work/cases/{silent.world.number}/acts/{act}/"
            page = clerk.get(address)
            form = fields(page, "act-form") | typed
            if act == "judge_materials":
                form |= {f"verdict.{m.code}": "ok" for m in silent.view.materials if m.form}
            assert clerk.post(address, form).status_code == 302
        assert silent.do("decide", granted=True) == set()
