"""What the papers after a decision say: its correction, its end, its being made anew; delivery; the file's catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from tongban.papers.content_parts import CopyKept, Paper, Remedies
from tongban.papers.content_values import Checked, ContentError, require_lines, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionOfDecision(Paper):
    """更正通知书: a slip of the pen in a decision, never its substance.

    Args:
        decision_number, decided_on: of the paper that is corrected.
        stood, reads: the words as they stood and as they read now.
        reason: how the slip came about.
    """

    kind: ClassVar[str] = "correction_of_decision"

    applicant: str
    item_name: str
    decision_title: str
    decision_number: str
    decided_on: date
    stood: str
    reads: str
    reason: str
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "decision_number", "stood", "reads", "reason")
        if self.stood == self.reads:
            raise ContentError("reads", "a correction changes something")


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationDecision(Paper):
    """撤销、撤回、注销决定书 (行政许可法 8, 69, 70): why a granted decision holds no longer, and from when.

    Args:
        ending: revoked 撤销 (it was wrong), recalled 撤回 (law or facts changed), cancelled 注销 (it is over).
        from_day: the day from which the decision holds no longer.
        compensation: of a recall, how the loss is made good; "" otherwise.
        remedies: None only where ``redress`` says what else can be done.
    """

    kind: ClassVar[str] = "revocation_decision"

    ending: Literal["revoked", "recalled", "cancelled"]
    applicant: str
    item_name: str
    decision_title: str
    decision_number: str
    decided_on: date
    from_day: date
    reason: str
    legal_basis: tuple[str, ...]
    compensation: str
    remedies: Remedies | None
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]
    redress: str = ""

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "decision_number", "reason")
        require_lines(self, "legal_basis")
        if self.ending == "recalled":
            require_text(self, "compensation")
        if self.remedies is None and not self.redress:
            raise ContentError("remedies", "who takes a right away says where one can turn (行政许可法 7)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoNotice(Paper):
    """重新办理通知书: a decision no longer stands, and the matter is decided anew.

    Args:
        ordered_by, order_number, order_of: who ordered it, by which document, of which day; the number is "" for
            the body's own finding.
        restarted_on: the day from which the limits run anew: the receipt of the order.
        promised_until, statutory_until: the new last days; None where none runs.
        provisional: whether one of them may still change.
        goes_on: it had ended by mistake: nothing is done twice, and the limits never stopped.
        bring_by: the new day for what a correction notice asked for; None where none waits.
    """

    kind: ClassVar[str] = "redo_notice"

    ground: Literal["reconsideration", "judgment", "own_finding"]
    applicant: str
    item_name: str
    decision_title: str
    decision_number: str
    decided_on: date
    ordered_by: str
    order_number: str
    order_of: date
    restarted_on: date
    reason: str
    promised_until: date | None
    statutory_until: date | None
    provisional: bool
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]
    goes_on: bool = False
    bring_by: date | None = None

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "decision_number", "ordered_by", "reason")
        if self.ground != "own_finding":
            require_text(self, "order_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstatementNotice(Paper):
    """恢复原决定通知书: what revoked, recalled or cancelled a grant was quashed, and the grant stands as it stood.

    Args:
        decision_title, decision_number, decided_on: of the grant, which holds from its own day.
        ending_title, ending_number, ended_on: of the paper that had ended it.
        ordered_by, order_number, order_of: who quashed that, by which document, of which day.
        received_on: when the order came.
    """

    kind: ClassVar[str] = "reinstatement_notice"

    ground: Literal["reconsideration", "judgment"]
    applicant: str
    item_name: str
    decision_title: str
    decision_number: str
    decided_on: date
    ending_title: str
    ending_number: str
    ended_on: date
    ordered_by: str
    order_number: str
    order_of: date
    received_on: date
    reason: str
    enquiry_phone: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "decision_number", "ending_number", "reason")
        require_text(self, "ordered_by", "order_number")
        if self.ended_on < self.decided_on:
            raise ContentError("ended_on", "a decision ends on its own day at the earliest")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmation(Paper):
    """送达地址确认书: where and how papers of this matter reach the applicant.

    Args:
        phone: already masked; "" for none.
        way: the way asked for.
        electronic: whether papers may be delivered electronically: only with this consent (民事诉讼法 art. 90, from memory).
        confirmed_before: who took it down; "" for the applicant's own page.
    """

    kind: ClassVar[str] = "address_confirmation"

    applicant: str
    item_name: str
    receiver: str
    address: str
    phone: str
    email: str
    way: Literal["collect", "post", "assister", "electronic"]
    electronic: bool
    confirmed_on: date
    confirmed_before: str
    copies_kept: tuple[CopyKept, ...]

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "applicant", "item_name", "address")
        if self.way == "electronic" and not self.electronic:
            raise ContentError("way", "electronic delivery needs its consent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnnouncement(Paper):
    """送达公告: a result that could be handed over in no other way, made known in public.

    Args:
        addressee: masked; the announcement hangs where everybody reads it.
        papers: name and number of each, one a line.
        first, last: the days of the announcement; after the last it counts as delivered.
        place: where the papers can be collected.
    """

    kind: ClassVar[str] = "service_announcement"

    addressee: str
    item_name: str
    papers: tuple[str, ...]
    first: date
    last: date
    days: int
    unit: Literal["working", "calendar"]
    place: str
    legal_basis: tuple[str, ...]
    enquiry_phone: str

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "addressee", "item_name", "place")
        require_lines(self, "papers")
        require_lines(self, "legal_basis")
        if self.last <= self.first:
            raise ContentError("last", "an announcement hangs for its days")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine(Checked):
    """One line of a file's catalogue.

    Args:
        by: who made it (责任者).
        number: of a paper; "" for a material.
        pages: 0 where nobody counted them.
    """

    title: str
    by: str
    number: str
    dated: date
    pages: int
    form: Literal["paper", "electronic", "original", "copy", "commitment"]
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCatalogue(Paper):
    """案卷目录: what lies in the file, in its order, and how long it is kept.

    Args:
        kept: class of `rules.retention`.
        kept_until: the last day of keeping; None for ever.
    """

    kind: ClassVar[str] = "archive_catalogue"

    archive_number: str
    title: str
    item_name: str
    item_code: str
    begun_on: date
    ended_on: date
    archived_on: date
    kept: Literal["permanent", "100y", "50y", "30y", "10y"]
    kept_until: date | None
    lines: tuple[CatalogueLine, ...]
    archived_by: str

    def _check_rules(self) -> None:
        Paper._check_rules(self)
        require_text(self, "archive_number", "title", "archived_by")
        require_lines(self, "lines")
        if (self.kept == "permanent") != (self.kept_until is None):
            raise ContentError("kept_until", "what is not kept for ever has its last day")
