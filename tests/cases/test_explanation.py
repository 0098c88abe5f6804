"""A case's days as its readers get them: clocks, for whom it waited, what moved it; and the forecast of one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from importlib import import_module

import pytest

from tongban.cases import queries
from tongban.cases.explaining import Change
from tongban.cases.queries.forecast import received_on
from tongban.catalogue.definition import Basis, Effect, Text
from tongban.catalogue.queries import current
from tongban.directory.queries import default_place
from tongban.faces.common import clock_moves
from tongban.kernel.calendars import calendar_for
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import frozen
from tongban.rules.clock import remaining
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
NINGXIA = calendar_for("640121")


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)  # ten in the morning in China


def corrected() -> Scenario:
    """Taken in on a Monday, asked on Tuesday, brought the Monday after, accepted on that Wednesday."""
    matter = Scenario(channel="window", serial=5)
    with frozen(at(11, 2)):
        matter.submitted()
    with frozen(at(11, 3)):
        matter.told_what_is_missing(date(2026, 11, 13), handed_over=True)
    with frozen(at(11, 9)):
        matter.corrected()
    with frozen(at(11, 11)):
        matter.accepted()
    return matter


def test_waiting_for_the_office_and_for_the_applicant_are_counted_apart() -> None:
    matter = corrected()
    with frozen(at(11, 12)):
        told = queries.explain(staff("clerk"), matter.number)
    assert (told.waited.office, told.waited.applicant, told.waited.procedure) == (4, 4, 0)
    assert [(one.waits_for, one.first.day, one.last.day) for one in told.waits] == [
        ("office", 3, 3),
        ("applicant", 4, 9),
        ("office", 10, 12),
    ]


def test_the_applicant_s_own_date_is_a_clock_and_its_end_is_kept() -> None:
    told = queries.explain(staff("clerk"), corrected().number)
    correction = told.clocks[0].view
    assert (correction.kind, correction.state, correction.met) == ("correction", "met", date(2026, 11, 9))
    assert correction.due is not None and correction.due.due == date(2026, 11, 13)


def test_while_it_is_open_the_date_runs_in_days() -> None:
    matter = Scenario(channel="window", serial=6)
    with frozen(at(11, 2)):
        matter.submitted()
        matter.told_what_is_missing(date(2026, 11, 13), handed_over=True)
    with frozen(at(11, 5)):
        view = queries.track(matter.citizen, matter.number).clocks[0]
    assert (view.kind, view.state, view.remaining, view.lamp) == ("correction", "running", 8, "paused")


def test_every_event_that_moved_a_last_day_is_told_with_the_days() -> None:
    told = queries.explain(staff("clerk"), corrected().number)
    changed = {move.type: {one.kind: (one.before, one.after) for one in move.changes} for move in told.moves}
    assert changed["corrections_requested"]["intake_check"][1] is None
    assert changed["corrections_requested"]["correction"] == (None, date(2026, 11, 13))
    assert changed["corrected"]["correction"] == (date(2026, 11, 13), None)
    assert changed["accepted"]["promised"][1] is not None
    assert next(move for move in told.moves if move.type == "accepted").by == staff("clerk").label


def test_a_notice_stops_the_limits_that_count_from_whole_materials_and_says_so() -> None:
    matter = corrected()
    told = queries.explain(staff("clerk"), matter.number)
    asked = next(move for move in told.moves if move.type == "corrections_requested")
    assert {one.kind for one in asked.changes if one.after is None} >= {"intake_check"}
    for move in told.moves:
        for change in move.changes:
            assert change.after is None or change.basis.zh, (move.type, change.kind)


def test_each_change_of_a_day_says_what_it_rests_on_and_why_it_is_gone() -> None:
    told = queries.explain(staff("clerk"), corrected().number)
    said = [clock_moves.changed(one, move, citizen=False) for move in told.moves for one in move.changes]
    assert "收件审查期限：先停下来，等补齐以后重新算" in said
    assert any(line.startswith("承诺时限：最后一天是") and "（依据：" in line for line in said)
    asked = next(move for move in told.moves if move.type == "corrections_requested")
    again = replace(asked, facts={"ground": "breach"})
    assert clock_moves.named(asked, citizen=False) != clock_moves.named(again, citizen=False)
    assert "再次" in clock_moves.named(again, citizen=True)
    delivery = Change("delivery", date(2026, 11, 20), None)
    anew = clock_moves.changed(delivery, replace(told.moves[0], type="redone"), citizen=True)
    assert "补齐" not in anew and "不再算" in anew


def test_what_every_clock_counted_is_its_limit() -> None:
    for one in queries.explain(staff("clerk"), corrected().number).clocks:
        if one.limit and one.totals:
            assert one.totals.of_limit == one.limit.days


def test_the_public_is_told_no_officer_s_name() -> None:
    matter = corrected()
    told = queries.explain(matter.citizen, matter.number)
    assert {move.by for move in told.moves} <= {"", "applicant", "system"}
    assert told.applicant.startswith(matter.applicant.name[0]) and told.applicant != matter.applicant.name


def test_the_last_days_on_the_page_are_those_of_the_record() -> None:
    matter = corrected()
    with frozen(at(11, 12)):
        told = queries.explain(staff("clerk"), matter.number)
        row = queries.case_for(staff("clerk"), matter.number)
    shown = {one.view.kind: one.view.due for one in told.clocks if one.view.due}
    assert {one.kind: one.due for one in row.clocks if one.due} == shown


def test_the_head_of_the_ledger_is_the_one_that_the_public_proof_shows() -> None:
    matter = Scenario(channel="window", serial=7)
    with frozen(at(11, 2)):
        matter.submitted()
    told = queries.explain(staff("clerk"), matter.number)
    shown = queries.proof(matter.number).events[-1]
    assert (told.ledger_seq, told.ledger_hash) == (shown.seq, shown.hash)


def test_printing_is_on_the_access_log_each_time() -> None:
    matter = corrected()
    for _ in range(2):
        queries.explain(staff("clerk"), matter.number, printed=True)
    assert AccessEntry.objects.filter(field="papers.clock_statement").count() == 2


# --- the forecast ---


def last_days(**asked: object) -> dict[str, date]:
    told = queries.forecast("SB-001", "", date(2026, 11, 23), **asked)  # type: ignore[arg-type]  # the test's words
    return {stage.kind: stage.due.due for stage in (told.corrected or told.stages)}


def test_the_forecast_uses_every_step_to_its_last_day() -> None:
    limits = current("SB-001").definition.limits
    days = last_days()
    check = NINGXIA.add_working_days(date(2026, 11, 23), limits["intake_check"].days)
    decided = NINGXIA.add_working_days(check, limits["promised"].days)
    assert days["intake_check"] == check
    assert days["promised"] == decided < days["statutory"], "at the latest is by the law's own limit"
    assert days["delivery"] == NINGXIA.add_working_days(days["statutory"], limits["delivery"].days)


def test_a_correction_in_the_forecast_begins_the_check_anew() -> None:
    straight, days = last_days(), last_days(pause=10)
    assert (days["correction"] - days["intake_check"]).days == 10
    assert days["intake_check_again"] > days["correction"]
    assert days["promised"] > straight["promised"]


def test_the_forecast_over_the_year_s_end_is_provisional() -> None:
    assert not queries.forecast("SB-001", "", date(2026, 11, 23)).provisional
    assert queries.forecast("SB-001", "", date(2026, 12, 28)).provisional


AFTER_HOURS = Effect(
    "after_hours_receipt",
    Basis(Text("《某县政务服务办法》"), "第九条", Text("下班后收到的次日起算")),
    {"until": "18:00"},
)


@pytest.mark.parametrize(
    ("effects", "day", "reason"),
    [
        ({}, date(2026, 11, 20), "arrival"),
        ({AFTER_HOURS.code: AFTER_HOURS}, date(2026, 11, 23), "after_hours"),
    ],
)
def test_a_friday_evening_counts_as_monday_only_where_the_item_says_so(
    effects: dict[str, Effect], day: date, reason: str
) -> None:
    item = replace(current("SB-001").definition, effects=effects)
    evening = received_on(item, date(2026, 11, 20), time(20, 30), default_place(), NINGXIA)
    assert (evening.day, evening.reason) == (day, reason)


def test_a_forecast_agrees_with_the_case_that_follows_it() -> None:
    with frozen(at(11, 23)):
        told = queries.forecast("SB-001", "", date(2026, 11, 23))
        matter = Scenario(channel="window", serial=8)
        matter.submitted()
        check = next(one for one in queries.case_for(staff("clerk"), matter.number).clocks if one.due)
    assert check.due is not None and check.due.due == told.stages[0].due.due
    assert remaining(check.due, date(2026, 11, 23), NINGXIA) == check.remaining


def test_joint_handling_brings_the_longer_limit_of_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = current("SB-001")
    beside = tuple(
        replace(step, side_by_side="joint", needed_if=None) for step in (*pinned.definition.steps[:1],) * 2
    )
    steps = tuple(replace(step, code=f"joint_{number}") for number, step in enumerate(beside))
    joint = replace(pinned.definition.limits["promised"], days=45, always=False)
    limits = {**pinned.definition.limits, "joint": joint}
    item = replace(pinned, definition=replace(pinned.definition, limits=limits, steps=steps))
    monkeypatch.setattr(import_module(received_on.__module__), "current", lambda code, place: item)
    told = queries.forecast("SB-001", "", date(2026, 11, 23))
    law = next(stage for stage in told.stages if stage.kind == "statutory")
    assert law.limit is not None and law.limit.days == 45


def test_a_list_says_for_whom_each_matter_waits_and_for_how_many_days() -> None:
    asked, brought, decided = (Scenario(channel="portal", serial=serial) for serial in (7, 8, 9))
    with frozen(at(11, 2)):
        for matter in (asked, brought, decided):
            matter.submitted()
        asked.told_what_is_missing(date(2026, 11, 13), handed_over=True)
        brought.told_what_is_missing(date(2026, 11, 13), handed_over=True)
    with frozen(at(11, 4)):
        brought.corrected()
        decided.delivered()
    with frozen(at(11, 9)):
        rows = {row.number: row.turn for row in queries.my_list(staff("clerk"), group="all").rows}
        (own,) = queries.my_cases(asked.citizen)
    assert (rows[asked.number].waits_for, rows[asked.number].days) == ("applicant", 7)
    assert (rows[brought.number].waits_for, rows[brought.number].days) == ("office", 5)
    assert rows[decided.number] is None
    assert own.turn == rows[asked.number]
