"""Editions by place and day, read once per process: an edition never changes."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max

from tongban.catalogue.definition import ItemDefinition, Option, Text
from tongban.catalogue.models import ItemVersion, LayerVersion
from tongban.catalogue.parsing import read_definition
from tongban.directory.queries import chain, default_place, villages_served
from tongban.kernel import time
from tongban.kernel.errors import NotFound
from tongban.kernel.kept_queries import prepared_cursor


@dataclass(frozen=True)
class PinnedItem:
    """One edition of an item with its place in the database."""

    version_id: int
    number: int
    division_code: str
    definition: ItemDefinition


@dataclass(frozen=True)
class EditionView:
    """One edition as a list of editions shows it; `effective_to` is its last day, None while open."""

    version_id: int
    number: int
    division_code: str
    effective_from: date
    effective_to: date | None
    reason: str
    taken: bool
    digest: str


@lru_cache(maxsize=4096)
def _parsed(version_id: int) -> PinnedItem:
    row = ItemVersion.objects.get(id=version_id)
    return PinnedItem(row.id, row.number, row.division_code, read_definition(row.definition))


def pinned(version_id: int) -> PinnedItem:
    """The edition a case stays on, with the villages of today as options of village questions."""
    return _with_options(version_id, villages_served())


@lru_cache(maxsize=4096)
def _with_options(version_id: int, villages: tuple[tuple[str, str], ...]) -> PinnedItem:
    item = _parsed(version_id)
    if not any(question.kind == "village" for question in item.definition.questions):
        return item
    return replace(item, definition=with_villages(item.definition, villages))


def with_villages(definition: ItemDefinition, villages: tuple[tuple[str, str], ...]) -> ItemDefinition:
    """A definition whose village questions have these villages (code, name) as options."""
    options = tuple(Option(code, Text(name)) for code, name in villages)
    return replace(
        definition,
        questions=tuple(
            replace(question, options=options) if question.kind == "village" else question
            for question in definition.questions
        ),
    )


def content_of(version_id: int) -> dict[str, Any]:
    """The composed content of an edition.

    Raises:
        NotFound: there is no such edition.
    """
    content = ItemVersion.objects.filter(id=version_id).values_list("definition", flat=True).first()
    if content is None:
        raise NotFound("item")
    return dict(content)


def effective_version_id(code: str, place: str = "", on: date | None = None) -> int:
    """The id of the edition that holds at a place on a day; it may be one that is not taken in there.

    Args:
        place: a division; "": the deployment's default place.
        on: the day; None: today in China.

    Raises:
        NotFound: no such item, or none holds there that day.
    """
    if "\0" in code or "\0" in place:  # PostgreSQL takes none; no code has one
        raise NotFound("item")
    return _effective(code, place or default_place(), on or time.today(), _generation(_minute()))


def _minute() -> int:
    return time.minute()


@lru_cache(maxsize=1)
def _generation(minute: int) -> int:
    """The newest layer, read once a minute per process: editions only change when a layer is published."""
    return LayerVersion.objects.aggregate(newest=Max("id"))["newest"] or 0


_EFFECTIVE = """
    SELECT v.id FROM catalogue_item i
    JOIN catalogue_item_version v ON v.item_id = i.id
    WHERE i.code = $1 AND v.division_code = ANY($2)
      AND v.effective_from <= $3 AND (v.effective_to IS NULL OR v.effective_to >= $3)
    ORDER BY array_position($2, v.division_code::text), v.number DESC LIMIT 1"""


@lru_cache(maxsize=32768)
def _effective(code: str, place: str, on: date, generation: int) -> int:
    with prepared_cursor() as cursor:
        cursor.execute(_EFFECTIVE, [code, list(chain(place)), on])
        row = cursor.fetchone()
    if row is None:
        raise NotFound("item")
    return int(row[0])


def current(code: str, place: str = "") -> PinnedItem:
    """The edition of an item that holds at a place today.

    Raises:
        NotFound: no such item, none holds today, or the place has not taken it in.
    """
    found = pinned(effective_version_id(code, place))
    if not _taken(found.version_id):
        raise NotFound("item")
    return found


@lru_cache(maxsize=32768)
def _taken(version_id: int) -> bool:
    return bool(ItemVersion.objects.values_list("taken", flat=True).get(id=version_id))


def versions_with_effect(code: str) -> tuple[int, ...]:
    """The ids of every edition, of today or before, that states an effect; read once a minute per process."""
    return _with_effect(code, _minute())


@lru_cache(maxsize=16)
def _with_effect(code: str, minute: int) -> tuple[int, ...]:
    rows = ItemVersion.objects.filter(definition__effects__has_key=code).order_by("id")
    return tuple(rows.values_list("id", flat=True))


def steps_of_kind(kind: str) -> tuple[tuple[int, ...], frozenset[str]]:
    """The ids of every edition that has a step of a kind, and the codes of those steps; read once a minute."""
    return _with_step(kind, _minute())


@lru_cache(maxsize=16)
def _with_step(kind: str, minute: int) -> tuple[tuple[int, ...], frozenset[str]]:
    rows = ItemVersion.objects.filter(definition__steps__contains=[{"kind": kind}]).order_by("id")
    ids = tuple(rows.values_list("id", flat=True))
    codes = (step.code for one in ids for step in _parsed(one).definition.steps if step.kind == kind)
    return ids, frozenset(codes)


def editions_of(code: str) -> tuple[int, ...]:
    """The ids of every edition of an item, of every place; read once a minute."""
    return _editions(code, _minute()) if "\0" not in code else ()


@lru_cache(maxsize=1024)
def _editions(code: str, minute: int) -> tuple[int, ...]:
    return tuple(ItemVersion.objects.filter(item__code=code).order_by("id").values_list("id", flat=True))


def forget_versions() -> None:
    """After a publication in this process."""
    for kept in (
        _parsed,
        _with_options,
        _with_effect,
        _with_step,
        _editions,
        _effective,
        _taken,
        _current_ids,
        _generation,
    ):
        kept.cache_clear()


_CURRENT = """
    SELECT DISTINCT ON (i.code) v.id, v.taken AND v.published
    FROM catalogue_item i
    JOIN catalogue_item_version v ON v.item_id = i.id
    WHERE v.division_code = ANY($1)
      AND v.effective_from <= $2 AND (v.effective_to IS NULL OR v.effective_to >= $2)
    ORDER BY i.code, array_position($1, v.division_code::text), v.number DESC"""


@lru_cache(maxsize=64)
def _current_ids(place: str, on: date, generation: int) -> tuple[int, ...]:
    with prepared_cursor() as cursor:
        cursor.execute(_CURRENT, [list(chain(place)), on])
        return tuple(version_id for version_id, offered in cursor.fetchall() if offered)


def current_version_ids(place: str = "") -> tuple[int, ...]:
    """The ids of the editions that are published and taken in at a place today, by item code."""
    return _current_ids(place or default_place(), time.today(), _generation(_minute()))


def all_current(place: str = "") -> tuple[PinnedItem, ...]:
    """Every published item of a place in its edition of today, by code."""
    return tuple(pinned(version_id) for version_id in current_version_ids(place))


def editions(code: str, place: str = "") -> tuple[EditionView, ...]:
    """The editions of an item that held, hold or will hold at a place, the newest first.

    Raises:
        NotFound: no such item, or none at this place.
    """
    if "\0" in code or "\0" in place:
        raise NotFound("item")
    rows = (
        ItemVersion.objects.filter(item__code=code, division_code__in=chain(place or default_place()))
        .defer("definition", "layers")
        .order_by("-effective_from", "-number")
    )
    for division in chain(place or default_place()):
        of_place = [row for row in rows if row.division_code == division]
        if of_place:
            return tuple(_view(row) for row in of_place)
    raise NotFound("item")


def _view(row: ItemVersion) -> EditionView:
    return EditionView(
        row.id,
        row.number,
        row.division_code,
        row.effective_from,
        row.effective_to,
        row.reason,
        row.taken,
        bytes(row.digest).hex(),
    )


def edition(version_id: int) -> EditionView:
    """One edition's days and reason.

    Raises:
        NotFound: there is none.
    """
    row = ItemVersion.objects.filter(id=version_id).defer("definition", "layers").first()
    if row is None:
        raise NotFound("item")
    return _view(row)
