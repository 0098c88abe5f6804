"""What differs between two editions of an item, in plain words: the field by its title, before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from tongban.catalogue.definition import Text
from tongban.catalogue.inheritance import Applied, differences
from tongban.directory import queries as directory
from tongban.faces.common.schema_words import in_words, member_name, steps_into

CONDITIONS = ("needed_if", "show_if", "when")
TOLD_APART = frozenset(["search", "sample", "basic_code"])  # it changes nothing for people who apply


@dataclass(frozen=True)
class ToldDifference:
    """One difference.

    Args:
        kind: ``added``, ``removed``, ``changed``, or ``condition`` where when it applies has changed.
        where: the titles on the way to it.
        before, after: as people read them; empty where there was nothing or where words would not help.
        place, why: of a place's own change: whose it is, and its reason.
    """

    kind: str
    where: tuple[str, ...]
    before: str
    after: str
    place: str = ""
    why: Text | None = None


def told_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ToldDifference, ...]:
    """Every difference that matters to people who apply or decide, in the order of the content."""
    return tuple(_told(before, after))


def told_changes(content: Mapping[str, Any], applied: Iterable[Applied]) -> tuple[ToldDifference, ...]:
    """What the places below the base have changed of a content, in order, each with whose it is and why.

    Args:
        content: as it came to be, in which the places of the changes are looked up.
    """
    return tuple(_change(content, one) for one in applied)


def _change(content: Mapping[str, Any], one: Applied) -> ToldDifference:
    language = get_language() or ""
    way = list(steps_into(one.at, content))
    where = tuple(title.in_language(language) for title, _ in way)
    named = directory.place_name(one.division)
    place = named.name if named else one.division
    why = Text(one.why.get("zh", ""), one.why.get("en", ""))
    if one.at.rsplit(".", 1)[-1] in CONDITIONS:
        return ToldDifference("condition", where, "", "", place, why)
    part, before, after = way[-1][1], one.before, one.after
    if isinstance(before, list) and isinstance(after, list) and after[:-1] == before:
        before, after = None, after[-1:]  # one more: the others need not be told again
    if after is None and isinstance(before, dict):  # it is in the content no more, but knows its name
        where = (*where[:-1], member_name([before], where[-1]).in_language(language))
    kind = "added" if before is None else "removed" if after is None else "changed"
    return ToldDifference(kind, where, in_words(before, part), in_words(after, part), place, why)


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ToldDifference]:
    language = get_language() or ""
    for found in differences(dict(before), dict(after)):
        if found.path.split(".", 1)[0] in TOLD_APART:
            continue
        way = list(steps_into(found.path, after, before))
        where = tuple(title.in_language(language) for title, _ in way)
        part = way[-1][1]
        if found.path.rsplit(".", 1)[-1] in CONDITIONS:
            yield ToldDifference("condition", where, "", "")
            continue
        was, now = in_words(found.before, part), in_words(found.after, part)
        kind = "added" if found.before is None else "removed" if found.after is None else "changed"
        yield ToldDifference(kind, where, was, now)
