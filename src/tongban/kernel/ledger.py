"""Streams of events, each entry chained to the one before by the digest of its exact bytes.

An entry holds ids, codes, dates and salted commitments, never personal data: erasing a person destroys
a key and leaves every chain verifying.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tongban.kernel import tracing
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.batch import Batch, fresh
from tongban.kernel.canonical import canonical_json
from tongban.kernel.models import LedgerEntry

GENESIS = bytes(32)  # the "previous hash" of a stream's first entry
ALGORITHM = "sha256"


@dataclass(frozen=True)
class Event:
    """Something that happened.

    Args:
        type: what, e.g. ``"accepted"``.
        data: ids, codes, ISO dates, commitments.
        version: version of the event's shape, so that old ones can be upcast.
    """

    type: str
    data: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True)
class Head:
    """How far a stream has come: the last sequence number and its hash."""

    seq: int = 0
    hash: bytes = GENESIS


def actor_reference(actor: Actor) -> dict[str, Any]:
    """How an actor is named in the ledger: staff by assignment, everybody else by kind alone."""
    if isinstance(actor, Staff):
        return {"kind": "staff", "assignment": actor.assignment_id}
    return {"kind": actor.key.split(":", 1)[0]}


def chain(
    kind: str,
    stream: str,
    head: Head,
    events: Sequence[Event],
    *,
    at: datetime,
    actor: Actor,
    command_id: UUID,
) -> tuple[list[LedgerEntry], Head]:
    """The entries that append ``events`` to a stream at ``head``, and the new head; writes nothing.

    The writer must hold the stream: a lock on the row that carries its head, or `append`.
    """
    entries = []
    for event in events:
        seq = head.seq + 1
        canonical = canonical_json(
            {
                "v": 1,
                "kind": kind,
                "stream": stream,
                "seq": seq,
                "type": event.type,
                "event_version": event.version,
                "at": at,
                "actor": actor_reference(actor),
                "command": command_id,
                "data": event.data,
                "prev": head.hash,
            }
        )
        digest = hashlib.sha256(canonical).digest()
        entries.append(
            fresh(
                LedgerEntry,
                kind=kind,
                stream=stream,
                seq=seq,
                type=event.type,
                at=at,
                command_id=command_id,
                algorithm=ALGORITHM,
                canonical=canonical,
                prev_hash=head.hash,
                hash=digest,
            )
        )
        tracing.entry_written(kind, stream, seq)
        head = Head(seq, digest)
    return entries, head


def append(
    kind: str, stream: str, events: Sequence[Event], *, at: datetime, actor: Actor, command_id: UUID
) -> Head:
    """Append to a stream that no row carries the head of; must run inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger:{kind}:{stream}"])
        cursor.execute(
            "SELECT seq, hash FROM kernel_ledger_entry WHERE kind = %s AND stream = %s "
            "ORDER BY seq DESC LIMIT 1",
            [kind, stream],
        )
        row = cursor.fetchone()
    head = Head(row[0], bytes(row[1])) if row else Head()
    entries, head = chain(kind, stream, head, events, at=at, actor=actor, command_id=command_id)
    batch = Batch()
    batch.insert(*entries)
    batch.write()
    return head


@dataclass(frozen=True)
class Recorded:
    """One entry read back."""

    seq: int
    type: str
    version: int
    at: datetime
    actor: Mapping[str, Any]
    command_id: UUID
    data: Mapping[str, Any]


def decode(canonical: bytes) -> Recorded:
    """The entry that its bytes tell."""
    body = json.loads(bytes(canonical))
    return Recorded(
        seq=body["seq"],
        type=body["type"],
        version=body["event_version"],
        at=datetime.fromisoformat(body["at"]),
        actor=body["actor"],
        command_id=UUID(body["command"]),
        data=body["data"],
    )


def read(kind: str, stream: str) -> tuple[Recorded, ...]:
    """A stream from its beginning."""
    entries = LedgerEntry.objects.filter(kind=kind, stream=stream).order_by("seq")
    return tuple(decode(raw) for raw in entries.values_list("canonical", flat=True))
