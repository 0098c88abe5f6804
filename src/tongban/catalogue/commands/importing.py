"""Taking a file of items in: read and checked whole, then loaded as drafts by one transaction, or not at all.

A job says how far it has come, so that whoever started it can watch and stop it; it runs in the worker, or at once
for the command line.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tongban.catalogue.authority import require_editor, require_publisher
from tongban.catalogue.commands.drafting import OPEN, current_layer, new_draft
from tongban.catalogue.commands.publish import add_layer
from tongban.catalogue.editions import content_digest
from tongban.catalogue.exchange.files import KINDS, check_items, missing_of, parse_file
from tongban.catalogue.exchange.parsed import ParsedFile
from tongban.catalogue.models import CatalogueDraft, ImportJob
from tongban.catalogue.queries.versions import forget_versions
from tongban.directory.queries import top_division
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.jobs import defer_effects
from tongban.kernel.workbooks.archives import LARGEST_FILE
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

FAULTS_KEPT = 500
STREAM = "catalogue_import"
ENDED = (ImportJob.State.DONE, ImportJob.State.REFUSED, ImportJob.State.CANCELLED)
_TOLD_EVERY = 10
Progress = Callable[[ImportJob], None]


class _Cancelled(Exception):
    """Whoever started the import has stopped it."""


def start_import(
    actor: Actor,
    file: bytes,
    kind: str = "",
    *,
    file_name: str = "",
    idempotency_key: str,
    at_once: bool = False,
) -> UUID:
    """Begin to take a file in; the job's id.

    Args:
        kind: ``yaml``, ``xlsx``, ``tables``; "": what the file looks like.
        at_once: the caller runs it (`run_import`); otherwise the worker does.

    Raises:
        InputFaults: ``file_empty``, ``file_too_large`` (most, in MB), ``not_an_option`` (kind).
        NotAuthorized: neither set-up nor an editor of the highest layer, whose drafts these become.
    """
    division = top_division()
    require_editor(actor, division)
    if not file:
        raise InputFaults([FieldFault("file", "file_empty")])
    if len(file) > LARGEST_FILE:
        raise InputFaults([FieldFault("file", "file_too_large", {"most": LARGEST_FILE // 1_000_000})])
    if kind and kind not in KINDS:
        raise InputFaults([FieldFault("kind", "not_an_option")])
    body = {"digest": hashlib.sha256(file).digest(), "kind": kind, "name": file_name}
    job_id = uuid4()
    with command("catalogue.start_import", actor, idempotency_key, body, {"job": job_id}) as run:
        if run.replay is not None:
            return UUID(run.replay["job"])
        ImportJob.objects.create(
            id=job_id,
            kind=kind,
            file_name=file_name.replace("\0", "")[:120],
            division_code=division,
            file=file,
            size=len(file),
            started_by_id=actor.assignment_id if isinstance(actor, Staff) else None,
            command_id=run.id,
            started_at=run.at,
        )
        if not at_once:
            defer_effects(run.id)
    return job_id


def cancel_import(actor: Actor, job_id: UUID) -> bool:
    """Stop an import that has not ended; whether it was stopped.

    Raises:
        NotAuthorized: neither set-up nor an editor of its layer.
        NotFound: no such import.
    """
    job = ImportJob.objects.filter(id=job_id).first()
    if job is None:
        require_editor(actor, top_division())
        raise NotFound("import")
    require_editor(actor, job.division_code)
    stopped = ImportJob.objects.filter(id=job_id).exclude(state__in=ENDED)
    values = {"state": ImportJob.State.CANCELLED, "finished_at": time.now(), "file": None}
    return bool(stopped.update(**values))


def run_imports_for_command(command_id: UUID) -> None:
    """The effect of `start_import`; safe to run again after a kill."""
    job = ImportJob.objects.filter(command_id=command_id).first()
    if job is not None:
        run_import(job.id)


def run_import(job_id: UUID, progress: Progress = lambda job: None) -> ImportJob:
    """Read, check and load one job's file; the job as it ended.

    Args:
        progress: called whenever the job's counts were written.

    Raises:
        NotFound: no such import.
    """
    job = ImportJob.objects.filter(id=job_id).first()
    if job is None:
        raise NotFound("import")
    if job.state in ENDED:
        return job
    work = _Work(job, progress)
    try:
        work.read()
        work.check()
        work.load()
    except Unreadable as unreadable:
        work.faults += unreadable.faults
        work.refuse()
    except _Cancelled:
        pass
    return ImportJob.objects.defer("file").get(id=job_id)


class _Work:
    """One run of one job."""

    def __init__(self, job: ImportJob, progress: Progress) -> None:
        self.job = job
        self.faults: list[ExchangeFault] = []
        self._progress = progress
        self._parsed: ParsedFile | None = None

    @property
    def parsed(self) -> ParsedFile:
        assert self._parsed is not None
        return self._parsed

    def _tell(self, **values: Any) -> None:
        """Write how far it has come, and hear whether it is to stop."""
        if not ImportJob.objects.filter(id=self.job.id).exclude(state__in=ENDED).update(**values):
            raise _Cancelled
        for name, value in values.items():
            setattr(self.job, name, value)
        self._progress(self.job)

    def read(self) -> None:
        self._tell(state=ImportJob.State.READING)
        file = bytes(self.job.file or b"")
        self._parsed = parse_file(file, self.job.kind, lambda rows: self._tell(rows_read=rows))
        self._tell(
            kind=self.parsed.kind,
            rows_read=self.parsed.rows,
            items_found=len(self.parsed.items),
            state=ImportJob.State.CHECKING,
        )

    def check(self) -> None:
        def told(number: int) -> None:
            if number % _TOLD_EVERY == 0 or number == len(self.parsed.items):
                self._tell(items_checked=number, fault_count=len(self.faults))

        for fault in check_items(self.parsed, told):
            self.faults.append(fault)
        if not self.parsed.items and not self.faults:
            self.faults.append(ExchangeFault("no_items"))
        self.faults += _busy(self.parsed, self.job.division_code)
        if self.faults:
            raise Unreadable

    def refuse(self) -> None:
        """Nothing of the file is taken; its faults are kept, the first ones word by word."""
        try:
            self._tell(
                state=ImportJob.State.REFUSED,
                fault_count=len(self.faults),
                faults=[_as_json(fault) for fault in self.faults[:FAULTS_KEPT]],
                finished_at=time.now(),
                file=None,
            )
        except _Cancelled:
            return

    def load(self) -> None:
        """All the drafts in one transaction, with the one event and the end of the job."""
        self._tell(state=ImportJob.State.LOADING)
        job = self.job
        changed = [
            item for item in self.parsed.items if not _same_as_now(item.code, job.division_code, item.content)
        ]
        listed = [[item.code, content_digest(item.content).hex()] for item in changed]
        body = {"job": job.id, "items": listed}
        missing = [
            {"item": item.code, "path": str(fault.params.get("path", ""))}
            for item in changed
            for fault in missing_of(self.parsed, item)
        ]
        actor = System("import")
        with command("catalogue.load_import", actor, f"import:{job.id}", body, {"job": job.id}) as run:
            row = ImportJob.objects.select_for_update().get(id=job.id)
            if row.state in ENDED or run.replayed:
                raise _Cancelled
            row.drafts = [
                new_draft(run, uuid4(), item.code, job.division_code, item.content, author=job.started_by).id
                for item in changed
            ]
            row.missing = missing[:FAULTS_KEPT]
            row.state = ImportJob.State.DONE
            row.finished_at = run.at
            row.file = None
            row.save()
            told = {
                "division": job.division_code,
                "drafts": len(changed),
                "by": job.started_by_id,
                "digest": hashlib.sha256(canonical_json(listed)).digest(),
            }
            event = ledger.Event("catalogue_imported", told)
            ledger.append(STREAM, str(job.id), [event], at=run.at, actor=actor, command_id=run.id)
        self.job = row
        self._progress(row)


def _busy(parsed: ParsedFile, division: str) -> list[ExchangeFault]:
    """Items that the file changes and whose layer somebody is writing already."""
    codes = [item.code for item in parsed.items]
    rows = CatalogueDraft.objects.filter(item_code__in=codes, division_code=division, state__in=OPEN)
    busy = set(rows.values_list("item_code", flat=True))
    return [
        item.fault("code", "draft_open", {"item": item.code})
        for item in parsed.items
        if item.code in busy and not _same_as_now(item.code, division, item.content)
    ]


def _same_as_now(code: str, division: str, content: Mapping[str, Any]) -> bool:
    """Whether a file says nothing new of an item: then it needs no draft."""
    layer = current_layer(code, division)
    return layer is not None and bytes(layer.digest) == content_digest(content)


def _as_json(fault: ExchangeFault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "item": fault.item,
        "params": {name: str(value)[:200] for name, value in fault.params.items()},
    }


def publish_contents(
    actor: Actor,
    contents: Sequence[Mapping[str, Any]],
    *,
    effective_from: date,
    reason: str,
    idempotency_key: str,
) -> dict[str, int]:
    """Bring many items into force at once, without drafts: for set-up; item code → number of its version.

    The contents are sound (`check_items`); all are published by one transaction, or none.

    Raises:
        InputFaults: as for `publish_version`.
        NotAuthorized: anybody but the system's set-up: people's work is approved by a second person.
    """
    division = top_division()
    require_publisher(actor, division)
    if not isinstance(actor, System):
        raise NotAuthorized("catalogue_setup_only")
    listed = [[content["code"], content_digest(content).hex()] for content in contents]
    body = {"items": listed, "from": effective_from, "reason": reason}
    with command("catalogue.publish_contents", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            layers = {
                str(content["code"]): current_layer(str(content["code"]), division) for content in contents
            }
            return {code: layer.number for code, layer in layers.items() if layer}
        numbers = {
            str(content["code"]): add_layer(
                run,
                str(content["code"]),
                division,
                content,
                base=True,
                effective_from=effective_from,
                reason=reason,
            )
            for content in contents
        }
    forget_versions()
    return numbers
