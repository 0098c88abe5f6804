"""Who has no phone is told by the assister that the result lies ready, and that is written down."""

from tongban.cases.custody.moving import CONTEXT
from tongban.cases.custody.register import FRONT, LYING
from tongban.cases.frame import plain_number
from tongban.cases.models import StepEntry
from tongban.cases.sealed import seal_values
from tongban.cases.visibility import visible_to
from tongban.directory.authority import require_role
from tongban.kernel.actors import Actor
from tongban.kernel.batch import Batch
from tongban.kernel.commands import command
from tongban.kernel.errors import ActNotAllowed, NotFound
from tongban.kernel.secrets import open_vault
from tongban.rules.lifecycle import Act, Status


def note_result_told(actor: Actor, number: str, *, idempotency_key: str) -> None:
    """Write down that somebody was told face to face that their result lies ready.

    No event: nothing follows from it.  It is a plain record, as a note in a register is.

    Raises:
        NotAuthorized: ``front_only``.
        NotFound: not there for this actor.
        Erased: its key was destroyed.
        ActNotAllowed: nothing of it lies ready to be fetched.
    """
    plain = plain_number(number)
    row = visible_to(actor).filter(number=plain).select_related("key").first()
    if row is None:
        raise NotFound("case")
    teller, vault = require_role(actor, *FRONT, code="front_only"), open_vault(row.key)
    if row.status != Status.CONCLUDED or row.result_at not in LYING:
        raise ActNotAllowed(row.status, Act.DELIVER.value)
    with command("cases.note_result_told", actor, idempotency_key, {"number": plain}, {}) as run:
        if run.replayed:
            return
        batch = Batch()
        batch.insert(
            StepEntry(
                case_id=row.id,
                kind="result_told",
                by_id=teller.assignment_id,
                at=run.at,
                record=seal_values({"told": "yes"}, vault, CONTEXT),
            )
        )
        batch.write()


__all__ = ["note_result_told"]
