"""What the operator does about a message that failed: send it again, take another way, give up with a reason.

A number is mended where it comes from: in the case, by its counter (更正, 送达地址确认书).  Sending again takes the number
that stands there now; nobody types one here.
"""

from typing import Any
from uuid import UUID

from django.db.models import Max

from tongban.cases.messages.records import (
    BY_HAND,
    FRONT,
    HeldMessage,
    address_on_file,
    case_of,
    held,
    opened,
    operator,
    stands,
)
from tongban.cases.sealed import open_content
from tongban.directory.authority import require_role
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.messages.outbox import new_by_hand, new_mail, new_message
from tongban.kernel.models import Message
from tongban.kernel.powers import require_power
from tongban.kernel.secrets import open_vault
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

REASON_LENGTH = 200
State, Channel = Message.State, Message.Channel


def resend_message(actor: Actor, message_id: UUID, *, idempotency_key: str) -> UUID:
    """Send a failed message again, as a message of its own, to the number that stands in the case now; its id.

    Raises:
        NotAuthorized: ``messages_operator_only``.
        NotFound: no such message.
        Refusal: ``message_moved_on``, ``message_no_phone``, ``message_erased``.
    """
    with held("cases.resend_message", operator(actor), message_id, idempotency_key, {}) as one:
        if one is None:
            return _later(message_id)
        stands(one.row.state, State.FAILED)
        content = _content(one)
        case = case_of(one.row)
        if one.row.channel == Channel.SMS:
            phone = (
                open_content(case.content, open_vault(case.key)).contact_phone if case else content["phone"]
            )
            if not phone:
                raise Refusal("message_no_phone")
            new = new_message(one.row.template, phone, content["values"], **_same(one))
        elif one.row.channel == Channel.MAIL:
            mail = (address_on_file(case).get("email") if case else "") or content["mail"]
            new = new_mail(one.row.template, mail, content["values"], **_same(one))
        else:
            raise Refusal("message_moved_on")
        return _replace(one, new, "message_resent")


def change_message_channel(actor: Actor, message_id: UUID, *, channel: str, idempotency_key: str) -> UUID:
    """Tell the same by letter or face to face; the new message's id.

    Args:
        channel: ``letter`` or ``in_person``.

    Raises:
        NotAuthorized: ``messages_front_or_operator``.
        NotFound: no such message, or not this actor's.
        InputFaults: ``channel``: ``not_an_option``.
        Refusal: ``message_moved_on``, ``message_of_no_case``, ``message_no_address``, ``message_erased``.
    """
    by = require_role(actor, *FRONT, "system_admin", code="messages_front_or_operator")
    if channel not in BY_HAND:
        raise InputFaults([FieldFault("channel", "not_an_option")])
    body = {"channel": channel}
    with held("cases.change_message_channel", by, message_id, idempotency_key, body) as one:
        if one is None:
            return _later(message_id)
        stands(one.row.state, State.FAILED, *((State.QUEUED,) if one.row.channel in BY_HAND else ()))
        if one.row.channel == channel and one.row.state == State.QUEUED:
            raise Refusal("message_moved_on")
        content, case = _content(one), case_of(one.row)
        if case is None:
            raise Refusal("message_of_no_case")
        name = address = ""
        if channel == Channel.LETTER:
            told = address_on_file(case)
            if not told.get("address"):
                raise Refusal("message_no_address")
            applicant = open_content(case.content, open_vault(case.key)).applicant["name"]
            name, address = told.get("receiver") or applicant, told["address"]
        new = new_by_hand(
            channel, one.row.template, content["values"], name=name, address=address, **_same(one)
        )
        return _replace(one, new, "message_by_another_way")


def give_up_message(actor: Actor, message_id: UUID, *, reason: str, idempotency_key: str) -> None:
    """Let a failed message be; why is kept sealed.

    Raises:
        NotAuthorized: ``messages_operator_only``.
        NotFound: no such message.
        InputFaults: ``reason``: too long, or without substance.
        Refusal: ``message_moved_on``.
    """
    by = operator(actor)
    _check_reason(reason)
    with held("cases.give_up_message", by, message_id, idempotency_key, {"reason": reason}) as one:
        if one is None:
            return
        stands(one.row.state, State.FAILED)
        one.move(State.GIVEN_UP)
        one.note("given_up", reason=reason.strip())
        one.record("message_given_up", channel=one.row.channel)


def unmask_message(actor: Actor, message_id: UUID, *, reason: str) -> str:
    """The number or mail address behind the mask, on the access log with the reason.

    Raises:
        NotAuthorized: ``messages_operator_only``.
        NotFound: no such message in the tray.
        InputFaults: ``reason``: too long, or without substance.
        Refusal: ``message_erased``.
    """
    operator(actor)
    _check_reason(reason)
    row = Message.objects.select_related("key").filter(id=message_id, state=State.FAILED).first()
    if row is None:
        raise NotFound("message")
    require_power("cases.unmask_message", actor)
    content = opened(row)
    if content is None:
        raise Refusal("message_erased")
    case = case_of(row)
    record_access(
        actor,
        "unmasked",
        case.id if case else str(row.id),
        subject_kind="case" if case else "list",
        field="message.phone",
        reason=reason.strip(),
        vault=open_vault(row.key),
    )
    return str(content.get("phone") or content.get("mail") or "")


def _check_reason(reason: str) -> None:
    if len(reason.strip()) > REASON_LENGTH:
        raise InputFaults([FieldFault("reason", "too_long", {"most": REASON_LENGTH})])
    if why := why_not_substance(reason, LEAST_TO_LOOK):
        raise InputFaults([FieldFault("reason", why, {"least": LEAST_TO_LOOK})])


def _content(one: HeldMessage) -> dict[str, Any]:
    content = opened(one.row)
    if content is None:
        raise Refusal("message_erased")
    return content


def _same(one: HeldMessage) -> dict[str, Any]:
    """What the new message has of the old: its event, its key, its day; and that it is the next one of them."""
    same = Message.objects.filter(command_id=one.row.command_id, template=one.row.template)
    last = same.aggregate(last=Max("again"))["last"] or 0
    return {
        "command_id": one.row.command_id,
        "at": one.run.at,
        "vault": open_vault(one.row.key),
        "act_by": one.row.act_by,
        "again": last + 1,
    }


def _replace(one: HeldMessage, new: Message, event: str) -> UUID:
    new.save(force_insert=True)
    one.move(State.REPLACED)
    one.note("resent" if event == "message_resent" else "changed", how=new.channel)
    one.record(event, channel=new.channel, to=str(new.id))
    defer_effects(new.command_id)
    return UUID(str(new.id))


def _later(message_id: UUID) -> UUID:
    """What the first run wrote: the next of the same event."""
    row = Message.objects.get(id=message_id)
    new = Message.objects.filter(command_id=row.command_id, template=row.template, again__gt=row.again)
    return UUID(str(new.order_by("again").values_list("id", flat=True)[0]))
