"""An item of the catalogue as the program reads it: immutable, one value per version.

Source of the fields: 行政许可法 art. 30 (what must be published), GB/T 39046-2020 annex A (code sets),
and the one-time notice.  Every legal effect is an :class:`Effect` with its basis; what is not listed is off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.rules.citations import cited_in


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
    unconfirmed: bool = False  # known from memory: to be checked in the gazette before an official use
    article_en: str = ""  # where the article is told in words and not by its number

    def cited(self, language: str) -> str:
        """The place in the law in ``"en…"`` or, for anything else, in Chinese."""
        if self.article_en and language.startswith("en"):
            return self.article_en
        return cited_in(self.article, language)


@dataclass(frozen=True)
class ItemLimit:
    """A limit as the catalogue states it.

    ``unit``: ``working`` or ``calendar`` days.  ``runs_from``: ``acceptance``, or ``receipt`` where the law
    counts from the application.  ``always``: of a joint limit, whether it holds without steps side by side.
    """

    days: int
    unit: str
    basis: Text
    runs_from: str = "acceptance"
    unconfirmed: bool = False
    always: bool = False


@dataclass(frozen=True)
class Option:
    """One choice of a question.

    ``applicant``: ``person`` or ``organization`` where only such an applicant may choose it; empty for anybody.
    """

    code: str
    label: Text
    applicant: str = ""


@dataclass(frozen=True)
class Question:
    """One question of the application form, one page on the phone.

    ``kind``: ``text``, ``long_text``, ``citizen_number``, ``phone``, ``date``, ``choice``, ``yes_no``,
    ``address``, ``amount`` (yuan), ``integer``, ``area`` (m²), ``credit_code``, ``bank_account``, ``village``
    (options are the villages served), ``people`` (lines of name|citizen number|relation).
    ``show_if`` is a condition of ``rules.conditions`` over earlier answers.  A ``situation`` question is asked on
    the guide too: it decides which materials and steps apply.  ``date_range``: any, past, future, today included.
    ``sensitivity``: ordinary, identity, contact, account, health, hardship, disability, minor, private
    (个人信息保护法 art. 28); all but ordinary is masked for officers.
    """

    code: str
    kind: str
    label: Text
    hint: Text
    required: bool
    sensitivity: str
    options: tuple[Option, ...]
    show_if: Mapping[str, Any] | None
    max_length: int
    situation: bool = False
    minimum: float | None = None
    maximum: float | None = None
    date_range: str = "any"

    @property
    def sensitive(self) -> bool:
        """Whether the answer is masked until somebody gives a reason."""
        return self.sensitivity != "ordinary"


@dataclass(frozen=True)
class BlankForm:
    """What a blank form holds: it and its filled sample are generated from this.

    ``fields``: codes of questions in order; empty: all of them.  ``signed_by``: applicant, handler, every_adult,
    witness, village_committee, villager_group.  ``opinions``: the levels that have a box on it.
    """

    fields: tuple[str, ...]
    statement: Text
    signed_by: tuple[str, ...]
    opinions: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """One material.

    ``kind``: certificate, form, photo, contract, minutes, drawing, invoice, account.  ``necessity``: required,
    optional, deferrable (容缺后补).  ``origin``: own, government, other.  ``result_of``: the item whose result
    it is.  ``commitment``: a signed promise may replace it (告知承诺).
    """

    code: str
    name: Text
    necessity: str
    forms: tuple[str, ...]  # of electronic, paper_original, paper_copy
    copies: int
    source: Text
    review_points: tuple[Text, ...]
    hint: Text
    needed_if: Mapping[str, Any] | None
    kind: str = "certificate"
    origin: str = "own"
    issuer: Text | None = None
    result_of: str = ""
    form: BlankForm | None = None
    commitment: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the review.

    ``kind``: material_review, two_officer_verification, democratic_review, villagers_meeting, public_notice,
    joint_opinion, external_system, county_verification, approval.  ``told``: the step in plain words.
    """

    code: str
    name: Text
    kind: str
    level: str  # township, county, village
    position: str
    limit: ItemLimit | None
    needed_if: Mapping[str, Any] | None
    side_by_side: str  # steps that share a non-empty name run together
    told: Text | None = None
    system: Text | None = None  # the ministry's own system, for external_system


