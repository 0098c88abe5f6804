"""Sending what waits in the outbox: each message at least once, never faster than the provider takes them."""

import logging
import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from tongban.kernel import time
from tongban.kernel.errors import Erased
from tongban.kernel.messages.outbox import ABOUT_NO_CASE, BY_WIRE, content_of, reseal, text_of
from tongban.kernel.messages.quiet import waits_until
from tongban.kernel.messages.receipts import apply_receipts
from tongban.kernel.messages.templates import shipped
from tongban.kernel.messages.transports import NeverSent, Outgoing, SendLater, Transport, transport
from tongban.kernel.models import Message

LOG = logging.getLogger("tongban.messages")
MOST_TRIES = 20
USELESS_AFTER = timedelta(minutes=5)  # a code that comes later opens nothing
SWEPT = timedelta(days=7)  # what waited longer is no news any more
AT_ONCE = 500  # messages of one sweep
TOLD_LENGTH = 60


def send_for_command(command_id: UUID) -> None:
    """The effect: send what the command left queued.

    The demonstration's transport is the page of the demonstration phone, which reads the outbox; without it
    and without an SMS gateway the rows stay queued for the day one is set up.

    Raises:
        SendLater: something is to be tried again; the job comes again by itself, each time later.
    """
    queued = Message.objects.filter(command_id=command_id, state=Message.State.QUEUED, channel__in=BY_WIRE)
    if settings.DEMO:
        queued.update(state=Message.State.SENT, sent_at=time.now())
        return
    send(queued.values_list("id", flat=True))


def told_in_the_past(
    commands: Collection[UUID], at: datetime, *, by_wire: bool, beside: bool = False
) -> None:
    """What a demonstration's past wrote has reached its people: it lies on the phones, was posted or said.

    Args:
        commands: that wrote it.
        at: the moment of then.
        by_wire: letters and words of the last days are still to be brought: only what goes by wire has come.
        beside: also what was written at that moment beside commands, by a calendar that changed.
    """
    written = Q(command_id__in=commands) | (Q(created_at=at) if beside else Q())
    rows = Message.objects.filter(written, state=Message.State.QUEUED)
    if settings.DEMO:
        (rows.filter(channel__in=BY_WIRE) if by_wire else rows).update(state=Message.State.SENT, sent_at=at)


def send_waiting(now: datetime) -> int:
    """The sweep: messages whose job is over or whose quiet night is, and those written before there was a gateway;
    how many went."""
    if settings.DEMO:
        return 0
    apply_receipts()
    channels = [channel for channel in BY_WIRE if transport(channel) is not None]
    waiting = Message.objects.filter(
        Q(not_before=None) | Q(not_before__lte=now),
        state=Message.State.QUEUED,
        channel__in=channels,
        created_at__gt=now - SWEPT,
        created_at__lt=now - USELESS_AFTER,
    ).order_by("created_at")
    try:
        return send(waiting.values_list("id", flat=True)[:AT_ONCE])
    except SendLater:
        return 0  # the next sweep goes on


def send(ids: Iterable[UUID]) -> int:
    """Send messages, each by its own way; how many went.  What has no way out, or waits for the morning, stays.

    Raises:
        SendLater: the minute is full, or some are to be tried again; the others had their turn.
    """
    went, later = 0, ""
    ways: dict[str, Transport | None] = {}
    for message in Message.objects.filter(id__in=list(ids)).defer("content").order_by("created_at"):
        if message.channel not in ways:
            ways[message.channel] = transport(message.channel)
        way = ways[message.channel]
        if way is None or _left_for_the_morning(message):
            continue
        if not _within_the_minute(message.channel):
            raise SendLater("as many as the settings allow were sent in this minute")
        gone, fault = _send_one(message.id, way)
        went += gone
        later = fault or later
    if later:
        raise SendLater(later)
    return went


def _left_for_the_morning(message: Message) -> bool:
    """Whether it is night for it: then it waits, which costs it no try; the sweep of the morning sends it."""
    until = waits_until(message.template, message.channel, message.act_by, time.now())
    if until is not None:
        Message.objects.filter(id=message.id, state=Message.State.QUEUED).update(not_before=until)
    return until is not None


def _send_one(message_id: UUID, way: Transport) -> tuple[bool, str]:
    """Whether it went, and why it is to be tried again; the row is held meanwhile, so that nobody sends it beside."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",), skip_locked=True).select_related("key")
        row = rows.filter(id=message_id, state=Message.State.QUEUED).first()
        if row is None:
            return False, ""
        row.tries += 1
        row.state, fault = Message.State.FAILED, ""
        try:
            content = content_of(row)
            if row.template in ABOUT_NO_CASE and row.created_at <= time.now() - USELESS_AFTER:
                row.fault = "too_late"
                raise NeverSent("too late to be of use")
            text = text_of(row, content)
            told = way(_outgoing(row, content, text))
        except Erased:
            row.fault = "erased"
            LOG.info("message %s: erased before it was sent", row.id)
        except NeverSent as refused:
            row.fault, row.fault_told = row.fault or "refused", cleaned(str(refused))
            LOG.error("message %s (%s) is not sent: %s", row.id, row.template, refused)
        except SendLater as waits:
            row.fault, row.fault_told = "no_answer", cleaned(str(waits))
            LOG.warning("message %s (%s), try %d: %s", row.id, row.template, row.tries, waits)
            if row.tries < MOST_TRIES:
                row.state, fault = Message.State.QUEUED, str(waits) or "later"
        else:
            row.state, row.sent_at, row.fault, row.fault_told = Message.State.SENT, time.now(), "", ""
            row.content = reseal(row, {**content, "text": text, "provider_id": told})
        row.save(update_fields=["state", "tries", "sent_at", "content", "fault", "fault_told"])
    apply_receipts(message_id)  # what the provider said before it answered
    return row.state == Message.State.SENT, fault


def _outgoing(row: Message, content: dict[str, str], text: str) -> Outgoing:
    known = shipped().get(row.template)
    to = content["mail"] if row.channel == Message.Channel.MAIL else content["phone"]
    return Outgoing(row.id, to, text, row.template, known.name_zh if known else "")


def cleaned(told: str) -> str:
    """A provider's words as they may be kept: short, and with nobody's number in them."""
    return re.sub(r"\d{7,}", "…", "".join(one for one in told if one.isprintable()))[:TOLD_LENGTH]


def _within_the_minute(channel: str) -> bool:
    """Count one more of this minute; False where the settings allow no more."""
    minute = time.now().replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_rate_window AS own (bucket, starts, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (bucket) DO UPDATE SET count = CASE WHEN own.starts = excluded.starts "
            "THEN own.count + 1 ELSE 1 END, starts = excluded.starts RETURNING count",
            [channel, minute],
        )
        (count,) = cursor.fetchone()
    most = settings.SMS_PER_MINUTE if channel == Message.Channel.SMS else settings.MAIL_PER_MINUTE
    return int(count) <= most
