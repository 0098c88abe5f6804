"""A and B of a position: whose the work is on a day, and on which days it is nobody's."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.duty import Away, Held, Stretch, gaps, on_duty, stretches

MONDAY = date(2026, 11, 23)
A_HOLDER = Held(1, 11, "A", date(2026, 1, 1))
B_HOLDER = Held(2, 12, "B", date(2026, 1, 1))


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def away(staff: int, first: int, last: int) -> Away:
    return Away(staff, day(first), day(last))


class TestOnADay:
    def test_a_serves_while_a_is_there(self) -> None:
        assert on_duty([B_HOLDER, A_HOLDER], [], MONDAY) == (A_HOLDER,)

    @pytest.mark.parametrize(
        ("offset", "serving"),
        [(0, A_HOLDER), (1, B_HOLDER), (3, B_HOLDER), (4, A_HOLDER)],
        ids=["the day before", "the first day away", "the last day away", "the day after"],
    )
    def test_b_serves_from_the_first_day_away_to_the_last(self, offset: int, serving: Held) -> None:
        assert on_duty([A_HOLDER, B_HOLDER], [away(11, 1, 3)], day(offset)) == (serving,)

    def test_b_away_changes_nothing_while_a_is_there(self) -> None:
        assert on_duty([A_HOLDER, B_HOLDER], [away(12, 0, 9)], day(3)) == (A_HOLDER,)

    def test_both_away_leave_nobody(self) -> None:
        assert on_duty([A_HOLDER, B_HOLDER], [away(11, 0, 3), away(12, 2, 5)], day(2)) == ()

    def test_two_a_holders_serve_together_and_one_away_leaves_the_other(self) -> None:
        other = Held(3, 13, "A", date(2026, 1, 1))
        assert on_duty([A_HOLDER, other, B_HOLDER], [], MONDAY) == (A_HOLDER, other)
        assert on_duty([A_HOLDER, other, B_HOLDER], [away(11, 0, 0)], MONDAY) == (other,)

    def test_an_assignment_serves_through_its_last_day(self) -> None:
        ending = Held(1, 11, "A", date(2026, 1, 1), ends=day(2))
        assert on_duty([ending, B_HOLDER], [], day(2)) == (ending,)
        assert on_duty([ending, B_HOLDER], [], day(3)) == (B_HOLDER,)

    def test_one_taken_away_at_once_serves_no_more_on_that_day(self) -> None:
        gone = Held(1, 11, "A", date(2026, 1, 1), taken_away=day(2))
        assert on_duty([gone, B_HOLDER], [], day(1)) == (gone,)
        assert on_duty([gone, B_HOLDER], [], day(2)) == (B_HOLDER,)


class TestStretches:
    def test_an_absence_parts_the_days_in_three(self) -> None:
        told = stretches([A_HOLDER, B_HOLDER], [away(11, 2, 4)], MONDAY)
        assert told == (
            Stretch(day(0), day(1), (A_HOLDER,)),
            Stretch(day(2), day(4), (B_HOLDER,)),
            Stretch(day(5), None, (A_HOLDER,)),
        )
        assert [one.by_b for one in told] == [False, True, False]

    def test_absences_in_a_row_are_one_stretch(self) -> None:
        told = stretches([A_HOLDER, B_HOLDER], [away(11, 2, 4), away(11, 5, 6)], MONDAY, day(9))
        assert [(one.first, one.last) for one in told] == [
            (day(0), day(1)),
            (day(2), day(6)),
            (day(7), day(9)),
        ]

    def test_the_overlap_of_two_absences_is_the_gap(self) -> None:
        both = [away(11, 0, 5), away(12, 3, 8)]
        assert gaps([A_HOLDER, B_HOLDER], both, MONDAY) == (Stretch(day(3), day(5), ()),)

    def test_after_the_last_assignment_the_gap_has_no_end(self) -> None:
        ending = Held(1, 11, "A", date(2026, 1, 1), ends=day(2))
        assert gaps([ending], [], MONDAY) == (Stretch(day(3), None, ()),)

    def test_a_gap_ends_where_somebody_is_appointed(self) -> None:
        ending, coming = Held(1, 11, "A", date(2026, 1, 1), ends=day(2)), Held(2, 12, "A", day(6))
        assert gaps([ending, coming], [], MONDAY) == (Stretch(day(3), day(5), ()),)

    def test_a_position_without_anybody_is_a_gap_from_the_first_day(self) -> None:
        assert gaps([], [], MONDAY, day(2)) == (Stretch(day(0), day(2), ()),)


offsets = st.integers(-20, 40)


@st.composite
def posts(draw: st.DrawFn) -> tuple[list[Held], list[Away]]:
    held = []
    for order in range(draw(st.integers(0, 5))):
        starts = draw(offsets)
        ends = draw(st.none() | st.integers(starts, 45))
        cut = draw(st.none() | st.integers(starts, 45))
        held.append(
            Held(
                order,
                draw(st.integers(1, 4)),
                draw(st.sampled_from("AB")),
                day(starts),
                None if ends is None else day(ends),
                None if cut is None else day(cut),
            )
        )
    absences = []
    for _ in range(draw(st.integers(0, 5))):
        first = draw(offsets)
        absences.append(away(draw(st.integers(1, 4)), first, draw(st.integers(first, 45))))
    return held, absences


class TestProperties:
    @given(posts(), offsets)
    def test_nobody_on_duty_is_away_or_without_an_assignment(
        self, post: tuple[list[Held], list[Away]], offset: int
    ) -> None:
        held, absences = post
        for one in on_duty(held, absences, day(offset)):
            assert one in held and one.on(day(offset))
            assert not any(gone.staff_id == one.staff_id and gone.on(day(offset)) for gone in absences)

    @given(posts(), offsets)
    def test_a_and_b_are_never_on_duty_together_and_b_only_where_no_a_is_there(
        self, post: tuple[list[Held], list[Away]], offset: int
    ) -> None:
        held, absences = post
        serving = on_duty(held, absences, day(offset))
        assert len({one.holder for one in serving}) <= 1
        only_a = [one for one in held if one.holder == "A"]
        if any(one.holder == "B" for one in serving):
            assert on_duty(only_a, absences, day(offset)) == ()

    @given(posts(), offsets, st.none() | st.integers(0, 70))
    def test_the_stretches_say_of_each_day_what_the_day_says_itself(
        self, post: tuple[list[Held], list[Away]], offset: int, length: int | None
    ) -> None:
        held, absences = post
        first, last = day(offset), None if length is None else day(offset + length)
        told = stretches(held, absences, first, last)
        assert (told[0].first, told[-1].last) == (first, last)
        for before, after in pairwise(told):
            assert before.last is not None and after.first == before.last + timedelta(days=1)
            assert before.on_duty != after.on_duty
        for ahead in range(70 if length is None else length + 1):
            asked = first + timedelta(days=ahead)
            (found,) = [one for one in told if one.has(asked)]
            assert found.on_duty == on_duty(held, absences, asked)

    @given(posts(), offsets, offsets, offsets)
    def test_an_absence_moves_the_work_on_its_days_only(
        self, post: tuple[list[Held], list[Away]], one: int, other: int, asked: int
    ) -> None:
        held, absences = post
        more = Away(1, day(min(one, other)), day(max(one, other)))
        if not more.on(day(asked)):
            assert on_duty(held, [*absences, more], day(asked)) == on_duty(held, absences, day(asked))

    @given(posts(), offsets)
    def test_one_more_holder_never_makes_a_gap(
        self, post: tuple[list[Held], list[Away]], offset: int
    ) -> None:
        held, absences = post
        before = gaps(held, absences, day(offset))
        for gap in gaps([*held, Held(9, 9, "B", day(0))], absences, day(offset)):
            assert any(old.has(gap.first) for old in before)
