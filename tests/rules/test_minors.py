"""Who is under fourteen today."""

from datetime import date

import pytest

from tongban.rules.identifiers.citizen import citizen_check_digit
from tongban.rules.minors import under_fourteen


def number_of(born: str) -> str:
    body = f"640121{born}002"
    return body + citizen_check_digit(body)


@pytest.mark.parametrize(
    ("born", "under"),
    [("20121123", True), ("20121124", True), ("20121122", False), ("20260101", True), ("19500101", False)],
)
def test_fourteen_is_reached_the_day_after_the_birthday(born: str, under: bool) -> None:
    assert under_fourteen(number_of(born), date(2026, 11, 23)) is under


@pytest.mark.parametrize("text", ["", "91640121MA000000X1", "640121201201010010", "姓名"])
def test_what_is_no_citizen_number_tells_of_nobody(text: str) -> None:
    assert under_fourteen(text, date(2026, 11, 23)) is False


def test_a_leap_day_s_child_is_fourteen_on_the_first_of_march() -> None:
    number = number_of("20120229")
    assert under_fourteen(number, date(2026, 2, 28))
    assert not under_fourteen(number, date(2026, 3, 1))
