"""Seeing at a counter the mandate behind an application that came in without it, mostly one made by phone."""

from uuid import UUID

from tongban.cases.frame import load
from tongban.cases.mandating import needs_mandate
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import today
from tongban.parties.mandates import COUNTERS, Scope, mandate_of, recorded, scope_faults
from tongban.rules.minors import under_eighteen


def confirm_mandate(actor: Actor, number: str, scope: Scope, *, seen: bool, idempotency_key: str) -> UUID:
    """Record in the register of mandates that the original behind an application was seen; the mandate's id.

    It speaks for this application and for every later one that it covers.

    Args:
        scope: as it stands on the paper; its items, where it names some, must hold the case's.
        seen: the officer's own word that the original was seen, signed or sealed.

    Raises:
        InputFaults: not seen, dates that cannot be, ``mandate_of_other_items``; ``mandate_of_minor``, as in
            `parties.commands.record_mandate`.
        NotAuthorized: no clerk or assister.
        NotFound: no such case, or not for this actor.
        Refusal: ``mandate_not_needed`` where nobody acts for an organization, or one that was seen holds.
        Erased: the case was erased.
    """
    if not isinstance(actor, Staff) or actor.role not in COUNTERS:
        raise NotAuthorized("not_your_power")
    case = load(actor, number, lock=False)
    faults = scope_faults(scope, seen=seen, today=today())
    if scope.items and case.item.definition.code not in scope.items:
        faults.append(FieldFault("mandate.items", "mandate_of_other_items"))
    people = (case.content.applicant, case.content.representative or {})
    if any(under_eighteen(person.get("number", ""), today()) for person in people):
        faults.append(FieldFault("mandate.seen", "mandate_of_minor"))
    if scope.starts > today():
        faults.append(FieldFault("mandate.starts", "mandate_not_begun"))
    if faults:
        raise InputFaults(faults)
    told = {"items": list(scope.items), "starts": scope.starts, "until": scope.until}
    body = {"number": case.row.number, **told, "seen": seen}
    with command("cases.confirm_mandate", actor, idempotency_key, body, {}) as run:
        # as it stands now, and held until the mandate is written
        row = visible_to(actor).select_for_update(of=("self",)).filter(id=case.row.id).first()
        if row is None:
            raise NotFound("case")
        if run.replayed:
            return mandate_of(run.id)
        if not needs_mandate(case) or row.representative_id is None:
            raise Refusal("mandate_not_needed")
        mandate, entries = recorded(run, actor, row.applicant_id, row.representative_id, scope, of_case=True)
        batch = Batch()
        batch.insert(mandate, *entries)
        batch.write()
    return mandate.id
