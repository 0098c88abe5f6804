"""What the notice of an acceptance by date (受理通知书, 视为受理) says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tongban.papers.content_parts import CopyKept, Limit, MaterialDeferred, MaterialReceived, Paper
from tongban.papers.content_values import ContentError, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedAcceptanceNotice(Paper):
    """受理通知书（视为受理）: the office told nothing in time, so the application is accepted from its receipt.

    Args:
        filed_on: the day the application was received.
        accepted_on: from which day it counts as accepted: of its receipt, or of that of the answer to a notice.
        tell_by: the last day on which the office could have told what is missing.
        basis: the law and article by which the date accepts.
        promised, statutory: the limits that run; `statutory` None when no law sets one.
    """

    kind: ClassVar[str] = "deemed_acceptance_notice"

    applicant: str
    item_name: str
    item_code: str
    filed_on: date
    accepted_on: date
    tell_by: date
    basis: str
    materials: tuple[MaterialReceived, ...]
    deferred: tuple[MaterialDeferred, ...]
    promised: Limit
    statutory: Limit | None
    query_code: str
    result_name: str
    result_delivery: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "basis", "query_code")
        if self.tell_by < self.accepted_on:
            raise ContentError("tell_by", "the limit of telling begins with the receipt")
