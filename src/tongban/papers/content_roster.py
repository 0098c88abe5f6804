"""The one receipt of a roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from tongban.papers.content_parts import CopyKept, Limit, Paper
from tongban.papers.content_values import Checked, ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine(Checked):
    """One matter on the list.

    Args:
        line: its place in the list as it was brought.
        applicant: the name, masked: the list goes through several hands.
        case_number: in readable groups.
    """

    line: int
    applicant: str
    case_number: str

    def _check_rules(self) -> None:
        require_text(self, "applicant", "case_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReceipt(Paper):
    """名册收件凭证: every matter that a list became, with its number. It is no acceptance of any of them.

    Args:
        brought_by: each for themselves, the assister for each, or a village or organization for them.
        brought_by_name: of the assister, or of the organization with its handler; "" where each came by themselves.
        ground: law and article by which an organization may file for people; "" otherwise.
        left: rows of the list that were not taken in.
    """

    kind: ClassVar[str] = "roster_receipt"

    roster_number: str
    roster_name: str
    item_name: str
    brought_by: Literal["each", "assister", "village"]
    brought_by_name: str
    ground: str
    received_at: datetime
    received_place: str
    received_by: str
    lines: tuple[RosterLine, ...]
    left: int
    check_limit: Limit
    enquiry_place: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "roster_number", "roster_name", "item_name", "received_by")
        require_lines(self, "lines")
        if (self.brought_by == "each") != (self.brought_by_name == ""):
            raise ContentError("brought_by_name", "who brings a list for others is named")
