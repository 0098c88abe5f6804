"""What can be charged: a line of the list, for these answers, its amount times the units; nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.fees import (
    MOST_UNITS,
    FeeLine,
    amount_in_fen,
    lines_that_apply,
    sound_receipt,
    waits_for,
    why_not_charged,
)

CARD = FeeLine("card", "16", {"eq": ["service", "replace"]})
COPY = FeeLine("copy", "0.50")
DEPOSIT = FeeLine("deposit", "120.00", paid_before="decision")
FREE = FeeLine("free", "0")
LINES = (CARD, COPY, FREE)


def test_a_line_applies_by_its_condition() -> None:
    assert lines_that_apply(LINES, {"service": "replace"}) == LINES
    assert lines_that_apply(LINES, {"service": "report_loss"}) == (COPY, FREE)


def test_an_amount_is_whole_fen_times_the_units() -> None:
    assert amount_in_fen("0.50", 3) == 150
    assert amount_in_fen("16", 1) == 1600
    for amount, units in (("0.005", 1), ("16", 0), ("16", MOST_UNITS + 1)):
        with pytest.raises(ValueError):
            amount_in_fen(amount, units)


def test_what_is_no_line_of_the_list_is_no_fee() -> None:
    answers = {"service": "report_loss"}
    assert why_not_charged("pension_contribution", 1, LINES, answers, ()) == "not_a_fee_line"
    assert why_not_charged("card", 1, LINES, answers, ()) == "fee_not_asked"
    assert why_not_charged("copy", 0, LINES, answers, ()) == "fee_units"
    assert why_not_charged("copy", 2, LINES, answers, {"copy"}) == "fee_paid_already"
    assert why_not_charged("free", 1, LINES, answers, ()) == "fee_of_nothing"
    assert why_not_charged("copy", 2, LINES, answers, ()) == ""


@given(code=st.text(max_size=8), units=st.integers(-5, 2000), paid=st.sets(st.sampled_from(["card", "copy"])))
def test_only_a_line_that_applies_and_is_not_paid_passes(code: str, units: int, paid: set[str]) -> None:
    passes = why_not_charged(code, units, LINES, {}, paid) == ""
    assert passes == (code == "copy" and 1 <= units <= MOST_UNITS and "copy" not in paid)


def test_a_matter_waits_only_where_the_line_says_so() -> None:
    assert waits_for("decide", (COPY, CARD), {"service": "replace"}, ()) == ()
    assert (
        waits_for("decide", (COPY, DEPOSIT), {}, ())
        == waits_for("deliver", (DEPOSIT,), {}, ())
        == ("deposit",)
    )
    assert waits_for("decide", (COPY, DEPOSIT), {}, {"deposit"}) == ()


def test_a_receipt_has_figures_and_letters() -> None:
    assert sound_receipt(" 64010126-0000123456 ") == "640101260000123456"
    for none in ("", "12345", "收据1号", "x" * 41):
        assert sound_receipt(none) == ""
