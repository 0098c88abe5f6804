"""What the papers of the clock say: a special procedure, an extension, and the end of a matter without a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from tongban.papers.content_parts import CopyKept, Paper, Remedies
from tongban.papers.content_values import ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedureNotice(Paper):
    """特别程序告知书 (行政许可法 45): which procedure, how long, when the clock stops and when it goes on.

    Args:
        reason: why this matter needs it.
        days: the length told, first day included.
        first, told_last: the whole days that do not count.
        resumes_on: the day from which days count again, however long it takes.
        promised_until, statutory_until: the last days as they stand then; None where none runs.
        promise_stands: whether the promise was not over before the procedure began: nothing takes that back.
        provisional: whether one of these days may still change.
    """

    kind: ClassVar[str] = "special_procedure_notice"

    applicant: str
    item_name: str
    accepted_on: date
    procedure: Literal[
        "hearing",
        "bidding",
        "auction",
        "inspection",
        "testing",
        "quarantine",
        "appraisal",
        "expert_review",
        "site_visit",
        "villagers_meeting",
        "democratic_review",
        "public_notice",
        "asking_superior",
        "other_body_opinion",
        "means_check",
    ]
    reason: str
    legal_basis: tuple[str, ...]
    days: int
    unit: Literal["working", "calendar"]
    first: date
    told_last: date
    resumes_on: date
    promised_until: date | None
    statutory_until: date | None
    provisional: bool
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]
    promise_stands: bool = True

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "reason")
        require_lines(self, "legal_basis")
        if not self.first <= self.told_last < self.resumes_on:
            raise ContentError("told_last", "the days told lie before the day on which the clock goes on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionNotice(Paper):
    """延期告知书 (行政许可法 42): why, until when, who approved it; and that a promise stays a promise.

    Args:
        days: how many more, in ``unit``.
        old_last, new_last: the last day before and after.
        approved_by: name and position of who approved it.
        promised_until: the day that was promised; None where none was.
        promise_stands: whether that day can still be kept.
        provisional: whether the new day may still change.
    """

    kind: ClassVar[str] = "extension_notice"

    applicant: str
    item_name: str
    accepted_on: date
    reason: str
    legal_basis: tuple[str, ...]
    days: int
    unit: Literal["working", "calendar"]
    old_last: date
    new_last: date
    approved_by: str
    promised_until: date | None
    promise_stands: bool
    provisional: bool
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "reason", "approved_by")
        require_lines(self, "legal_basis")
        if self.new_last <= self.old_last:
            raise ContentError("new_last", "an extension ends later than the limit it extends")


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationDecision(Paper):
    """终止办理决定书: the matter ends without a decision on it, because of what happened.

    Args:
        ground: what happened.
        reason: the facts, in words.
        remedies: None only where ``redress`` says what else can be done.
    """

    kind: ClassVar[str] = "termination_decision"

    applicant: str
    item_name: str
    filed_on: date
    ground: Literal["applicant_died", "body_dissolved", "object_gone", "other_by_law"]
    reason: str
    legal_basis: tuple[str, ...]
    remedies: Remedies | None
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]
    redress: str = ""

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "reason")
        require_lines(self, "legal_basis")
        if self.remedies is None and not self.redress:
            raise ContentError("remedies", "who ends a matter says where one can turn")
