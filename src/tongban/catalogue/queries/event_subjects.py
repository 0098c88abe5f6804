"""What the catalogue's events are about, in codes and titles; for pages that tell of the past."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from tongban.catalogue.definition import Text
from tongban.catalogue.models import CatalogueDraft, ImportJob, Item, LayerVersion

KINDS = frozenset({"catalogue", "catalogue_draft", "catalogue_import"})


def titles(events: Iterable[tuple[int, str, str, Mapping[str, Any]]]) -> dict[int, tuple[Text, str]]:
    """Event id → (code and title of the item, or the file's name; code of the division).

    Args:
        events: id, kind, stream and data of events of the `KINDS`.
    """
    known = [event for event in events if event[1] in KINDS]
    ids = {stream for _, kind, stream, _ in known if kind != "catalogue" and _is_id(stream)}
    drafts = {str(row.id): row for row in CatalogueDraft.objects.filter(id__in=ids)} if ids else {}
    files = (
        ImportJob.objects.filter(id__in=ids).values_list("id", "file_name", "division_code") if ids else ()
    )
    jobs = {str(job): (Text(name), division) for job, name, division in files}
    codes = {row.item_code for row in drafts.values()}
    codes |= {stream for _, kind, stream, data in known if kind == "catalogue" and data.get("item")}
    names = _names(codes)
    told: dict[int, tuple[Text, str]] = {}
    for event_id, kind, stream, data in known:
        if kind == "catalogue" and data.get("item"):
            told[event_id] = (_titled(stream, names.get(stream)), str(data.get("division", "")))
        elif (draft := drafts.get(stream)) is not None:
            own = _text(draft.content.get("name"))
            told[event_id] = (
                _titled(draft.item_code, own or names.get(draft.item_code)),
                draft.division_code,
            )
        elif stream in jobs:
            told[event_id] = jobs[stream]
    return told


def _names(codes: set[str]) -> dict[str, Text]:
    """The title of the newest whole content of each item; of one without, what the base list calls it."""
    rows = LayerVersion.objects.filter(item__code__in=codes, base=True).order_by("item", "-number")
    newest = rows.distinct("item").values_list("item__code", "content__name")
    listed = Item.objects.filter(code__in=codes).values_list("code", "listed__name")
    named = [*listed, *newest]  # of two, the later one is taken
    return {code: text for code, name in named if (text := _text(name)) is not None}


def _text(name: object) -> Text | None:
    if not isinstance(name, Mapping) or not name.get("zh"):
        return None
    return Text(str(name["zh"]), str(name.get("en", "")))


def _titled(code: str, name: Text | None) -> Text:
    if name is None:
        return Text(code)
    return Text(f"{code} {name.zh}", f"{code} {name.en}" if name.en else "")


def _is_id(stream: str) -> bool:
    try:
        UUID(stream)
    except ValueError:
        return False
    return True
