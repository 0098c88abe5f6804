"""What a sheet says: plain values in one language, checked when they are made.

Codes stay codes; the words for them are the templates' (`templates_typst/sheets/words.typ`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongban.papers.content_values import Checked, ContentError, require_lines, require_text

GUIDE_KINDS = ("notice", "wall", "booklet")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead(Checked):
    """What every sheet carries.

    Args:
        language: of its words; a form is Chinese in every language, with English beneath in English.
        title: the item, or the position of a booklet of several items.
        authority: the body that answers for it.
        place: the centre or point in whose name it is handed out.
        phone: whom to call.
        edition: number of the item's edition; 0 where several items stand on one sheet.
        effective_from: its first day, or the newest of several.
        guide_url: what the QR holds; "" prints none.
        demonstration: True prints that it is demonstration data.
    """

    language: Literal["zh", "en"]
    title: str
    authority: str
    place: str
    phone: str
    edition: int
    effective_from: date
    guide_url: str
    demonstration: bool

    def _check_rules(self) -> None:
        require_text(self, "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLimit(Checked):
    """A limit; 0 days is on the spot."""

    days: int
    unit: Literal["working", "calendar"]
    basis: str
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMaterial(Checked):
    """One material; ``condition`` tells when it is needed, "" where it always is.

    Args:
        forms: electronic, paper_original, paper_copy.
        blank: whether a blank form and a sample can be had.
        commitment: whether a signed promise may replace it.
    """

    name: str
    necessity: Literal["required", "optional", "deferrable"]
    condition: str
    copies: int
    forms: tuple[str, ...]
    source: str
    hint: str
    review_points: tuple[str, ...]
    blank: bool
    commitment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStep(Checked):
    """One step, in plain words."""

    name: str
    told: str
    level: Literal["village", "township", "county"]
    limit: SheetLimit | None
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFee(Checked):
    """One line of the fees; ``amount`` in yuan."""

    name: str
    amount: str
    per: str
    basis: str
    channel: str
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlace(Checked):
    """Where one can go; ``hours``: lines of weekdays (digits, 1 is Monday), opening and closing time."""

    kind: Literal["centre", "village_point"]
    name: str
    window: str
    address: str
    phone: str
    hours: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBasis(Checked):
    """One provision."""

    law: str
    article: str
    duty: str
    unconfirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRemedy(Checked):
    """Where to go with a disagreement: reconsideration counts days, a lawsuit months."""

    kind: Literal["reconsideration", "lawsuit"]
    body: str
    days: int
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFaq(Checked):
    """A question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Checked):
    """One item as it is told.

    Args:
        situation: the situation it is told for, one line for each answer; empty: the item as a whole.
        fees: empty means nothing is charged, and ``no_fee_ground`` says why.
        village_mode: what the village point does: direct, agency, assist, inform; "" where it has no part.
        remedies_told: what is said beside the remedies, or where there are none instead of them.
        ends: the last day on which it can be applied for.
        more_places: further village points that are not listed.
    """

    name: str
    summary: str
    code: str
    type_code: str
    edition: int
    effective_from: date
    guide_url: str
    demonstration: bool
    situation: tuple[str, ...]
    conditions: tuple[str, ...]
    materials: tuple[SheetMaterial, ...]
    steps: tuple[SheetStep, ...]
    intake_check: SheetLimit
    promised: SheetLimit
    statutory: SheetLimit | None
    fees: tuple[SheetFee, ...]
    no_fee_ground: str
    visits: int
    visits_reason: str
    channels: tuple[str, ...]
    village_mode: str
    result: str
    result_hint: str
    deciding_level: Literal["township", "county"]
    basis: tuple[SheetBasis, ...]
    remedies: tuple[SheetRemedy, ...]
    faq: tuple[SheetFaq, ...]
    places: tuple[SheetPlace, ...]
    more_places: int
    complaint_phone: str
    ends: date | None
    ends_reason: str
    remedies_told: str = ""

    @property
    def most(self) -> int:
        """How many materials have to be brought at most: what is optional is not counted."""
        return sum(material.necessity != "optional" for material in self.materials)

    @property
    def least(self) -> int:
        """How many have to be brought in any case."""
        return sum(material.necessity != "optional" and not material.condition for material in self.materials)

    def _check_rules(self) -> None:
        require_text(self, "name")
        require_lines(self, "channels")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSheet(Checked):
    """A notice (A4), wall sheet (A3) or booklet (A5) of one item; a booklet may hold several."""

    kind: Literal["notice", "wall", "booklet"]
    head: SheetHead
    guides: tuple[Guide, ...]

    def _check_rules(self) -> None:
        require_lines(self, "guides")
        if self.kind != "booklet" and len(self.guides) != 1:
            raise ContentError("guides", "only a booklet holds several items")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField(Checked):
    """One field of a form.

    Args:
        kind: the kind of its question.
        label_en: beneath the label on a form for readers of English; "" prints nothing.
        options: the words beside the boxes, for a choice.
        value: what is filled in; for a choice the option's words; "" leaves it to the pen.
        condition: when it is to be filled in; "" always.
        asked: False draws it through: this applicant's answers do not lead to it.
    """

    label: str
    label_en: str
    hint: str
    kind: str
    options: tuple[str, ...]
    value: str
    required: bool
    condition: str
    asked: bool = True

    def _check_rules(self) -> None:
        require_text(self, "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet(Checked):
    """A form: blank, as a filled sample, or with one applicant's answers to be signed.

    Args:
        use: what it is made for; a sample is marked across every page.
        form_name: the title.
        people: name, number and phone of whoever applies, then of whoever acts for them.
        signed_by: applicant, handler, every_adult, witness, village_committee, villager_group.
        opinions: village, township, county.
    """

    use: Literal["blank", "sample", "application"]
    head: SheetHead
    form_name: str
    people: tuple[FormField, ...]
    fields: tuple[FormField, ...]
    statement: str
    statement_en: str
    signed_by: tuple[str, ...]
    opinions: tuple[str, ...]

    kind: Literal["form"] = "form"

    def _check_rules(self) -> None:
        require_text(self, "form_name", "statement")
        require_lines(self, "signed_by")
