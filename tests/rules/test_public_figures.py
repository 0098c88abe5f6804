"""What a published figure counts, and what a line of the extract may show."""

from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.public_extract import LEVELS, Place, Shown, shown, shown_again
from tongban.rules.public_figures import FEW, ShownLine, cell, figures, quantile

NOTHING = {
    **dict.fromkeys(("entered", "accepted", "deemed", "declined", "decided", "withdrawn", "terminated"), "0"),
    **dict.fromkeys(("told_once", "told_again", "told_in_parts", "extended", "open"), "0"),
    **dict.fromkeys(("overdue_check", "overdue_promise", "overdue_statute"), "0"),
    **dict.fromkeys(("outcome", "promise_kept", "statute_kept", "office_days", "applicant_days"), ""),
}
RECEIVED = {**NOTHING, "entered": "1", "open": "1"}


def decided(office: int = 3, *, kept: str = "1", outcome: str = "granted") -> dict[str, str]:
    told = {"decided": "1", "outcome": outcome, "promise_kept": kept, "statute_kept": "1"}
    return {**NOTHING, **told, "office_days": str(office), "applicant_days": "0"}


def test_a_matter_without_a_promised_limit_is_neither_in_time_nor_late() -> None:
    told = cell([ShownLine("", "", decided(kept=kept)) for kept in ("1", "0", "")])
    assert (told["decided"], told["promise_counted"], told["promise_kept"]) == (3, 2, 1)


def test_what_was_not_decided_has_no_waiting_and_no_outcome() -> None:
    told = cell([ShownLine("", "", {**RECEIVED, "outcome": "declined", "declined": "1"})])
    assert (told["received"], told["declined"], told["granted"], told["office_counted"]) == (1, 1, 0, 0)


def test_of_fewer_than_five_no_average_is_told() -> None:
    assert quantile([1, 2, 3, 4], 50) is None
    assert quantile([1, 2, 3, 4, 90], 50) == 3
    assert quantile([1, 2, 3, 4, 90], 90) == 90


def test_the_ninetieth_in_a_hundred_is_a_day_that_somebody_waited() -> None:
    assert quantile(list(range(1, 101)), 90) == 90
    assert quantile(list(range(1, 11)), 90) == 9


def test_each_table_adds_up_to_the_whole_with_what_is_not_shown() -> None:
    told = figures(
        [ShownLine("A", "", RECEIVED), ShownLine("", "x", RECEIVED), ShownLine("A", "x", decided())]
    )
    for table in ("items", "sites"):
        for figure in ("received", "decided"):
            assert sum(part[figure] or 0 for part in told[table].values()) == told["all"]["all"][figure]
    assert set(told["items"]) == {"", "A"}


def test_five_of_one_day_show_it_and_four_do_not() -> None:
    day = Place("A", "x", "2026-10-12")
    assert shown([day] * 5) == [Shown.DAY] * 5
    others = [Place("A", "x", f"2026-10-{day:02d}") for day in range(1, 6)]
    assert shown(others) == [Shown.ITEM_SITE] * 5


def test_what_is_rare_shows_neither_item_nor_site() -> None:
    common = [Place("A", "x", f"2026-10-{day:02d}") for day in range(1, 11)]
    rare = [Place(code, code, "2026-10-12") for code in "BCDEF"]
    assert shown([*common, *rare]) == [Shown.ITEM_SITE] * 10 + [Shown.NONE] * 5


def test_one_rare_line_takes_a_group_with_it_so_that_its_absence_tells_nothing() -> None:
    six = [Place("A", "x", f"2026-10-{day:02d}") for day in range(1, 7)]
    ten = [Place("B", "x", f"2026-10-{day:02d}") for day in range(1, 11)]
    assert shown([*six, *ten, Place("C", "y", "2026-10-01")]) == [
        *[Shown.NONE] * 6,
        *[Shown.ITEM_SITE] * 10,
        Shown.NONE,
    ]


PLACES = st.lists(
    st.builds(Place, st.sampled_from("ABC"), st.sampled_from("xyz"), st.sampled_from(("1", "2"))), max_size=60
)


@given(PLACES)
def test_no_line_shows_what_fewer_than_five_share(places: list[Place]) -> None:
    assert_few_share(places, shown(places))


@given(PLACES, st.integers(0, 60))
def test_a_corrected_edition_shows_no_more_than_the_one_before(places: list[Place], known: int) -> None:
    before = shown(places[:known])
    again = shown_again(places, [*before, *[None] * len(places[known:])])
    assert_few_share(places, again)
    assert all(
        now in (Shown.NONE, then)
        for now, then in zip(again, [*before, *[Shown.NONE] * len(places[known:])], strict=True)
    )
    assert shown_again(places[:known], before) == before


def assert_few_share(places: list[Place], levels: list[Shown]) -> None:
    keys = dict(LEVELS)
    groups: dict[tuple[str, ...], int] = {}
    for place, level in zip(places, levels, strict=True):
        key = (level.value, *(keys[level](place) if level in keys else ()))
        groups[key] = groups.get(key, 0) + 1
    assert len(places) < FEW or all(size >= FEW for size in groups.values())
