"""A time that is entered later: of an answer it runs and waits for its second person, of a service it does not run before."""

import json
from datetime import date

import pytest
from tests.cases.licence import Licence, at

from tongban.cases.archive_files import case_json
from tongban.cases.frame import load
from tongban.cases.models import CaseBreach
from tongban.cases.requests import MaterialInput
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = [pytest.mark.django_db]
LATER = "停电，纸质登记第17号"
CARD = (MaterialInput("identity_card", "paper_original"),)


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["NJ-001"])


def asked(*, handed_over: bool, on_trust: bool = False) -> Licence:
    """Told on Tuesday, 1 September, until the 8th; five working days after proven delivery silence withdraws."""
    one = Licence(**({"receipt_on_trust": {}} if on_trust else {}))
    with frozen(at(9, 1)):
        assert one.submitted(channel="village_point" if on_trust else "window") == set()
        assert one.do("ask", bring_by=date(2026, 9, 8), handed_over=handed_over) == set()
    return one


def second(one: Licence) -> int:
    return staff("approver").assignment_id


def serve(one: Licence, moment: object, **more: object) -> set[str]:
    told = {"mode": "handed_over", "receiver_name": one.view.applicant.name, "relation": "self", "at": moment}
    return one.act(one.clerk, "serve_notice", **{**told, **more})


@pytest.mark.usefixtures("county")
class TestService:
    def test_nobody_s_word_begins_a_period_months_ago(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(11, 23)):
            later = {"later_reason": LATER, "confirmed_by": second(one)}
            assert serve(one, at(9, 2), **later) == {"later_entry_too_far_back"}
        assert one.view.status == "awaiting_corrections"

    def test_an_earlier_day_needs_its_reason_and_its_second_person(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 4)):
            assert serve(one, at(9, 2)) == {"later_entry_reason", "later_entry_unconfirmed"}
            me = staff(one.clerk).assignment_id
            assert serve(one, at(9, 2), later_reason=LATER, confirmed_by=me) == {
                "later_entry_not_a_colleague"
            }

    def test_it_counts_from_its_entry_until_the_second_person_confirms_it(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 4)):
            assert serve(one, at(9, 2), later_reason=LATER, confirmed_by=second(one)) == set()
            assert one.view.correction.served_at == at(9, 4)
            assert one.view.later_entries[0].kind == "served"
            assert one.act(one.clerk, "confirm_later_entry", held=True) == {"not_the_second_person"}
        with frozen(at(9, 10)):
            assert one.view.status == "awaiting_corrections", "five working days from the 4th end on the 11th"
        with frozen(at(9, 7)):
            assert one.act("approver", "confirm_later_entry", held=True) == set()
            assert one.view.correction.served_at == at(9, 2)
        with frozen(at(9, 10)):
            assert one.view.outcome == "deemed_withdrawn", "five working days from the 2nd end on the 9th"
        assert verify().holds

    def test_a_service_that_is_not_found_counts_from_its_entry(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 4)):
            serve(one, at(9, 2), later_reason=LATER, confirmed_by=second(one))
            note = "签收单上写的是9月4日上午送到的。"
            assert one.act("approver", "confirm_later_entry", held=False, note=note) == set()
            assert (one.view.correction.served_at, one.view.later_entries) == (at(9, 4), ())
            case = load(staff(one.clerk), one.world.number, lock=False)
            (notice,) = json.loads(case_json(case))["correction_notices"]
        # the file holds who took the notice, by what right, and why it was entered later
        assert notice["served_by"] == "handed_over" and notice["said"]["later_reason"] == LATER
        assert (notice["said"]["receiver"], notice["said"]["relation"]) == (one.view.applicant.name, "self")

    def test_what_nobody_ever_got_begins_nothing_and_can_be_served(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 4)):
            serve(one, at(9, 2), later_reason=LATER, confirmed_by=second(one))
        with frozen(at(9, 20)):
            assert one.view.status == "awaiting_corrections", "one person's word withdraws nothing"
            note = "签收单上没有人签名，申请人说从来没有收到补正通知。"
            told = {"held": False, "unserved": True, "note": note}
            assert one.act("approver", "confirm_later_entry", **{**told, "held": True}) == {"not_an_option"}
            assert one.act("approver", "confirm_later_entry", **told) == set()
            assert (one.view.correction.served_at, one.view.later_entries) == (None, ())
        with frozen(at(10, 12)):
            assert one.view.status == "awaiting_corrections"
            assert serve(one, None) == set()
            assert one.view.correction.served_at == at(10, 12)
            case = load(staff(one.clerk), one.world.number, lock=False)
            (notice,) = json.loads(case_json(case))["correction_notices"]
        assert (
            notice["said"]["not_served"][0]["later_reason"] == LATER and "later_reason" not in notice["said"]
        )
        with frozen(at(10, 30)):
            assert one.view.outcome == "deemed_withdrawn"
        assert verify().holds

    def test_a_word_that_comes_late_ends_nothing_at_once(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 4)):
            serve(one, at(9, 2), later_reason=LATER, confirmed_by=second(one))
        with frozen(at(9, 21)):
            assert one.act("approver", "confirm_later_entry", held=True) == set()
            assert (one.view.status, one.view.correction.served_at) == ("awaiting_corrections", at(9, 21))

    @pytest.mark.parametrize(
        ("relation", "more", "code"),
        [
            ("other", {}, "receiver_has_no_authority"),
            ("stranger-xyz", {"authority": "委托书"}, "not_an_option"),
            ("child", {}, "not_of_the_household"),
        ],
    )
    def test_who_takes_the_notice_must_be_allowed_to(
        self, relation: str, more: dict[str, object], code: str
    ) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 2)):
            assert serve(one, None, receiver_name="路过的人", relation=relation, **more) == {code}
            assert serve(one, None, receiver_name="马小军", relation="child", lives_together=True) == set()


