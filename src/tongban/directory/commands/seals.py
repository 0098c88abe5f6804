"""Custodians of seals (印章保管登记): who keeps which seal of an authority.  A register; nothing is sealed by it."""

from datetime import date, timedelta

from tongban.directory.authority import require_system_admin
from tongban.directory.models import Body, SealCustody
from tongban.directory.queries.assignments import holding
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal

NAME_LENGTHS = (4, 80)


def enter_seal(
    actor: Actor, *, body_id: int, kind: str, name: str, keeper_id: int, starts: date, idempotency_key: str
) -> int:
    """Enter a seal with who keeps it; the custody's id.

    Args:
        name: the text of the seal.
        keeper_id: somebody who serves in the authority.
        starts: from which day they keep it.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: ``not_an_option``; ``missing``; ``too_short``; ``too_long``; ``keeper_of_another_body``;
            ``future_date``; ``seal_entered_already``.
    """
    require_system_admin(actor)
    text = name.strip()
    least, most = NAME_LENGTHS
    faults = []
    if not Body.objects.filter(id=body_id).exists():
        faults.append(FieldFault("body", "not_an_option"))
    if kind not in SealCustody.Kind.values:
        faults.append(FieldFault("kind", "not_an_option"))
    if len(text) < least:
        faults.append(FieldFault("name", "too_short" if text else "missing"))
    elif len(text) > most:
        faults.append(FieldFault("name", "too_long"))
    if not _serves(keeper_id, body_id):
        faults.append(FieldFault("keeper", "keeper_of_another_body"))
    if starts > time.today():
        faults.append(FieldFault("starts", "future_date"))
    if faults:
        raise InputFaults(faults)
    body = {"body": body_id, "kind": kind, "name": text, "keeper": keeper_id, "starts": starts}
    with command("directory.enter_seal", actor, idempotency_key, body, {}) as run:
        Body.objects.select_for_update().get(id=body_id)
        kept = SealCustody.objects.filter(body_id=body_id, kind=kind, name=text, ends__isnull=True)
        if run.replayed:
            return kept.latest("id").id
        if kept.exists():
            raise InputFaults([FieldFault("name", "seal_entered_already")])
        row = SealCustody.objects.create(
            body_id=body_id, kind=kind, name=text, keeper_id=keeper_id, starts=starts
        )
        _record(run, body_id, "seal_entered", {"custody": row.id, "kind": kind, "keeper": keeper_id})
    return row.id


def hand_over_seal(actor: Actor, custody_id: int, *, keeper_id: int, on: date, idempotency_key: str) -> int:
    """Hand a seal over: one custody ends the day before, the next begins; the new custody's id.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: nobody keeps such a seal now.
        InputFaults: ``keeper_of_another_body``; ``same_keeper``; ``future_date``; ``before_custody``.
    """
    require_system_admin(actor)
    body = {"custody": custody_id, "keeper": keeper_id, "on": on}
    with command("directory.hand_over_seal", actor, idempotency_key, body, {}) as run:
        row = SealCustody.objects.select_for_update().filter(id=custody_id).first()
        if row is None:
            raise NotFound("seal")
        if run.replayed:
            following = SealCustody.objects.filter(body_id=row.body_id, name=row.name, kind=row.kind)
            return following.filter(starts=on).latest("id").id
        if row.ends is not None:
            raise Refusal("custody_over")
        faults = []
        if not _serves(keeper_id, row.body_id):
            faults.append(FieldFault("keeper", "keeper_of_another_body"))
        elif keeper_id == row.keeper_id:
            faults.append(FieldFault("keeper", "same_keeper"))
        if on > time.today():
            faults.append(FieldFault("on", "future_date"))
        elif on <= row.starts:
            faults.append(FieldFault("on", "before_custody"))
        if faults:
            raise InputFaults(faults)
        row.ends = on - timedelta(days=1)
        row.save(update_fields=["ends"])
        following_row = SealCustody.objects.create(
            body_id=row.body_id, kind=row.kind, name=row.name, keeper_id=keeper_id, starts=on
        )
        data = {"custody": row.id, "next": following_row.id, "keeper": keeper_id, "on": on}
        _record(run, row.body_id, "seal_handed_over", data)
    return following_row.id


def retire_seal(actor: Actor, custody_id: int, *, last_day: date, idempotency_key: str) -> None:
    """Write down that a seal is no longer used (停用、缴销); its custody ends.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such custody.
        Refusal: ``custody_over``.
        InputFaults: ``future_date``; ``before_custody``.
    """
    require_system_admin(actor)
    body = {"custody": custody_id, "last_day": last_day}
    with command("directory.retire_seal", actor, idempotency_key, body, {}) as run:
        row = SealCustody.objects.select_for_update().filter(id=custody_id).first()
        if row is None:
            raise NotFound("seal")
        if run.replayed:
            return
        if row.ends is not None:
            raise Refusal("custody_over")
        if last_day > time.today():
            raise InputFaults([FieldFault("last_day", "future_date")])
        if last_day < row.starts:
            raise InputFaults([FieldFault("last_day", "before_custody")])
        row.ends = last_day
        row.save(update_fields=["ends"])
        _record(run, row.body_id, "seal_retired", {"custody": row.id, "last_day": last_day})


def _serves(staff_id: int, body_id: int) -> bool:
    own = holding(time.today()).filter(delegated_by__isnull=True)
    return own.filter(staff_id=staff_id, position__site__body_id=body_id).exists()


def _record(run: Run, body_id: int, type_: str, data: dict[str, object]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", f"seals:{body_id}", [event], at=run.at, actor=run.actor, command_id=run.id)
