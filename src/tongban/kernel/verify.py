"""`tongban ledger verify`: recompute every chain and root, and say exactly what does not hold.

What is found: an altered byte (the digest differs), a changed column (the bytes tell otherwise), a gap, a cut
tail, a missing stream or a truncated table (a signed root or a projection knows more than the ledger does), a
root taken away (a published copy knows it), a projection that replaying does not give.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from tongban.kernel import merkle, roots
from tongban.kernel.ledger import GENESIS, decode
from tongban.kernel.models import LedgerRoot


@dataclass(frozen=True)
class LedgerFault:
    """One thing that does not hold: where, and a code with its values."""

    code: str
    kind: str = ""
    stream: str = ""
    seq: int | None = None
    detail: str = ""


@dataclass
class Report:
    """The outcome: what was read and what did not hold."""

    entries: int = 0
    streams: int = 0
    roots: int = 0
    projections: int = 0
    faults: list[LedgerFault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


Heads = dict[tuple[str, str], tuple[int, bytes]]
ProjectionCheck = Callable[[Heads, tuple[str, str] | None], Iterator[LedgerFault | None]]
_projection_checks: list[ProjectionCheck] = []


def register_projection_check(check: ProjectionCheck) -> None:
    """Add a room's check: it yields one None for each row that holds, a fault for each that does not.

    It is called with the head of every stream read, and with the kind and id of the one stream asked for.
    """
    _projection_checks.append(check)


def is_uuid(stream: str) -> bool:
    """Whether a stream id can be the id of a row."""
    try:
        UUID(stream)
    except ValueError:
        return False
    return True


def verify(*, only: tuple[str, str] | None = None, published: Path | None = None) -> Report:
    """Read the whole ledger (or one stream) in one snapshot and report.

    Args:
        only: kind and stream id, to check one stream and its projection.
        published: a file of published roots, one JSON object a line, that the database must still hold.
    """
    report = Report()
    outermost = not connection.in_atomic_block  # inside a caller's transaction, its snapshot serves
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        heads: Heads = {}
        report.faults.extend(_chains(report, heads, only))
        if only is None:
            report.faults.extend(_roots(report))
        if published is not None:
            report.faults.extend(_published(published))
        for check in _projection_checks:
            for fault in check(heads, only):
                report.projections += 1
                if fault is not None:
                    report.faults.append(fault)
        if only is not None and not report.entries and not report.faults:
            report.faults.append(LedgerFault("stream_missing", *only))
    report.streams = len(heads)
    return report


def _chains(report: Report, heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault]:
    where, params = ("WHERE kind = %s AND stream = %s", list(only)) if only else ("", [])
    sql = (
        "SELECT kind, stream, seq, type, at, command_id, algorithm, canonical, prev_hash, hash "
        f"FROM kernel_ledger_entry {where} ORDER BY kind, stream, seq"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        for kind, stream, seq, type_, at, command_id, algorithm, canonical, prev, digest in cursor:
            report.entries += 1
            canonical, prev, digest = bytes(canonical), bytes(prev), bytes(digest)
            last_seq, last_hash = heads.get((kind, stream), (0, GENESIS))
            if algorithm != "sha256" or hashlib.sha256(canonical).digest() != digest:
                yield LedgerFault("altered", kind, stream, seq)
            else:
                yield from _columns(kind, stream, seq, type_, at, str(command_id), prev, canonical)
            if seq != last_seq + 1:
                yield LedgerFault("gap", kind, stream, seq, f"{last_seq + 1}..{seq - 1}")
            elif prev != last_hash:
                yield LedgerFault("chain_broken", kind, stream, seq)
            heads[kind, stream] = (seq, digest)


def _columns(
    kind: str, stream: str, seq: int, type_: str, at: datetime, command: str, prev: bytes, canonical: bytes
) -> Iterator[LedgerFault]:
    """The columns beside the bytes must say what the bytes say."""
    try:
        told = decode(canonical)
        body = json.loads(canonical)
    except (ValueError, KeyError, TypeError, AttributeError):
        yield LedgerFault("unreadable", kind, stream, seq)
        return
    same = (
        (body["kind"], body["stream"], told.seq, told.type, str(told.command_id), body["prev"])
        == (kind, stream, seq, type_, command, prev.hex())
    ) and told.at == at
    if not same:
        yield LedgerFault("column_differs", kind, stream, seq)


def _roots(report: Report) -> Iterator[LedgerFault]:
    previous, number, trusted = roots.GENESIS, 0, roots.trusted_keys()
    for root in LedgerRoot.objects.order_by("number"):
        report.roots += 1
        name = str(root.number)
        if root.number != number + 1:
            yield LedgerFault("root_missing", "root", name, detail=f"{number + 1}..{root.number - 1}")
        elif bytes(root.previous) != previous:
            yield LedgerFault("root_chain_broken", "root", name)
        number, previous = root.number, bytes(root.root)
        leaves = []
        missing = []
        for kind, stream, seq, head, present in _root_heads(root.number):
            leaves.append(merkle.leaf(kind, stream, seq, head))
            if not present:
                missing.append(LedgerFault("head_missing", kind, stream, seq, f"root {root.number}"))
        yield from missing
        tree = merkle.tree(leaves)
        digest = roots.root_digest(bytes(root.previous), root.number, tree, len(leaves))
        if tree != bytes(root.tree) or digest != bytes(root.root):
            yield LedgerFault("root_altered", "root", name)
        try:
            Ed25519PublicKey.from_public_bytes(bytes(root.public_key)).verify(bytes(root.signature), digest)
        except InvalidSignature:
            yield LedgerFault("signature_invalid", "root", name)
        if bytes(root.public_key) not in trusted:
            yield LedgerFault("foreign_key", "root", name)


def _root_heads(number: int) -> Iterable[tuple[str, str, int, bytes, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.kind, h.stream, h.seq, h.hash, e.hash IS NOT NULL FROM kernel_ledger_root_head h "
            "LEFT JOIN kernel_ledger_entry e ON (e.kind, e.stream, e.seq, e.hash) "
            "= (h.kind, h.stream, h.seq, h.hash) WHERE h.root_id = %s",
            [number],
        )
        rows: list[Any] = cursor.fetchall()
    rows.sort(key=lambda row: row[:2])  # code-point order, as when the root was cut
    for kind, stream, seq, head, present in rows:
        yield kind, stream, seq, bytes(head), present


def _published(path: Path) -> Iterator[LedgerFault]:
    ours = {root.number: bytes(root.root).hex() for root in LedgerRoot.objects.all()}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        told = json.loads(line)
        if told["number"] not in ours:
            yield LedgerFault("published_root_missing", "root", str(told["number"]))
        elif ours[told["number"]] != told["root"]:
            yield LedgerFault("published_root_differs", "root", str(told["number"]))
