"""Writing and sending messages: unique per event, recipient and template; sent at least once."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings

from tongban.kernel import time
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased
from tongban.kernel.messages.templates import sentence
from tongban.kernel.models import Message
from tongban.kernel.secrets import Vault, open_under_master, open_vault, seal_under_master

KEPT = timedelta(days=30)  # messages are not the record; the ledger is


def new_message(
    template: str,
    phone: str,
    values: Mapping[str, str],
    *,
    command_id: UUID,
    at: datetime,
    vault: Vault | None,
) -> Message:
    """A row to insert with the command that causes it.

    Args:
        vault: the key of the case it is about; None for messages about no case (sealed under the master key).
    """
    content = canonical_json({"phone": phone, "values": dict(values)})
    sealed = vault.seal(content, "message") if vault else seal_under_master(content, "message")
    return Message(
        id=uuid4(),
        command_id=command_id,
        template=template,
        recipient=keyed_digest("phone", phone),
        key_id=vault.key_id if vault else None,
        content=sealed,
        created_at=at,
    )


def _content(message: Message) -> dict[str, object]:
    if message.key is not None:
        return dict(json.loads(open_vault(message.key).open(message.content, "message")))
    return dict(json.loads(open_under_master(bytes(message.content), "message")))


def send_for_command(command_id: UUID) -> None:
    """The effect: send what the command left queued.

    The demonstration's transport is the page of the demonstration phone, which reads the outbox; without it
    and without an SMS gateway the rows stay queued for the day one is set up.
    """
    if not settings.DEMO:
        return
    Message.objects.filter(command_id=command_id, state=Message.State.QUEUED).update(
        state=Message.State.SENT, sent_at=time.now()
    )


def demo_messages(phone: str, *, limit: int = 20) -> tuple[tuple[datetime, str], ...]:
    """What the demonstration phone shows, newest first; nothing outside a demonstration."""
    if not settings.DEMO:
        return ()
    rows = (
        Message.objects.filter(recipient=keyed_digest("phone", phone))
        .select_related("key")
        .order_by("-created_at")[:limit]
    )
    shown = []
    for row in rows:
        try:
            values = _content(row)["values"]
        except Erased:
            continue
        assert isinstance(values, dict)
        shown.append((row.created_at, sentence(row.template, values)))
    return tuple(shown)


def forget_old(now: datetime) -> int:
    """The sweep: messages past their days go."""
    deleted, _ = Message.objects.filter(created_at__lt=now - KEPT).delete()
    return deleted
