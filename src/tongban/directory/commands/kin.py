"""The register of kin (回避): each member of staff and each assister declares their own near kin, and themselves.

What is declared is personal data of people who did not ask for it: the number is kept as a keyed digest, the name sealed
under its own key.  An entry that ended goes on counting for a waiting time, and for what came in meanwhile: nobody ends one
for the sake of a matter that is about to come.  It is destroyed when those matters can be over.
"""

from datetime import date, datetime, timedelta

from tongban.directory.kin import KEEPER, kin_visible_to
from tongban.directory.models import Kin, Staff
from tongban.kernel import ledger, time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.models import DataKey
from tongban.kernel.powers import require_power
from tongban.kernel.secrets import new_vault, open_vault
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.typed_text import IdentifierFault
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

CONTEXT = "kin.name"
NAME_LENGTH = 40
REASON_LENGTH = 200
WAITS = timedelta(days=30)  # after the end of an entry; what comes in until then is still a matter of kin
KEPT = WAITS + timedelta(days=365)  # after the end; longer than any limit of a matter that came in meanwhile


def declare_kin(actor: Actor, *, relation: str, number: str, name: str = "", idempotency_key: str) -> int:
    """Declare somebody as one's near kin, or oneself (relation ``self``); the entry's id.

    Args:
        relation: one of `Kin.Relation`.
        number: citizen number, 15 or 18 digits, the last one may be x or X.
        name: of oneself it may be left empty.

    Raises:
        InputFaults: ``relation``, ``name``, ``number``; ``kin_there`` of the number.
        NotAuthorized: ``staff_only``.
    """
    person = _staff(actor)
    faults = []
    if relation not in Kin.Relation.values:
        faults.append(FieldFault("relation", "choice_missing"))
    plain_name = " ".join(name.split())
    if relation == Kin.Relation.SELF:
        plain_name = plain_name or Staff.objects.values_list("name", flat=True).get(id=person.staff_id)
    if not plain_name:
        faults.append(FieldFault("name", "required"))
    elif len(plain_name) > NAME_LENGTH:
        faults.append(FieldFault("name", "too_long", {"most": NAME_LENGTH}))
    elif any(ord(mark) < 32 or mark.isdigit() for mark in plain_name):
        faults.append(FieldFault("name", "name_characters"))
    try:
        plain = check_citizen_number(number, time.today()).number
    except IdentifierFault as fault:
        faults.append(FieldFault("number", f"citizen_number_{fault.code}", fault.params))
    if faults:
        raise InputFaults(faults)
    digest = keyed_digest("citizen_number", plain)
    body = {"relation": relation, "name": plain_name, "number": digest}
    with command("directory.declare_kin", actor, idempotency_key, body, {}) as run:
        Staff.objects.select_for_update().get(
            id=person.staff_id
        )  # two entries at once: the second one sees the first
        there = kin_visible_to(actor).filter(
            staff_id=person.staff_id, number_digest=digest, ended_at__isnull=True
        )
        if (found := there.values_list("id", flat=True).first()) is not None:
            if run.replayed:
                return found
            raise InputFaults([FieldFault("number", "kin_there")])
        if run.replayed:  # ended since
            return 0
        key, vault = new_vault()
        key.save(force_insert=True)
        row = Kin(
            staff_id=person.staff_id,
            relation=relation,
            number_digest=digest,
            key=key,
            name=vault.seal(plain_name.encode(), CONTEXT),
            declared_by_id=person.assignment_id,
            declared_at=run.at,
        )
        row.save(force_insert=True)
        Staff.objects.filter(id=person.staff_id).update(kin_declared=True)
        _record(run, person.staff_id, "kin_declared", row.id)
        defer_effects(run.id)  # what was done before in open matters of theirs is filed
    return row.id


