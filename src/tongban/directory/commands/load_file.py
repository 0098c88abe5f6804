"""Taking a file of divisions in: all of it or nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

from tongban.directory.authority import require_system_admin
from tongban.directory.division_files import (
    MOST_FAULTS,
    OPEN,
    DivisionRow,
    Spans,
    faults_between,
    read_rows,
)
from tongban.directory.models import Division
from tongban.directory.queries.service_area import forget_service_area
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults

COPY = "COPY directory_division (code, name, level, parent_code, valid_from, valid_to) FROM STDIN"


@dataclass(frozen=True)
class DivisionsLoaded:
    """What a file brought."""

    new: int
    closed: int  # rows that were open and have their last day now
    same: int  # rows that were there already


def check_division_file(path: Path) -> tuple[FieldFault, ...]:
    """What is wrong with a file against what is loaded, at most a hundred and one faults; nothing is written.

    Raises:
        OSError: the file cannot be opened.
    """
    return _faults(path, _loaded())


def load_division_file(actor: Actor, path: Path, *, idempotency_key: str) -> DivisionsLoaded:
    """Load a file of divisions in one transaction.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: every fault by row and column, the first hundred; nothing was loaded.
        OSError: the file cannot be opened.
    """
    require_system_admin(actor)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").digest()
    with command("directory.load_division_file", actor, idempotency_key, {"digest": digest}, {}) as run:
        if run.replayed:
            return DivisionsLoaded(0, 0, 0)
        loaded = _loaded()
        faults = _faults(path, loaded)
        if faults:
            raise InputFaults(faults)
        told = _write(loaded, path)
        data = {"count": told.new, "closed": told.closed, "digest": digest}
        event = ledger.Event("divisions_loaded", data)
        ledger.append("directory", "divisions", [event], at=run.at, actor=actor, command_id=run.id)
    forget_service_area()
    return told


Loaded = dict[tuple[str, date], tuple[int, str, str, str, date | None]]


def _loaded() -> Loaded:
    """What is there: id, name, level, parent and last day by code and first day."""
    rows = Division.objects.values_list(
        "code", "valid_from", "id", "name", "level", "parent_code", "valid_to"
    )
    return {
        (code, first): (identity, name, level, parent, last)
        for code, first, identity, name, level, parent, last in rows.iterator(chunk_size=5000)
    }


def _faults(path: Path, loaded: Loaded) -> tuple[FieldFault, ...]:
    spans = Spans({}, {})
    found: list[FieldFault] = []
    for (code, first), (_, _, level, _, last) in loaded.items():
        spans.add(code, level, first, last)
    found.extend(_changes(path, loaded, spans))
    for fault in faults_between(path, spans, loaded):
        found.append(fault)
        if len(found) > MOST_FAULTS:
            break
    return tuple(found)


def _changes(path: Path, loaded: Loaded, spans: Spans) -> Iterable[FieldFault]:
    """What the file says of rows that are there: it may close an open one, and change nothing else."""
    for read in read_rows(path):
        if isinstance(read, FieldFault) or (read.code, read.valid_from) not in loaded:
            continue
        _, name, level, parent, last = loaded[read.code, read.valid_from]
        if (read.name, read.level, read.parent_code) != (name, level, parent):
            yield FieldFault(f"rows.{read.row}", "differs_from_loaded", {"value": read.code})
        elif last is not None and read.valid_to != last:
            yield FieldFault(f"rows.{read.row}.valid_to", "closed_otherwise", {"value": last.isoformat()})
        elif read.valid_to is not None:
            spans.days[read.code].remove((read.valid_from, last or OPEN))
            spans.days[read.code].append((read.valid_from, read.valid_to))


def _write(loaded: Loaded, path: Path) -> DivisionsLoaded:
    new = closed = same = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for read in _sound(path):
            if (read.code, read.valid_from) not in loaded:
                copy.write_row(
                    (read.code, read.name, read.level, read.parent_code, read.valid_from, read.valid_to)
                )
                new += 1
    for read in _sound(path):
        known = loaded.get((read.code, read.valid_from))
        if known is None:
            continue
        if known[-1] is None and read.valid_to is not None:
            Division.objects.filter(id=known[0]).update(valid_to=read.valid_to)
            closed += 1
        else:
            same += 1
    return DivisionsLoaded(new, closed, same)


def _sound(path: Path) -> Iterable[DivisionRow]:
    return (read for read in read_rows(path) if isinstance(read, DivisionRow))
