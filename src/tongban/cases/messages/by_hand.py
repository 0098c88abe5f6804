"""Letters on their way, and what was told face to face: plain records beside the stream, as notes in a register are.

Neither proves the delivery of a paper: that is an act of its own with its own proof (`commands.serve_notice`,
`commands.serve_paper`, `commands.deliver`).
"""

import re
from collections.abc import Sequence
from uuid import UUID

from tongban.cases.messages.mending import REASON_LENGTH
from tongban.cases.messages.records import front, held, stands
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults, NotFound
from tongban.kernel.models import Message

HOW = ("in_person", "household", "called")
POST_NUMBER = re.compile(r"[A-Za-z0-9]{6,30}")
MOST_TOGETHER = 200
State, Channel = Message.State, Message.Channel


def print_letters(actor: Actor, message_ids: Sequence[UUID], *, idempotency_key: str) -> int:
    """Note that letters were printed; how many.  One printed before stays as it is.

    Raises:
        NotAuthorized: ``front_only``.
        NotFound: one is no letter of this actor's.
        InputFaults: ``letters``: ``required``, or ``too_many``.
    """
    by = front(actor)
    if not message_ids or len(message_ids) > MOST_TOGETHER:
        code = "required" if not message_ids else "too_many"
        raise InputFaults([FieldFault("letters", code, {"most": MOST_TOGETHER})])
    done = 0
    for message_id in sorted(set(message_ids)):
        key = f"{idempotency_key}:{message_id}"[-80:]
        with held("cases.print_letters", by, message_id, key, {}) as one:
            if one is None or one.row.channel != Channel.LETTER or one.row.state != State.QUEUED:
                continue
            one.move(State.PRINTED)
            one.note("printed")
            done += 1
    return done


def post_letter(actor: Actor, message_id: UUID, *, number: str = "", idempotency_key: str) -> None:
    """Note that a letter was posted.

    Args:
        number: of a registered letter; empty for a plain one.

    Raises:
        NotAuthorized: ``front_only``.
        NotFound: no letter of this actor's.
        InputFaults: ``number``: ``post_number_shape``.
        Refusal: ``message_moved_on``.
    """
    by, plain = front(actor), number.replace(" ", "").upper()
    if plain and not POST_NUMBER.fullmatch(plain):
        raise InputFaults([FieldFault("number", "post_number_shape")])
    with held("cases.post_letter", by, message_id, idempotency_key, {"number": plain}) as one:
        if one is None:
            return
        if one.row.channel != Channel.LETTER:
            raise NotFound("message")
        stands(one.row.state, State.QUEUED, State.PRINTED)
        one.move(State.SENT, sent_at=one.run.at)
        one.note("posted", number=plain)


def letter_returned(actor: Actor, message_id: UUID, *, reason: str, idempotency_key: str) -> None:
    """Note that the post brought a letter back; it is to be told otherwise then.

    Raises:
        NotAuthorized: ``front_only``.
        NotFound: no letter of this actor's.
        InputFaults: ``reason``: ``required``, ``too_long``.
        Refusal: ``message_moved_on``.
    """
    by = front(actor)
    if len(reason.strip()) > REASON_LENGTH:
        raise InputFaults([FieldFault("reason", "too_long", {"most": REASON_LENGTH})])
    if not reason.strip():
        raise InputFaults([FieldFault("reason", "required")])
    with held("cases.letter_returned", by, message_id, idempotency_key, {"reason": reason}) as one:
        if one is None:
            return
        if one.row.channel != Channel.LETTER:
            raise NotFound("message")
        stands(one.row.state, State.SENT)
        one.move(State.FAILED, fault="returned")
        one.note("returned", reason=reason.strip())


def note_message_told(actor: Actor, message_id: UUID, *, how: str, idempotency_key: str) -> int:
    """Note that somebody was told, and with it what was to be told of the same matter before; how many messages.

    Args:
        how: ``in_person``, ``household`` (an adult of the same household) or ``called``.

    Raises:
        NotAuthorized: ``front_only``.
        NotFound: nothing of this actor's to tell.
        InputFaults: ``how``: ``not_an_option``.
        Refusal: ``message_moved_on``.
    """
    by = front(actor)
    if how not in HOW:
        raise InputFaults([FieldFault("how", "not_an_option")])
    with held("cases.note_message_told", by, message_id, idempotency_key, {"how": how}) as one:
        if one is None:
            return 0
        if one.row.channel != Channel.IN_PERSON:
            raise NotFound("message")
        stands(one.row.state, State.QUEUED)
        one.move(State.DELIVERED, delivered_at=one.run.at, sent_at=one.run.at)
        one.note("told", how=how)
        before = Message.objects.filter(
            key_id=one.row.key_id,
            channel=Channel.IN_PERSON,
            state=State.QUEUED,
            created_at__lte=one.row.created_at,
        )
        told = list(before.select_for_update())
        for row in told:
            row.state, row.delivered_at, row.sent_at = State.DELIVERED, one.run.at, one.run.at
            row.save(update_fields=["state", "delivered_at", "sent_at"])
        return len(told) + 1
