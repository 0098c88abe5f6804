"""The fold: a case's state from its stream of events.  Commands write what this gives; replaying gives it again.

Nothing personal is in it, so it can be recomputed after the person was erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from tongban.kernel.ledger import Event, Recorded
from tongban.rules.lifecycle import Act, Status, next_status


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


@dataclass(frozen=True)
class MaterialState:
    """One material asked for in this case."""

    code: str
    required: bool
    form: str = ""
    verdict: str = ""


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
    promised_due: date | None = None
    statutory_due: date | None = None
    delivery_due: date | None = None
    provisional: bool = False
    steps: tuple[StepState, ...] = ()
    materials: tuple[MaterialState, ...] = ()

    @property
    def next_act(self) -> str:
        """The act that the case waits for; empty when nothing is expected."""
        if self.status == Status.SUBMITTED:
            return Act.ACCEPT.value
        if self.status == Status.IN_REVIEW:
            return (
                Act.GIVE_OPINION if any(step.state == "open" for step in self.steps) else Act.DECIDE
            ).value
        if self.status == Status.CONCLUDED and self.outcome in ("granted", "refused", "declined"):
            return Act.DELIVER.value
        return ""

    @property
    def next_position_id(self) -> int | None:
        """The position that the next act is expected of; None where it is nobody's or the head's."""
        if self.next_act == Act.GIVE_OPINION:
            return next(step.position_id for step in self.steps if step.state == "open")
        return self.position_id if self.next_act in (Act.ACCEPT, Act.DELIVER) else None


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) or value is None else datetime.fromisoformat(value)


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(value)


MOMENTS = frozenset({"received_at", "entered_at", "synced_at", "accepted_at", "concluded_at", "delivered_at"})
DAYS = frozenset({"clock_start", "intake_due", "promised_due", "statutory_due", "delivery_due"})
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
    ]
)


def _fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data's values that are fields of the state, in their types."""
    told: dict[str, Any] = {name: _moment(data[name]) for name in MOMENTS & data.keys()}
    told.update({name: _day(data[name]) for name in DAYS & data.keys()})
    told.update({name: data[name] for name in PLAIN & data.keys()})
    return told


def _open_next(steps: tuple[StepState, ...]) -> tuple[StepState, ...]:
    """Open the first waiting step, with those that run beside it, once nothing is open."""
    if any(step.state == "open" for step in steps):
        return steps
    first = next((step for step in steps if step.state == "waiting"), None)
    if first is None:
        return steps
    beside = first.side_by_side
    return tuple(
        replace(step, state="open")
        if step is first or (beside and step.side_by_side == beside and step.state == "waiting")
        else step
        for step in steps
    )


def _submitted(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    told = _fields(data)
    told.setdefault("deciding_body_id", data["body_id"])  # before a county decided, the township did
    return replace(
        state,
        steps=tuple(
            StepState(step["code"], step["position_id"], side_by_side=step["side_by_side"])
            for step in data["steps"]
        ),
        materials=tuple(
            MaterialState(material["code"], material["required"], material["form"])
            for material in data["materials"]
        ),
        **told,
    )


def _accepted(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    verdicts = data.get("verdicts", {})
    return replace(
        state,
        steps=_open_next(state.steps),
        materials=tuple(
            replace(material, verdict=verdicts.get(material.code, material.verdict))
            for material in state.materials
        ),
        **_fields(data),
    )


def _opinion(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    steps = tuple(
        replace(step, state="done", agrees=data["agrees"], by=data["by"], at=at)
        if step.code == data["step"] and step.state == "open"
        else step
        for step in state.steps
    )
    return replace(state, steps=_open_next(steps))


def _plain(state: CaseState, data: Mapping[str, Any], at: datetime) -> CaseState:
    return replace(state, **_fields(data))


# event type → the act of the life cycle it is, and how its data folds in
EVENTS = {
    "submitted": (Act.SUBMIT, _submitted),
    "accepted": (Act.ACCEPT, _accepted),
    "deemed_accepted": (Act.DEEMED_ACCEPT, _accepted),
    "declined": (Act.DECLINE, _accepted),
    "identity_confirmed": (Act.CONFIRM_IDENTITY, _plain),
    "opinion_given": (Act.GIVE_OPINION, _opinion),
    "decided": (Act.DECIDE, _plain),
    "withdrawn": (Act.WITHDRAW, _plain),
    "delivered": (Act.DELIVER, _plain),
}
BY_DATE = frozenset({"deemed_accepted"})  # effects of date: they do not count as a human act


def apply(state: CaseState, event: Event | Recorded, at: datetime) -> CaseState:
    """The state after one event.

    Args:
        at: the event's moment.

    Raises:
        NotAllowed: the event's act does not leave the state's status.
        KeyError: an event type that this version does not know.
    """
    act, fold = EVENTS[event.type]
    status = next_status(Status(state.status), act)
    folded = fold(state, event.data, at)
    if event.type == "declined":
        folded = replace(folded, steps=state.steps)
    version = state.version if event.type in BY_DATE else state.version + 1
    return replace(folded, status=status.value, version=version)


def replay(events: Iterable[Recorded]) -> CaseState:
    """The state that a whole stream leads to."""
    state = CaseState()
    for event in events:
        if event.type in EVENTS:
            state = apply(state, event, event.at)
    return state


COLUMNS = tuple(field.name for field in fields(CaseState) if field.name not in ("steps", "materials"))


def columns(state: CaseState) -> dict[str, Any]:
    """The state as the columns of the case's row."""
    values = {name: getattr(state, name) for name in COLUMNS}
    return {**values, "next_act": state.next_act, "next_position_id": state.next_position_id}
