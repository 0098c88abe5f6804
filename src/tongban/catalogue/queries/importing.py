"""How far an import has come, for those who may import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.catalogue.authority import require_editor
from tongban.catalogue.models import ImportJob
from tongban.directory.queries import assignment_labels, top_division
from tongban.kernel.actors import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.workbooks.faults import ExchangeFault

LISTED = 50


@dataclass(frozen=True)
class ImportView:
    """One import.

    Args:
        state: waiting, reading, checking, loading, done, refused, cancelled.
        rows_read: rows (of a YAML file: lines).
        fault_count: of all faults; ``faults`` are the first five hundred.
        missing: what a foreign table did not state: item and path.
        drafts: the ids of the drafts it made.
    """

    id: UUID
    kind: str
    file_name: str
    state: str
    rows_read: int
    items_found: int
    items_checked: int
    fault_count: int
    faults: tuple[ExchangeFault, ...]
    missing: tuple[Mapping[str, Any], ...]
    drafts: tuple[UUID, ...]
    started_by: str
    started_at: datetime
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.finished_at is not None


def import_job(actor: Actor, job_id: UUID) -> ImportView:
    """One import.

    Raises:
        NotAuthorized: neither set-up nor an editor of its layer.
        NotFound: no such import.
    """
    row = ImportJob.objects.defer("file").filter(id=job_id).first()
    require_editor(actor, row.division_code if row else top_division())
    if row is None:
        raise NotFound("import")
    return _view(row, assignment_labels({row.started_by_id} if row.started_by_id else set()))


def import_jobs(actor: Actor) -> tuple[ImportView, ...]:
    """The last fifty imports, the newest first.

    Raises:
        NotAuthorized: neither set-up nor an editor of the highest layer.
    """
    require_editor(actor, top_division())
    rows = list(ImportJob.objects.defer("file", "faults", "missing").order_by("-started_at")[:LISTED])
    labels = assignment_labels({row.started_by_id for row in rows if row.started_by_id})
    return tuple(_view(row, labels, whole=False) for row in rows)


def _view(row: ImportJob, labels: Mapping[int, str], *, whole: bool = True) -> ImportView:
    return ImportView(
        row.id,
        row.kind,
        row.file_name,
        row.state,
        row.rows_read,
        row.items_found,
        row.items_checked,
        row.fault_count,
        tuple(ExchangeFault(**fault) for fault in row.faults) if whole else (),
        tuple(row.missing) if whole else (),
        tuple(row.drafts),
        labels.get(row.started_by_id or 0, ""),
        row.started_at,
        row.finished_at,
    )
