"""Procedures that take days out of the limits, begun and ended (行政许可法 art. 45, or the item's own law)."""

from datetime import date

from tongban.cases.clock_acts import FIELDS, extension_came_too_late, started_event, told_reason
from tongban.cases.events import dated
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.lent_power import require_own_or_lent
from tongban.cases.notices import notice
from tongban.cases.paper_contents_clock import special_procedure_notice
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import say
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.corrections import NonCounted
from tongban.rules.lifecycle import Act
from tongban.rules.special_procedures import ONE_DAY, why_not_end

RESULT_LENGTH = 500


def start_special_procedure(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    kind: str,
    days: int,
    unit: str,
    reason: str,
    first: date | None = None,
    subject: str = "",
) -> Done:
    """Begin a procedure whose whole days do not count; the applicant is told in writing how long it takes.

    Args:
        kind: one that the item takes out with its basis.
        days: the length told, its first day included; the cap of what is taken out.
        unit: ``working`` or ``calendar``.
        reason: why this matter needs it; printed on 特别程序告知书.
        first: the first whole day; None: tomorrow.
        subject: what is looked at; needed where one of this kind was before, and another than then.

    Raises:
        InputFaults: the codes of `why_not_begin`, or a reason that says nothing.
        NotAuthorized: neither the open step's position nor the deciding body's head.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    body = {"kind": kind, "days": days, "unit": unit, "reason": reason, "first": first}
    body |= {"subject": subject.strip()} if subject.strip() else {}
    with act_on(
        Act.START_SPECIAL_PROCEDURE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        lent = require_own_or_lent(actor, case)
        event = started_event(case, actor, kind, days, unit, first, reason, subject)
        case.append(Event(event.type, {**event.data, **lent}))
        about = {"subject": subject.strip()} if subject.strip() else {}
        say(case, "procedures", {"kind": kind, "reason": reason.strip(), **about})
        begins, ends = event.data["first"], event.data["told_last"]
        case.add_message(
            notice(
                "procedure_started",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
                f"{begins.month}月{begins.day}日至{ends.month}月{ends.day}日",
            )
        )
        issue(
            case,
            "special_procedure_notice",
            lambda head: special_procedure_notice(
                head,
                case.item.definition,
                case.content,
                case.state,
                case.row,
                reason=told_reason(reason, subject),
                told=event.data,
            ),
        )
        return case.save({}, {})


def end_special_procedure(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    ended: date | None = None,
    result: str,
) -> Done:
    """End the procedure that runs: days count again from the day after its last whole day.

    An extension that was granted meanwhile falls where, by this day, the limit had been over before it.

    Args:
        ended: the last whole day it took; the day before its first where it took none.  None: today, or none where
            it has not begun.
        result: what came of it, in words.

    Raises:
        InputFaults: the codes of `why_not_end`; ``required`` or ``too_long`` for the result.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.END_SPECIAL_PROCEDURE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"ended": ended, "result": result},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        lent = require_own_or_lent(actor, case)
        running, today = _running(case), legal_date(case.run.at)
        last = ended or (max(today, running.first - ONE_DAY) if running else today)
        faults = []
        if code := why_not_end(running, last, today=today):
            faults.append(FieldFault(FIELDS[code], code))
        if not result.strip():
            faults.append(FieldFault("result", "required"))
        elif len(result) > RESULT_LENGTH:
            faults.append(FieldFault("result", "too_long", {"most": RESULT_LENGTH}))
        if faults:
            raise InputFaults(faults)
        data = {"ended": last, "by": actor.assignment_id, **lent}
        if extension_came_too_late(case, Event("special_procedure_ended", data)):
            data["extension_void"] = True
        case.append(dated(case, Event("special_procedure_ended", data)))
        say(case, "procedures", {"result": result.strip()})
        promised = case.state.promised_due
        case.add_message(
            notice(
                "procedure_ended",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
                _day_words(promised),
            )
        )
        return case.save({}, {})


def _day_words(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _running(case: OpenCase) -> NonCounted | None:
    running = case.state.course.open_procedure
    return running.non_counted("") if running else None
