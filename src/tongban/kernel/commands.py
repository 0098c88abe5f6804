"""One act of the domain, once: the frame that every command runs in.

The key of a command is its caller's; the same key with the same body answers what the first run answered,
with another body it is refused.  Both the record and the act are written by one transaction.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from psycopg.types.json import Jsonb

from tongban.kernel import time, tracing
from tongban.kernel.actors import Actor
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, KeyReused, NotAuthorized, Refusal
from tongban.kernel.kept_queries import sent, together
from tongban.kernel.models import CommandRecord
from tongban.kernel.powers import may_start

KEY_LENGTH = 80
_ONCE = (
    "INSERT INTO kernel_command (id, actor_key, key, name, digest, reference, at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (actor_key, key) DO NOTHING RETURNING 1"
)
_FIRST_RUN = "SELECT id, digest, reference, at FROM kernel_command WHERE actor_key = $1 AND key = $2"


@dataclass
class Run:
    """One run of a command.

    Attributes:
        id: the command's id, on every event and row it writes.
        at: its moment; one for all that it writes.
        replay: the reference the first run left, or None when this is the first run.
        alongside: what `command` was given to send with its own first statement.
    """

    id: UUID
    at: datetime
    actor: Actor
    replay: Mapping[str, Any] | None = field(default=None)
    alongside: Any = None

    @property
    def replayed(self) -> bool:
        return self.replay is not None


@contextmanager
def command(
    name: str,
    actor: Actor,
    key: str,
    body: Mapping[str, Any],
    reference: Mapping[str, Any],
    *,
    alongside: Callable[[], Any] | None = None,
) -> Iterator[Run]:
    """Run a block as a command, in one transaction, at most once for (actor, key).

    Args:
        name: e.g. ``"cases.accept"``.
        key: the caller's idempotency key, 1 to 80 characters.
        body: everything that makes two requests differ; only its keyed digest is stored.
        reference: ids by which a replay finds the first run's result.
        alongside: sends what the act reads first, in the same round trip; what it returns is the run's
            ``alongside``.

    Raises:
        KeyReused: the key was used by this actor for another body.
        InputFaults: the key is empty or too long.
        NotAuthorized: ``not_your_power``, where the table of powers does not name this actor.
        Undeclared: the table does not name the command at all.
    """
    if not 0 < len(key) <= KEY_LENGTH or "\0" in key:
        raise InputFaults([FieldFault("idempotency_key", "length", {"most": KEY_LENGTH})])
    allowed = may_start(name, actor)
    digest = keyed_digest("command", canonical_json({"name": name, "body": body}))
    run = Run(uuid4(), time.now(), actor)
    with _traced(name, run), transaction.atomic():
        parameters: list[Any] = [
            run.id,
            actor.key,
            key,
            name,
            digest,
            Jsonb(_plain(reference)),
            run.at,
        ]
        with together():
            inserted = sent(_ONCE, parameters)
            found = alongside() if alongside else None
        if not inserted():
            [(first_id, first_digest, first_reference, at)] = sent(_FIRST_RUN, [actor.key, key])()
            if bytes(first_digest) != digest:
                raise KeyReused
            run.id, run.at, run.replay = first_id, at, _loaded(first_reference)
        run.alongside = found
        yield run
        if not allowed:  # the room behind has let through what the table of powers does not
            raise NotAuthorized("not_your_power")


@contextmanager
def _traced(name: str, run: Run) -> Iterator[None]:
    """Around the transaction: a line for what was written, or for what was refused and rolled back."""
    began = monotonic()
    with tracing.within(command=str(run.id)), tracing.entries_of_a_command() as entries:
        try:
            yield
        except Refusal as refusal:
            tracing.done("command", name, "refused", began, {"code": refusal.code})
            raise
        except Exception as fault:
            tracing.done("command", name, "failed", began, {"fault": type(fault).__name__}, loud=True)
            raise
        more: dict[str, Any] = {"first_run": str(run.id)} if run.replayed else {"ledger": entries}
        tracing.done("command", name, "repeated" if run.replayed else "done", began, more)


def is_used(actor_key: str, key: str) -> bool:
    """Whether a command was carried out under this key."""
    return CommandRecord.objects.filter(actor_key=actor_key, key=key).exists()


def hold_key(actor_key: str, key: str) -> bool:
    """Whether a command was carried out under this key; one that is under way is waited for.

    Until this transaction ends none begins under it.  A row is put in and taken out again: the index that keeps two
    runs of one key apart keeps them apart from this too.
    """
    if not sent(_ONCE, [probe := uuid4(), actor_key, key, "", b"", Jsonb({}), time.now()])():
        return True
    CommandRecord.objects.filter(id=probe).delete()
    return False


def _plain(reference: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in reference.items()}


def _loaded(reference: Any) -> dict[str, Any]:
    return dict(reference) if isinstance(reference, dict) else dict(json.loads(reference))
