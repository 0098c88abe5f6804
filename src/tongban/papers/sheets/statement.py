"""期限说明: a print of the record that tells every day of a case's limits, for whoever doubts one.

It decides nothing and has no number of its own: the case's number, the head of its ledger and the moment of printing
say what it was printed from.  Its texts are worded by whoever fills it, in the head's language.
"""

from __future__ import annotations

from dataclasses import dataclass

from tongban.papers.content_values import Checked, require_lines, require_text
from tongban.papers.sheets.content import SheetHead


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDay(Checked):
    """One day of a limit.

    Args:
        date: as printed, 2026-11-23.
        weekday: its name.
        counted: whether it used up a day.
        ordinal: the running number, or "".
        reason: why it counts or does not.
        basis: the article or notice, or "".
        provisional: whether a notice may still change it.
        extension: whether it belongs to the extension.
    """

    date: str
    weekday: str
    counted: bool
    ordinal: str
    reason: str
    basis: str
    provisional: bool
    extension: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementClock(Checked):
    """One limit with its days.

    Args:
        title: the limit's name.
        sentence: where it stands.
        limit: its length in words; "" for a date that was told.
        basis: what sets it.
        start, due: as printed.
        sums: what the days add up to.
    """

    title: str
    sentence: str
    limit: str
    basis: str
    start: str
    due: str
    sums: str
    days: tuple[StatementDay, ...]

    def _check_rules(self) -> None:
        require_lines(self, "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMove(Checked):
    """One event that set or moved last days: when, what, by whom, and the days."""

    at: str
    what: str
    by: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWait(Checked):
    """A stretch on which the case waited for one: first, last, for whom, working days."""

    first: str
    last: str
    waits_for: str
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStatement(Checked):
    """The sheet.

    Args:
        head: ``guide_url`` holds the address at which the record is verified, ``effective_from`` the day of printing.
        number: the case's.
        applicant: as its reader may see the name.
        printed_at: the moment of printing, as printed.
        ledger_seq, ledger_hash: the head of the case's stream.
        calendar: region and edition of the calendar it was counted by.
        waiting: the sums in one sentence.
    """

    head: SheetHead
    number: str
    item: str
    item_code: str
    applicant: str
    status: str
    received_at: str
    body: str
    deciding_body: str
    printed_at: str
    ledger_seq: int
    ledger_hash: str
    calendar: str
    waiting: str
    clocks: tuple[StatementClock, ...]
    waits: tuple[StatementWait, ...]
    moves: tuple[StatementMove, ...]

    kind: str = "clock_statement"

    def _check_rules(self) -> None:
        require_text(self, "number", "ledger_hash", "printed_at")
