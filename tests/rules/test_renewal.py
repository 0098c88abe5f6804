"""Renewal of a licence: thirty days before its end, and silence renews (行政许可法 art. 50)."""

from datetime import date, timedelta

import pytest

from tongban.rules.renewal import Renewal, last_day_to_ask, standing

END = date(2026, 10, 31)
IN_TIME = date(2026, 10, 1)  # National Day: the holder's thirty days are calendar days


def test_it_is_asked_for_thirty_calendar_days_before_the_end() -> None:
    assert last_day_to_ask(END) == IN_TIME
    assert standing(Renewal(END, IN_TIME), IN_TIME) == "asked"
    assert standing(Renewal(END, IN_TIME + timedelta(days=1)), END) == "asked_too_late"


def test_another_number_of_days_is_the_item_s_own() -> None:
    assert last_day_to_ask(END, 60) == date(2026, 9, 1)
    assert standing(Renewal(END, IN_TIME, before=60), END) == "asked_too_late"
    with pytest.raises(ValueError):
        last_day_to_ask(END, 0)


def test_silence_to_the_last_day_renews_from_the_day_after() -> None:
    asked = Renewal(END, IN_TIME)
    assert standing(asked, END) == "asked"
    assert standing(asked, END + timedelta(days=1)) == "renewed_by_silence"


def test_a_decision_after_the_end_undoes_no_renewal_and_one_on_the_last_day_counts() -> None:
    late = Renewal(END, IN_TIME, END + timedelta(days=1))
    assert standing(late, END + timedelta(days=9)) == "renewed_by_silence"
    assert standing(Renewal(END, IN_TIME, END), END + timedelta(days=9)) == "decided"


def test_who_asks_late_or_never_has_nothing_after_the_end() -> None:
    after = END + timedelta(days=1)
    assert standing(Renewal(END), END) == "not_asked"
    assert standing(Renewal(END), after) == "expired"
    assert standing(Renewal(END, IN_TIME + timedelta(days=1)), after) == "expired"
