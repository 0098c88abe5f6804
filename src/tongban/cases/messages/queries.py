"""The tray of messages that failed, the register of letters, and the people to be told face to face."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from tongban.cases.messages.records import BY_HAND, case_of, front, opened, operator
from tongban.cases.models import Case
from tongban.cases.queries.one import shown_name
from tongban.cases.sealed import open_content
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.queries import assignment_labels
from tongban.kernel.access import record_access, record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Erased, NotFound
from tongban.kernel.masking import mask_phone, mask_text
from tongban.kernel.messages.editions import sentence_at
from tongban.kernel.messages.outbox import text_of
from tongban.kernel.messages.templates import Template, shipped
from tongban.kernel.models import Message, MessageHandling
from tongban.kernel.secrets import open_vault

MOST = 200
LAST_POSTED = 50
State, Channel = Message.State, Message.Channel
CODE_ON_PAPER = "（见回执）"


@dataclass(frozen=True)
class Handled:
    """What somebody did about a message."""

    act: str
    how: str
    number: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TrayLine:
    """A message that failed.

    Args:
        to: masked number or mail address; empty of somebody erased.
        fault: why, a code; ``fault_told`` as the provider says it.
        of_case: it can be told by another way.
    """

    id: UUID
    template: Template | None
    code: str
    channel: str
    to: str
    fault: str
    fault_told: str
    tries: int
    at: datetime
    failed_act_by: date | None
    state: str = State.FAILED.value
    of_case: bool = False
    handled: tuple[Handled, ...] = ()


@dataclass(frozen=True)
class Tray:
    """What failed, newest first, and how much waits.

    Args:
        more: there are more than are shown.
        counts: state → how many of the last thirty days.
    """

    lines: tuple[TrayLine, ...]
    more: bool
    counts: Mapping[str, int] = field(default_factory=dict)


def message_tray(actor: Actor) -> Tray:
    """The failed messages of this deployment.

    Raises:
        NotAuthorized: ``messages_operator_only``.
    """
    operator(actor)
    rows = list(_failed().select_related("key").order_by("-created_at")[: MOST + 1])
    counts = Message.objects.values_list("state").annotate(n=Count("id")).order_by()
    return Tray(tuple(map(_line, rows[:MOST])), len(rows) > MOST, dict(counts))


def _failed() -> QuerySet[Message]:
    """But for codes, which nobody waits for any more."""
    urgent = [one.code for one in shipped().values() if one.urgent]
    return Message.objects.filter(state=State.FAILED).exclude(template__in=urgent)


def message_in_tray(actor: Actor, message_id: UUID) -> TrayLine:
    """One of them, with what was done about it.

    Raises:
        NotAuthorized: ``messages_operator_only``.
        NotFound: it is not in the tray, or not any more.
    """
    operator(actor)
    row = _failed().select_related("key").filter(id=message_id).first()
    if row is None:
        raise NotFound("message")
    return _line(row, handled=_handled([row.id]).get(row.id, ()), of_case=case_of(row) is not None)


def _line(row: Message, *, handled: tuple[Handled, ...] = (), of_case: bool = False) -> TrayLine:
    content = opened(row) or {}
    phone, mail = content.get("phone", ""), content.get("mail", "")
    return TrayLine(
        row.id,
        shipped().get(row.template),
        row.template,
        row.channel,
        mask_phone(phone) if phone else mask_text(mail) if mail else "",
        row.fault,
        row.fault_told,
        row.tries,
        row.created_at,
        row.act_by,
        row.state,
        of_case,
        handled,
    )


def _handled(ids: Iterable[UUID]) -> dict[UUID, tuple[Handled, ...]]:
    rows = list(MessageHandling.objects.filter(message_id__in=list(ids)).order_by("id"))
    names = assignment_labels({row.by for row in rows})
    found: dict[UUID, tuple[Handled, ...]] = {}
    for row in rows:
        told = Handled(row.act, row.how, row.number, names.get(row.by, ""), row.at)
        found[row.message_id] = (*found.get(row.message_id, ()), told)
    return found


@dataclass(frozen=True)
class ByHandLine:
    """Something to print or to tell.

    Args:
        name: of the person; of somebody under fourteen masked.
        text: the sentence; to be told face to face without the query code, which is theirs alone.
        address: of a letter that is being printed; else empty.
    """

    id: UUID
    number: str
    item: Text
    name: str
    text: str
    state: str
    since: datetime
    act_by: date | None
    site: str
    site_phone: str
    address: str = ""
    handled: tuple[Handled, ...] = ()


@dataclass(frozen=True)
class Letters:
    """The register: to print and to post, and what was posted last."""

    waiting: tuple[ByHandLine, ...]
    posted: tuple[ByHandLine, ...]
    returned: tuple[ByHandLine, ...]


def letters(actor: Actor) -> Letters:
    """The letters of this window or point.

    Raises:
        NotAuthorized: ``front_only``.
    """
    reader = front(actor)
    rows = _by_hand(reader, Channel.LETTER, State.QUEUED, State.PRINTED, limit=MOST)
    posted = _by_hand(reader, Channel.LETTER, State.SENT, limit=LAST_POSTED, newest=True)
    returned = _by_hand(reader, Channel.LETTER, State.FAILED, limit=LAST_POSTED, newest=True)
    record_list(actor, "letters", persons=len(rows) + len(posted) + len(returned), asked={})
    return Letters(rows, posted, returned)


def letters_to_print(actor: Actor, message_ids: Iterable[UUID]) -> tuple[ByHandLine, ...]:
    """Letters in full, with name and address; each is a look at its matter.

    Raises:
        NotAuthorized: ``front_only``.
    """
    reader = front(actor)
    wanted = _by_hand(
        reader,
        Channel.LETTER,
        State.QUEUED,
        State.PRINTED,
        State.SENT,
        limit=MOST,
        only=set(message_ids),
        whole=True,
    )
    for line in wanted:
        case = visible_to(actor).filter(number=line.number).values_list("id", flat=True)[0]
        record_access(actor, "paper", case, field="letter")
    return wanted


def people_to_tell(actor: Actor) -> tuple[ByHandLine, ...]:
    """Who waits to be told face to face by this window or point; who waits longest first.

    Raises:
        NotAuthorized: ``front_only``.
    """
    reader = front(actor)
    rows = _by_hand(reader, Channel.IN_PERSON, State.QUEUED, limit=MOST)
    record_list(actor, "to_tell", persons=len({row.number for row in rows}), asked={})
    return rows


def _by_hand(
    reader: Staff,
    channel: str,
    *states: str,
    limit: int,
    newest: bool = False,
    only: set[UUID] | None = None,
    whole: bool = False,
) -> tuple[ByHandLine, ...]:
    waiting = Message.objects.filter(channel=channel, state__in=states)
    if only is not None:
        waiting = waiting.filter(id__in=only)
    seen = visible_to(reader).filter(key_id__in=waiting.values("key_id"))
    cases = {case.key_id: case for case in seen.select_related("key", "handling_site")[: limit * 2]}
    rows = list(
        waiting.filter(key_id__in=cases)
        .select_related("key")
        .order_by("-created_at" if newest else "created_at")[:limit]
    )
    handled = _handled(row.id for row in rows)
    lines = (_by_hand_line(row, cases[row.key_id], handled.get(row.id, ()), whole) for row in rows)
    return tuple(line for line in lines if line is not None)


def _by_hand_line(row: Message, case: Case, handled: tuple[Handled, ...], whole: bool) -> ByHandLine | None:
    content = opened(row)
    if content is None:
        return None
    try:
        person = open_content(case.content, open_vault(case.key)).applicant
    except Erased:
        return None
    values = content["values"]
    if row.channel == Channel.IN_PERSON:
        values = {**values, "query_code": CODE_ON_PAPER}
        text = sentence_at(row.template, values, row.created_at)
    else:
        text = text_of(row, content)
    return ByHandLine(
        row.id,
        case.number,
        pinned(case.item_version_id).definition.name,
        content.get("name", "") if whole else shown_name(person),
        text,
        row.state,
        row.created_at,
        row.act_by,
        case.handling_site.name,
        case.handling_site.phone,
        content.get("address", "") if whole else "",
        handled,
    )


__all__ = [
    "BY_HAND",
    "ByHandLine",
    "Handled",
    "Letters",
    "Tray",
    "TrayLine",
    "letters",
    "letters_to_print",
    "message_in_tray",
    "message_tray",
    "people_to_tell",
]
