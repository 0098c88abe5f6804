"""What a correction replaces while a matter is under a legal hold (依法保全): kept, sealed, and named in the ledger.

A hold promises that what was there stays.  A running matter goes on and is corrected as any other; so the old answers
and which file stood where go into a small sealed file under the case's key before the new ones take their place, and
the event of the correction names that file.  The replaced materials' own files lie where they lay.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases.frame import OpenCase
from tongban.cases.privacy.retained import under_hold
from tongban.cases.sealed import open_text
from tongban.kernel import blobs
from tongban.kernel.canonical import canonical_json
from tongban.kernel.ledger import Recorded
from tongban.kernel.models import Blob

KEPT = (
    "replaced"  # of the event: the id of the sealed file; a promise's event says ``kept`` of something else
)
MEDIA_TYPE = "application/json"


@dataclass(frozen=True)
class OldMaterial:
    """A material before it was brought anew: its form, its file, and what was said of it."""

    form: str
    file: UUID | None
    reason: str


@dataclass(frozen=True)
class Replaced:
    """What one correction replaced; ``index`` counts those of the case, oldest first."""

    index: int
    at: datetime
    actor: Mapping[str, Any]
    answers: Mapping[str, str] = field(default_factory=dict)
    materials: Mapping[str, OldMaterial] = field(default_factory=dict)


def keep_replaced(case: OpenCase, answers: Iterable[str], materials: Iterable[str]) -> Blob | None:
    """The sealed file with what is about to be replaced, still to be inserted; None where no hold asks for it.

    Args:
        answers: the questions that are answered otherwise now.
        materials: the materials that are brought anew.
    """
    if not under_hold([case.row.id]):
        return None
    brought = set(materials)
    told = {
        "answers": {code: case.content.answers[code] for code in answers if code in case.content.answers},
        "materials": {
            row.code: {
                "form": row.form,
                "file": str(row.blob_id) if row.blob_id else "",
                "reason": open_text(row.reason, case.vault, "case.verdict"),
            }
            for row in case.materials
            if row.code in brought
        },
    }
    return blobs.store(canonical_json(told), MEDIA_TYPE, case.vault)


def replaced_in(case: OpenCase, events: Iterable[Recorded]) -> tuple[Replaced, ...]:
    """What was kept of a case that was let through, oldest first."""
    named = [event for event in events if event.data.get(KEPT)]
    files = Blob.objects.filter(key_id=case.row.key_id).in_bulk([UUID(event.data[KEPT]) for event in named])
    return tuple(
        _opened(index, event, case, files[UUID(event.data[KEPT])]) for index, event in enumerate(named)
    )


def _opened(index: int, event: Recorded, case: OpenCase, file: Blob) -> Replaced:
    told = json.loads(blobs.load(file, case.vault))
    return Replaced(
        index,
        event.at,
        event.actor,
        told["answers"],
        {
            code: OldMaterial(old["form"], UUID(old["file"]) if old["file"] else None, old["reason"])
            for code, old in told["materials"].items()
        },
    )
