"""What the notice of a restoration (恢复办理通知书) says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tongban.papers.content_corrections import DefectNamed
from tongban.papers.content_parts import CopyKept, Paper
from tongban.papers.content_values import ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationNotice(Paper):
    """恢复办理通知书: what counted as withdrawn is taken up again for a good cause, with a new day.

    Args:
        withdrawn_on: the day from which it counted as withdrawn.
        cause: why it could not be brought in time.
        proof: what was seen of it.
        basis: the item's rule of withdrawal.
        defects: what is still to be brought, all of it.
        bring_by: the new last day.
    """

    kind: ClassVar[str] = "restoration_notice"

    applicant: str
    item_name: str
    withdrawn_on: date
    cause: str
    proof: str
    basis: str
    defects: tuple[DefectNamed, ...]
    bring_by: date
    bring_to: str
    online: bool
    query_code: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "cause", "proof")
        require_lines(self, "defects")
        if self.bring_by <= self.withdrawn_on:
            raise ContentError("bring_by", "the new day lies after the withdrawal")
