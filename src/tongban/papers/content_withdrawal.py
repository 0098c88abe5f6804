"""What the papers of a withdrawal say: by the rule on silence (视为撤回), and on the applicant's own wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from tongban.papers.content_corrections import DefectNamed
from tongban.papers.content_parts import CopyKept, Paper, Remedies
from tongban.papers.content_values import ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedWithdrawalNotice(Paper):
    """视为撤回告知书: nothing came in time, so by the item's own rule the application counts as withdrawn.

    Args:
        last_day: on which a correction would still have kept it alive; from ``withdrawn_on`` it counts as withdrawn.
        notice_name, notice_number: of the notice whose answer did not come: of the correction, or of the restoration
            after it.
        served_on: the day on which its delivery was proven; ``served_by``: in which way, in words.
        bring_by: the day that it gave; ``basis``: the item's rule, by which silence withdraws.
        defects: what was asked for and did not come.
        restore_by: the last day on which it is taken up again for a good cause.
        remedies: None only where ``redress`` says what else can be done.
    """

    kind: ClassVar[str] = "deemed_withdrawal_notice"

    applicant: str
    item_name: str
    filed_on: date
    notice_name: str
    notice_number: str
    noticed_on: date
    served_on: date
    served_by: str
    bring_by: date
    days: int
    unit: Literal["working", "calendar"]
    last_day: date
    withdrawn_on: date
    basis: str
    defects: tuple[DefectNamed, ...]
    restore_by: date
    restore_at: str
    remedies: Remedies | None
    redress: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "basis", "served_by", "notice_number", "restore_at")
        require_lines(self, "defects")
        if not max(self.served_on, self.bring_by) <= self.last_day < self.withdrawn_on:
            raise ContentError("last_day", "the rule's period runs from the proven delivery")
        if self.restore_by < self.withdrawn_on:
            raise ContentError("restore_by", "it is taken up again after it was withdrawn")
        if self.remedies is None and not self.redress:
            raise ContentError("remedies", "who ends a matter says where one can turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalConfirmation(Paper):
    """撤回申请确认书: the applicant gave the application up; at a counter they sign it.

    Args:
        withdrawn_at: when, in China's time.
        reason: in whose words it was asked for.
        taken_by: who took the wish down; "" where it came from the applicant's own phone, which signs nothing.
    """

    kind: ClassVar[str] = "withdrawal_confirmation"

    applicant: str
    item_name: str
    filed_on: date
    withdrawn_at: datetime
    reason: str
    taken_by: str
    apply_at: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "reason", "apply_at")
