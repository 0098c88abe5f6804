"""The register of staff: who serves, under which number, with which service phone.

Somebody with an account is renamed by two persons (`RENAME_STAFF`): whoever could do it alone could hand a log-in, and
all that was ever done with it, to another person's name.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from tongban.directory.authority import require_system_admin
from tongban.directory.models import Account, Staff
from tongban.directory.persons import entered_already
from tongban.directory.proposals import Agreed, Kind
from tongban.directory.queries.sites import forget_sites
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
NAME_LENGTHS = (2, 40)


def enter_staff(actor: Actor, *, code: str, name: str, phone: str, idempotency_key: str) -> int:
    """Enter a member of staff; their id.  No log-in and no position comes with it.

    Args:
        code: the staff number (工号), 2 to 20 capital letters, digits and dashes; never another person's.
        phone: the service phone, which the public sees of assisters; empty for none.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: every fault of the fields; ``staff_code_taken``; ``entered_already``: somebody of this name and
            this phone stands in the register under another number.
    """
    require_system_admin(actor)
    plain = code.strip().upper()
    faults = [] if CODE.fullmatch(plain) else [FieldFault("code", "staff_code_shape")]
    faults += _faults(name, phone)
    if not faults and Staff.objects.filter(code=plain).exclude(name=name.strip()).exists():
        faults.append(FieldFault("code", "staff_code_taken"))
    twin = None if faults else entered_already(name, phone.strip())
    if twin is not None and twin.code != plain:
        faults.append(FieldFault("code", "entered_already", {"code": twin.code}))
    if faults:
        raise InputFaults(faults)
    values = {"name": name.strip(), "phone": phone.strip()}
    with command("directory.enter_staff", actor, idempotency_key, {"code": plain, **values}, {}) as run:
        if run.replayed:
            return Staff.objects.values_list("id", flat=True).get(code=plain)
        try:
            with transaction.atomic():
                row = Staff.objects.create(code=plain, **values)
        except IntegrityError:
            raise InputFaults([FieldFault("code", "staff_code_taken")]) from None
        _record(run, row.id, "staff_entered", {"code": plain})
    return row.id


def edit_staff(
    actor: Actor, staff_id: int, *, name: str, phone: str, seen: tuple[str, str], idempotency_key: str
) -> None:
    """Change a name or a service phone.

    Args:
        seen: name and phone as they stood on the page that was filled in.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such person.
        InputFaults: every fault of the fields; ``renamed_by_two``: a new name of somebody with an account.
        Refusal: ``changed_meanwhile``.
    """
    require_system_admin(actor)
    if faults := _faults(name, phone):
        raise InputFaults(faults)
    new = (name.strip(), phone.strip())
    body = {"staff": staff_id, "name": new[0], "phone": new[1], "seen": list(seen)}
    with command("directory.edit_staff", actor, idempotency_key, body, {}) as run:
        row = Staff.objects.select_for_update().filter(id=staff_id).first()
        if row is None:
            raise NotFound("staff")
        if run.replayed:
            return
        if (row.name, row.phone) != tuple(seen):
            raise Refusal("changed_meanwhile")
        changed = [
            field for field, value in zip(("name", "phone"), new, strict=True) if getattr(row, field) != value
        ]
        if not changed:
            return
        if "name" in changed and _has_account(row.id):
            raise InputFaults([FieldFault("name", "renamed_by_two")])
        row.name, row.phone = new
        row.save(update_fields=changed)
        _record(run, row.id, "staff_changed", {"fields": changed})
    forget_sites()  # a site shows its assisters


def rename(agreed: Agreed) -> None:
    """Give a person the name that two agreed on; within the confirming command.

    Raises:
        Refusal: ``changed_meanwhile``, where the name is no longer the one that was shown to the first of them.
    """
    payload, run = agreed.payload, agreed.run
    row = Staff.objects.select_for_update().get(id=payload["staff"])
    if row.name != payload["was"]:
        raise Refusal("changed_meanwhile")
    row.name = payload["name"]
    row.save(update_fields=["name"])
    _record(run, row.id, "staff_renamed", {"fields": ["name"], "proposal": str(agreed.proposal_id)})
    transaction.on_commit(forget_sites)


def _check_rename(actor: StaffActor, payload: Mapping[str, Any]) -> None:
    person = _person_of(payload)
    if set(payload) != {"staff", "name", "was"} or person is None:
        raise InputFaults([FieldFault("staff", "not_an_option")])
    if faults := [fault for fault in _faults(str(payload["name"]), "") if fault.field == "name"]:
        raise InputFaults(faults)
    if payload["name"] != payload["name"].strip() or payload["name"] == person.name:
        raise InputFaults([FieldFault("name", "same_name")])
    if payload["was"] != person.name:
        raise Refusal("changed_meanwhile")
    if not _has_account(person.id):
        raise InputFaults([FieldFault("staff", "renamed_by_one")])


def _person_of(payload: Mapping[str, Any]) -> Staff | None:
    number = payload.get("staff")
    return Staff.objects.filter(id=number).first() if isinstance(number, int) else None


def _told_of_rename(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    person = _person_of(payload)
    account = Account.objects.filter(staff=person).first() if person else None
    return (
        ("person", person.code if person else "—"),
        ("account", account.username if account else "—"),
        ("name_was", str(payload.get("was", ""))),
        ("name_new", str(payload.get("name", ""))),
    )


def _concerned(payload: Mapping[str, Any]) -> frozenset[int]:
    number = payload.get("staff")
    return frozenset({number}) if isinstance(number, int) else frozenset()


# the names stand in the proposal itself: they are the office's own and no citizen's; the ledger has a digest
RENAME_STAFF = Kind(
    code="rename_staff",
    carry_out=rename,
    check=_check_rename,
    concerns=_concerned,
    told=_told_of_rename,
)


def _has_account(staff_id: int) -> bool:
    """Whether a log-in stands behind the name, closed ones too: they can be opened again."""
    return Account.objects.filter(staff_id=staff_id).exists()


def _faults(name: str, phone: str) -> list[FieldFault]:
    faults = []
    least, most = NAME_LENGTHS
    if not name.strip():
        faults.append(FieldFault("name", "missing"))
    elif not least <= len(name.strip()) <= most or any(c.isdigit() or not c.isprintable() for c in name):
        faults.append(FieldFault("name", "name_characters"))
    if phone.strip():
        try:
            check_phone(phone.strip())
        except IdentifierFault as fault:
            faults.append(FieldFault("phone", f"phone_{fault.code}", fault.params))
    return faults


def _record(run: Run, staff_id: int, type_: str, data: dict[str, object]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", f"staff:{staff_id}", [event], at=run.at, actor=run.actor, command_id=run.id)
