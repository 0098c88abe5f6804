"""What a provider says later of a message it took: signed, said once, in any order.

A receipt is written down first and applied then: it may come twice, before the answer to the sending itself, or while
the row is held by who sends.  Delivered is never taken back; what people gave up or replaced stays as they left it.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.kernel import time
from tongban.kernel.messages.http_gateway import shared_key, signature
from tongban.kernel.models import Message, MessageReceipt

DELIVERED, FAILED = "delivered", "failed"
FRESH = timedelta(minutes=5)  # an older signature is not taken, nor one of the future
MOST = 500  # receipts of one call
CODE_LENGTH = 40
_MOVES = {  # what is said → the states it changes
    DELIVERED: (Message.State.QUEUED, Message.State.SENT, Message.State.FAILED),
    FAILED: (Message.State.QUEUED, Message.State.SENT),
}


class NotSigned(Exception):
    """No key, another's signature, or an old one."""


class NotReadable(Exception):
    """Signed, but no receipts."""


@dataclass(frozen=True)
class Taken:
    """How many receipts were new, were known already, and were about no message of this deployment's."""

    new: int
    known: int
    unknown: int


def take_receipts(path: str, key_id: str, timestamp: str, signed: str, body: bytes) -> Taken:
    """Check a call's signature and take what it says.

    Args:
        path: with query, as it was called.
        timestamp: seconds since 1970, as the call's header says.
        signed: the signature in hex over method, path, timestamp and body.

    Raises:
        NotSigned, NotReadable: nothing was taken.
    """
    _check(path, key_id, timestamp, signed, body)
    told = list(_read(body))
    ids = {message_id for message_id, _, _ in told}
    known = set(Message.objects.filter(id__in=ids, channel=Message.Channel.SMS).values_list("id", flat=True))
    now = time.now()
    rows = [
        MessageReceipt(message_id=message_id, status=status, code=code, came_at=now)
        for message_id, status, code in told
        if message_id in known
    ]
    before = MessageReceipt.objects.filter(message_id__in=known).count()
    MessageReceipt.objects.bulk_create(rows, ignore_conflicts=True)
    new = MessageReceipt.objects.filter(message_id__in=known).count() - before
    for message_id in known:
        apply_receipts(message_id)
    return Taken(new, len(rows) - new, len(told) - len(rows))


def _check(path: str, key_id: str, timestamp: str, signed: str, body: bytes) -> None:
    if not settings.SMS_URL or key_id != settings.SMS_KEY_ID or not timestamp.isdecimal():
        raise NotSigned
    age = abs(time.now().timestamp() - int(timestamp[:12]))
    right = signature(shared_key(), "POST", path, timestamp, body)
    if (
        not hmac.compare_digest(right.encode(), signed.encode(errors="replace"))
        or age > FRESH.total_seconds()
    ):
        raise NotSigned


def _read(body: bytes) -> Iterator[tuple[UUID, str, str]]:
    try:
        told = json.loads(body)
        rows = told["receipts"]
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
            raise NotReadable
        for row in rows:
            yield _one(row)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise NotReadable from fault


def _one(row: Mapping[str, Any]) -> tuple[UUID, str, str]:
    status, code = row["status"], row.get("code", "")
    if status not in _MOVES or not isinstance(code, str):
        raise NotReadable
    plain = "".join(character for character in code if character.isprintable())
    return UUID(str(row["id"])), status, plain[:CODE_LENGTH]


def apply_receipts(message_id: UUID | None = None) -> int:
    """Let what was said act on its message, unless somebody holds it; how many acted.

    Args:
        message_id: None: of all messages that have some left.
    """
    left = MessageReceipt.objects.filter(applied_at=None)
    if message_id is not None:
        left = left.filter(message_id=message_id)
    acted = 0
    for one in sorted(set(left.values_list("message_id", flat=True)[:MOST])):
        with transaction.atomic():
            row = Message.objects.select_for_update(skip_locked=True).filter(id=one).first()
            if row is None:
                if not Message.objects.filter(id=one).exists():  # forgotten meanwhile
                    MessageReceipt.objects.filter(message_id=one).delete()
                continue
            for receipt in MessageReceipt.objects.filter(message_id=one, applied_at=None).order_by("id"):
                acted += _act(row, receipt)
    return acted


def _act(row: Message, receipt: MessageReceipt) -> bool:
    now = time.now()
    MessageReceipt.objects.filter(id=receipt.id).update(applied_at=now)
    if row.state not in _MOVES[receipt.status]:
        return False
    if receipt.status == DELIVERED:
        row.state, row.delivered_at, row.fault, row.fault_told = (
            Message.State.DELIVERED,
            receipt.came_at,
            "",
            "",
        )
    else:
        row.state, row.fault, row.fault_told = Message.State.FAILED, "not_delivered", receipt.code
    row.sent_at = row.sent_at or receipt.came_at  # what it speaks of was taken
    row.save(update_fields=["state", "fault", "fault_told", "delivered_at", "sent_at"])
    return True
