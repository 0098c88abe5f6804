"""The state of a case: everything of it that the ledger carries, and nothing personal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tongban.cases.course import NOTHING, Course
from tongban.rules.custody import Place
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Act, Status


@dataclass(frozen=True)
class StepState:
    """One step of the review."""

    code: str
    position_id: int
    state: str = "waiting"  # waiting, open, done
    agrees: bool | None = None
    side_by_side: str = ""
    by: int | None = None  # assignment id
    at: datetime | None = None
    opened_on: date | None = None  # the day from which its own limit runs
    taken_by: int | None = None  # assignment id of who took it from the position's queue
    round: int = 1  # one more each time it is gone through anew
    posted_first: date | None = None  # first and last day of its public notice
    posted_last: date | None = None
    objections: int = 0  # against the notice that is posted, not answered yet
    kind: str = field(default="", compare=False)  # as the pinned edition states it; not of the ledger


@dataclass(frozen=True)
class MaterialState:
    """One material asked for in this case."""

    code: str
    required: bool
    form: str = ""
    verdict: str = ""
    promise: str = ""  # deferred 容缺后补, committed 告知承诺; empty: handed in like any other
    promise_due: date | None = None  # by when it must follow, or be checked
    promise_kept: bool | None = None


@dataclass(frozen=True)
class CaseState:
    """Everything of a case that the ledger carries.  Dates are Asia/Shanghai dates, moments are aware."""

    status: str = Status.DRAFT.value
    outcome: str = ""
    version: int = 0
    item_version_id: int = 0
    body_id: int = 0
    deciding_body_id: int = 0
    intake_site_id: int = 0
    handling_site_id: int = 0
    collect_site_id: int = 0
    position_id: int = 0
    channel: str = ""
    representation: str = ""
    identity_proof: str = ""
    assister_id: int | None = None
    received_at: datetime | None = None
    entered_at: datetime | None = None
    synced_at: datetime | None = None
    clock_start: date | None = None
    accepted_at: datetime | None = None
    concluded_at: datetime | None = None
    delivered_at: datetime | None = None
    intake_due: date | None = None
    deemed_due: date | None = None  # the last day of telling; after it the date accepts
    promised_due: date | None = None
    statutory_due: date | None = None
    delivery_due: date | None = None
    correction_due: date | None = None  # by when the correction notice asks for what is missing
    provisional: bool = False
    standing: str = ""  # what became of a granted decision: revoked 撤销, recalled 撤回, cancelled 注销
    archived_at: datetime | None = None
    holder_id: int | None = None  # assignment id of who took it from the counter's queue
    result_at: str = ""  # where the result lies: county, window, assister, out; empty: there is none
    result_since: date | None = None
    course: Course = NOTHING
    steps: tuple[StepState, ...] = ()
    materials: tuple[MaterialState, ...] = ()

    @property
    def bring_by(self) -> date | None:
        """The day by which a correction notice asks for what is missing; a calendar moves it to a later day only."""
        asked = self.course.open_round
        return None if asked is None else max(asked.bring_by, self.correction_due or asked.bring_by)

    @property
    def next_act(self) -> str:
        """The act that the case waits for; empty when nothing is expected."""
        if self.status == Status.SUBMITTED:
            return Act.ACCEPT.value
        if self.status == Status.AWAITING_CORRECTIONS:
            return Act.CORRECT.value
        if self.status == Status.IN_REVIEW:
            return (
                Act.GIVE_OPINION if any(step.state == "open" for step in self.steps) else Act.DECIDE
            ).value
        if self.status == Status.CONCLUDED and self.outcome in OUTCOMES_WITH_PAPER and not self.course.nobody:
            # a certificate that is still with the county is waited for first
            return (Act.RECEIVE_RESULT if self.result_at == Place.COUNTY else Act.DELIVER).value
        return ""

    @property
    def next_position_id(self) -> int | None:
        """The position that the next act is expected of; None where it is nobody's or the head's."""
        if self.next_act == Act.GIVE_OPINION:
            return next(step.position_id for step in self.steps if step.state == "open")
        return self.position_id if self.next_act in (Act.ACCEPT, Act.DELIVER, Act.RECEIVE_RESULT) else None


def moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) or value is None else datetime.fromisoformat(value)


def day(value: Any) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(value)


MOMENTS = frozenset(
    {"received_at", "entered_at", "synced_at", "accepted_at", "concluded_at", "delivered_at", "archived_at"}
)
DAYS = frozenset(
    {
        "clock_start",
        "intake_due",
        "deemed_due",
        "promised_due",
        "statutory_due",
        "delivery_due",
        "correction_due",
        "result_since",
    }
)
PLAIN = frozenset(
    [
        "item_version_id",
        "body_id",
        "deciding_body_id",
        "intake_site_id",
        "handling_site_id",
        "collect_site_id",
        "position_id",
        "channel",
        "representation",
        "identity_proof",
        "assister_id",
        "provisional",
        "outcome",
        "standing",
        "result_at",
    ]
)


def fields_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data's values that are fields of the state, in their types."""
    told: dict[str, Any] = {name: moment(data[name]) for name in MOMENTS & data.keys()}
    told.update({name: day(data[name]) for name in DAYS & data.keys()})
    told.update({name: data[name] for name in PLAIN & data.keys()})
    return told
