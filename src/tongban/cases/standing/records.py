"""The yearly look as a stream of its own in the ledger: it is no act of a case's life."""

from uuid import UUID

from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.commands import Run
from tongban.kernel.ledger import Event

STREAM = "standing"
FINDING = "case.standing_finding"
WHY = "case.standing_correction"


def record(case_id: UUID, event: Event, run: Run, actor: Actor) -> None:
    """Append to the stream of a case's yearly looks; inside the transaction that writes the row."""
    ledger.append(STREAM, str(case_id), [event], at=run.at, actor=actor, command_id=run.id)
