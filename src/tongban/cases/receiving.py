"""From which day an application counts as received, by what its item and its sites say; and later entry (补录)."""

from datetime import datetime, time

from django.conf import settings

from tongban.cases.clocks import calendar_of
from tongban.cases.requests import Application
from tongban.cases.routing import Route
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.models import Site
from tongban.directory.queries import closing_times, serves_beside
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import SHANGHAI
from tongban.rules.receipt import (
    AfterHours,
    Counted,
    Moments,
    ReceiptRule,
    counts_from,
    later_entry_moves,
    too_far_back,
)
from tongban.rules.workdays import WorkCalendar

REASON_LENGTH = (2, 200)  # characters: at least 停电


def moments(received: datetime, entered: datetime, synced: datetime) -> Moments:
    """Three moments in the authority's own time."""
    return Moments(*(one.astimezone(SHANGHAI) for one in (received, entered, synced)))


def receipt_rule(item: ItemDefinition, channel: str, site: Site) -> ReceiptRule:
    """What an item says of receipt in a channel, each with its basis; what it does not say is not so.

    Args:
        site: whose closing time holds where the item names none.
    """
    late, trust = item.effect("after_hours_receipt"), item.effect("receipt_on_trust")
    until = str(late.params.get("until", "")) if late else ""
    on_trust = channel == "village_point" and trust is not None
    # at the authority's own counter the paper is received when it is handed over; the basis of the first limit that
    # runs from receipt says from what it runs (行政许可法 art. 32 (4) of itself for a licence)
    first = item.limits.get("intake_check")
    own_counter = first.basis.zh if first is not None and channel == "window" else ""
    return ReceiptRule(
        from_handover=item.counts_from_handover(channel),
        handover_basis=f"{trust.basis.law.zh}{trust.basis.article}" if trust and on_trust else own_counter,
        after_hours=AfterHours(
            f"{late.basis.law.zh}{late.basis.article}",
            time.fromisoformat(until) if until else None,
            None if until else closing_times(site.id),
        )
        if late
        else None,
    )


def counted_from(
    item: ItemDefinition, way: Route, channel: str, when: Moments, calendar: WorkCalendar
) -> Counted:
    """The day from which an application's first limit runs, with its reason and basis."""
    return came_in(item, channel, way.intake, way.handling, when, calendar)


def came_in(
    item: ItemDefinition, channel: str, taken: Site, handling: Site, when: Moments, calendar: WorkCalendar
) -> Counted:
    """From which day something counts, an application or the answer to a correction notice.

    Args:
        taken: where it was handed over; of no account on a portal.
        handling: the centre that it belongs to.
    """
    rule = receipt_rule(item, channel, handling if channel == "portal" else taken)
    return counts_from(channel, when, rule, calendar, elsewhere=elsewhere(taken, handling))


def elsewhere(taken: Site, handling: Site) -> bool:
    """Whether another township's counter took it in (通办): neither the own centre nor a point behind that."""
    return handling.id not in (taken.id, taken.handled_by_id)


def later_entry_faults(
    actor: Staff,
    position_id: int,
    stated: datetime,
    entered: datetime,
    calendar: WorkCalendar,
    *,
    field: str,
    later_reason: str,
    confirmed_by: int | None,
) -> list[FieldFault]:
    """What a time before its entry still needs: it lies within what the place allows, has its reason and a second person.

    Args:
        position_id: that handles the matter; the second person sees what it handles.
        field: the input of the time.
    """
    when, most = moments(stated, entered, entered), settings.LATER_ENTRY_DAYS
    if too_far_back(when.received.date(), when.entered.date(), most, calendar):
        return [FieldFault(field, "later_entry_too_far_back", {"most": most})]
    faults = []
    least, longest = REASON_LENGTH
    if not least <= len(later_reason.strip()) <= longest:
        faults.append(FieldFault("later_reason", "later_entry_reason"))
    if confirmed_by is None:
        faults.append(FieldFault("confirmed_by", "later_entry_unconfirmed"))
    elif not serves_beside(actor, confirmed_by, position_id):
        faults.append(FieldFault("confirmed_by", "later_entry_not_a_colleague"))
    return faults


def check_later_entry(
    actor: Actor,
    application: Application,
    item: ItemDefinition,
    way: Route,
    received: datetime,
    entered: datetime,
) -> bool:
    """Whether the time stated moves the limit, and so is a later entry with its reason and its second person.

    Raises:
        InputFaults: ``later_entry_too_far_back``; ``later_entry_reason``, ``later_entry_unconfirmed``,
            ``later_entry_not_a_colleague`` where the time moves the limit.
    """
    if not isinstance(actor, Staff) or received >= entered:
        return False
    calendar = calendar_of(way.handling.body.division_code)
    when, most = moments(received, entered, entered), settings.LATER_ENTRY_DAYS
    if too_far_back(when.received.date(), when.entered.date(), most, calendar):
        raise InputFaults([FieldFault("received_at", "later_entry_too_far_back", {"most": most})])
    channel = application.channel
    rule = receipt_rule(item, channel, way.intake)
    if not later_entry_moves(channel, when, rule, calendar, elsewhere=elsewhere(way.intake, way.handling)):
        return False
    faults = later_entry_faults(
        actor,
        way.position.id,
        received,
        entered,
        calendar,
        field="received_at",
        later_reason=application.later_reason,
        confirmed_by=application.confirmed_by,
    )
    if faults:
        raise InputFaults(faults)
    return True
