"""What each paper says: frozen dataclasses of plain values, one per kind of paper.

A paper's content is fixed when the act that issues it happens, kept as a snapshot (`to_json_dict`), and
read again years later (`from_json_dict`) by the template version it was fixed with. Codes are short
English words; their Chinese wording belongs to the template, so that a template version fixes every word.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from tongban.papers.content_afterwards import (
    AddressConfirmation,
    ArchiveCatalogue,
    CorrectionOfDecision,
    RedoNotice,
    ReinstatementNotice,
    RevocationDecision,
    ServiceAnnouncement,
)
from tongban.papers.content_clock import ExtensionNotice, SpecialProcedureNotice, TerminationDecision
from tongban.papers.content_corrections import CorrectionNotice
from tongban.papers.content_parts import (
    CopyKept,
    Limit,
    MaterialDeferred,
    MaterialReceived,
    MaterialRequired,
    Paper,
    PaperHead,
    Remedies,
)
from tongban.papers.content_restoration import RestorationNotice
from tongban.papers.content_roster import RosterReceipt
from tongban.papers.content_silence import DeemedAcceptanceNotice
from tongban.papers.content_values import (
    Checked,
    ContentError,
    decode_object,
    encode_object,
    require_lines,
    require_text,
)
from tongban.papers.content_withdrawal import DeemedWithdrawalNotice, WithdrawalConfirmation

__all__ = [
    "PAPER_KINDS",
    "AcceptanceNotice",
    "ContentError",
    "CopyKept",
    "CorrectionNotice",
    "Decision",
    "IntakeReceipt",
    "Limit",
    "MaterialDeferred",
    "MaterialReceived",
    "MaterialRequired",
    "NonAcceptanceDecision",
    "OneTimeNotice",
    "Paper",
    "PaperHead",
    "Remedies",
    "ServedPaper",
    "ServiceReturn",
    "from_json_dict",
    "to_json_dict",
]

CONTENT_VERSIONS = (1,)
"""Template versions whose snapshots this release can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReceipt(Paper):
    """收件凭证: what was handed over, when, and by when the intake check ends. It is no acceptance.

    Args:
        acts: who stands at the counter: the applicant, a representative, or a village assister (帮办代办).
        actor_name, actor_relation: the other person and the relation; "" when the applicant acts.
        contact_phone: already masked; "" when the applicant has none.
        received_at: when the materials were handed over.
        entered_at: when they were entered; later after a power cut or offline work. Which of the two starts the
            limit is the item's rule; the paper prints both and the day that came of it (`check_limit`).
        check_limit: the limit of the intake check (行政许可法 32: five days).
    """

    kind: ClassVar[str] = "intake_receipt"

    applicant: str
    acts: Literal["self", "representative", "assister"]
    actor_name: str
    actor_relation: str
    contact_phone: str
    item_name: str
    received_at: datetime
    entered_at: datetime
    received_by: str
    received_place: str
    materials: tuple[MaterialReceived, ...]
    query_code: str
    check_limit: Limit
    enquiry_place: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]
    remarks: str = ""

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "query_code")
        if self.acts != "self":
            require_text(self, "actor_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceNotice(Paper):
    """受理通知书 (行政许可法 32: acceptance is written, sealed and dated).

    Args:
        contact: the person to reach; contact_phone is already masked, "" when there is none.
        filed_on: the day the application was received.
        promised, statutory: the limits; `statutory` None when no law sets one.
        result_name: what the applicant gets at the end (a certificate, a reply).
        result_delivery: how it will be handed over.
        deferred: materials that may follow under 容缺受理.
    """

    kind: ClassVar[str] = "acceptance_notice"

    applicant: str
    contact: str
    contact_phone: str
    item_name: str
    item_code: str
    filed_on: date
    legal_basis: tuple[str, ...]
    materials: tuple[MaterialReceived, ...]
    accepted_by: str
    accepted_at: datetime
    promised: Limit
    statutory: Limit | None
    query_code: str
    result_name: str
    result_delivery: str
    enquiry_phone: str
    complaint_phone: str
    copies_kept: tuple[CopyKept, ...]
    deferred: tuple[MaterialDeferred, ...] = ()

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "query_code")
        require_lines(self, "legal_basis")
        if self.promised.ends_on is None:
            raise ContentError("promised.ends_on", "an acceptance names the date its limit ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class NonAcceptanceDecision(Paper):
    """不予受理决定书 (行政许可法 32, 38): facts, reason, basis, the right body, remedies.

    Args:
        right_body: the body whose matter it is; "" when that is not the reason.
        right_body_contact: its address and phone.
        remedies: None only where ``redress`` says what else can be done (a matter that is no administrative act).
    """

    kind: ClassVar[str] = "non_acceptance_decision"

    applicant: str
    item_name: str
    filed_on: date
    facts: str
    reason: str
    legal_basis: tuple[str, ...]
    right_body: str
    right_body_contact: str
    remedies: Remedies | None
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]
    redress: str = ""

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "facts", "reason")
        require_lines(self, "legal_basis")
        _require_redress(self.remedies, self.redress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Paper):
    """A decision on the matter itself, granted or refused; its title is data of the item.

    Args:
        title: for example 农村村民住宅用地批准决定书 or 不予确认决定书.
        granted: False demands reasons and remedies (行政许可法 38).
        handler: who acts for an applicant that is an organization; "" for a person.
        accepted_on: when the application was accepted.
        decision: the operative words, as one sentence or several lines.
        reasons: facts found and why.
        scope, validity: what is granted and how long; "" where the item knows neither.
        remedies: None in a granted decision, and where ``redress`` says what else can be done.
        authorization: by whose lent power it was decided, with its day and number; "" for an own power.
    """

    kind: ClassVar[str] = "decision"

    title: str
    granted: bool
    applicant: str
    item_name: str
    accepted_on: date
    decision: str
    reasons: str
    legal_basis: tuple[str, ...]
    scope: str
    validity: str
    remedies: Remedies | None
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]
    handler: str = ""
    redress: str = ""
    authorization: str = ""

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "title", "applicant", "item_name", "decision")
        require_lines(self, "legal_basis")
        if not self.granted:
            require_text(self, "reasons")
            _require_redress(self.remedies, self.redress)


