"""What differs between two editions of an item, in plain words: the field by its title, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from tongban.catalogue.inheritance import differences
from tongban.faces.common.schema_words import in_words, steps_into

TOLD_APART = frozenset(["search", "sample", "basic_code"])  # it changes nothing for people who apply


@dataclass(frozen=True)
class ToldDifference:
    """One difference.

    Args:
        kind: ``added``, ``removed``, ``changed``, or ``condition`` where when it applies has changed.
        where: the titles on the way to it.
        before, after: as people read them; empty where there was nothing or where words would not help.
    """

    kind: str
    where: tuple[str, ...]
    before: str
    after: str


def told_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ToldDifference, ...]:
    """Every difference that matters to people who apply or decide, in the order of the content."""
    return tuple(_told(before, after))


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ToldDifference]:
    language = get_language() or ""
    for found in differences(dict(before), dict(after)):
        if found.path.split(".", 1)[0] in TOLD_APART:
            continue
        way = list(steps_into(found.path, after, before))
        where = tuple(title.in_language(language) for title, _ in way)
        part = way[-1][1]
        if found.path.rsplit(".", 1)[-1] in ("needed_if", "show_if", "when"):
            yield ToldDifference("condition", where, "", "")
            continue
        was, now = in_words(found.before, part), in_words(found.after, part)
        kind = "added" if found.before is None else "removed" if found.after is None else "changed"
        yield ToldDifference(kind, where, was, now)
