"""`mandates_visible_to(actor)`: the one chokepoint in front of every read of a mandate; and what commands ask of one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Citizen, Staff, System
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault
from tongban.kernel.guarded import let_through
from tongban.kernel.ledger import Event, Head
from tongban.kernel.models import LedgerEntry
from tongban.kernel.time import legal_date, today
from tongban.parties.models import Mandate
from tongban.rules.mandates import covers, in_force

STREAM = "mandate"
COUNTERS = frozenset({"clerk", "assister"})
MOST_ITEMS = 60


def mandates_visible_to(actor: Actor) -> QuerySet[Mandate]:
    """The mandates this actor may see: nothing for whom no line below speaks.

    - a clerk or assister: those recorded at the own site;
    - a citizen: those they gave or hold, by the number that a platform vouches for; where a phone alone is proven,
      those of the person kept with that phone;
    - the system: all.
    """
    rows = let_through(Mandate.objects.select_related("grantor__key", "handler__key", "site"))
    if isinstance(actor, System):
        return rows
    if isinstance(actor, Staff):
        return rows.filter(site_id=actor.site_id) if actor.role in COUNTERS else rows.none()
    if isinstance(actor, Citizen):
        if actor.assurance == "real_name" and actor.number_digest:
            number = actor.number_digest
            return rows.filter(Q(grantor__number_digest=number) | Q(handler__number_digest=number))
        if actor.phone_digest:
            phone = actor.phone_digest
            return rows.filter(Q(grantor__phone_digest=phone) | Q(handler__phone_digest=phone))
    return rows.none()


@dataclass(frozen=True)
class Scope:
    """What a mandate is for, as it stands on the paper.

    Args:
        items: codes of items; empty: all.
        until: its last day; None where it names none.
    """

    items: tuple[str, ...]
    starts: date
    until: date | None = None


def scope_faults(scope: Scope, *, seen: bool, today: date) -> list[FieldFault]:
    """What is wrong with a mandate that a counter is to record."""
    faults = []
    if not seen:
        faults.append(FieldFault("mandate.seen", "mandate_original_not_seen"))
    if scope.until is not None and scope.until < scope.starts:
        faults.append(FieldFault("mandate.until", "mandate_ends_before_it_begins"))
    elif scope.until is not None and scope.until < today:
        faults.append(FieldFault("mandate.until", "mandate_expired"))
    if len(scope.items) > MOST_ITEMS or any(not code or len(code) > 20 for code in scope.items):
        faults.append(FieldFault("mandate.items", "not_an_option"))
    return faults


def recorded(
    run: Run,
    actor: Staff,
    grantor: UUID,
    handler: UUID,
    scope: Scope,
    *,
    of_case: bool = False,
    renews: Mandate | None = None,
) -> tuple[Mandate, list[LedgerEntry]]:
    """The rows that a mandate is recorded by; the caller inserts them in its transaction.

    Args:
        of_case: whether it was seen with an application; the ledger says so, not with which.
    """
    mandate = Mandate(
        id=mandate_of(run.id),
        grantor_id=grantor,
        handler_id=handler,
        items=sorted(set(scope.items)),
        starts=scope.starts,
        until=scope.until,
        site_id=actor.site_id,
        seen_by_id=actor.assignment_id,
        seen_at=run.at,
        renews=renews,
    )
    told = {
        "grantor": grantor,
        "handler": handler,
        "items": mandate.items,
        "starts": scope.starts,
        "until": scope.until,
        "with_application": of_case,
        "renews": renews.id if renews else None,
    }
    entries, _ = ledger.chain(
        STREAM,
        str(mandate.id),
        Head(),
        [Event("mandate_recorded", told)],
        at=run.at,
        actor=actor,
        command_id=run.id,
    )
    return mandate, entries


def mandate_of(command_id: UUID) -> UUID:
    """The id of the mandate that a command records: a replay finds it again."""
    return uuid5(command_id, "mandate")


def mandates_between(grantor: UUID, handler: UUID, item: str) -> list[Mandate]:
    """The mandates of the whole register that one gave another for an item, however they stand, oldest first."""
    rows = mandates_visible_to(System("mandates")).filter(grantor_id=grantor, handler_id=handler)
    return [row for row in rows.order_by("seen_at") if covers(row.items, item)]


def mandate_covering(grantor: UUID, handler: UUID, item: str, on: date) -> Mandate | None:
    """A mandate of the whole register by which somebody may act for somebody in an item on a day; the longest."""
    good = [row for row in mandates_between(grantor, handler, item) if holds(row, on)]
    return max(good, key=lambda row: row.until or date.max, default=None)


def held_since(row: Mandate, first: date, last: date) -> bool:
    """Whether a mandate of the register held on a day of a period or a part of one; both ends of it count."""
    begins = max(first, row.starts)
    ended = legal_date(row.ended_at) if row.ended_at else None
    runs_out = row.until is not None and row.until < begins
    return begins <= last and not runs_out and (ended is None or begins <= ended)


def holds(row: Mandate, on: date) -> bool:
    """Whether a mandate of the register is in force on a day."""
    return in_force(on, row.starts, row.until, legal_date(row.ended_at) if row.ended_at else None)


def held_or_given(party: UUID, on: date) -> list[Mandate]:
    """The mandates in force on a day that somebody gave or holds; for a command about that somebody alone."""
    return [row for row in of_party(party) if holds(row, on)]


def protecting(party: UUID, on: date) -> list[Mandate]:
    """The mandates for which somebody has to be kept: those in force on a day, and those that are to begin."""
    return [row for row in of_party(party) if holds(row, max(on, row.starts))]


def of_party(party: UUID) -> QuerySet[Mandate]:
    """Every mandate that somebody gave or holds, however it stands; for a command about that somebody alone."""
    rows = mandates_visible_to(System("mandates")).filter(Q(grantor_id=party) | Q(handler_id=party))
    return rows.order_by("seen_at", "id")


def mandate_with(mandate_id: UUID) -> Mandate | None:
    """The mandate with an id, however it stands; for a command that it was named to before."""
    return mandates_visible_to(System("mandates")).filter(id=mandate_id).first()


def asked_for_by(actor: Citizen) -> list[UUID]:
    """The parties for whom somebody with a proven number may ask in everything: by a mandate in force for all items."""
    rows = mandates_visible_to(actor).filter(handler__number_digest=actor.number_digest, items=[])
    return [row.grantor_id for row in rows if holds(row, today())]
