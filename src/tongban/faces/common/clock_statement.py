"""期限说明: the explanation of a case's days worded for paper, and laid out."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from tongban.cases.explaining import ExplainedClock, Move
from tongban.cases.queries import Explanation
from tongban.faces.common import clock_bases, clock_moves, clock_words
from tongban.faces.common.dates import day, moment, weekday
from tongban.faces.common.words import word
from tongban.papers.sheets import (
    ClockStatement,
    SheetHead,
    StatementClock,
    StatementDay,
    StatementMove,
    StatementWait,
    render_sheet,
)
from tongban.rules.clock import DayEntry
from tongban.rules.waiting import Wait


def statement_file(told: Explanation) -> tuple[bytes, str]:
    """The PDF in the reader's language, and its file's name."""
    return render_sheet(statement(told)), f"{told.number}-{gettext('期限说明')}.pdf"


def statement(told: Explanation) -> ClockStatement:
    """The sheet's content."""
    language = get_language() or ""
    return ClockStatement(
        head=SheetHead(
            language="en" if language.startswith("en") else "zh",
            title=gettext("期限说明"),
            authority=told.body,
            place=told.body,
            phone=told.body_phone,
            edition=told.item_version,
            effective_from=told.today,
            guide_url=settings.BASE_URL.rstrip("/") + reverse("portal:proof", args=[told.number]),
            demonstration=told.item.demonstration,
        ),
        number=told.number,
        item=told.item.name.in_language(language),
        item_code=told.item.code,
        applicant=told.applicant,
        status=word(told.outcome, "outcome") if told.outcome else word(told.status, "status"),
        received_at=moment(told.received_at),
        body=told.body,
        deciding_body=told.deciding_body,
        printed_at=moment(told.as_of),
        ledger_seq=told.ledger_seq,
        ledger_hash=told.ledger_hash,
        calendar=f"{told.region} {told.calendar_edition}",
        waiting=clock_words.turns(told.waited, citizen=False),
        clocks=tuple(_clock(one, told) for one in told.clocks if one.view.due),
        waits=tuple(_wait(one) for one in told.waits),
        moves=tuple(_move(one) for one in told.moves),
    )


def _clock(one: ExplainedClock, told: Explanation) -> StatementClock:
    due = one.view.due
    assert due is not None and one.view.start is not None and one.totals is not None
    limit = clock_words.length(one.limit.days, one.limit.unit) if one.limit else ""
    if one.limit and one.extension:
        limit += f" + {clock_words.length(one.extension.days, one.limit.unit)}"
    return StatementClock(
        title=clock_words.title(one.view, told.item),
        sentence=clock_words.sentence(one.view, citizen=False),
        limit=limit,
        basis=one.view.basis.in_language(get_language() or ""),
        start=day(one.view.start),
        due=day(due.due),
        sums=clock_words.sums(one.view.kind, one.totals, due.unit, citizen=False),
        days=tuple(_day(entry, one.view.kind, told) for entry in due.days),
    )


def _day(entry: DayEntry, kind: str, told: Explanation) -> StatementDay:
    return StatementDay(
        date=entry.date.isoformat(),
        weekday=weekday(entry.date),
        counted=entry.counted,
        ordinal=str(entry.ordinal or ""),
        reason=clock_words.reason(entry, kind, citizen=False),
        basis=clock_bases.basis(entry.basis, told.item),
        provisional=entry.provisional,
        extension=entry.phase == "extension",
    )


def _wait(one: Wait) -> StatementWait:
    who = word(one.waits_for.value, "waits_for")
    return StatementWait(
        first=day(one.first),
        last=day(one.last),
        waits_for=f"{who} · {word(one.reason, 'day')}" if one.reason else who,
        working_days=one.working_days,
    )


def _move(one: Move) -> StatementMove:
    return StatementMove(
        at=moment(one.at),
        what=clock_moves.named(one, citizen=False),
        by=word(one.by, "role"),
        changes=tuple(
            line
            for line in (
                *(clock_moves.changed(change, one, citizen=False) for change in one.changes),
                clock_moves.allowed(one),
            )
            if line
        ),
    )
