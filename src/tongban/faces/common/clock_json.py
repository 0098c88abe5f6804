"""The explanation of a case's days as JSON: one documented shape with names that stay (docs/api/clocks.md).

Codes and Chinese sources as the record has them, whatever the reader's language; days as ISO 8601.
"""

from datetime import date
from typing import Any

from tongban.cases.explaining import ExplainedClock, Move
from tongban.cases.queries import Explanation
from tongban.rules.clock import DayEntry
from tongban.rules.explanation import Span
from tongban.rules.waiting import Wait

SHAPE = "tongban.clocks/1"


def explanation_json(told: Explanation) -> dict[str, Any]:
    """The whole answer."""
    return {
        "shape": SHAPE,
        "number": told.number,
        "item": {"code": told.item.code, "name": told.item.name.zh, "edition": told.item_version},
        "status": told.status,
        "outcome": told.outcome,
        "as_of": told.as_of.isoformat(timespec="seconds"),
        "today": told.today.isoformat(),
        "calendar": {"region": told.region, "edition": told.calendar_edition},
        "ledger": {"seq": told.ledger_seq, "hash": told.ledger_hash},
        "clocks": [_clock(one) for one in told.clocks],
        "waiting": {
            "unit": "working",
            "office": told.waited.office,
            "applicant": told.waited.applicant,
            "procedure": told.waited.procedure,
            "spans": [_wait(one) for one in told.waits],
        },
        "moves": [_move(one) for one in told.moves],
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _clock(one: ExplainedClock) -> dict[str, Any]:
    view, due = one.view, one.view.due
    return {
        "kind": view.kind,
        "step": view.step or None,
        "state": view.state,
        "start": _day(view.start),
        "due": _day(due.due) if due else None,
        "met": _day(view.met),
        "provisional": due.provisional if due else False,
        "unit": due.unit if due else None,
        "remaining": view.remaining,
        "lamp": view.lamp,
        "basis": view.basis.zh,
        "limit": {"days": one.limit.days, "unit": one.limit.unit, "basis": one.limit.basis}
        if one.limit
        else None,
        "extension": {"days": one.extension.days, "basis": one.extension.basis} if one.extension else None,
        "counted": one.totals.counted if one.totals else 0,
        "days": [_entry(day) for day in due.days] if due else [],
        "lines": [_line(line) for line in one.lines],
    }


def _entry(day: DayEntry) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "weekday": day.date.isoweekday(),
        "counted": day.counted,
        "ordinal": day.ordinal,
        "reason": day.reason,
        "name": day.name,
        "phase": day.phase,
        "basis": day.basis,
        "provisional": day.provisional,
    }


def _line(line: Span) -> dict[str, Any]:
    return {
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "days": line.length,
        "counted": line.counted,
        "through": line.through,
        "reason": line.reason,
        "name": line.name,
        "phase": line.phase,
        "basis": line.basis,
        "provisional": line.provisional,
    }


def _wait(one: Wait) -> dict[str, Any]:
    return {
        "waits_for": one.waits_for.value,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "working_days": one.working_days,
        "reason": one.reason,
    }


def _move(one: Move) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "at": one.at.isoformat(timespec="seconds"),
        "event": one.type,
        "changes": [
            {"kind": change.kind, "before": _day(change.before), "after": _day(change.after)}
            for change in one.changes
        ],
    }
