"""What may stand in a message: known placeholders, no link but the own site's, nobody's number; how long it gets."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from tongban.kernel.errors import FieldFault
from tongban.kernel.messages.templates import Template

LONGEST = 300  # characters of an edition
MOST_PARTS = 4  # what a phone shows as one text; more is a letter
ONE_PART, LONG_PART = (
    70,
    67,
)  # UCS-2 characters of a text message: alone, and of one in parts (3GPP TS 23.040)
SAMPLES: Mapping[str, str] = {
    "item": "城乡居民基本养老保险参保登记",
    "number": "SLX26A0001238",
    "query_code": "7K2M9QXA",
    "site": "示范镇便民服务中心",
    "due": "12月15日",
    "was": "2026年12月11日",
    "what": "承诺办结日期",
    "reason": "节假日安排有变化",
    "code": "384920",
}
_LINK = re.compile(r"https?:|www\.|[A-Za-z0-9-]+\.(?:com|cn|net|org|top|xyz|cc|io|gov|edu|info|app)\b", re.I)
# a mobile number, a citizen number, an account: never in words that go to everybody
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d){8}|\d{17}[\dXx]|\d{10,})(?!\d)")


def samples(base_url: str) -> dict[str, str]:
    """A value for every placeholder, of an invented matter."""
    return {**SAMPLES, "url": f"{base_url}/track/"}


def used(text: str) -> tuple[str, ...]:
    """The placeholders of a text, in order.

    Raises:
        ValueError: a brace that is none, or one that asks for more than a name.
    """
    found = []
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not re.fullmatch(r"[a-z_]+", name) or spec or conversion:
            raise ValueError(name)
        found.append(name)
    return tuple(dict.fromkeys(found))


def faults_of(template: Template, field: str, text: str, base_url: str) -> Iterator[FieldFault]:
    """Everything wrong with one language's words."""
    if not text.strip():
        yield FieldFault(field, "required")
        return
    if len(text) > LONGEST:
        yield FieldFault(field, "too_long", {"most": LONGEST})
    try:
        names = used(text)
    except ValueError:
        yield FieldFault(field, "message_brace")
        return
    if unknown := [name for name in names if name not in template.placeholders]:
        yield FieldFault(field, "message_unknown_placeholder", {"names": unknown})
    if missing := [name for name in template.needed if name not in names]:
        yield FieldFault(field, "message_missing_placeholder", {"names": missing})
    if _LINK.search(text):
        yield FieldFault(field, "message_link")
    if _NUMBER.search(text):
        yield FieldFault(field, "message_number")
    if field == "zh" and not unknown and parts(text.format_map(samples(base_url))) > MOST_PARTS:
        yield FieldFault(field, "message_parts", {"most": MOST_PARTS})


def parts(text: str) -> int:
    """As how many text messages it is sent, and paid for; Chinese goes in UCS-2."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= ONE_PART else -(-units // LONG_PART)
