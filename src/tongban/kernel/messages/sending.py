"""Sending what waits in the outbox: each message at least once, never faster than the provider takes them."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from tongban.kernel import time
from tongban.kernel.errors import Erased
from tongban.kernel.messages.outbox import ABOUT_NO_CASE, content_of, reseal
from tongban.kernel.messages.templates import sentence
from tongban.kernel.messages.transports import NeverSent, Outgoing, SendLater, Transport, transport
from tongban.kernel.models import Message

LOG = logging.getLogger("tongban.messages")
MOST_TRIES = 20
USELESS_AFTER = timedelta(minutes=5)  # a code that comes later opens nothing
SWEPT = timedelta(days=7)  # what waited longer is no news any more
AT_ONCE = 500  # messages of one sweep


def send_for_command(command_id: UUID) -> None:
    """The effect: send what the command left queued.

    The demonstration's transport is the page of the demonstration phone, which reads the outbox; without it
    and without an SMS gateway the rows stay queued for the day one is set up.

    Raises:
        SendLater: something is to be tried again; the job comes again by itself, each time later.
    """
    queued = Message.objects.filter(command_id=command_id, state=Message.State.QUEUED)
    if settings.DEMO:
        queued.update(state=Message.State.SENT, sent_at=time.now())
        return
    way = transport()
    if way is not None:
        send(queued.values_list("id", flat=True), way)


def send_waiting(now: datetime) -> int:
    """The sweep: messages whose job is over, and those written before there was a gateway; how many went."""
    way = None if settings.DEMO else transport()
    if way is None:
        return 0
    waiting = Message.objects.filter(
        state=Message.State.QUEUED, created_at__gt=now - SWEPT, created_at__lt=now - USELESS_AFTER
    ).order_by("created_at")
    try:
        return send(waiting.values_list("id", flat=True)[:AT_ONCE], way)
    except SendLater:
        return 0  # the next sweep goes on


def send(ids: Iterable[UUID], way: Transport) -> int:
    """Send messages; how many went.

    Raises:
        SendLater: the minute is full, or some are to be tried again; the others had their turn.
    """
    went, later = 0, ""
    for message_id in list(ids):
        if not _within_the_minute():
            raise SendLater("as many as the settings allow were sent in this minute")
        gone, fault = _send_one(message_id, way)
        went += gone
        later = fault or later
    if later:
        raise SendLater(later)
    return went


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
                raise NeverSent("too late to be of use")
            text = sentence(row.template, content["values"])
            told = way(Outgoing(row.id, content["phone"], text, row.template))
        except Erased:
            LOG.info("message %s: erased before it was sent", row.id)
        except NeverSent as refused:
            LOG.error("message %s (%s) is not sent: %s", row.id, row.template, refused)
        except SendLater as waits:
            LOG.warning("message %s (%s), try %d: %s", row.id, row.template, row.tries, waits)
            if row.tries < MOST_TRIES:
                row.state, fault = Message.State.QUEUED, str(waits) or "later"
        else:
            row.state, row.sent_at = Message.State.SENT, time.now()
            row.content = reseal(row, {**content, "provider_id": told})
        row.save(update_fields=["state", "tries", "sent_at", "content"])
    return row.state == Message.State.SENT, fault


def _within_the_minute() -> bool:
    """Count one more of this minute; False where the settings allow no more."""
    minute = time.now().replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_rate_window AS own (bucket, starts, count) VALUES ('sms', %s, 1) "
            "ON CONFLICT (bucket) DO UPDATE SET count = CASE WHEN own.starts = excluded.starts "
            "THEN own.count + 1 ELSE 1 END, starts = excluded.starts RETURNING count",
            [minute],
        )
        (count,) = cursor.fetchone()
    return int(count) <= settings.SMS_PER_MINUTE
