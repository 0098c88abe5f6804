"""Writing messages: unique per event, recipient, template and way; `sending` takes them out, at least once."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tongban.kernel.batch import fresh
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased
from tongban.kernel.messages.editions import sentence_at
from tongban.kernel.models import DataKey, Message, MessageHandling, MessageReceipt
from tongban.kernel.secrets import Vault, open_vault

KEPT = timedelta(days=30)  # messages are not the record; the ledger is
KEPT_BY_HAND = timedelta(days=366)  # the registers of letters and of what was told face to face
BY_HAND = (Message.Channel.LETTER, Message.Channel.IN_PERSON)
BY_WIRE = (Message.Channel.SMS, Message.Channel.MAIL)
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
    act_by: date | None = None,
    again: int = 0,
) -> Message:
    """A text message: a row to insert with the command that causes it.

    Args:
        vault: the key of the case it is about; a new one for messages about no case.
        act_by: the last day of what it asks for, which no quiet hour makes it miss.
        again: the how manieth sending anew of one message.
    """
    told = {"phone": phone, "values": dict(values)}
    return _row(
        Message.Channel.SMS,
        template,
        keyed_digest("phone", phone),
        told,
        command_id,
        at,
        vault,
        act_by,
        again,
    )


def new_mail(
    template: str,
    mail: str,
    values: Mapping[str, str],
    *,
    command_id: UUID,
    at: datetime,
    vault: Vault,
    act_by: date | None = None,
    again: int = 0,
) -> Message:
    """The same as an e-mail."""
    told = {"mail": mail, "values": dict(values)}
    return _row(
        Message.Channel.MAIL, template, keyed_digest("mail", mail), told, command_id, at, vault, act_by, again
    )


def new_by_hand(
    channel: str,
    template: str,
    values: Mapping[str, str],
    *,
    command_id: UUID,
    at: datetime,
    vault: Vault,
    act_by: date | None = None,
    name: str = "",
    address: str = "",
    again: int = 0,
) -> Message:
    """The same as a letter to print, or as something to tell face to face.

    Args:
        channel: ``letter`` or ``in_person``.
        name, address: of a letter; who is told face to face is found in the case.
    """
    told = {"name": name, "address": address, "values": dict(values)}
    # one person for each key: whose case it is
    return _row(
        channel,
        template,
        keyed_digest("case", vault.key_id.bytes),
        told,
        command_id,
        at,
        vault,
        act_by,
        again,
    )


def _row(
    channel: str,
    template: str,
    recipient: bytes,
    told: Mapping[str, Any],
    command_id: UUID,
    at: datetime,
    vault: Vault,
    act_by: date | None,
    again: int,
) -> Message:
    return fresh(
        Message,
        id=uuid4(),
        command_id=command_id,
        template=template,
        channel=str(channel),
        recipient=recipient,
        key_id=vault.key_id,
        content=vault.seal(canonical_json(told), "message"),
        act_by=act_by,
        again=again,
        created_at=at,
    )


def content_of(message: Message) -> dict[str, Any]:
    """Where it goes and the values of the sentence; once sent, the sentence and the provider's id of it too.

    Raises:
        Erased: the key was destroyed.
    """
    return dict(json.loads(open_vault(message.key).open(message.content, "message")))


def content_of_new(message: Message, vault: Vault) -> dict[str, Any]:
    """The same of a row that was only just made, whose key is not in the database yet."""
    return dict(json.loads(vault.open(message.content, "message")))


def text_of(message: Message, content: Mapping[str, Any]) -> str:
    """The sentence: as it was sent, else with the words in force when the message was written.

    Raises:
        KeyError: an unknown template or a missing value.
    """
    return content.get("text") or sentence_at(message.template, content["values"], message.created_at)


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
            content = content_of(row)
        except Erased:
            continue
        shown.append((row.created_at, text_of(row, content)))
    return tuple(shown)


def forget_old(now: datetime) -> int:
    """The sweep: messages past their days go, and the keys of those about no case with them.

    One that still waits for a gateway stays, unless it is a code that nobody can use any more; so does what somebody
    is still to print or to tell.
    """
    old = Message.objects.filter(
        Q(channel__in=BY_WIRE, created_at__lt=now - KEPT) | Q(created_at__lt=now - KEPT_BY_HAND)
    ).exclude(Q(state=Message.State.QUEUED) & ~Q(template__in=ABOUT_NO_CASE))
    with transaction.atomic():
        gone = list(old.values_list("id", "template", "key_id"))
        own_keys = [key for _, template, key in gone if template in ABOUT_NO_CASE]
        ids = [one for one, _, _ in gone]
        MessageHandling.objects.filter(message_id__in=ids).delete()
        MessageReceipt.objects.filter(message_id__in=ids).delete()
        deleted, _ = Message.objects.filter(id__in=ids).delete()
        DataKey.objects.filter(id__in=own_keys).delete()
    return deleted


def forget_recipient(phone_digest: bytes, now: datetime) -> None:
    """Make the messages to a phone that belong to no case unreadable: their keys go."""
    keys = Message.objects.filter(recipient=phone_digest, template__in=ABOUT_NO_CASE).values("key_id")
    DataKey.objects.filter(id__in=keys).update(wrapped=None, destroyed_at=now)