def end_kin(actor: Actor, kin_id: int, *, idempotency_key: str) -> None:
    """End one's own entry; for matters that lie there already, or come in within `WAITS`, it still counts.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``kin_over``.
        NotAuthorized: ``staff_only``.
    """
    person = _staff(actor)
    with command("directory.end_kin", actor, idempotency_key, {"id": kin_id}, {}) as run:
        row = _own(person, kin_id)
        if run.replayed:
            return
        if row.ended_at is not None:
            raise Refusal("kin_over")
        row.ended_at = run.at
        row.save(update_fields=["ended_at"])
        _record(run, person.staff_id, "kin_ended", row.id)


def erase_kin(actor: Actor, kin_id: int, *, idempotency_key: str) -> None:
    """Destroy one's own entry that ended long enough ago: its key, its digest.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``kin_holds``; ``kin_kept_until`` (day): matters that lay there meanwhile may be open.
        NotAuthorized: ``staff_only``.
    """
    person = _staff(actor)
    with command("directory.erase_kin", actor, idempotency_key, {"id": kin_id}, {}) as run:
        row = _own(person, kin_id)
        if run.replayed:
            return
        if row.ended_at is None:
            raise Refusal("kin_holds")
        if kept_until(row.ended_at) > time.legal_date(run.at):
            raise Refusal("kin_kept_until", {"day": kept_until(row.ended_at)})
        DataKey.objects.filter(id=row.key_id).update(wrapped=None, destroyed_at=run.at)
        row.name, row.number_digest = b"", b""
        row.save(update_fields=["name", "number_digest"])
        left = kin_visible_to(person).filter(staff_id=person.staff_id).exclude(number_digest=b"")
        Staff.objects.filter(id=person.staff_id).update(kin_declared=left.exists())
        _record(run, person.staff_id, "kin_erased", row.id)


def reveal_kin(actor: Actor, kin_id: int, *, reason: str) -> tuple[str, str]:
    """Relation and name of an entry, to the keeper of the register, for a reason; on the access log.

    Raises:
        InputFaults: ``reason``.
        NotAuthorized: ``security_admin_only``.
        NotFound: no such entry, or it was destroyed.
    """
    if not isinstance(actor, StaffActor) or actor.role != KEEPER:
        raise NotAuthorized("security_admin_only")
    require_power("directory.reveal_kin", actor)
    if len(reason.strip()) > REASON_LENGTH:
        raise InputFaults([FieldFault("reason", "too_long", {"most": REASON_LENGTH})])
    if why := why_not_substance(reason, LEAST_TO_LOOK):
        raise InputFaults([FieldFault("reason", why, {"least": LEAST_TO_LOOK})])
    row = kin_visible_to(actor).select_related("key").filter(id=kin_id).first()
    if row is None or row.key.wrapped is None:
        raise NotFound("kin")
    vault = open_vault(row.key)
    record_access(
        actor,
        "unmasked",
        f"kin:{row.staff_id}",
        subject_kind="list",
        field=f"kin:{row.id}",
        reason=reason.strip(),
        vault=vault,
    )
    return row.relation, vault.open(row.name, CONTEXT).decode()


def free_from(ended_at: datetime) -> datetime:
    """From when a matter that comes in is not barred by an entry that ended."""
    return ended_at + WAITS


def kept_until(ended_at: datetime) -> date:
    """From when an entry that ended may be destroyed."""
    return time.legal_date(ended_at + KEPT)


def _staff(actor: Actor) -> StaffActor:
    if not isinstance(actor, StaffActor):
        raise NotAuthorized("staff_only")
    return actor


def _own(actor: StaffActor, kin_id: int) -> Kin:
    rows = kin_visible_to(actor).filter(id=kin_id, staff_id=actor.staff_id)
    row: Kin | None = rows.select_for_update().first()
    if row is None:
        raise NotFound("kin")
    return row


def _record(run: Run, staff_id: int, type_: str, kin_id: int) -> None:
    """The ledger says that there is an entry, never who it is about."""
    event = ledger.Event(type_, {"kin": kin_id})
    ledger.append("directory", f"staff:{staff_id}", [event], at=run.at, actor=run.actor, command_id=run.id)
