"""The entry that whatever is done in a step leaves: in the act's one statement, its words sealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.cases.frame import OpenCase
from tongban.cases.models import StepEntry, StepFile
from tongban.cases.sealed import seal_values
from tongban.cases.state import StepState
from tongban.kernel.actors import Staff
from tongban.kernel.batch import fresh
from tongban.kernel.models import Blob

CONTEXT = "case.step_entry"


def leave_entry(
    case: OpenCase,
    step: StepState,
    kind: str,
    record: Mapping[str, Any],
    *,
    agrees: bool | None = None,
    files: Sequence[Blob] = (),
) -> None:
    """Write an entry with the act.

    Args:
        step: as it stands while it is done: the entry belongs to its round.
        kind: one of `StepEntry.Kind`.
        record: the words, names and numbers; sealed under the case's key.
        files: photos or scans beside it, stored and inserted already.
    """
    actor = case.run.actor
    entry = fresh(
        StepEntry,
        case_id=case.row.id,
        step=step.code,
        round=step.round,
        kind=kind,
        agrees=agrees,
        by_id=actor.assignment_id if isinstance(actor, Staff) else None,
        at=case.run.at,
        record=seal_values(record, case.vault, CONTEXT),
    )
    case.batch.insert(entry)
    for order, blob in enumerate(files):
        case.batch.insert(fresh(StepFile, entry_id=entry.id, blob_id=blob.id, order=order))