@dataclass(frozen=True)
class Effect:
    """A legal effect that this item has, with the basis without which it would be off.

    ``code``: deemed_acceptance, deemed_withdrawal, extension, special_procedure, public_notice, deferral,
    informed_commitment, on_the_spot, receipt_on_trust, non_counted_step, after_hours_receipt, announcement,
    roster_intake, yearly_review.
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
class Fee:
    """One line of the fee list; what does not stand here cannot be charged (行政许可法 art. 58, 59).

    ``amount``: yuan, as a decimal text.  ``paid_before``: ``decision`` or ``delivery``, where the line's own law says
    that the matter waits for the payment; empty: it never waits.
    """

    code: str
    name: Text
    amount: str
    per: Text
    basis: Basis
    channel: Text
    needed_if: Mapping[str, Any] | None
    paid_before: str = ""


@dataclass(frozen=True)
class Decider:
    """Who decides: the level, the position there, and the basis where a higher body delegated it."""

    level: str  # township, county
    position: str
    delegation: Basis | None


@dataclass(frozen=True)
class VillageDelegation:
    """Why a village may decide: an autonomous matter, or a principal with its written basis (行政许可法 art. 24)."""

    autonomous: bool
    principal: Text | None
    basis: Basis | None


@dataclass(frozen=True)
class SearchWords:
    """How an item is found: other names, what people ask, the events of life it belongs to."""

    words: tuple[str, ...] = ()
    words_en: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A filled sample; the person is invented."""

    applicant: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class ItemDefinition:
    """One version of one item, whole."""

    code: str
    basic_code: str  # 基本编码, twelve digits
    type_code: str
    name: Text
    summary: Text
    search: SearchWords
    position: str
    decider: Decider
    power_source: str  # statutory, devolved, authorized, entrusted
    handling: str  # on_the_spot 即办件, promised 承诺件
    identity_demand: str  # none, before_decision, at_submission: when it must be sure who applies
    identity_basis: Basis | None
    retention: str  # a class of rules/retention.py; 30 years where none is stated
    scope: str  # where it can be applied for: township, county, prefecture, region, nation
    addressees: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[Text, ...]
    cautions: tuple[Caution, ...]
    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    limits: Mapping[
        str, ItemLimit
    ]  # intake_check, promised, delivery; statutory where a law sets one; joint (行政许可法 art. 42 para. 2)
    received_rule: Mapping[str, str]  # channel → "arrival" or "handover"
    effects: Mapping[str, Effect]
    fees: tuple[Fee, ...]
    no_fee_ground: Text | None
    result_name: Text
    result_hint: Text
    result_kind: str  # certificate, approval, notice, roster, record, service
    titles: Mapping[
        str, str
    ]  # the decision paper's words: title_granted, title_refused, decision_…, validity
    remedies_kind: str  # administrative (复议、诉讼 against the deciding body), civil, none
    remedies_told: Text | None  # what is said of it; with civil and none it stands alone
    signers: Mapping[
        str, Any
    ]  # who must sign beside the applicant, for what, before which step; empty: nobody
    visits: int
    visits_reason: Text | None
    channels: tuple[str, ...]
    village_mode: str  # direct, agency, assist, inform (直办 代办 协办 公开告知)
    village_delegation: VillageDelegation | None
    faq: tuple[Faq, ...]
    sample: Sample
    demonstration: bool
    published: bool
    ends: date | None  # the last day on which it can be applied for
    ends_reason: Text | None

    @property
    def deciding_level(self) -> str:
        """The level of the body that decides."""
        return self.decider.level

    @property
    def situation_questions(self) -> tuple[Question, ...]:
        """The questions that decide which materials and steps apply."""
        return tuple(question for question in self.questions if question.situation)

    def counts_from_handover(self, channel: str) -> bool:
        """Whether days run from the moment something was handed over, and not from its arrival in the system.

        At a village point only where the item states, with its basis, that the point receives for the township
        (受托收件); otherwise the assister brings it there for the citizen, and it counts when it arrives.
        """
        stated = self.received_rule.get(channel) == "handover"
        return stated and (channel != "village_point" or self.effect("receipt_on_trust") is not None)

    def open_on(self, day: date) -> bool:
        """Whether it can still be applied for on a day."""
        return self.ends is None or day <= self.ends

    def effect(self, code: str) -> Effect | None:
        """The effect if this item has it with a basis, else None: off."""
        return self.effects.get(code)
