"""What every change of the places shares: who may, once only, nobody over somebody else's change, caches forgotten."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.directory.authority import require_system_admin
from tongban.directory.queries.service_area import forget_service_area
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import LedgerEntry


@dataclass(frozen=True)
class Change:
    """One running change of a place."""

    run: Run
    actor: Actor
    stream: str

    @property
    def replayed(self) -> bool:
        return self.run.replayed

    def record(self, type_: str, data: Mapping[str, Any]) -> None:
        """Write down in the place's stream what was done: codes, names of places, days."""
        event = ledger.Event(type_, data)
        ledger.append(
            "directory", self.stream, [event], at=self.run.at, actor=self.actor, command_id=self.run.id
        )


@contextmanager
def change(
    name: str, actor: Actor, key: str, body: Mapping[str, Any], stream: str, seen: int | None
) -> Iterator[Change]:
    """Run a block as one change of a place.

    Args:
        stream: of the place in the ledger, e.g. ``site:SLZX``.
        seen: the last entry of it that the person had before them; None where nobody looked.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: ``changed_meanwhile`` (``seen``): somebody else changed the place since.
    """
    require_system_admin(actor)
    with command(name, actor, key, {**body, "stream": stream}, {}) as run:
        if not run.replayed:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger:directory:{stream}"]
                )
            if seen is not None and seen != last_entry(stream):
                raise InputFaults([FieldFault("seen", "changed_meanwhile")])
        yield Change(run, actor, stream)
    forget_service_area()


def last_entry(stream: str) -> int:
    """The number of a stream's last entry; 0 where it has none."""
    entries = LedgerEntry.objects.filter(kind="directory", stream=stream).order_by("-seq")
    return entries.values_list("seq", flat=True).first() or 0


def require_sound(faults: Iterable[FieldFault]) -> None:
    """Refuse with every fault at once.

    Raises:
        InputFaults: there is at least one.
    """
    if found := tuple(faults):
        raise InputFaults(found)


def differences(row: object, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What of a row would change: name → old and new."""
    old = {name: getattr(row, name) for name in values}
    return {name: [old[name], value] for name, value in values.items() if old[name] != value}
