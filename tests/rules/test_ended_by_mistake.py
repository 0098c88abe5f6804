"""What ended by mistake has a way back from everywhere, and its limits never stopped."""

from datetime import date

from tongban.kernel.calendars import calendar_for
from tongban.rules.ended_by_mistake import back_before_delivery, day_to_bring, goes_on
from tongban.rules.lifecycle import TRANSITIONS, Act, Status

WAYS_BACK = {Act.REDO: Status.IN_REVIEW, Act.REOPEN: Status.SUBMITTED}


def test_from_every_status_that_a_termination_can_lead_to_there_is_a_way_back() -> None:
    reached = {target for (_, act), target in TRANSITIONS.items() if act is Act.TERMINATE}
    edge = reached
    while edge:  # what follows an end: its delivery, its filing, and what leaves it where it is
        edge = {
            target
            for (status, act), target in TRANSITIONS.items()
            if status in edge and act in (Act.DELIVER, Act.DEEMED_DELIVER, Act.ARCHIVE, Act.SERVE_PAPER)
        } - reached
        reached |= edge
    assert reached == {Status.CONCLUDED, Status.DELIVERED, Status.ARCHIVED}
    for status in reached:
        assert {act: TRANSITIONS.get((status, act)) for act in WAYS_BACK} == WAYS_BACK


def test_only_an_end_is_taken_up_again_before_its_delivery() -> None:
    assert back_before_delivery("terminated")
    assert not any(back_before_delivery(one) for one in ("granted", "refused", "declined", "withdrawn", ""))


def test_a_mistake_of_one_s_own_stops_no_limit_and_an_order_begins_new_ones() -> None:
    assert goes_on("terminated", "own_finding")
    assert not goes_on("terminated", "judgment") and not goes_on("refused", "own_finding")


def test_a_notice_that_waits_again_leaves_as_many_days_as_were_left() -> None:
    calendar = calendar_for("640121")
    told, ended = date(2026, 9, 21), date(2026, 9, 16)
    assert day_to_bring(told, ended, date(2026, 9, 16), calendar) == told
    assert day_to_bring(told, ended, date(2026, 9, 22), calendar) == date(
        2026, 9, 28
    )  # five days on is a Sunday
    late = date(2026, 9, 23)  # its day was over when the matter ended: tomorrow at the earliest
    assert day_to_bring(told, late, late, calendar) == date(2026, 9, 24)
