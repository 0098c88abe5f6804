"""Taking a filled workbook in: tried out whole first, loaded only where no row is wrong.

Each row goes through the same command as its form in the browser, so that nothing is let in by file that is refused
by hand.  Trying out runs them all in a transaction that is taken back.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from tongban.directory.authority import require_system_admin
from tongban.directory.commands.import_divisions import DivisionFile, division_file
from tongban.directory.commands.import_rows import TAKERS, Taken, Taking
from tongban.directory.commands.load_file import load_division_file
from tongban.directory.exchange.books import BOOKS, Book
from tongban.directory.exchange.reading import Row, column_name, read
from tongban.directory.exchange.template import template
from tongban.directory.queries.service_area import forget_service_area
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

LARGEST = 1_000_000
"""Bytes of a step's file; it goes to the browser and back between looking and loading."""


@dataclass(frozen=True)
class ImportOutcome:
    """What a file brings, or brought.

    Attributes:
        lines: what each row does, in the file's order.
        faults: everything wrong; with one of them nothing is loaded.
        outlook: stands for exactly these lines: what was looked at is what is loaded.
    """

    lines: tuple[Taken, ...] = ()
    faults: tuple[ExchangeFault, ...] = ()
    outlook: str = ""
    replayed: bool = False

    def count(self, what: str) -> int:
        return sum(1 for line in self.lines if line.what == what)

    @property
    def new(self) -> int:
        return self.count("new")

    @property
    def changed(self) -> int:
        return self.count("changed")

    @property
    def same(self) -> int:
        return self.count("same")


def step_template(step: str) -> bytes:
    """The workbook to fill in for a step of the set-up.

    Raises:
        NotFound: no such step.
    """
    return template(_book(step))


def try_import(actor: Actor, step: str, data: bytes) -> ImportOutcome:
    """Look what a file would bring; nothing is written.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such step.
    """
    require_system_admin(actor)
    with _taken_back():
        return _run(actor, _book(step), data, f"try-{uuid4().hex}")


def load_import(actor: Actor, step: str, data: bytes, *, outlook: str, idempotency_key: str) -> ImportOutcome:
    """Load a file that was looked at: all of it or nothing.

    Args:
        outlook: of `try_import`; what the file would bring by now must be the same.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such step.
        Refusal: ``import_has_faults``; ``import_outlook_changed``.
    """
    require_system_admin(actor)
    book = _book(step)
    digest = hashlib.sha256(data).hexdigest()
    body = {"step": step, "digest": digest, "outlook": outlook}
    with command("directory.load_import", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return ImportOutcome(replayed=True)
        found = _run(actor, book, data, f"{actor.key}:{idempotency_key}")
        if found.faults:
            raise Refusal("import_has_faults")
        if found.outlook != outlook:
            raise Refusal("import_outlook_changed")
        told = {"step": step, "new": found.new, "changed": found.changed, "digest": digest}
        event = ledger.Event("import_loaded", told)
        ledger.append("directory", "set-up", [event], at=run.at, actor=actor, command_id=run.id)
    forget_service_area()
    return found


def _book(step: str) -> Book:
    book = BOOKS.get(step)
    if book is None:
        raise NotFound("step")
    return book


class _TakenBack(Exception):
    """Ends a trial."""


@contextmanager
def _taken_back() -> Iterator[None]:
    """Undo everything that the block wrote, and forget what was read of it."""
    try:
        with transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)
    finally:
        forget_service_area()


def _run(actor: Actor, book: Book, data: bytes, key: str) -> ImportOutcome:
    if len(data) > LARGEST:
        return ImportOutcome(faults=(ExchangeFault("too_large", params={"most": LARGEST}),))
    if not data:
        return ImportOutcome(faults=(ExchangeFault("empty_file"),))
    try:
        if book.code == "divisions":
            return _run_divisions(actor, division_file(book, data), key)
        return _run_rows(actor, book, data, key)
    except Unreadable as unreadable:
        return ImportOutcome(faults=unreadable.faults)


def _run_divisions(actor: Actor, file: DivisionFile, key: str) -> ImportOutcome:
    if file.faults:
        return ImportOutcome(faults=file.faults)
    with tempfile.TemporaryDirectory(prefix="tongban-import-") as folder:
        path = Path(folder) / "divisions.csv"
        path.write_bytes(file.csv)
        lines = file.lines(path)
        try:
            with transaction.atomic():
                load_division_file(actor, path, idempotency_key=_short(key, 0))
        except InputFaults as refused:
            return ImportOutcome(faults=tuple(file.told(fault) for fault in refused.faults))
    return ImportOutcome(lines, outlook=_outlook(lines))


def _run_rows(actor: Actor, book: Book, data: bytes, key: str) -> ImportOutcome:
    filled = read(book, data)
    taking = Taking(actor, set(filled.broken))
    faults = list(filled.faults)
    lines: list[Taken] = []
    number = 0
    for sheet in book.sheets:
        for group in TAKERS[sheet.key].groups(filled.rows[sheet.key]):
            number += 1
            first = sheet.columns[0].key
            try:
                with transaction.atomic():
                    lines.append(TAKERS[sheet.key].take(taking, group, _short(key, number)))
            except InputFaults as refused:
                faults.extend(_told(taking, book, sheet.key, group, refused.faults))
                taking.failed.add(group[0].cells[first])
            except Refusal as refusal:
                fault = FieldFault(first, refusal.code, refusal.params)
                faults.extend(_told(taking, book, sheet.key, group, (fault,)))
                taking.failed.add(group[0].cells[first])
    order = {sheet.title: place for place, sheet in enumerate(book.sheets)}
    faults.sort(key=lambda fault: (order.get(fault.sheet, -1), fault.row))
    return ImportOutcome(tuple(lines), tuple(faults), _outlook(lines))


def _told(
    taking: Taking, book: Book, key: str, group: Sequence[Row], found: tuple[FieldFault, ...]
) -> Iterator[ExchangeFault]:
    """The faults of a form as those of rows: the field is a column, of several rows the named one."""
    sheet = next(sheet for sheet in book.sheets if sheet.key == key)
    for fault in found:
        _, place, name = _parts(fault.field)
        row = group[place] if place < len(group) else group[0]
        column = TAKERS[key].columns.get(name, name)
        if row.cells.get(column, "") in taking.failed and fault.code in FOLLOWING:
            continue  # the row that it names is wrong itself, which is told there
        yield ExchangeFault(
            fault.code,
            sheet.title,
            row.number,
            column_name(sheet, column),
            params={**fault.params, "value": row.cells.get(column, "")[:60]},
        )


FOLLOWING = frozenset({"no_such_body", "no_such_centre", "no_such_site", "no_such_position"})


def _parts(field_name: str) -> tuple[str, int, str]:
    """``hours.1.opens`` as ("hours", 1, "opens"); ``name`` as ("", 0, "name")."""
    parts = field_name.split(".")
    if len(parts) == 3 and parts[1].isdecimal():
        return parts[0], int(parts[1]), parts[2]
    return "", 0, field_name


def _short(key: str, number: int) -> str:
    return hashlib.sha256(f"{key}:{number}".encode()).hexdigest()[:48]


def _outlook(lines: Sequence[Taken]) -> str:
    return hashlib.sha256(repr(tuple(lines)).encode()).hexdigest()[:32]
