"""What is entered of a place, and what is wrong with it: the same for a form and for a row of a workbook."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import combinations

from tongban.kernel.errors import FieldFault
from tongban.rules.identifiers import IdentifierFault, check_credit_code, check_phone

LEVELS = ("province", "prefecture", "county", "township", "village")
KINDS = ("centre", "village_point", "county_office")
PLACE_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
POSITION_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
CASE_PREFIX = re.compile(r"[A-Z]{1,8}")
HIGHEST_WINDOW = 999
MOST_LINES = 30
"""Windows of a site, and lines of its hours."""


@dataclass(frozen=True)
class BodyValues:
    """An authority (机关) as entered."""

    code: str
    name: str
    short_name: str
    level: str
    division_code: str
    case_prefix: str
    credit_code: str = ""
    reconsideration_body: str = ""
    court: str = ""


@dataclass(frozen=True)
class SiteValues:
    """A site as entered; ``handled_by`` is the code of the centre behind a village's point."""

    code: str
    name: str
    kind: str
    division_code: str
    body_code: str
    handled_by: str = ""
    address: str = ""
    phone: str = ""
    complaint_phone: str = ""


@dataclass(frozen=True)
class HoursLine:
    """One line of office hours: weekdays as digits (1 is Monday), from, to."""

    weekdays: str
    opens: time
    closes: time


@dataclass
class Known:
    """What is there for a new value to refer to; rows of a file are added as they are read.

    Attributes:
        divisions: code → level, of those that hold today.
        prefixes: letters of case numbers → the body's code.
        sites: code → kind.
    """

    divisions: Mapping[str, str]
    bodies: set[str] = field(default_factory=set)
    prefixes: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)


def body_faults(values: BodyValues, known: Known) -> Iterator[FieldFault]:
    """Everything wrong with an authority."""
    if not PLACE_CODE.fullmatch(values.code):
        yield _wrong("code", values.code, "not_a_place_code")
    yield from _texts(
        values, {"name": (1, 80), "short_name": (1, 12), "reconsideration_body": (1, 80), "court": (1, 80)}
    )
    if values.level not in LEVELS:
        yield _wrong("level", values.level, "not_an_option")
    yield from _division(values.division_code, known)
    if not CASE_PREFIX.fullmatch(values.case_prefix):
        yield _wrong("case_prefix", values.case_prefix, "not_case_letters")
    elif known.prefixes.get(values.case_prefix, values.code) != values.code:
        yield FieldFault("case_prefix", "case_letters_taken", {"body": known.prefixes[values.case_prefix]})
    if values.credit_code:
        try:
            check_credit_code(values.credit_code)
        except IdentifierFault as fault:
            yield FieldFault("credit_code", f"credit_code_{fault.code}")


def site_faults(values: SiteValues, known: Known) -> Iterator[FieldFault]:
    """Everything wrong with a site."""
    if not PLACE_CODE.fullmatch(values.code):
        yield _wrong("code", values.code, "not_a_place_code")
    yield from _texts(values, {"name": (1, 80), "address": (1, 120)})
    if values.kind not in KINDS:
        yield _wrong("kind", values.kind, "not_an_option")
    yield from _division(values.division_code, known)
    if values.body_code not in known.bodies:
        yield _wrong("body_code", values.body_code, "no_such_body")
    if values.kind == "village_point":
        if not values.handled_by:
            yield FieldFault("handled_by", "point_needs_centre")
        elif known.sites.get(values.handled_by) != "centre":
            yield FieldFault("handled_by", "no_such_centre")
    elif values.handled_by:
        yield FieldFault("handled_by", "only_points_have_a_centre")
    for name in ("phone", "complaint_phone"):
        try:
            check_phone(getattr(values, name))
        except IdentifierFault as fault:
            yield FieldFault(name, f"phone_{fault.code}")


def position_faults(code: str, name: str) -> Iterator[FieldFault]:
    """Everything wrong with a position."""
    if not POSITION_CODE.fullmatch(code):
        yield _wrong("position_code", code, "not_a_position_code")
    yield from _text("position_name", name, 1, 40)


def window_faults(lines: Sequence[tuple[int, str]], positions: Collection[str]) -> Iterator[FieldFault]:
    """Everything wrong with a site's windows: number, code of the position that sits there."""
    if len(lines) > MOST_LINES:
        yield FieldFault("windows", "too_many_lines", {"most": MOST_LINES})
    seen: set[int] = set()
    for place, (number, position) in enumerate(lines):
        if not 1 <= number <= HIGHEST_WINDOW:
            yield FieldFault(f"windows.{place}.number", "not_a_window_number", {"most": HIGHEST_WINDOW})
        elif number in seen:
            yield FieldFault(f"windows.{place}.number", "window_twice", {"number": number})
        seen.add(number)
        if position not in positions:
            yield FieldFault(f"windows.{place}.position", "no_such_position")


def hours_faults(lines: Sequence[HoursLine]) -> Iterator[FieldFault]:
    """Everything wrong with a site's hours; two lines may not be open at the same time of the same day."""
    if len(lines) > MOST_LINES:
        yield FieldFault("hours", "too_many_lines", {"most": MOST_LINES})
    for place, line in enumerate(lines):
        if not line.weekdays or set(line.weekdays) - set("1234567"):
            yield FieldFault(f"hours.{place}.weekdays", "weekdays_missing")
        if line.opens >= line.closes:
            yield FieldFault(f"hours.{place}.closes", "closes_before_it_opens")
    for (_, first), (place, second) in combinations(enumerate(lines), 2):
        if set(first.weekdays) & set(second.weekdays) and (
            first.opens < second.closes and second.opens < first.closes
        ):
            yield FieldFault(f"hours.{place}.opens", "hours_overlap")


def _division(code: str, known: Known) -> Iterator[FieldFault]:
    if code not in known.divisions:
        yield _wrong("division_code", code, "no_such_division_code")


def _wrong(name: str, value: str, code: str) -> FieldFault:
    """A fault of a value; of an empty one only that it is missing."""
    return FieldFault(name, code if value else "required")


def _texts(values: BodyValues | SiteValues, lengths: Mapping[str, tuple[int, int]]) -> Iterator[FieldFault]:
    for name, (least, most) in lengths.items():
        yield from _text(name, getattr(values, name), least, most)


def _text(name: str, value: str, least: int, most: int) -> Iterator[FieldFault]:
    if len(value) < least:
        yield FieldFault(name, "required")
    elif len(value) > most:
        yield FieldFault(name, "longer_than", {"most": most})
    elif any(ord(mark) < 32 or mark in "\u2028\u2029\ufeff" for mark in value):
        yield FieldFault(name, "control_character")
