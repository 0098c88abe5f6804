"""Recording, renewing and ending a written mandate (民法典 art. 165, 173; from memory)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import today
from tongban.parties.mandates import (
    COUNTERS,
    STREAM,
    Scope,
    mandate_of,
    mandates_visible_to,
    of_party,
    recorded,
    scope_faults,
)
from tongban.parties.models import Mandate, Party
from tongban.parties.registry import Person, check_person, letters, new_party, open_party
from tongban.rules.minors import under_eighteen

REASON_LENGTHS = (4, 200)
CONTEXT = "mandate.end_reason"
ERASED = "erased"  # how a mandate ended whose giver or holder was erased


@dataclass(frozen=True)
class Named:
    """Somebody as they stand on the mandate.

    Args:
        kind: ``person`` or ``organization``.
    """

    name: str
    number: str
    phone: str = ""
    kind: str = "person"


def record_mandate(
    actor: Actor, grantor: Named, handler: Named, scope: Scope, *, seen: bool, idempotency_key: str
) -> UUID:
    """Record a mandate whose original lies on the counter; its id.

    Args:
        seen: the officer's own word that the original was seen, signed or sealed.

    Raises:
        InputFaults: every fault at once; ``name_not_of_number``, ``mandate_to_oneself``, ``mandate_of_minor``.
        NotAuthorized: no clerk or assister.
    """
    staff = _counter(actor)
    faults: list[FieldFault] = []
    people: list[Person] = []
    for prefix, named in (("grantor.", grantor), ("handler.", handler)):
        kind = named.kind if prefix == "grantor." else "person"
        person, wrong = check_person(
            named.name, named.number, named.phone, today=today(), prefix=prefix, kind=kind
        )
        faults += wrong
        if person is not None:
            people.append(person)
            if under_eighteen(person.number, today()):
                faults.append(FieldFault(f"{prefix}number", "mandate_of_minor"))
    faults += scope_faults(scope, seen=seen, today=today())
    if len(people) == 2 and people[0].number_digest == people[1].number_digest:
        faults.append(FieldFault("handler.number", "mandate_to_oneself"))
    body = {"grantor": grantor.__dict__, "handler": handler.__dict__, **_plain(scope), "seen": seen}
    with command("parties.record_mandate", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return mandate_of(run.id)
        batch = Batch()
        ids = []
        for prefix, person in zip(("grantor.", "handler."), people, strict=False):
            party = Party.objects.select_related("key").filter(number_digest=person.number_digest).first()
            if party is None:
                party, key = new_party(person)
                batch.insert(key, party)
            elif letters(open_party(party).name) != letters(person.name):
                faults.append(FieldFault(f"{prefix}name", "name_not_of_number"))
            ids.append(party.id)
        if faults:
            raise InputFaults(faults)
        mandate, entries = recorded(run, staff, ids[0], ids[1], scope)
        batch.insert(mandate, *entries)
        batch.write()
    return mandate.id


def renew_mandate(
    actor: Actor, mandate_id: UUID, *, until: date | None, seen: bool, idempotency_key: str
) -> UUID:
    """Record a new mandate of the same persons for the same items, from the day after the old one's last; its id.

    Raises:
        InputFaults: as `record_mandate`.
        NotAuthorized: no clerk or assister.
        NotFound: none of this counter's.
        Refusal: ``mandate_over`` where it was ended: a new one is recorded as new; ``mandate_renewed`` where it was
            renewed before and that renewal was not ended.
    """
    staff = _counter(actor)
    body = {"mandate": mandate_id, "until": until, "seen": seen}
    with command("parties.renew_mandate", actor, idempotency_key, body, {}) as run:
        old = _held(actor, mandate_id)
        if run.replayed:
            return mandate_of(run.id)
        if old.ended_at is not None:
            raise Refusal("mandate_over")
        if _renewals(old):
            raise Refusal("mandate_renewed")
        after = old.until + timedelta(days=1) if old.until else today()
        scope = Scope(tuple(old.items), max(today(), after), until)
        faults = scope_faults(scope, seen=seen, today=today())
        if faults:
            raise InputFaults(faults)
        mandate, entries = recorded(run, staff, old.grantor_id, old.handler_id, scope, renews=old)
        batch = Batch()
        batch.insert(mandate, *entries)
        batch.write()
    return mandate.id


def end_mandate(actor: Actor, mandate_id: UUID, *, reason: str, idempotency_key: str) -> None:
    """End a mandate today, with what renews it: the counter that recorded it, whoever gave it, or whoever holds it.

    Args:
        reason: 4 to 200 characters from a counter; a citizen need not give one.  Sealed under the key of whoever
            gave it; not kept where they were erased.

    Raises:
        InputFaults: no reason, or one too short or too long.
        NotAuthorized: neither.
        NotFound: none of this actor's.
        Refusal: ``mandate_over`` where it was ended before.
    """
    if not isinstance(actor, Citizen):
        _counter(actor)
    reason = reason.strip()
    least, most = REASON_LENGTHS
    if (isinstance(actor, Staff) or reason) and not least <= len(reason) <= most:
        code = "required" if not reason else "too_short" if len(reason) < least else "too_long"
        limits = {"least": least, "most": most}
        raise InputFaults([FieldFault("reason", code, limits)])
    body = {"mandate": mandate_id, "reason": reason}
    with command("parties.end_mandate", actor, idempotency_key, body, {}) as run:
        row = _held(actor, mandate_id)
        if run.replayed:
            return
        if row.ended_at is not None:
            raise Refusal("mandate_over")
        for one in (row, *_renewals(row)):
            _end(one, reason, run, actor)


def _end(row: Mandate, reason: str, run: Run, actor: Actor) -> None:
    row.ended_at, row.ended_as = run.at, party_of(row, actor) or "counter"
    row.ended_by_id = actor.assignment_id if isinstance(actor, Staff) else None
    kept = reason and row.grantor.key.wrapped is not None
    row.end_reason = open_vault(row.grantor.key).seal(reason.encode(), CONTEXT) if kept else None
    row.save(update_fields=["ended_at", "ended_as", "ended_by", "end_reason"])
    ledger.append(
        STREAM,
        str(row.id),
        [Event("mandate_ended", {"as": row.ended_as})],
        at=run.at,
        actor=actor,
        command_id=run.id,
    )


def _renewals(row: Mandate) -> list[Mandate]:
    """What renews a mandate and was not ended, and what renews that; held until the transaction ends."""
    rows = of_party(row.grantor_id).select_for_update(of=("self",)).filter(ended_at__isnull=True)
    direct = list(rows.filter(renews=row))
    return direct + [later for one in direct for later in _renewals(one)]


def end_all_of(party: UUID, run: Run, actor: Actor) -> int:
    """End every mandate that somebody gave or holds, in force or to begin, since that somebody is erased; how many.

    Inside the erasing command's transaction.
    """
    rows = [row for row in of_party(party).select_for_update(of=("self",)) if row.ended_at is None]
    for row in rows:
        row.ended_at, row.ended_as = run.at, ERASED
        row.save(update_fields=["ended_at", "ended_as"])
        event = Event("mandate_ended", {"as": ERASED})
        ledger.append(STREAM, str(row.id), [event], at=run.at, actor=actor, command_id=run.id)
    return len(rows)


def party_of(row: Mandate, actor: Actor) -> str:
    """Whether a citizen gave a mandate or holds it: ``grantor``, ``handler``; empty for neither."""
    if not isinstance(actor, Citizen):
        return ""
    for name, party in (("grantor", row.grantor), ("handler", row.handler)):
        number, phone = bytes(party.number_digest or b""), bytes(party.phone_digest or b"")
        if actor.assurance == "real_name" and actor.number_digest:
            if number == actor.number_digest:
                return name
        elif actor.phone_digest and phone == actor.phone_digest:
            return name
    return ""


def _counter(actor: Actor) -> Staff:
    if not isinstance(actor, Staff) or actor.role not in COUNTERS:
        raise NotAuthorized("not_your_power")
    return actor


def _held(actor: Actor, mandate_id: UUID) -> Mandate:
    row = mandates_visible_to(actor).select_for_update(of=("self",)).filter(id=mandate_id).first()
    if row is None:
        raise NotFound("mandate")
    return row


def _plain(scope: Scope) -> dict[str, object]:
    return {"items": list(scope.items), "starts": scope.starts, "until": scope.until}
