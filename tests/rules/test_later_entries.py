"""What may rest on a time that one person alone stated."""

from datetime import date

import pytest

from tongban.rules.later_entries import GO_ON, takes_no_days_back, why_not_before_confirmed
from tongban.rules.lifecycle import Act

TODAY = date(2026, 9, 10)


def test_nobody_decides_while_the_day_of_receipt_is_one_person_s_word() -> None:
    assert why_not_before_confirmed(Act.DECIDE, receipt=True, alive_by_it=False) == "receipt_unconfirmed"
    assert why_not_before_confirmed(Act.DECIDE, receipt=False, alive_by_it=False) == ""
    assert why_not_before_confirmed(Act.ACCEPT, receipt=True, alive_by_it=False) == "", "it harms nobody"


@pytest.mark.parametrize("act", sorted(GO_ON))
def test_what_lives_by_that_word_alone_does_not_go_on(act: Act) -> None:
    assert why_not_before_confirmed(act, receipt=True, alive_by_it=True) == "receipt_unconfirmed"


@pytest.mark.parametrize("act", [Act.WITHDRAW, Act.CONFIRM_LATER_ENTRY, Act.TERMINATE])
def test_it_can_always_be_confirmed_and_ended(act: Act) -> None:
    assert why_not_before_confirmed(act, receipt=True, alive_by_it=True) == ""


@pytest.mark.parametrize(("last", "counts"), [(date(2026, 9, 9), False), (TODAY, True), (None, True)])
def test_a_confirmation_ends_nothing_at_once(last: date | None, counts: bool) -> None:
    assert takes_no_days_back(last, TODAY) is counts
