"""The words in force: the shipped ones until a place writes its own; each message has those of its time."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.kernel.messages.templates import Template, shipped
from tongban.kernel.models import MessageText

IN_FORCE = MessageText.State.IN_FORCE
_DAY = re.compile(r"(\d{4}年)?(\d{1,2})月(\d{1,2})日")


def text_at(template: str, at: datetime, language: str = "zh") -> str:
    """The words of a template in force at a moment.

    Args:
        language: ``zh`` or ``en``.

    Raises:
        KeyError: an unknown template.
    """
    own = (
        MessageText.objects.filter(template=template, state=IN_FORCE, decided_at__lte=at)
        .order_by("-edition")
        .values_list(language, flat=True)
        .first()
    )
    return own or getattr(shipped()[template], language)


def sentence_at(template: str, values: Mapping[str, str], at: datetime, language: str = "zh") -> str:
    """A message's text, with the words of its time.

    Raises:
        KeyError: an unknown template or a missing value.
    """
    told = _in_english(values) if language == "en" else values
    return text_at(template, at, language).format_map(told)


def _in_english(values: Mapping[str, str]) -> dict[str, str]:
    """The item by its English name, where the message has one, and days as English says them."""
    named = {name: value for name, value in values.items() if not name.endswith("_en")}
    named |= {
        name.removesuffix("_en"): value for name, value in values.items() if name.endswith("_en") and value
    }
    return {name: _DAY.sub(_day_in_english, value) for name, value in named.items()}


def _day_in_english(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    said = f"{int(day)} {calendar.month_name[int(month)]}" if 1 <= int(month) <= 12 else found.group()
    return f"{said} {year[:4]}" if year else said


@dataclass(frozen=True)
class Edition:
    """One edition of a template's words.

    Args:
        number: 0 is the shipped one.
        writer: the person, so that a page can say whether the reader wrote it.
        written_by, decided_by: assignments; None: shipped.
    """

    number: int
    zh: str
    en: str
    reason: str = ""
    state: str = IN_FORCE.value
    writer: int | None = None
    written_by: int | None = None
    written_at: datetime | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Wording:
    """A template with its editions, newest first; the shipped one stands last."""

    template: Template
    editions: tuple[Edition, ...]

    @property
    def in_force(self) -> Edition:
        return next(one for one in self.editions if one.state == IN_FORCE)

    @property
    def waiting(self) -> Edition | None:
        return next((one for one in self.editions if one.state == MessageText.State.WAITING), None)


def wordings() -> tuple[Wording, ...]:
    """Every template, in the order of the file."""
    own: dict[str, list[Edition]] = {}
    for row in MessageText.objects.order_by("-edition"):
        own.setdefault(row.template, []).append(_edition(row))
    return tuple(Wording(one, (*own.get(one.code, []), _shipped(one))) for one in shipped().values())


def wording(code: str) -> Wording | None:
    """One template; None where there is none of that code."""
    template = shipped().get(code)
    if template is None:
        return None
    rows = MessageText.objects.filter(template=code).order_by("-edition")
    return Wording(template, (*map(_edition, rows), _shipped(template)))


def _shipped(template: Template) -> Edition:
    return Edition(0, template.zh, template.en)


def _edition(row: MessageText) -> Edition:
    return Edition(
        row.edition,
        row.zh,
        row.en,
        row.reason,
        row.state,
        row.writer,
        row.written_by,
        row.written_at,
        row.decided_by,
        row.decided_at,
    )