@pytest.mark.usefixtures("county")
class TestAnswer:
    def correct(self, one: Licence, received: object, by: str = "", **more: object) -> set[str]:
        return one.act(by or one.clerk, "correct", materials=CARD, received_at=received, **more)

    def test_no_answer_came_months_ago(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(11, 23)):
            later = {"later_reason": LATER, "confirmed_by": second(one)}
            assert self.correct(one, at(9, 2), **later) == {"later_entry_too_far_back"}
            assert one.view.status == "awaiting_corrections"
        assert not CaseBreach.objects.exists()

    def test_an_earlier_day_runs_at_once_and_waits_for_its_second_person(self) -> None:
        one = asked(handed_over=False)
        with frozen(at(9, 4)):
            assert self.correct(one, at(9, 2)) == {"later_entry_reason", "later_entry_unconfirmed"}
            assert self.correct(one, at(9, 2), later_reason=LATER, confirmed_by=second(one)) == set()
            assert (one.row.clock_start, one.view.later_entries[0].otherwise) == (
                date(2026, 9, 2),
                date(2026, 9, 4),
            )
            note = "登记本第17号写的是9月4日上午交来的。"
            assert one.act("approver", "confirm_later_entry", held=False, note=note) == set()
            assert one.row.clock_start == date(2026, 9, 4)
            assert one.view.correction.answered_at == at(9, 4)
        assert verify().holds

    def test_handed_over_on_the_last_day_it_never_was_withdrawn(self) -> None:
        """受托收件: the line was down; the villager's handover counts."""
        one = asked(handed_over=True, on_trust=True)
        with frozen(at(9, 9)):
            assert one.view.outcome == "deemed_withdrawn"
            assert one.offered("correct", "assister")
            later = {"by": "assister", "later_reason": LATER, "confirmed_by": second(one)}
            assert self.correct(one, at(9, 9), **later) == {"not_handed_over_in_time"}
            assert self.correct(one, at(9, 8), **later) == set()
            assert (one.view.status, one.row.clock_start) == ("submitted", date(2026, 9, 8))
            assert one.act("approver", "confirm_later_entry", held=True) == set()
            assert one.view.status == "submitted"
            assert next(clock for clock in one.view.clocks if clock.kind == "intake_check").start == date(
                2026, 9, 8
            )
        assert verify().holds

    def test_where_the_second_person_does_not_find_it_it_stays_withdrawn(self) -> None:
        one = asked(handed_over=True, on_trust=True)
        with frozen(at(9, 9)):
            since = one.view.concluded_at
            later = {"by": "assister", "later_reason": LATER, "confirmed_by": second(one)}
            assert self.correct(one, at(9, 8), **later) == set()
            note = "代办点登记本上9月8日没有这一件，是9月9日交来的。"
            assert one.act("approver", "confirm_later_entry", held=False, note=note) == set()
            assert (one.view.outcome, one.view.concluded_at) == ("deemed_withdrawn", since)
            assert one.do("restore", bring_by=date(2026, 9, 15)) == set()
        assert verify().holds

    def test_what_somebody_only_carried_came_when_it_arrived(self) -> None:
        one = asked(handed_over=True)
        with frozen(at(9, 9)):
            later = {"by": "assister", "later_reason": LATER, "confirmed_by": second(one)}
            refused = self.correct(one, at(9, 8), **later)
        assert refused in ({"not_handed_over_in_time"}, {"not_found"}, {"not_of_this_point"})

    def test_weeks_after_the_last_day_nothing_is_taken_any_more(self) -> None:
        one = asked(handed_over=True)
        with frozen(at(9, 18)):
            assert not one.offered("correct")
            later = {"later_reason": LATER, "confirmed_by": second(one)}
            assert self.correct(one, at(9, 8), **later) == {"act_not_allowed"}


@pytest.mark.usefixtures("county")
class TestRestoration:
    def test_it_runs_anew_only_from_the_proven_delivery_of_its_own_notice(self) -> None:
        one = asked(handed_over=True)
        with frozen(at(9, 10)):
            assert one.do("restore", bring_by=date(2026, 9, 15)) == set()
            assert one.view.correction.served_at is None
        with frozen(at(10, 20)):
            assert one.view.status == "awaiting_corrections", "nobody proved that the new day was told"
            assert serve(one, at(9, 8)) == {"before_the_notice"}
            assert serve(one, None) == set()
        with frozen(at(10, 28)):
            assert one.view.outcome == "deemed_withdrawn"
        assert verify().holds

    def test_handed_over_with_the_act_it_is_proven(self) -> None:
        one = asked(handed_over=True)
        with frozen(at(9, 10)):
            assert one.do("restore", bring_by=date(2026, 9, 15), handed_over=True) == set()
        with frozen(at(9, 18)):
            assert one.view.outcome == "deemed_withdrawn"
