"""What the correction notice (补正告知书) says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from tongban.papers.content_parts import CopyKept, Paper
from tongban.papers.content_values import Checked, ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectNamed(Checked):
    """One thing to put right.

    Args:
        kind: a material, or an answer of the form.
        reason: what is wrong.
        how: how to mend it; "" where there is nothing to add.
    """

    kind: Literal["material", "answer"]
    name: str
    reason: str
    how: str = ""

    def _check_rules(self) -> None:
        require_text(self, "name", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRule(Checked):
    """After how long nothing counts as withdrawn; only where the item's own rule says so.

    Args:
        days: from the day on which the notice was proven to have arrived.
        basis: the article; a notice without it has no such rule.
    """

    days: int
    unit: Literal["working", "calendar"]
    basis: str

    def _check_rules(self) -> None:
        require_text(self, "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNotice(Paper):
    """补正告知书 (行政许可法 32 (4)): everything at once.

    Args:
        defects: all of them.
        bring_by: the last day that was told.
        online: whether it can be handed in from a phone.
        silence: None: nothing runs against the applicant.
        ground: ``first`` for the one notice; ``repeat`` where the last one's is asked for again; else why there is
            a further demand.
        explanation: the officer's words for it.
    """

    kind: ClassVar[str] = "correction_notice"

    applicant: str
    contact_phone: str
    item_name: str
    filed_on: date
    legal_basis: tuple[str, ...]
    defects: tuple[DefectNamed, ...]
    bring_by: date
    bring_to: str
    online: bool
    query_code: str
    silence: SilenceRule | None
    ground: Literal["first", "repeat", "facts_changed", "verification", "breach"]
    explanation: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name")
        require_lines(self, "defects")
        if self.ground not in ("first", "repeat") and not self.explanation:
            raise ContentError("explanation", "a further demand says why it was not made the first time")
