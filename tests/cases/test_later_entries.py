"""Several times of an earlier day wait at once; none brings anything about, and none is forgotten, before its own word."""

from datetime import date
from typing import Any

import pytest
from tests.cases.licence import Licence, at

from tongban.cases.commands.settling import settle_overdue
from tongban.cases.course import course_of
from tongban.cases.frame import load
from tongban.cases.judging import kept_rounds
from tongban.cases.models import CaseBreach
from tongban.cases.queries.later_entries import later_entries_to_confirm
from tongban.cases.requests import MaterialInput
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = [pytest.mark.django_db]
SLIP = "停电，纸质登记第17号"
NO = "登记本上写的是录入那天交来的，不是前面那天。"
CARD = (MaterialInput("identity_card", "paper_original"),)


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["NJ-001"])


def received(**told: Any) -> Licence:
    """Handed over on Tuesday, 1 September, as its clerk says on Monday the 7th: silence would accept after the 8th."""
    one = Licence()
    with frozen(at(9, 7)):
        assert one.submitted(received="2026-09-01 10:00", later_reason=SLIP, confirmed=True, **told) == set()
    return one


def settle(one: Licence, *, held: bool, **more: Any) -> set[str]:
    return one.act("approver", "confirm_later_entry", held=held, note="" if held else NO, **more)


def by_the_approver() -> dict[str, Any]:
    return {"later_reason": SLIP, "confirmed_by": staff("approver").assignment_id}


def served(one: Licence, moment: Any) -> set[str]:
    told = {"mode": "handed_over", "receiver_name": one.view.applicant.name, "relation": "self", "at": moment}
    return one.act(one.clerk, "serve_notice", **told, **by_the_approver())


class TestReceipt:
    def test_no_date_accepts_by_it_and_a_refusal_leaves_nothing_behind(self) -> None:
        one = received()
        with frozen(at(9, 9)):
            assert one.view.status == "submitted", "from the 1st it would have been accepted"
            assert settle(one, held=False) == set()
            assert (one.row.clock_start, one.row.deemed_due) == (date(2026, 9, 7), date(2026, 9, 14))
            assert one.view.accepted_at is None
        assert not Paper.objects.filter(subject=one.row.id, kind="deemed_acceptance_notice").exists()
        assert not CaseBreach.objects.exists()
        assert verify().holds

    def test_confirmed_it_is_accepted_from_the_true_day(self) -> None:
        one = received()
        with frozen(at(9, 9)):
            assert settle(one, held=True) == set()
            assert (one.view.status, one.view.accepted_at) == ("in_review", at(9, 1))

    def test_whoever_says_nothing_keeps_no_application_from_being_accepted(self) -> None:
        one = received()
        with frozen(at(9, 15)):
            assert (one.view.status, one.view.accepted_at) == ("in_review", at(9, 7))
            before = one.view.clocks
            assert settle(one, held=True) == set()
            assert one.view.accepted_at == at(9, 1)
            assert one.view.clocks != before
        assert verify().holds

    def test_nobody_decides_before_it_is_confirmed(self) -> None:
        one = received()
        with frozen(at(9, 7, 11)):
            assert one.do("accept") == set()
            one.opinions()
            assert not one.offered("decide", "approver")
            assert one.do("decide") == {"receipt_unconfirmed"}
            assert settle(one, held=True) == set()
            assert one.do("decide") == set()


class TestSeveral:
    def test_a_second_one_takes_no_first_one_s_place(self) -> None:
        one = received()
        with frozen(at(9, 7, 11)):
            assert one.do("ask", bring_by=date(2026, 9, 21), handed_over=False) == set()
        with frozen(at(9, 9)):
            assert served(one, at(9, 8)) == set()
            assert [told.name for told in one.view.later_entries] == ["received", "served:1"]
            assert len(later_entries_to_confirm(staff("approver"))) == 2
            assert settle(one, held=True) == {"required"}, "which of them"
            assert settle(one, held=False, entry="received") == set()
            assert one.row.clock_start == date(2026, 9, 7)
            assert settle(one, held=True, entry="received") == {"not_an_option"}
            assert settle(one, held=True, entry="served:1") == set()
            assert (one.view.correction.served_at, one.view.later_entries) == (at(9, 8), ())

    def test_a_correction_leaves_what_was_said_of_the_receipt_to_be_confirmed(self) -> None:
        one = received()
        with frozen(at(9, 7, 11)):
            one.do("ask", bring_by=date(2026, 9, 21), handed_over=True)
        with frozen(at(9, 9)):
            assert one.act(one.clerk, "correct", materials=CARD) == set()
            assert [told.name for told in one.view.later_entries] == ["received"]
            assert settle(one, held=False) == set()
            assert one.row.clock_start == date(2026, 9, 9), "the check counts from the answer"

    @pytest.mark.parametrize("how", ["withdraw", "terminate"])
    def test_what_ended_is_confirmed_and_then_filed(self, how: str) -> None:
        one = received()
        with frozen(at(9, 7, 11)):
            if how == "terminate":
                assert one.do("accept") == set()
            assert one.do(how, **({"nobody": True} if how == "terminate" else {})) == set()
            assert one.act(one.clerk, "archive") == {"later_entry_open"}
            assert settle(one, held=True) == set()
            assert one.act(one.clerk, "archive") == set()


