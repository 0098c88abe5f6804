"""What is complete must be accepted, what was not told may be neither refused nor asked for in silence (行政许可法 art. 32)."""

from datetime import date

import pytest
from tests.cases.licence import Licence, at

from tongban.cases.models import CaseBreach
from tongban.cases.queries import case_for, find_tracker, track
from tongban.cases.requests import MaterialInput, Verdict
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = [pytest.mark.django_db]
BLURRED = "身份证复印件上的签名看不清楚"
WHY = "上次只看了正面，没有翻过来看"


@pytest.fixture
def licence() -> Licence:
    demo.load(items=["NJ-001"])
    one = Licence()
    with frozen(at(9, 14)):
        assert one.submitted() == set()
    return one


def other_material(one: Licence) -> str:
    return next(m.code for m in one.view.materials if m.code != "identity_card" and m.form)


class TestAcceptance:
    @pytest.mark.parametrize("before", ["", "judge", "judge_wrong"])
    def test_a_licence_is_never_declined_on_its_conditions(self, licence: Licence, before: str) -> None:
        """Complete, not looked at, or with a defect that nobody told: whether it fulfils the conditions is reviewed."""
        with frozen(at(9, 14)):
            assert not before or licence.do(before) == set()
            expected = "complete_must_be_accepted" if before == "judge" else "conditions_after_review"
            assert licence.do("decline", ground="conditions") == {expected}
            if before == "judge_wrong":
                assert licence.do("decline", ground="not_corrected") == {"tell_first"}
            assert licence.view.status == "submitted"

    def test_another_body_s_matter_is_declined_at_once(self, licence: Licence) -> None:
        with frozen(at(9, 14)):
            assert licence.do("decline", ground="not_our_power", right_body="永宁县自然资源局") == set()
        assert licence.view.outcome == "declined"
        shown = track(
            find_tracker(licence.world.number, query_code=licence.view.query_code), licence.world.number
        )
        assert shown.declined is not None and shown.declined.basis and shown.declined.right_body
        assert shown.remedies is not None and shown.remedies.reconsideration_body and shown.remedies.court

    def test_what_no_notice_named_is_not_declined_as_not_corrected(self, licence: Licence) -> None:
        with frozen(at(9, 14)):
            assert licence.do("ask", bring_by=date(2026, 9, 21)) == set()
            assert licence.do("correct") == set()
            other = other_material(licence)
            spot = {"materials": (MaterialInput(other, "paper_original"),)}
            assert licence.act(licence.clerk, "correct_on_the_spot", **spot) == set()
            verdicts = {
                other: Verdict("faulty", "这份材料上的章看不清楚要重盖"),
                "identity_card": Verdict("ok"),
            }
            assert licence.act(licence.clerk, "judge_materials", verdicts=verdicts) == set()
            assert licence.do("decline", ground="not_corrected") == {"not_told_of_this"}
            assert "further_demand_without_ground" in licence.do(
                "request_corrections", bring_by=date(2026, 9, 28)
            )

    def test_what_was_told_and_is_still_so_is_declined(self, licence: Licence) -> None:
        with frozen(at(9, 14)):
            licence.do("ask", bring_by=date(2026, 9, 21))
            licence.do("correct")
            assert licence.do("judge_wrong") == set()
            assert licence.do("decline", ground="not_corrected") == set()

    def test_what_was_told_and_has_another_fault_now_is_not(self, licence: Licence) -> None:
        with frozen(at(9, 14)):
            licence.do("ask", bring_by=date(2026, 9, 21))
            licence.do("correct")
            assert licence.do("judge_wrong", wrong={"identity_card": BLURRED}) == set()
            assert licence.do("decline", ground="not_corrected") == {"not_told_of_this"}

    def test_decided_and_made_anew_it_is_declined_no_more(self, licence: Licence) -> None:
        with frozen(at(9, 28)):
            assert licence.view.status == "in_review", "the date accepted it"
            assert licence.offered("decline")
            licence.opinions()
            assert licence.do("decide", granted=False) == set()
            assert licence.do("deliver") == set()
        with frozen(at(10, 12)):
            assert licence.do("redo", order_of=date(2026, 10, 10), received_on=date(2026, 10, 12)) == set()
            assert not licence.offered("decline")
            refused = licence.do("decline", ground="not_our_power", right_body="永宁县自然资源局")
        assert refused == {"act_not_allowed"}


class TestToldOnce:
    def test_another_reason_for_the_same_material_is_a_further_demand(self, licence: Licence) -> None:
        with frozen(at(9, 14)):
            licence.do("ask", bring_by=date(2026, 9, 21))
        with frozen(at(9, 15)):
            licence.do("correct")
            again = {"bring_by": date(2026, 9, 28), "wrong": {"identity_card": BLURRED}}
            assert licence.do("ask", **again) == {
                "further_demand_without_ground",
                "further_demand_unexplained",
            }
            assert licence.do("ask", **again, ground="breach", explanation=WHY) == set()
        assert [one.kind for one in CaseBreach.objects.all()] == ["told_in_parts"]

    def test_the_same_reason_again_is_none(self, licence: Licence) -> None:
        with frozen(at(9, 14)):
            licence.do("ask", bring_by=date(2026, 9, 21))
            licence.do("correct")
            card = next(m for m in case_for(staff(licence.clerk), licence.world.number).materials if m.open)
            assert (card.code, card.reason) == ("identity_card", "")
            assert "2026年10月1日" in card.words, "the form begins with what the notice said"
            assert licence.do("ask", bring_by=date(2026, 9, 28)) == set()
        assert licence.view.correction.ground == "repeat"

    def test_what_comes_for_the_first_time_is_looked_at_for_the_first_time(self) -> None:
        demo.load(items=["NJ-001"])
        one = Licence()
        with frozen(at(9, 14)):
            assert one.submitted(absent=["identity_card"]) == set()
            assert one.do("ask", bring_by=date(2026, 9, 21), wrong={}) == set()
            assert one.do("correct") == set()
            assert one.do("ask", bring_by=date(2026, 9, 28), wrong={"identity_card": BLURRED}) == set()
        assert one.view.correction.ground == "repeat"
        assert verify().holds


class TestWordsOfSubstance:
    """A negative opinion, and a grant against one, say why (行政许可法 art. 35, 38)."""

    DOTS = ".........."

    def test_dots_are_neither_an_opinion_against_it_nor_a_reason_to_grant_all_the_same(
        self, licence: Licence
    ) -> None:
        with frozen(at(9, 14)):
            assert licence.do("accept") == set()
            step, by = licence.world.open_step()
            against = {"step_code": step, "agrees": False}
            assert licence.act(by, "give_opinion", **against, opinion=self.DOTS) == {"reason_too_short"}
            assert licence.act(by, "give_opinion", **against, opinion="不同意不同意不同意不同意") == {
                "reason_repeats"
            }
            why = "申请的地块压到了基本农田，图上看得很清楚。"
            assert licence.act(by, "give_opinion", **against, opinion=why) == set()
            licence.opinions()
            granting = {"granted": True, "basis": ""}
            assert licence.act("approver", "decide", **granting, reason=self.DOTS) == {
                "reason_against_opinion"
            }
            reason = "自然资源所10月复核，地块不在基本农田内，附图。"
            assert licence.act("approver", "decide", **granting, reason=reason) == set()
