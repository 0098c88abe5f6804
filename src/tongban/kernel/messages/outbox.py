"""Writing messages: unique per event, recipient and template; `sending` takes them out, at least once."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tongban.kernel.batch import fresh
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased
from tongban.kernel.messages.templates import sentence
from tongban.kernel.models import DataKey, Message
from tongban.kernel.secrets import Vault, open_vault

KEPT = timedelta(days=30)  # messages are not the record; the ledger is
ABOUT_NO_CASE = (
    "sign_in_code",
    "privacy_answered",
    "copy_asked",
    "copy_released",
)  # templates whose messages have a key of their own


def new_message(
    template: str,
    phone: str,
    values: Mapping[str, str],
    *,
    command_id: UUID,
    at: datetime,
    vault: Vault,
) -> Message:
    """A row to insert with the command that causes it.

    Args:
        vault: the key of the case it is about; a new one for messages about no case.
    """
    content = canonical_json({"phone": phone, "values": dict(values)})
    return fresh(
        Message,
        id=uuid4(),
        command_id=command_id,
        template=template,
        recipient=keyed_digest("phone", phone),
        key_id=vault.key_id,
        content=vault.seal(content, "message"),
        created_at=at,
    )


def content_of(message: Message) -> dict[str, Any]:
    """The phone and the values of the sentence; once sent, the provider's id of it too.

    Raises:
        Erased: the key was destroyed.
    """
    return dict(json.loads(open_vault(message.key).open(message.content, "message")))


def reseal(message: Message, content: Mapping[str, Any]) -> bytes:
    """The column with another content, under the same key."""
    return open_vault(message.key).seal(canonical_json(content), "message")


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
            values = content_of(row)["values"]
        except Erased:
            continue
        shown.append((row.created_at, sentence(row.template, values)))
    return tuple(shown)


def forget_old(now: datetime) -> int:
    """The sweep: messages past their days go, and the keys of those about no case with them.

    One that still waits for a gateway stays, unless it is a code that nobody can use any more.
    """
    old = Message.objects.filter(created_at__lt=now - KEPT).exclude(
        Q(state=Message.State.QUEUED) & ~Q(template__in=ABOUT_NO_CASE)
    )
    with transaction.atomic():
        own_keys = list(old.filter(template__in=ABOUT_NO_CASE).values_list("key_id", flat=True))
        deleted, _ = old.delete()
        DataKey.objects.filter(id__in=own_keys).delete()
    return deleted


def forget_recipient(phone_digest: bytes, now: datetime) -> None:
    """Make the messages to a phone that belong to no case unreadable: their keys go."""
    keys = Message.objects.filter(recipient=phone_digest, template__in=ABOUT_NO_CASE).values("key_id")
    DataKey.objects.filter(id__in=keys).update(wrapped=None, destroyed_at=now)
