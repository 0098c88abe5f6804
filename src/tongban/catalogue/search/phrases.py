"""What an item is called, asked and told by: the phrases that a search looks through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.search.keys import keys_of, normal

FIELDS = {
    "name": 1.0,
    "word": 0.98,
    "ask": 0.96,
    "word_en": 0.95,
    "name_en": 0.9,
    "more": 0.55,
    "material": 0.4,
}
"""How much a whole match says by the field it is in."""
KEY_WEIGHTS = {"name": 10, "word": 10, "ask": 7, "word_en": 9, "name_en": 8, "more": 4, "material": 2}
ENGLISH = frozenset({"word_en", "name_en"})
TAIL = frozenset({"more", "material"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase in normal form, and where it stands."""

    field: str
    text: str

    @property
    def english(self) -> bool:
        return self.field in ENGLISH


def phrases_of(content: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The phrases of an item's content, each once, in the strongest field it stands in."""
    seen: dict[str, Phrase] = {}
    for field, text in _stated(content):
        plain = normal(text)
        if plain and plain not in seen:
            seen[plain] = Phrase(field, plain)
    return tuple(seen.values())


def weighted_keys(phrases: tuple[Phrase, ...]) -> dict[str, int]:
    """Every key of an item with the weight of the strongest phrase that has it.

    Slips of the finger are mended in names only, pinyin finds names and questions; the long tail of summaries,
    common questions and materials is found by its characters, its sounds and its English words.
    """
    weights: dict[str, int] = {}
    for phrase in phrases:
        weight = KEY_WEIGHTS[phrase.field]
        for key in keys_of(phrase.text, phrase.english):
            if (key[0] == "t" and weight < KEY_WEIGHTS["name"]) or (key[0] in "lic" and phrase.field in TAIL):
                continue
            weights[key] = max(weight, weights.get(key, 0))
    return weights


def _stated(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    search = content.get("search") or {}
    yield "name", content["name"]["zh"]
    yield from (("word", word) for word in search.get("words", ()))
    yield from (("ask", asked) for asked in search.get("asks", ()))
    yield "name_en", content["name"].get("en", "")
    yield from (("word_en", word) for word in search.get("words_en", ()))
    yield "more", content["summary"]["zh"]
    yield "name_en", content["summary"].get("en", "")
    yield "more", content["result"]["name"]["zh"]
    for asked in content.get("faq", ()):
        yield "more", asked["question"]["zh"]
    for material in content.get("materials", ()):
        yield "material", material["name"]["zh"]
        yield "name_en", material["name"].get("en", "")
