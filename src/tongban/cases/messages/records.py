"""A message held by one running command, and what is written down about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.cases.models import Case
from tongban.cases.sealed import open_values
from tongban.cases.visibility import visible_to
from tongban.directory.authority import require_role
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import Erased, NotFound, Refusal
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.messages.templates import shipped
from tongban.kernel.models import Message, MessageHandling
from tongban.kernel.secrets import open_vault

FRONT = ("clerk", "assister")
OPERATOR = "system_admin"
STREAM = "message"
REASON = "message.reason"
BY_HAND = (Message.Channel.LETTER, Message.Channel.IN_PERSON)


@dataclass
class HeldMessage:
    """A message under its lock."""

    run: Run
    row: Message
    actor: Staff

    def move(self, state: str, **values: Any) -> None:
        """Give it another state, and further values."""
        self.row.state = state
        for name, value in values.items():
            setattr(self.row, name, value)
        self.row.save(update_fields=["state", *values])

    def note(self, act: str, *, how: str = "", number: str = "", reason: str = "") -> None:
        """Write down who did what; a reason is sealed, since it may name somebody."""
        try:
            sealed = open_vault(self.row.key).seal(reason.encode(), REASON) if reason else None
        except Erased:
            sealed = None
        MessageHandling.objects.create(
            message=self.row,
            act=act,
            how=how,
            number=number,
            reason=sealed,
            by=self.actor.assignment_id,
            at=self.run.at,
        )

    def record(self, type_: str, **data: str) -> None:
        """An act of the operator goes into the ledger too: ids and codes."""
        event = ledger.Event(type_, {"template": self.row.template, **data})
        ledger.append(
            STREAM,
            str(self.row.id),
            [event],
            at=self.run.at,
            actor=self.run.actor,
            command_id=self.run.id,
        )


def operator(actor: Actor) -> Staff:
    """Who keeps the outbox going.

    Raises:
        NotAuthorized: ``messages_operator_only``.
    """
    return require_role(actor, OPERATOR, code="messages_operator_only")


def front(actor: Actor) -> Staff:
    """Who prints, posts and tells.

    Raises:
        NotAuthorized: ``front_only``.
    """
    return require_role(actor, *FRONT, code="front_only")


@contextmanager
def held(
    name: str, actor: Staff, message_id: UUID, idempotency_key: str, body: dict[str, Any]
) -> Iterator[HeldMessage | None]:
    """Run a command on a message; None on a replay.

    Raises:
        NotFound: there is no such message, or it is not this actor's to see.
    """
    asked = {"message": str(message_id), **body}
    with command(name, actor, idempotency_key, asked, {"message": message_id}) as run:
        row = (
            Message.objects.select_for_update(of=("self",))
            .select_related("key")
            .filter(id=message_id)
            .first()
        )
        if row is None or not _theirs(actor, row):
            raise NotFound("message")
        yield None if run.replayed else HeldMessage(run, row, actor)


def _theirs(actor: Staff, row: Message) -> bool:
    """The operator's is what goes over a wire, and a letter that came back; of a case's it is who handles that."""
    known = shipped().get(row.template)
    if known is not None and known.urgent:
        return False
    if actor.role == OPERATOR:
        return row.channel not in BY_HAND or row.state == Message.State.FAILED
    return row.channel in BY_HAND and visible_to(actor).filter(key_id=row.key_id).exists()


def case_of(row: Message) -> Case | None:
    """The case a message is about, for writing it anew; None where it is about none."""
    return visible_to(System("messages")).select_related("key").filter(key_id=row.key_id).first()


def address_on_file(case: Case) -> dict[str, Any]:
    """What the applicant confirmed as their address; empty where nobody did.

    Raises:
        Erased: the case's key was destroyed.
    """
    return open_values(case.address, open_vault(case.key), "case.address")


def opened(row: Message) -> dict[str, Any] | None:
    """The content; None of somebody erased."""
    try:
        return content_of(row)
    except Erased:
        return None


def stands(state: str, *allowed: str) -> None:
    """Refuse what is over.

    Raises:
        Refusal: ``message_moved_on``.
    """
    if state not in allowed:
        raise Refusal("message_moved_on")
