"""What the case queries return: plain frozen values, complete for a page, without a database behind them.

Sensitive values arrive masked; `masked` values are opened one at a time by the `unmask` command.
Codes stay codes: the faces turn them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tongban.cases.clocks import ClockView as ClockView
from tongban.cases.custody.view import CustodyView
from tongban.cases.fees.view import FeesView
from tongban.cases.queries.afterwards_view import AfterwardsView
from tongban.cases.queries.clock_acts_view import ClockActsView, LaterEntryView, ReceiptView
from tongban.cases.queries.correction import AskingView, CorrectionView
from tongban.cases.queries.kin_view import KinView
from tongban.cases.queries.promises_view import BreachView, DeferralView, PromiseView, RestorationView
from tongban.cases.queries.remedies_view import RemediesView
from tongban.cases.queries.steps_view import NoticeView
from tongban.cases.queries.steps_view import StepView as StepView
from tongban.cases.taking.view import TakingView
from tongban.catalogue.definition import ItemDefinition, Text
from tongban.rules.signers import SIGNED, How
from tongban.rules.waiting import Turn, Waited


@dataclass(frozen=True)
class CaseRow:
    """One line of a list."""

    number: str
    item_code: str
    item_name: Text
    applicant_name: str
    status: str
    outcome: str
    channel: str
    intake_site: str
    received_at: datetime
    due: date | None  # the promised last day that runs now; None where none runs
    provisional: bool
    remaining: int | None  # counted days left after today; negative when overdue
    lamp: str  # in_time, soon, overdue, paused, none
    next_act: str  # the act expected next, e.g. "accept"
    version: int
    turn: Turn | None  # for whom it waits; None where it has ended
    holder: str = ""  # who took it and is here today: name and position; empty: nobody
    held_by_me: bool = False

    @property
    def seen(self) -> str:
        """Number and version, as a form that acts on several sends them."""
        return f"{self.number}.{self.version}"


@dataclass(frozen=True)
class CasePage:
    """A page of a list: keyset paging, a count that stops at a cap."""

    rows: tuple[CaseRow, ...]
    next_cursor: str | None
    count: int
    count_capped: bool  # True: "at least `count`"


@dataclass(frozen=True)
class PersonView:
    """A person as shown: the name, the rest masked; of somebody under fourteen the name is masked too."""

    name: str
    number_kind: str  # "citizen_number", "credit_code"
    number_masked: str
    phone_masked: str  # empty: no phone, which is a valid answer
    erased: bool
    name_masked: bool = False
    # what this actor's role is cleared for
    opens_name: bool = False
    opens_number: bool = False
    opens_phone: bool = False


@dataclass(frozen=True)
class AnswerView:
    """One answered question of the application form."""

    code: str
    label: Text
    kind: str
    value: Text | str  # as shown: an option's label, or what was written; masked where sensitive
    sensitive: bool
    sensitivity: str = "ordinary"  # the class in the item's form
    openable: bool = False  # this actor's role is cleared for it


@dataclass(frozen=True)
class MaterialView:
    """One material of the case, with what came in for it and what was said of it."""

    code: str
    name: Text
    required: bool
    form: str  # "electronic", "paper_original", "paper_copy", "" when nothing came
    upload_id: UUID | None
    media_type: str
    pages: int
    size: int  # bytes
    verdict: str  # "", "ok", "missing", "faulty"
    reason: str
    review_points: tuple[Text, ...]
    open: bool = True  # it may be judged now: not what the notice did not name (行政许可法 art. 32)
    forms: tuple[str, ...] = ()  # in which it can be handed in
    point: int | None = None  # the review point that the reason names
    words: str = ""  # the officer's own words of the reason
    deferrable: bool = False  # it may follow after the acceptance (容缺)
    promise: PromiseView | None = None  # what stands in its place


@dataclass(frozen=True)
class TimelineEntry:
    """One event of the ledger in the terms of the case."""

    seq: int
    at: datetime
    type: str
    by: str  # staff: name and position; otherwise a role code: "applicant", "representative", "system"
    params: Mapping[str, Any]
    step: Text | None = None  # which step of the review it was done in


@dataclass(frozen=True)
class PaperView:
    """One paper issued in the case."""

    id: UUID
    kind: str
    number: str
    issued_at: datetime
    verify_code: str
    ready: bool  # the bytes exist; until then the worker is writing it
    state: str = "valid"  # what became of it: `papers.models.Paper.State`


@dataclass(frozen=True)
class ActOption:
    """An act as a button: allowed, or greyed with the reason."""

    act: str
    allowed: bool
    why_not: str  # a code; empty when allowed
    step_code: str = ""


@dataclass(frozen=True)
class DeliveryView:
    """How the result was handed over."""

    mode: str
    receiver: str
    relation: str
    at: datetime
    by: str


@dataclass(frozen=True)
class NoteView:
    """A correction that stands beside a concluded matter, whose record keeps what was decided."""

    at: datetime
    field: str  # e.g. applicant.name, answers.address
    right: str  # masked where it is a phone or an account
    request: str  # number of the request about one's own data
    label: Text | None = None  # of the question, where it is an answer


@dataclass(frozen=True)
class OldFile:
    """A material before it was brought anew under a legal hold; ``code`` is its name in addresses."""

    code: str
    name: Text
    form: str
    stored: bool
    reason: str


@dataclass(frozen=True)
class ReplacedView:
    """What one correction replaced while the matter was under a legal hold; answers masked as any others."""

    at: datetime
    by: str
    answers: tuple[AnswerView, ...]  # their codes with the correction's place before them: ``0.address``
    materials: tuple[OldFile, ...]


@dataclass(frozen=True)
class SignerView:
    """Somebody whose signature the item asks for beside the applicant's; ``how`` is empty while nothing is on record.

    ``ground`` and ``reason`` say why nobody signed, where that is on record.
    """

    order: int
    name: str
    relation: str
    how: str = ""
    at: datetime | None = None
    by: str = ""
    witness: str = ""
    witness_relation: str = ""
    file: int | None = None  # the order under which the drawing or the scan is kept
    guardian: str = ""
    guardian_relation: str = ""
    guardian_proof: str = ""
    ground: str = ""
    reason: str = ""

    @property
    def signed(self) -> bool:
        return self.how in SIGNED


@dataclass(frozen=True)
class CaseView:
    """Everything that one actor may see of one case."""

    id: UUID
    number: str
    version: int
    item: ItemDefinition
    item_version: int
    status: str
    outcome: str
    phase: str
    channel: str  # "portal", "window", "village_point"
    representation: str  # "self", "representative", "assister"
    received_at: datetime
    entered_at: datetime
    synced_at: datetime
    accepted_at: datetime | None
    concluded_at: datetime | None
    delivered_at: datetime | None
    applicant: PersonView
    representative: PersonView | None
    assister: str
    intake_site: str
    handling_site: str
    body: str
    deciding_body: str
    answers: tuple[AnswerView, ...]
    cautions: tuple[Text, ...]  # what the answers say against the item's conditions
    materials: tuple[MaterialView, ...]
    steps: tuple[StepView, ...]
    clocks: tuple[ClockView, ...]
    waited: Waited  # working days that it waited for the office, the applicant, a procedure
    papers: tuple[PaperView, ...]
    timeline: tuple[TimelineEntry, ...]
    acts: tuple[ActOption, ...]
    decision_reason: str
    delivery: DeliveryView | None
    query_code: str  # printed on the receipt; lets somebody without a phone follow the case
    erased: bool
    identity_proof: str = ""  # how it was made sure who applies: phone, id_card_seen, real_name; "": not yet
    mandate_seen: bool = False  # the representative's written mandate
    mandate_until: date | None = None
    mandate_missing: bool = (
        False  # an organization's application is not accepted until its mandate is confirmed
    )
    mandate_in_register: bool = False  # one in force covers it
    notes: tuple[NoteView, ...] = ()  # corrections of personal data since it was concluded
    replaced: tuple[ReplacedView, ...] = ()  # under a legal hold, for staff
    identity_missing: bool = False  # the item cannot be granted until it is
    afterwards: AfterwardsView = field(default_factory=AfterwardsView)
    clock_acts: ClockActsView = field(default_factory=ClockActsView)
    receipt: ReceiptView = field(default_factory=ReceiptView)  # from which day it counts, and why
    later_entries: tuple[LaterEntryView, ...] = ()  # times that wait, each for its second person
    colleagues: tuple[tuple[int, str], ...] = ()  # who can confirm a time that is entered later
    correction: CorrectionView | None = None  # the last correction notice
    asking: AskingView | None = None  # what a notice that goes out now would say
    promises: tuple[PromiseView, ...] = ()
    deferral: DeferralView | None = None  # what may follow if it is accepted today
    breaches: tuple[BreachView, ...] = ()
    restoration: RestorationView | None = None  # it counts as withdrawn: how it is taken up again
    fully_corrected: bool = False  # everything that was asked for is in order: it must be accepted
    grounds_closed: Mapping[str, str] = field(
        default_factory=dict
    )  # of a refusal: ground → why it does not bear
    notice: NoticeView | None = None  # its public notice, where its steps have one
    custody: CustodyView = field(default_factory=CustodyView)  # where the result lies
    fees: FeesView = field(default_factory=FeesView)
    taking: TakingView = field(default_factory=TakingView)  # who holds it
    kin: tuple[KinView, ...] = ()  # 近亲属备案
    signers: tuple[SignerView, ...] = ()  # of the household, who have signed and who still must
    in_part: bool = (
        False  # another township handles it, and this is what the counter that took it in sees (通办)
    )
    handling_phone: str = ""  # of the centre that handles it, where that is another's

    @property
    def signatures_cannot(self) -> tuple[SignerView, ...]:
        """Of whom no signature is to be had, with the reason."""
        return tuple(one for one in self.signers if one.how == How.CANNOT)


@dataclass(frozen=True)
class DeclinedView:
    """What a refusal to accept says beside its reason: by which law, and where one can apply instead."""

    basis: str
    right_body: str


@dataclass(frozen=True)
class NotDecided:
    """A matter that was to be decided by a day of the law and was not: since when, and where that can be complained of."""

    last: date
    body: str


@dataclass(frozen=True)
class TrackView:
    """What somebody sees with the number and the phone (or query code): where it stands, nothing private."""

    number: str
    item: ItemDefinition
    status: str
    outcome: str
    phase: str
    applicant_masked: str
    received_at: datetime
    clocks: tuple[ClockView, ...]
    waited: Waited
    timeline: tuple[TimelineEntry, ...]
    papers: tuple[PaperView, ...]
    handling_site: str
    site_phone: str
    decision_reason: str
    can_withdraw: bool
    version: int
    correction: CorrectionView | None = None
    can_correct: bool = False
    signers: tuple[SignerView, ...] = ()  # names masked
    afterwards: AfterwardsView = field(default_factory=AfterwardsView)
    can_confirm_address: bool = False
    promises: tuple[PromiseView, ...] = ()
    restoration: RestorationView | None = None
    clock_acts: ClockActsView = field(default_factory=ClockActsView)
    receipt: ReceiptView = field(default_factory=ReceiptView)  # from which day it counts, and why
    fees: FeesView = field(default_factory=FeesView)
    result_at: str = ""  # where the result lies (`rules.custody.Place`)
    result_comes: bool = False  # it exists once, and is not yet where it is collected
    not_decided: NotDecided | None = None
    declined: DeclinedView | None = None
    remedies: RemediesView | None = None  # of what ended against the applicant

    @property
    def still_to_sign(self) -> bool:
        """Whether somebody of the household has not signed yet."""
        return any(not one.signed for one in self.signers)
