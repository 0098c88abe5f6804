"""Texts that people read are there in both languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalogue.checks.finding import Content, Hit, Surroundings


def every_text_has_its_english(content: Content, around: Surroundings) -> Iterator[Hit]:
    yield from _without_english(content, "")


def _without_english(value: Any, path: str) -> Iterator[Hit]:
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            if not str(value["en"]).strip():
                yield Hit(f"{path}.en", "english_missing", {"text": str(value["zh"])[:30]})
            return
        for name, member in value.items():
            yield from _without_english(member, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _without_english(member, f"{path}.{number}")


def it_is_found_by_a_word(content: Content, around: Surroundings) -> Iterator[Hit]:
    if content["published"] and not (content["search"]["words"] and content["search"]["asks"]):
        yield Hit("search", "found_by_nothing")


RULES = (every_text_has_its_english, it_is_found_by_a_word)
