"""A notice of working days as a file, from what somebody entered into a form."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class EnteredNotice:
    """What was typed, unchecked: the file that is made of it is read as strictly as any other.

    Args:
        region: area code; empty for the nation.
        name: the region's name; empty for the nation.
        confirmed: of a region: whether its notice is in hand.
        number, issued: number and date of the notice; empty for none.
        holidays: name, first day, last day.
        workdays: name of the holiday, weekend day that is worked in exchange.
    """

    region: str
    name: str
    year: str
    confirmed: bool
    document: str
    number: str
    issued: str
    holidays: tuple[tuple[str, str, str], ...]
    workdays: tuple[tuple[str, str], ...]


def notice_text(entered: EnteredNotice) -> str:
    """The file, in the format that `kernel.calendar_files` reads."""
    source = [f"document: {_text(entered.document)}"]
    source += [f"number: {_text(entered.number)}"] if entered.number else []
    source += [f"date: {_plain(entered.issued)}"] if entered.issued else []
    body = [
        f"year: {_plain(entered.year)}",
        *([f"confirmed: {'true' if entered.confirmed else 'false'}"] if entered.region else []),
        f"source: {{{', '.join(source)}}}",
        *_list("holidays", [_holiday(*line) for line in entered.holidays]),
        *_list("make_up_workdays", [_workday(*line) for line in entered.workdays]),
    ]
    if not entered.region:
        return "\n".join(["calendar: national", *body, ""])
    head = [
        "calendar: region",
        f"region: {_text(entered.region)}",
        f"name: {_text(entered.name)}",
        "years:",
    ]
    return "\n".join([*head, f"  - {body[0]}", *(f"    {line}" for line in body[1:]), ""])


def _list(name: str, lines: list[str]) -> list[str]:
    return [f"{name}:", *(f"  - {line}" for line in lines)] if lines else [f"{name}: []"]


def _holiday(name: str, first: str, last: str) -> str:
    return f"{{name: {_text(name)}, first: {_plain(first)}, last: {_plain(last)}}}"


def _workday(name: str, day: str) -> str:
    return f"{{name: {_text(name)}, date: {_plain(day)}}}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: str) -> str:
    """A day or a year as it is; anything else in quotes, so that it stays one value and is told as a fault."""
    return value if value and all(mark in "0123456789-" for mark in value) else _text(value)
