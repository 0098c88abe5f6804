"""The parts that papers share: the head, limits, lines of materials, remedies, copies; and what a paper is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from tongban.papers.content_values import Checked, ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHead(Checked):
    """What every paper carries.

    Args:
        kind: the paper's kind, a key of `PAPER_KINDS`.
        number: 文号 such as 永胜政受〔2026〕12号; "" for a preview.
        body_name: the authority that issues it (乡镇人民政府, 县级部门), never the service centre.
        issued_on: the date under the signature.
        verify_url: what the QR holds: the whole address, code included; "" for a preview.
        verify_code: what a person types at the verification page; printed in groups of four.
        template_version: the template that lays it out.
        demonstration: True prints that it is demonstration data and no official paper.
        case_number: the case it belongs to; "" when there is none (advice before filing).
    """

    kind: str
    number: str
    body_name: str
    issued_on: date
    verify_url: str
    verify_code: str
    template_version: int
    demonstration: bool
    case_number: str

    def _check_rules(self) -> None:
        require_text(self, "kind", "body_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Checked):
    """A time limit and the date it ends.

    Args:
        days: number of days; 0 is 当场 (on the spot).
        unit: working days (行政许可法 82) or calendar days.
        ends_on: the last day; None where no clock has started (advice before filing).
        provisional: True when the date reaches into a year whose holidays are not yet published.
    """

    days: int
    unit: Literal["working", "calendar"] = "working"
    ends_on: date | None = None
    provisional: bool = False

    def _check_rules(self) -> None:
        if self.days < 0:
            raise ContentError("days", "a limit is not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialReceived(Checked):
    """One line of the list of what was handed in."""

    name: str
    copies: int
    form: Literal["original", "copy", "electronic", "shared", "commitment"]
    note: str = ""

    def _check_rules(self) -> None:
        require_text(self, "name")
        if self.copies < 0:
            raise ContentError("copies", "a number of copies is not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRequired(Checked):
    """One line of the full list of materials (行政许可法 30, 32).

    Args:
        name: the material.
        necessity: always required, not required (bring it if there is one), or may follow later (容缺后补).
        condition: when it is needed, where the situation told leaves that open; "" where it is needed.
        copies: how many.
        forms: the forms of which one is enough: original, copy, electronic.
        source: where the citizen gets it (applicant's own, a government body, another institution).
        hint: how to prepare it; "" for nothing to say.
        review_point: what the clerk will look at.
    """

    name: str
    necessity: Literal["required", "optional", "deferrable"]
    copies: int
    forms: tuple[Literal["original", "copy", "electronic"], ...]
    source: str
    review_point: str
    condition: str = ""
    hint: str = ""

    def _check_rules(self) -> None:
        require_text(self, "name")
        require_lines(self, "forms")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialDeferred(Checked):
    """A secondary material promised for later (容缺受理), with the day it is due."""

    name: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyKept(Checked):
    """One holder of the paper's copies and how many they keep."""

    holder: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies(Checked):
    """Where a refused person can turn; printed in every refusal.

    Args:
        reconsideration_body: who reviews (行政复议机关).
        court: the court for 行政诉讼.
        reconsideration_days: calendar days, 行政复议法 20.
        lawsuit_months: months, 行政诉讼法 46.
    """

    reconsideration_body: str
    court: str
    reconsideration_days: int = 60
    lawsuit_months: int = 6

    def _check_rules(self) -> None:
        require_text(self, "reconsideration_body", "court")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Checked):
    """A paper of some kind; the concrete kinds are below."""

    kind: ClassVar[str] = ""

    head: PaperHead

    def _check_rules(self) -> None:
        if self.head.kind != self.kind:
            raise ContentError("head.kind", f"{self.head.kind!r} does not head a {type(self).__name__}")
