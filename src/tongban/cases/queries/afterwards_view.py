"""What a page needs of a case after its decision: its standing, its delivery, the address, the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tongban.cases.addresses import Address, address_of
from tongban.cases.announcing import announcement_limit
from tongban.cases.decision_paper import decision_of
from tongban.cases.delivering import holds_mandate
from tongban.cases.frame import OpenCase
from tongban.cases.hearing import TOPIC, false_promises, to_be_ended
from tongban.cases.said_of_clock import said
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.ledger import Recorded
from tongban.kernel.masking import mask_phone, mask_text
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Outcome, Status


@dataclass(frozen=True)
class CorrectedView:
    """One slip of writing that was put right."""

    stood: str
    reads: str
    reason: str


@dataclass(frozen=True)
class EndedView:
    """How a granted decision ended."""

    standing: str
    from_day: date
    reason: str
    basis: str
    compensation: str
    ground: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class HeardView:
    """One hearing of the applicant, as `cases.hearing.Hearing`; ``material``: its name."""

    about: str
    material: str
    told_on: date
    heard_on: date
    statement: str
    outcome: str
    reason: str
    proof: str = ""
    answer_by: date | None = None
    ending: str = ""
    facts: str = ""


@dataclass(frozen=True)
class RedoneView:
    """One order by which the matter was decided anew, or the grant stands again (``reinstated``)."""

    ground: str
    ordered_by: str
    order_number: str
    received_on: date
    reason: str
    reinstated: bool = False


@dataclass(frozen=True)
class FiledView:
    """The file: its number, its keeping."""

    number: str
    on: date
    kept: str
    kept_until: date | None
    items: int


@dataclass(frozen=True)
class AfterwardsView:
    """All of it; empty for a matter that is not that far.

    ``false_promises``: names of the materials whose promise was found false.  ``announcement_days``: how long an
    announcement hangs by the item's rule; 0: there is none.  ``mandate``: somebody acts here by a mandate on record.
    ``delivered_by``: the way of the delivery; ``announcement`` where its days delivered it.
    ``to_hear``: code and name of what was promised and found false; ``may_end``: there is a granted decision.
    ``served``: numbers of the papers after the decision whose service is recorded.
    """

    decision_number: str = ""
    decision_title: str = ""
    decided_on: date | None = None
    corrections: tuple[CorrectedView, ...] = ()
    ended: EndedView | None = None
    redone: tuple[RedoneView, ...] = ()
    filed: FiledView | None = None
    announced: tuple[date, date] | None = None
    announcement_days: int = 0
    announcement_unit: str = "calendar"
    address: Address = field(default_factory=Address)
    mandate: bool = False
    organization: bool = False
    false_promises: tuple[str, ...] = ()
    heard: tuple[HeardView, ...] = ()
    to_hear: tuple[tuple[str, str], ...] = ()
    may_end: bool = False
    delivered_by: str = ""
    served: tuple[str, ...] = ()


DECIDED = frozenset({Status.CONCLUDED.value, Status.DELIVERED.value, Status.ARCHIVED.value})


def afterwards_of(case: OpenCase, events: Sequence[Recorded], actor: Actor) -> AfterwardsView:
    """The view of one case.

    Args:
        events: its stream.
        actor: staff see phone and mailbox masked, whoever holds the number alone sees no address.
    """
    state, item = case.state, case.item.definition
    address = _shown_to(actor, address_of(case))
    redone = tuple(_redone(case))
    heard = tuple(_heard(case)) if _told_whole(actor) else ()
    named = {material.code: material.name.zh for material in item.materials}
    to_hear = tuple((code, named[code]) for code in false_promises(case))
    served = tuple(line["paper"] for line in said(case, "served"))
    if state.status not in DECIDED:
        return AfterwardsView(address=address, redone=redone, heard=heard, to_hear=to_hear, served=served)
    decision = decision_of(case) if state.outcome in OUTCOMES_WITH_PAPER else None
    rule = announcement_limit(item)
    names = {material.code: material.name.zh for material in item.materials}
    return AfterwardsView(
        decision_number=decision.number if decision else "",
        decision_title=decision.title if decision else "",
        decided_on=decision.decided_on if decision else None,
        corrections=tuple(
            CorrectedView(line["stood"], line["reads"], line["reason"]) for line in said(case, "corrections")
        ),
        ended=_ended(case, events),
        redone=redone,
        filed=_filed(events),
        announced=state.course.announced,
        announcement_days=rule[0].days if rule else 0,
        announcement_unit=rule[0].unit if rule else "calendar",
        address=address,
        mandate=holds_mandate(case),
        organization=case.content.applicant.get("number_kind") == "credit_code",
        false_promises=tuple(names[one.code] for one in state.materials if one.promise_kept is False)
        if state.outcome == Outcome.GRANTED
        else (),
        heard=heard,
        to_hear=to_hear,
        may_end=to_be_ended(case),
        delivered_by=_delivered_by(events) if state.status != Status.CONCLUDED else "",
        served=served,
    )


def _delivered_by(events: Sequence[Recorded]) -> str:
    modes = (
        event.data["mode"] for event in reversed(events) if event.type in ("delivered", "deemed_delivered")
    )
    return str(next(modes, ""))


def _told_whole(actor: Actor) -> bool:
    """Whether words that somebody spoke are shown: not to who holds the number alone."""
    return isinstance(actor, Staff | Citizen)


def _heard(case: OpenCase) -> Iterator[HeardView]:
    names = {material.code: material.name.zh for material in case.item.definition.materials}
    for line in said(case, TOPIC):
        yield HeardView(
            line["about"],
            names.get(line["material"], ""),
            date.fromisoformat(line["told_on"]),
            date.fromisoformat(line["heard_on"]),
            line["statement"],
            line["outcome"],
            line["reason"],
            line.get("proof", ""),
            date.fromisoformat(line["answer_by"]) if line.get("answer_by") else None,
            line.get("ending", ""),
            line.get("facts", ""),
        )


def _shown_to(actor: Actor, address: Address) -> Address:
    if isinstance(actor, Citizen):
        return address
    if isinstance(actor, Staff):
        phone = mask_phone(address.phone) if address.phone else ""
        return replace(address, phone=phone, email=mask_text(address.email) if address.email else "")
    return Address()


def _ended(case: OpenCase, events: Sequence[Recorded]) -> EndedView | None:
    if not case.state.standing:
        return None
    event = next(one for one in reversed(events) if one.type == "revoked")
    told = said(case, "ending")[-1]
    return EndedView(
        case.state.standing,
        date.fromisoformat(event.data["from"]),
        told["reason"],
        told["basis"],
        told["compensation"],
        told.get("cancel_ground", ""),
        told.get("evidence", ""),
    )


def _redone(case: OpenCase) -> list[RedoneView]:
    orders = [line["order"] for line in said(case, "redone")]
    return [
        RedoneView(
            order["ground"],
            order.get("ordered_by", ""),
            order.get("order_number", ""),
            date.fromisoformat(order["received_on"]),
            order["reason"],
            bool(order.get("reinstates")),
        )
        for order in orders
    ]


def _filed(events: Sequence[Recorded]) -> FiledView | None:
    event = next((one for one in reversed(events) if one.type == "archived"), None)
    if event is None:
        return None
    until = event.data["kept_until"]
    return FiledView(
        event.data["archive_number"],
        legal_date(event.at),
        event.data["kept"],
        date.fromisoformat(until) if until else None,
        event.data["items"],
    )
