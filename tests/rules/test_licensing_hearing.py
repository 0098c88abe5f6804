"""The hearing before a licence is decided: its days and its chair (行政许可法 art. 46 to 48)."""

from dataclasses import replace
from datetime import date, timedelta

from tongban.kernel.calendars import calendar_for
from tongban.rules.licensing_hearing import (
    Sitting,
    first_day_to_hold,
    last_day_to_ask,
    last_day_to_hold,
    why_not_set,
)

CALENDAR = calendar_for("640121")
MONDAY = date(2026, 9, 28)  # the 1st to the 7th of October rest, Saturday the 10th is worked
ONE_DAY = timedelta(days=1)
SOUND = Sitting(MONDAY, MONDAY, MONDAY, date(2026, 10, 14), chair=1, reviewers=(2, 3))


def test_asked_for_within_five_working_days() -> None:
    last = last_day_to_ask(MONDAY, CALENDAR)
    assert last == date(2026, 10, 10)
    held = date(2026, 10, 28)
    assert why_not_set(replace(SOUND, asked_on=last, held_on=held), CALENDAR) == ()
    late = replace(SOUND, asked_on=last + ONE_DAY, held_on=held)
    assert why_not_set(late, CALENDAR) == ("asked_too_late",)
    assert why_not_set(replace(SOUND, asked_on=MONDAY - ONE_DAY), CALENDAR) == ("asked_before_told",)


def test_held_within_twenty_working_days_of_the_asking() -> None:
    last = last_day_to_hold(MONDAY, CALENDAR)
    assert last == date(2026, 10, 30)
    assert why_not_set(replace(SOUND, held_on=last), CALENDAR) == ()
    assert why_not_set(replace(SOUND, held_on=date(2026, 11, 2)), CALENDAR) == ("held_too_late",)


def test_told_seven_whole_working_days_before() -> None:
    assert first_day_to_hold(MONDAY, CALENDAR) == SOUND.held_on
    assert why_not_set(SOUND, CALENDAR) == ()
    assert why_not_set(replace(SOUND, held_on=SOUND.held_on - ONE_DAY), CALENDAR) == ("notice_too_late",)


def test_the_chair_is_nobody_who_looked_at_the_application() -> None:
    assert why_not_set(replace(SOUND, chair=3), CALENDAR) == ("chair_is_reviewer",)


def test_of_itself_it_needs_no_asking_and_keeps_its_notice_and_its_chair() -> None:
    own = replace(SOUND, told_on=None, asked_on=None, held_on=date(2026, 12, 1))
    assert why_not_set(own, CALENDAR) == ()
    early = replace(own, held_on=MONDAY + ONE_DAY, chair=2)
    assert why_not_set(early, CALENDAR) == ("notice_too_late", "chair_is_reviewer")
