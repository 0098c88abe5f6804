"""The daily root: one signed digest over every stream that advanced, published where nobody can call it back.

The cut is `pg_snapshot_xmin`: every entry of a transaction below it is committed and visible, and no later
commit can slip below it.  A cut tail, a missing stream or a truncated table no longer leads to the root.
"""

import base64
import fcntl
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection, transaction

from tongban.kernel import merkle
from tongban.kernel.batch import Batch
from tongban.kernel.canonical import canonical_json
from tongban.kernel.models import LedgerRoot, LedgerRootHead

GENESIS = bytes(32)
INSERT_AT_ONCE = 2000  # leaves in one statement


def _signing_key() -> Ed25519PrivateKey:
    """Read anew for each root: it may have been changed under a running worker."""
    raw = base64.b64decode((Path(settings.SECRETS_FOLDER) / "ledger-signing-key").read_text())
    return Ed25519PrivateKey.from_private_bytes(raw)


def public_key() -> bytes:
    """The 32 bytes with which anybody checks the signatures."""
    return _signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(message: bytes) -> tuple[bytes, bytes]:
    """The public key of today and its signature of a message, of which no root is ever one: a root signs its 32 bytes."""
    key = _signing_key()
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), key.sign(message)


def trusted_keys() -> frozenset[bytes]:
    """The public key that signs today, and those that did before it was changed (`kernel/key_rotation.py`)."""
    before = Path(settings.SECRETS_FOLDER) / "ledger-trusted-keys"
    lines = before.read_text().split() if before.exists() else []
    return frozenset({public_key(), *(base64.b64decode(line) for line in lines)})


def root_digest(previous: bytes, number: int, tree: bytes, streams: int) -> bytes:
    """What is signed: the root before, this root's number, its tree and how many leaves it has."""
    return hashlib.sha256(
        canonical_json({"previous": previous, "number": number, "tree": tree, "streams": streams})
    ).digest()


def _advanced(since: int, xmin: int, xmax: int) -> list[tuple[str, str, int, bytes]]:
    """The heads of the streams that advanced since the last root, in code-point order.

    Args:
        since: the transaction id below which the last root holds everything.
        xmin: below it every transaction of this cluster is over.
        xmax: no transaction of this cluster has reached it.
    """
    if since <= xmin:
        where, params = "xid >= %s::xid8 AND xid < %s::xid8", [str(since), str(xmin)]
    else:
        # The database was restored into a cluster whose transaction ids are lower: ask what no root holds.
        where = (
            "(xid < %s::xid8 OR xid >= %s::xid8) AND NOT EXISTS (SELECT FROM kernel_ledger_root_head h "
            "WHERE (h.kind, h.stream) = (kernel_ledger_entry.kind, kernel_ledger_entry.stream) "
            "AND h.seq >= kernel_ledger_entry.seq)"
        )
        params = [str(xmin), str(xmax)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (kind, stream) kind, stream, seq, hash FROM kernel_ledger_entry "
            f"WHERE {where} ORDER BY kind, stream, seq DESC",
            params,
        )
        heads = [(kind, stream, seq, bytes(digest)) for kind, stream, seq, digest in cursor.fetchall()]
    return sorted(heads, key=lambda head: head[:2])


def cut(at: datetime) -> LedgerRoot | None:
    """Cut, sign and publish a root; None where nothing happened since the last one.

    Args:
        at: the moment of the cut, aware.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('ledger-root', 0))")
        last = LedgerRoot.objects.order_by("-number").first()
        # an xid8 fits a bigint for longer than any cluster lives
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint "
            "FROM pg_current_snapshot() AS now"
        )
        xmin, xmax = cursor.fetchone()
        heads = _advanced(last.cut_xid if last else 0, xmin, xmax)
        if not heads:
            return None
        tree = merkle.tree([merkle.leaf(*head) for head in heads])
        number = last.number + 1 if last else 1
        previous = bytes(last.root) if last else GENESIS
        digest = root_digest(previous, number, tree, len(heads))
        key = _signing_key()
        root = LedgerRoot(
            number=number,
            cut_at=at,
            cut_xid=xmin,
            streams=len(heads),
            tree=tree,
            previous=previous,
            root=digest,
            public_key=key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
            signature=key.sign(digest),
        )
        batch = Batch()
        batch.insert(root)
        batch.write()
        for start in range(0, len(heads), INSERT_AT_ONCE):
            leaves = Batch()
            leaves.insert(
                *(
                    LedgerRootHead(root=root, kind=kind, stream=stream, seq=seq, hash=head)
                    for kind, stream, seq, head in heads[start : start + INSERT_AT_ONCE]
                )
            )
            leaves.write()
        transaction.on_commit(publish)
    return root


def published(root: LedgerRoot) -> dict[str, Any]:
    """A root as outsiders keep it: hex digests and base64 signature."""
    return {
        "number": root.number,
        "cut_at": root.cut_at.isoformat(),
        "streams": root.streams,
        "tree": bytes(root.tree).hex(),
        "previous": bytes(root.previous).hex(),
        "root": bytes(root.root).hex(),
        "public_key": base64.b64encode(bytes(root.public_key)).decode(),
        "signature": base64.b64encode(bytes(root.signature)).decode(),
    }


def publish() -> None:
    """Append every root that is not there yet to ``ledger-roots.jsonl`` in the data folder, to be mirrored.

    A process that died between its commit and this is made good by the next root.
    """
    path = Path(settings.DATA_FOLDER) / "ledger-roots.jsonl"
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = {json.loads(line)["root"] for line in file if line.strip()}
        for root in LedgerRoot.objects.order_by("number"):
            if bytes(root.root).hex() not in known:
                file.write(json.dumps(published(root), sort_keys=True) + "\n")