class TestService:
    def asked(self) -> Licence:
        one = Licence()
        with frozen(at(9, 1)):
            one.submitted()
            one.do("ask", bring_by=date(2026, 9, 8), handed_over=False)
        with frozen(at(9, 4)):
            assert served(one, at(9, 2)) == set()
        return one

    def test_its_confirmation_ends_nothing_that_was_alive_that_morning(self) -> None:
        one = self.asked()
        with frozen(at(9, 10, 9)):
            assert one.view.correction.withdrawn_after == date(2026, 9, 11)
            assert settle(one, held=True) == set()
            assert (one.view.status, one.view.later_entries) == ("awaiting_corrections", ())
            assert one.view.correction.withdrawn_after == date(2026, 9, 11)
        with frozen(at(9, 12)):
            assert one.view.outcome == "deemed_withdrawn"
        assert verify().holds

    def test_nothing_is_withdrawn_and_filed_before_the_second_person_spoke(self) -> None:
        one = self.asked()
        with frozen(at(9, 14)):
            assert one.view.status == "awaiting_corrections", "five working days from the entry are over"
            assert settle(one, held=True) == set()
        with frozen(at(9, 30)):
            settle_overdue(at(9, 30))  # told: from here run the days of taking it up again
        with frozen(at(11, 30)):
            assert one.view.outcome == "deemed_withdrawn"
            assert one.act(one.clerk, "archive") == set()

    def test_its_confirmation_is_evidence_beside_what_was_relied_on(self) -> None:
        one = self.asked()
        with frozen(at(9, 10)):
            assert settle(one, held=True) == set()
        with frozen(at(9, 14)):
            assert one.view.outcome == "deemed_withdrawn", "five working days from the entry"
            (asked,) = course_of(one.row.course).rounds
            assert (asked.served_at, asked.shown_at) == (at(9, 4), at(9, 2))
        assert verify().holds

    def test_what_is_taken_up_again_owes_nothing_to_the_old_service(self) -> None:
        one = self.asked()
        with frozen(at(9, 10)):
            assert settle(one, held=True) == set()
        with frozen(at(9, 14)):
            assert one.view.outcome == "deemed_withdrawn"
            assert one.do("restore", bring_by=date(2026, 9, 18), handed_over=False) == set()
            assert settle(one, held=True) != set(), "there is nothing to confirm any more"
            assert one.view.correction.served_at is None
        with frozen(at(9, 28)):
            assert one.view.status == "awaiting_corrections"
        assert verify().holds


class TestAnswer:
    def test_its_reason_stands_beside_that_of_the_service(self) -> None:
        one = Licence(receipt_on_trust={})
        with frozen(at(9, 1)):
            assert one.submitted(channel="village_point") == set()
            assert one.do("ask", bring_by=date(2026, 9, 8), handed_over=False) == set()
        with frozen(at(9, 4)):
            assert served(one, at(9, 2)) == set()
            (before,) = one.view.later_entries
        with frozen(at(9, 9)):
            told = {"materials": CARD, "received_at": at(9, 8), **by_the_approver()}
            assert (
                one.act("assister", "correct", **(told | {"later_reason": "断网，手工登记第41号"})) == set()
            )
            (after,) = one.view.later_entries
            told = load(staff("approver"), one.world.number, lock=False)
            (kept,) = kept_rounds(told)
        assert after.reason == kept["answered_later_because"] == "断网，手工登记第41号"
        assert before.reason == kept["later_reason"] != after.reason

    def test_what_lives_by_one_person_s_word_does_not_go_on(self) -> None:
        one = Licence(receipt_on_trust={})
        with frozen(at(9, 1)):
            assert one.submitted(channel="village_point") == set()
            assert one.do("ask", bring_by=date(2026, 9, 8), handed_over=True) == set()
        with frozen(at(9, 9)):
            told = {"materials": CARD, "received_at": at(9, 8), **by_the_approver()}
            assert one.act("assister", "correct", **told) == set()
            assert one.do("accept") == {"receipt_unconfirmed"}
        with frozen(at(10, 30)):
            assert one.view.status == "submitted", "no date accepts it either"
            assert settle(one, held=False) == set()
            assert one.view.outcome == "deemed_withdrawn"
        with frozen(
            at(11, 27)
        ):  # thirty days from the day on which the office said so, not from the 9th of September
            assert one.offered("restore")
            assert one.do("restore", bring_by=date(2026, 12, 8), handed_over=False) == set()
            assert one.row.status != "concluded"
        assert verify().holds
