"""Definitions by version, parsed once per process: a version never changes."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Q

from tongban.catalogue.definition import ItemDefinition, Option, Text
from tongban.catalogue.models import ItemVersion
from tongban.catalogue.parsing import parse_definition
from tongban.directory.queries.service_area import villages_served
from tongban.kernel import time
from tongban.kernel.errors import NotFound


@dataclass(frozen=True)
class PinnedItem:
    """One version of an item with its place in the database."""

    version_id: int
    number: int
    definition: ItemDefinition


@lru_cache(maxsize=4096)
def _parsed(version_id: int) -> PinnedItem:
    row = ItemVersion.objects.get(id=version_id)
    return PinnedItem(row.id, row.number, parse_definition(row.definition))


def pinned(version_id: int) -> PinnedItem:
    """The version a case stays on, with the villages of today as options of village questions."""
    return _with_options(version_id, villages_served())


@lru_cache(maxsize=4096)
def _with_options(version_id: int, villages: tuple[tuple[str, str], ...]) -> PinnedItem:
    item = _parsed(version_id)
    if not any(question.kind == "village" for question in item.definition.questions):
        return item
    return replace(item, definition=_with_villages(item.definition, villages))


def _with_villages(definition: ItemDefinition, villages: tuple[tuple[str, str], ...]) -> ItemDefinition:
    options = tuple(Option(code, Text(name)) for code, name in villages)
    return replace(
        definition,
        questions=tuple(
            replace(question, options=options) if question.kind == "village" else question
            for question in definition.questions
        ),
    )


def effective_version_id(code: str, on: date | None = None) -> int:
    """The id of the version that holds on a day.

    Args:
        on: the day; None: today in China.

    Raises:
        NotFound: no such item, or no version holds that day.
    """
    if "\0" in code:  # PostgreSQL takes none; no code has one
        raise NotFound("item")
    return _effective(code, on or time.today(), int(time.now().timestamp()) // 60)


@lru_cache(maxsize=1024)
def _effective(code: str, on: date, minute: int) -> int:
    row = (
        ItemVersion.objects.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=on), item__code=code, effective_from__lte=on
        )
        .order_by("-number")
        .values_list("id", flat=True)
        .first()
    )
    if row is None:
        raise NotFound("item")
    return int(row)


def current(code: str) -> PinnedItem:
    """The version of an item that holds today.

    Raises:
        NotFound: no such item, or none holds today.
    """
    return pinned(effective_version_id(code))


def versions_with_effect(code: str) -> tuple[int, ...]:
    """The ids of every version, of today or before, that states an effect; read once a minute per process."""
    return _with_effect(code, int(time.now().timestamp()) // 60)


@lru_cache(maxsize=16)
def _with_effect(code: str, minute: int) -> tuple[int, ...]:
    rows = ItemVersion.objects.filter(definition__effects__has_key=code).order_by("id")
    return tuple(rows.values_list("id", flat=True))


def forget_versions() -> None:
    """After a publication in this process."""
    _parsed.cache_clear()
    _with_options.cache_clear()
    _with_effect.cache_clear()
    _effective.cache_clear()


def all_current() -> tuple[PinnedItem, ...]:
    """Every item's version of today, by code."""
    on = time.today()
    rows = (
        ItemVersion.objects.filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=on), effective_from__lte=on
        )
        .order_by("item__code", "-number")
        .distinct("item__code")
        .values_list("id", flat=True)
    )
    return tuple(pinned(row) for row in rows)
