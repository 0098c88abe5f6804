"""What a page shows of the words of messages, and of the messages to one phone."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import Erased, FieldFault, NotAuthorized, NotFound
from tongban.kernel.messages.checking import faults_of, parts, samples, used
from tongban.kernel.messages.editions import Edition, Wording, sentence_at, wording, wordings
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.messages.templates import shipped
from tongban.kernel.messages.writing import WRITERS
from tongban.kernel.models import Message
from tongban.kernel.time import now

READERS = WRITERS | {"system_admin", "auditor"}
MOST = 100


@dataclass(frozen=True)
class Preview:
    """Words with sample values in them.

    Args:
        parts: as how many text messages it is sent; 0 where it cannot be.
    """

    zh: str
    en: str
    parts: int
    faults: tuple[FieldFault, ...]


def message_texts(actor: Actor) -> tuple[Wording, ...]:
    """Every template with its editions.

    Raises:
        NotAuthorized: ``message_words_only``.
    """
    _reader(actor)
    return wordings()


def message_text(actor: Actor, code: str) -> Wording:
    """One template with its editions.

    Raises:
        NotAuthorized: ``message_words_only``.
        NotFound: no such template.
    """
    _reader(actor)
    found = wording(code)
    if found is None:
        raise NotFound("message_text")
    return found


def preview_text(actor: Actor, code: str, zh: str, en: str) -> Preview:
    """What people would read, and what is wrong with it.

    Raises:
        NotAuthorized, NotFound: as `message_text`.
    """
    template = message_text(actor, code).template
    faults = tuple(
        fault
        for field, text in (("zh", zh), ("en", en))
        for fault in faults_of(template, field, text, settings.BASE_URL)
    )
    told = [_filled(text) for text in (zh, en)]
    return Preview(told[0], told[1], parts(told[0]) if told[0] else 0, faults)


def filled(edition: Edition) -> Preview:
    """An edition with sample values."""
    zh = _filled(edition.zh)
    return Preview(zh, _filled(edition.en), parts(zh), ())


def _filled(text: str) -> str:
    values = samples(settings.BASE_URL)
    try:
        known = all(name in values for name in used(text))
    except ValueError:
        return ""
    return text.format_map(values) if known else ""


def _reader(actor: Actor) -> Staff:
    if isinstance(actor, Staff) and actor.role in READERS:
        return actor
    raise NotAuthorized("message_words_only")


@dataclass(frozen=True)
class ToldLine:
    """One message as its receiver reads it on their own page.

    Args:
        name: which kind of message.
        new: not seen on this page before.
    """

    at: datetime
    name: str
    text: str
    channel: str
    state: str
    new: bool


def my_messages(actor: Actor, language: str = "zh") -> tuple[ToldLine, ...]:
    """The messages to the phone that a citizen proved to hold, newest first, at most 100; never a code.

    Reading marks them as seen.  That is no proof of delivery of any paper: it shows that somebody with the phone
    opened the page.
    """
    if not isinstance(actor, Citizen) or not actor.phone_digest:
        return ()
    rows = (
        Message.objects.filter(recipient=actor.phone_digest)
        .exclude(state=Message.State.REPLACED)
        .exclude(template__in=[one.code for one in shipped().values() if one.urgent])
        .select_related("key")
        .order_by("-created_at")[:MOST]
    )
    shown, seen = [], []
    for row in rows:
        known = shipped().get(row.template)
        try:
            content = content_of(row)
        except Erased:
            continue
        text = (content.get("text") if language == "zh" else "") or sentence_at(
            row.template, content["values"], row.created_at, language
        )
        name = "" if known is None else known.name_en if language == "en" else known.name_zh
        shown.append(ToldLine(row.created_at, name, text, row.channel, row.state, row.seen_at is None))
        if row.seen_at is None:
            seen.append(row.id)
    if seen:
        Message.objects.filter(id__in=seen, seen_at=None).update(seen_at=now())
    return tuple(shown)
