"""``tongban clock due``: the last day of a limit, on paper or for a machine."""

import argparse
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tongban.faces.common.calendar_findings import sentence
from tongban.kernel.calendars import CalendarDataFault, UnknownRegion, calendar_for
from tongban.rules.clock import ClockFault, Due, ExcludedSpan, Extension, Limit, Unit, due
from tongban.rules.workdays import WorkCalendar
from tongban.site.command_line import clock_words
from tongban.site.command_line.clock_words import (
    CALENDAR_DAYS_BASIS,
    EXTENSION_BASIS,
    PAUSE_BASIS,
    WORKING_DAYS_BASIS,
)
from tongban.site.faults import Exit

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
UNITS: dict[str, Unit] = {"working": "working", "calendar": "calendar"}


class _WrongOption(Exception):
    """An option that cannot be used, with the code of its sentence."""

    def __init__(self, option: str, code: str, **params: Any) -> None:
        super().__init__(option, code)
        self.option = option
        self.code = code
        self.params = params


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Mount ``due`` on the parser of ``tongban clock``."""
    # Values are taken as text and read in `run`, where a fault gets a sentence of ours in the user's language.
    commands = parser.add_subparsers(dest="clock_command", required=True, metavar="COMMAND")
    about = clock_words.help_text("due", lang)
    command = commands.add_parser("due", help=about, description=about)
    for option, keywords in (
        ("from", {"dest": "start", "metavar": "YYYY-MM-DD"}),
        ("days", {"metavar": "N"}),
        ("pause", {"action": "append", "default": [], "metavar": "FIRST..LAST"}),
        ("extend", {"action": "append", "default": [], "metavar": "N"}),
        ("region", {"metavar": "CODE"}),
        ("unit", {"default": "working", "metavar": "working|calendar"}),
        ("calendars", {"type": Path, "metavar": "FOLDER"}),
        ("explain", {"action": "store_true"}),
        ("json", {"action": "store_true"}),
    ):
        command.add_argument(f"--{option}", help=clock_words.help_text(option, lang), **keywords)


def run(args: argparse.Namespace, lang: str) -> int:
    """Print the last day, and what was asked with it.

    Returns:
        0, or 2 for an option that cannot be used, or 3 for faulty calendar data.
    """
    try:
        result = _work_out(args)
    except _WrongOption as wrong:
        print(
            clock_words.fault_sentence(wrong.option, wrong.code, wrong.params, lang),
            file=sys.stderr,
        )
        return Exit.WRONG_USAGE
    except CalendarDataFault as faulty:
        for fault in faulty.faults:
            print(sentence(fault, lang), file=sys.stderr)
        return Exit.BAD_DATA
    if args.json:
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
        return Exit.OK
    print(result.due.isoformat())
    if result.provisional:
        doubtful = [entry for entry in result.days if entry.provisional]
        print(clock_words.provisional_warning(doubtful, lang))
    if args.explain:
        for entry in result.days:
            print(clock_words.day_line(entry, lang))
    return Exit.OK


def _work_out(args: argparse.Namespace) -> Due:
    if args.start is None:
        raise _WrongOption("--from", "required", example="--from 2026-09-24")
    if args.days is None:
        raise _WrongOption("--days", "required", example="--days 20")
    start = _date("--from", args.start)
    unit = UNITS.get(args.unit)
    if unit is None:
        raise _WrongOption("--unit", "unknown_unit", unit=args.unit)
    days = _number("--days", args.days)
    basis = WORKING_DAYS_BASIS if unit == "working" else CALENDAR_DAYS_BASIS
    limit = _made("--days", lambda: Limit(days, unit, basis))
    pauses = [_pause(text) for text in args.pause]
    if len(args.extend) > 1:
        raise _WrongOption("--extend", "second_extension")
    extension = _extension(args.extend[0]) if args.extend else None
    calendar = _calendar(args.region, args.calendars)
    return _made("--from", lambda: due(start, limit, calendar, pauses, extension))


def _made(option: str, make: Any) -> Any:
    """What ``make`` gives; a fault of the clock is laid to the option it came from."""
    try:
        return make()
    except ClockFault as fault:
        raise _WrongOption(option, fault.code, **fault.params) from fault


def _date(option: str, text: str) -> date:
    try:
        if ISO_DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass  # of the right form, but no such day: the same fault as any other text
    raise _WrongOption(option, "not_a_date", found=text)


def _number(option: str, text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", text.strip(), re.ASCII):
        raise _WrongOption(option, "not_a_number", found=text)
    return int(text)


def _pause(text: str) -> ExcludedSpan:
    first, dots, last = text.partition("..")
    if not dots or not first.strip() or not last.strip():
        raise _WrongOption("--pause", "not_a_span", found=text)
    ends = _date("--pause", first), _date("--pause", last)
    span: ExcludedSpan = _made("--pause", lambda: ExcludedSpan(*ends, "paused", PAUSE_BASIS))
    return span


def _extension(text: str) -> Extension:
    days = _number("--extend", text)
    extension: Extension = _made("--extend", lambda: Extension(days, "approved", EXTENSION_BASIS))
    return extension


def _calendar(region: str | None, folder: Path | None) -> WorkCalendar:
    if region is not None and not re.fullmatch(r"\d{6,12}", region, re.ASCII):
        raise _WrongOption("--region", "not_a_region", found=region)
    try:
        return calendar_for(region, folder)
    except UnknownRegion as unknown:
        raise _WrongOption(
            "--region", "unknown_region", region=unknown.region, known=", ".join(unknown.known)
        ) from unknown


def _as_json(result: Due) -> dict[str, Any]:
    return {
        "due": result.due.isoformat(),
        "provisional": result.provisional,
        "days": [{**entry._asdict(), "date": entry.date.isoformat()} for entry in result.days],
    }