def _require_redress(remedies: Remedies | None, redress: str) -> None:
    if remedies is None and not redress:
        raise ContentError("remedies", "a refusal names the remedies (行政许可法 38)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPaper(Checked):
    """One paper handed over on a 送达回证."""

    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReturn(Paper):
    """送达回证: several papers to one person on one sheet.

    Args:
        papers: names and numbers.
        addressee: whom the papers are for.
        receiver, relation: who takes them and how they belong to the addressee; "" to be written by hand.
        served_at: to the minute; None leaves the line open for the pen.
        way: how they are served.
        witness: "" leaves the line open (留置送达 needs one).
    """

    kind: ClassVar[str] = "service_return"

    papers: tuple[ServedPaper, ...]
    sender: str
    addressee: str
    receiver: str
    relation: str
    served_at: datetime | None
    place: str
    way: Literal["direct", "left", "post", "electronic", "entrusted", "announcement"]
    witness: str
    server: str
    remarks: str

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "sender", "addressee")
        require_lines(self, "papers")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeNotice(Paper):
    """一次性告知书: everything about an item in one situation, told once and in full.

    Args:
        edition: number and first day of the item's edition that was told.
        situation: what the enquirer said, one line for each answer; empty: told without a situation.
        channel: how they mean to apply; "" where it was left open.
        conditions, procedure: one line each.
        promised, statutory: limits without dates; `statutory` None when no law sets one.
        fee: what is charged; "" prints 不收费.
        fee_basis: the ground of the fee, or of its absence.
        result: what comes out and how it is collected.
        remedies: against the deciding body; None where the item knows none.
        redress: what is said beside the remedies, or instead of them.
        told_to: the person told; "" for an enquirer who left no name.
        told_how: in words, such as 当面交付.
    """

    kind: ClassVar[str] = "one_time_notice"

    item_name: str
    item_code: str
    edition: int
    effective_from: date
    situation: tuple[str, ...]
    channel: str
    legal_basis: tuple[str, ...]
    conditions: tuple[str, ...]
    materials: tuple[MaterialRequired, ...]
    procedure: tuple[str, ...]
    promised: Limit
    statutory: Limit | None
    fee: str
    fee_basis: str
    result: str
    remedies: Remedies | None
    place: str
    hours: str
    phone: str
    complaint_phone: str
    told_by: str
    told_to: str
    told_how: str
    told_at: datetime
    redress: str = ""

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "item_name", "told_by")
        require_lines(self, "legal_basis")


PAPER_KINDS: Mapping[str, type[Paper]] = types.MappingProxyType(
    {
        paper.kind: paper
        for paper in (
            IntakeReceipt,
            AcceptanceNotice,
            DeemedAcceptanceNotice,
            NonAcceptanceDecision,
            Decision,
            ServiceReturn,
            OneTimeNotice,
            CorrectionNotice,
            DeemedWithdrawalNotice,
            WithdrawalConfirmation,
            RestorationNotice,
            SpecialProcedureNotice,
            ExtensionNotice,
            TerminationDecision,
            CorrectionOfDecision,
            RevocationDecision,
            RedoNotice,
            ReinstatementNotice,
            AddressConfirmation,
            ServiceAnnouncement,
            ArchiveCatalogue,
            RosterReceipt,
        )
    }
)


def to_json_dict(paper: Paper) -> dict[str, Any]:
    """The snapshot of a paper: JSON values only, dates as ISO 8601, times in China's time.

    Every field is present, also those left at their default, so that a later change of a default never
    changes an old paper.
    """
    return encode_object(paper)


def from_json_dict(kind: str, template_version: int, snapshot: Mapping[str, Any]) -> Paper:
    """Read a snapshot back.

    Args:
        kind: the paper's kind as recorded beside the snapshot.
        template_version: the version recorded beside it.
        snapshot: what `to_json_dict` gave.

    Raises:
        ContentError: unknown kind or version, a field missing, unknown or of another type, or a snapshot
            whose own head disagrees with `kind` or `template_version`.
    """
    if kind not in PAPER_KINDS:
        raise ContentError("kind", f"unknown kind of paper {kind!r}")
    if template_version not in CONTENT_VERSIONS:
        raise ContentError("template_version", f"this release does not know version {template_version!r}")
    paper = decode_object(PAPER_KINDS[kind], snapshot, "paper")
    if paper.head.template_version != template_version:
        raise ContentError("head.template_version", f"is not the recorded version {template_version}")
    assert isinstance(paper, Paper)
    return paper
