"""Where a result lies, and that it leaves once: whatever the acts, in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.custody import (
    CARRIED,
    MOVES,
    Place,
    lies_first,
    why_not_handed_over,
    why_not_moved,
    why_not_this_way,
)
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Outcome

KINDS = ("certificate", "approval", "notice", "roster", "record", "service")


def test_a_certificate_of_the_county_begins_with_the_county() -> None:
    assert lies_first("granted", "certificate", decided_elsewhere=True) == Place.COUNTY
    assert lies_first("granted", "certificate", decided_elsewhere=False) == Place.WINDOW
    assert (
        lies_first("refused", "certificate", decided_elsewhere=True) == Place.WINDOW
    )  # printed from the record


def test_what_was_withdrawn_has_no_result() -> None:
    for outcome in set(Outcome) - OUTCOMES_WITH_PAPER:
        assert lies_first(outcome, "certificate", decided_elsewhere=True) == Place.NOWHERE


def test_each_act_begins_at_one_place_and_says_where_the_result_lies_instead() -> None:
    assert why_not_moved("receive_result", "county") == ""
    assert why_not_moved("receive_result", "window") == "lies_at_the_window"
    assert why_not_moved("take_out_result", "county") == "not_come_down"
    assert why_not_moved("take_out_result", "assister") == "with_the_assister"
    assert why_not_moved("bring_back_result", "out") == "handed_over_already"
    assert why_not_moved("bring_back_result", "") == "no_result"


def test_a_certificate_is_handed_over_by_who_has_it() -> None:
    def why(place: str, by_assister: bool) -> str:
        return why_not_handed_over(place, "certificate", "granted", by_assister=by_assister)

    assert why("county", False) == why("county", True) == "not_come_down"
    assert (why("window", False), why("window", True)) == ("", "not_taken_out")
    assert (why("assister", False), why("assister", True)) == ("with_the_assister", "")


def test_a_certificate_goes_neither_by_page_nor_with_an_assister_who_has_not_signed_for_it() -> None:
    def why(
        mode: str, relation: str = "self", *, kind: str = "certificate", by_assister: bool = False
    ) -> str:
        return why_not_this_way(kind, "granted", mode, relation=relation, by_assister=by_assister)

    assert why("electronic") == "paper_not_electronic"
    assert (
        why("through_assister") == why("handed_over", "assister", by_assister=True) == "assister_signs_first"
    )
    assert why("through_assister", by_assister=True) == why("handed_over") == ""
    assert why("electronic", kind="notice") == why("through_assister", kind="notice") == ""
    assert why_not_this_way("certificate", "refused", "electronic", relation="self", by_assister=False) == ""


def test_the_copy_that_an_assister_signed_for_is_not_handed_over_again_at_the_window() -> None:
    def why(place: str, by_assister: bool) -> str:
        return why_not_handed_over(place, "notice", "granted", by_assister=by_assister)

    assert why("assister", False) == "with_the_assister"
    assert why("assister", True) == why("window", False) == why("window", True) == ""


def test_what_another_township_s_site_hands_over_was_sent_there_and_has_come() -> None:
    def why(place: str, elsewhere: bool) -> str:
        return why_not_handed_over(place, "certificate", "granted", by_assister=False, elsewhere=elsewhere)

    assert (why("county", True), why("window", True)) == ("not_come_down", "not_sent_here")
    assert (why("sent", True), why("sent", False)) == ("on_its_way", "sent_elsewhere")
    assert (why("elsewhere", True), why("elsewhere", False)) == ("", "sent_elsewhere")
    assert why_not_handed_over("window", "notice", "granted", by_assister=False, elsewhere=True) == ""
    assert why_not_moved("bring_back_result", "sent") == why_not_moved("bring_back_result", "elsewhere") == ""


@given(
    kind=st.sampled_from(KINDS),
    elsewhere=st.booleans(),
    outcome=st.sampled_from(sorted(OUTCOMES_WITH_PAPER)),
    acts=st.lists(
        st.sampled_from([*MOVES, "deliver:window", "deliver:assister", "deliver:elsewhere"]), max_size=12
    ),
)
def test_nothing_leaves_twice_and_a_certificate_is_never_handed_over_from_where_it_is_not(
    kind: str, elsewhere: bool, outcome: str, acts: list[str]
) -> None:
    place = lies_first(outcome, kind, decided_elsewhere=elsewhere)
    seen, left = [place], 0
    for act in acts:
        if act in MOVES:
            if not why_not_moved(act, place):
                place = MOVES[act][1]
        elif place != Place.OUT:  # the life cycle ends at the delivery: there is no second one
            by_assister = act.endswith("assister")
            away = act.endswith("elsewhere")
            if not why_not_handed_over(place, kind, outcome, by_assister=by_assister, elsewhere=away):
                if outcome == "granted" and kind in CARRIED:
                    lay = Place.ELSEWHERE if away else Place.ASSISTER if by_assister else Place.WINDOW
                    assert place == lay
                place, left = Place.OUT, left + 1
        seen.append(place)
    assert left <= 1
    if Place.OUT in seen:
        assert set(seen[seen.index(Place.OUT) :]) == {Place.OUT}  # what is out never comes back
    if seen[0] == Place.COUNTY and Place.OUT in seen:
        assert Place.WINDOW in seen  # it came down first
