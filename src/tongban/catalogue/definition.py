"""An item of the catalogue as the program reads it: immutable, one value per version.

Source of the fields: 行政许可法 art. 30 (what must be published), GB/T 39046-2020 annex A (code sets),
and the one-time notice.  Every legal effect is an :class:`Effect` with its basis; what is not listed is off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    """A text in both languages; Chinese is the source, English may fall back to it."""

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in ``"en…"`` or, for anything else and where no English is given, in Chinese."""
        return self.en if language.startswith("en") and self.en else self.zh

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True)
class Basis:
    """A legal basis: the law, its article, and in our words what it asks for."""

    law: Text
    article: str
    duty: Text


@dataclass(frozen=True)
class ItemLimit:
    """A limit as the catalogue states it.

    ``unit``: ``working`` or ``calendar`` days.  ``runs_from``: ``acceptance``, or ``receipt`` where the law
    counts from the application.
    """

    days: int
    unit: str
    basis: Text
    runs_from: str = "acceptance"


@dataclass(frozen=True)
class Option:
    """One choice of a question."""

    code: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One question of the application form, one page on the phone.

    ``kind``: ``text``, ``long_text``, ``citizen_number``, ``phone``, ``date``, ``choice``, ``yes_no``,
    ``address``, ``amount``, ``village`` (options are the villages served).  ``show_if`` is a condition of ``rules.conditions`` over earlier answers.
    """

    code: str
    kind: str
    label: Text
    hint: Text
    required: bool
    sensitive: bool
    options: tuple[Option, ...]
    show_if: Mapping[str, Any] | None
    max_length: int


@dataclass(frozen=True)
class Material:
    """One material. ``necessity``: required, optional, deferrable (容缺后补)."""

    code: str
    name: Text
    necessity: str
    forms: tuple[str, ...]  # of electronic, paper_original, paper_copy
    copies: int
    source: Text
    review_points: tuple[Text, ...]
    hint: Text
    needed_if: Mapping[str, Any] | None


@dataclass(frozen=True)
class Step:
    """One step of the review.

    ``kind``: material_review, two_officer_verification, democratic_review, public_notice, joint_opinion,
    external_system, county_verification, approval.
    """

    code: str
    name: Text
    kind: str
    level: str  # township, county, village
    position: str
    limit: ItemLimit | None
    needed_if: Mapping[str, Any] | None
    side_by_side: str  # steps that share a non-empty name run together


@dataclass(frozen=True)
class Effect:
    """A legal effect that this item has, with the basis without which it would be off.

    ``code``: deemed_acceptance, deemed_withdrawal, extension, special_procedure, public_notice, deferral,
    informed_commitment, on_the_spot, receipt_on_trust.
    """

    code: str
    basis: Basis
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Caution:
    """What is said when the answers speak against a condition: it warns, the officer judges.

    ``when`` may also read ``applicant_age``, whole years on the day it is asked.
    """

    when: Mapping[str, Any]
    say: Text


@dataclass(frozen=True)
class Faq:
    """A question people ask and its answer."""

    question: Text
    answer: Text


@dataclass(frozen=True)
class ItemDefinition:
    """One version of one item, whole."""

    code: str
    type_code: str
    name: Text
    summary: Text
    position: str
    deciding_level: str
    addressees: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[Text, ...]
    cautions: tuple[Caution, ...]
    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    limits: Mapping[str, ItemLimit]  # intake_check, promised, statutory, delivery
    received_rule: Mapping[str, str]  # channel → "arrival" or "handover"
    effects: Mapping[str, Effect]
    fees: tuple[Mapping[str, Any], ...]
    no_fee_ground: Text
    result_name: Text
    result_hint: Text
    titles: Mapping[
        str, str
    ]  # the decision paper's words: title_granted, title_refused, decision_…, validity
    signers: Mapping[str, Any]  # who must sign beside the applicant; empty: nobody
    visits: int
    channels: tuple[str, ...]
    village_mode: str  # direct, agency, assist, inform (直办 代办 协办 公开告知)
    faq: tuple[Faq, ...]
    demonstration: bool
    published: bool

    def effect(self, code: str) -> Effect | None:
        """The effect if this item has it with a basis, else None: off."""
        return self.effects.get(code)
