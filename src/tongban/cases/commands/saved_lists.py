"""Saving a list under a name, removing it and taking that back: a person's own, or a head's for the authority."""

from collections.abc import Mapping, Sequence

from tongban.cases.list_filter import COLUMNS, filter_of
from tongban.cases.models import SavedList
from tongban.cases.queries.lists import GROUPS
from tongban.directory.authority import APPROVERS
from tongban.directory.models import Staff as Person
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Stale
from tongban.kernel.powers import require_power

NAME_LENGTH = 20
MOST_SAVED = 20
"""Saved lists of one person."""


def save_list(
    actor: Actor,
    *,
    name: str,
    group: str,
    chosen: Mapping[str, str],
    hidden: Sequence[str] = (),
    shared: bool = False,
    idempotency_key: str,
) -> int:
    """Save a list under a name; one of this person's of the same name becomes this one.  Its id.

    Args:
        name: 1 to 20 characters.
        group: of `my_list`.
        chosen: the filter, as `ListFilter.values` gives it.
        hidden: the columns that are left out, of `COLUMNS`.
        shared: shown to everybody of the authority who handles cases; heads only.

    Raises:
        InputFaults: ``name``, ``group``, ``hidden``, a part of the filter; ``too_many_saved``.
        NotAuthorized: ``staff_only``; ``approvers_only`` where it is to be shared.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    if shared and actor.role not in APPROVERS:
        raise NotAuthorized("approvers_only")
    require_power("cases.save_list", actor)
    plain, values, columns = " ".join(name.split()), filter_of(chosen).values, sorted(set(hidden))
    faults = []
    if not plain:
        faults.append(FieldFault("name", "required"))
    elif len(plain) > NAME_LENGTH:
        faults.append(FieldFault("name", "too_long", {"most": NAME_LENGTH}))
    if group not in GROUPS:
        faults.append(FieldFault("group", "not_an_option"))
    if not set(columns) <= set(COLUMNS):
        faults.append(FieldFault("hidden", "not_an_option"))
    if faults:
        raise InputFaults(faults)
    body = {"name": plain, "group": group, "chosen": values, "hidden": columns, "shared": shared}
    with command("cases.save_list", actor, idempotency_key, body, {}) as run:
        Person.objects.select_for_update(of=("self",)).get(
            id=actor.staff_id
        )  # two at once: one after the other
        own = SavedList.objects.filter(staff_id=actor.staff_id, removed_at__isnull=True)
        row = own.filter(name=plain).first()
        if run.replayed:
            return row.id if row else 0
        if row is None:
            if own.count() >= MOST_SAVED:
                raise InputFaults([FieldFault("name", "too_many_saved", {"most": MOST_SAVED})])
            row = SavedList(staff_id=actor.staff_id, name=plain, version=0)
        row.group, row.chosen, row.hidden = group, values, columns
        row.body_id = actor.body_id if shared else None
        row.version, row.saved_at = row.version + 1, run.at
        row.save()
        _record(run, actor, "list_saved", row)
    return int(row.id)


def remove_list(actor: Actor, list_id: int, *, expected_version: int, idempotency_key: str) -> None:
    """Remove one's own saved list; `restore_list` takes it back.

    Raises:
        NotFound: none of this person's.
        Stale: it was saved anew meanwhile.
    """
    body = {"id": list_id, "version": expected_version}
    with command("cases.remove_list", actor, idempotency_key, body, {}) as run:
        _change(run, list_id, expected_version, removed=True)


def restore_list(actor: Actor, list_id: int, *, expected_version: int, idempotency_key: str) -> None:
    """Take a removal back.

    Raises:
        NotFound: none of this person's.
        InputFaults: ``name_there``: another was saved under its name meanwhile.
        Stale: it was changed meanwhile.
    """
    body = {"id": list_id, "version": expected_version}
    with command("cases.restore_list", actor, idempotency_key, body, {}) as run:
        _change(run, list_id, expected_version, removed=False)


def _change(run: Run, list_id: int, expected_version: int, *, removed: bool) -> None:
    actor = run.actor
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    Person.objects.select_for_update(of=("self",)).get(id=actor.staff_id)
    own = SavedList.objects.filter(staff_id=actor.staff_id)
    row = own.filter(id=list_id, removed_at__isnull=removed).first()
    if run.replayed:
        return
    if row is None:
        raise NotFound("saved_list")
    if row.version != expected_version:
        raise Stale("list_saved", "", row.removed_at or row.saved_at)
    if not removed and own.filter(name=row.name, removed_at__isnull=True).exists():
        raise InputFaults([FieldFault("name", "name_there")])
    row.removed_at, row.version = run.at if removed else None, row.version + 1
    row.save(update_fields=["removed_at", "version"])
    _record(run, actor, "list_removed" if removed else "list_restored", row)


def _record(run: Run, actor: Staff, type_: str, row: SavedList) -> None:
    event = ledger.Event(type_, {"list": row.id, "shared": row.body_id is not None})
    ledger.append("lists", f"staff:{actor.staff_id}", [event], at=run.at, actor=actor, command_id=run.id)
