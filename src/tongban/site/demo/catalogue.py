"""The demonstration's catalogue: the region's items, the overrides of the places below, the base list."""

from collections.abc import Collection
from copy import deepcopy
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tongban.catalogue.commands import load_base_list, publish_override, publish_version
from tongban.catalogue.models import Item
from tongban.kernel.actors import Actor

FOLDER = files("tongban") / "data/catalogue"
BASE_LIST = "base_list.yaml"
LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the one in C is ten times as quick, where it is there


def load_catalogue(actor: Actor, since: date, items: Collection[str] | None = None) -> None:
    """Publish what is shipped; what is there already stays as it is.

    Args:
        since: the first day of everything.
        items: only these codes; None: all.
    """
    there = set(Item.objects.filter(layers__isnull=False).values_list("code", flat=True))
    listed: set[str] = set()
    if items is None:
        load_base_list(actor, read_base_list(), idempotency_key="demo-base-list-2")
        listed = {entry["code"] for entry in read_base_list()}
    wanted = {content["code"] for content in read_catalogue()} if items is None else set(items)
    for content in read_catalogue():
        if content["code"] in wanted - there:
            publish_version(
                actor,
                content,
                effective_from=since,
                reason="演示目录首次发布",
                idempotency_key=f"demo-item-{content['code']}-1",
            )
    for division, overrides in read_layers():
        for override in overrides:
            if override["item"] in (wanted | listed) - there:
                publish_override(
                    actor,
                    division,
                    override,
                    effective_from=since,
                    reason="演示目录首次发布",
                    idempotency_key=f"demo-layer-{division}-{override['item']}-1",
                )


def read_catalogue() -> list[dict[str, Any]]:
    """The demonstration items as shipped, by code."""
    return deepcopy(_items())


def read_layers() -> list[tuple[str, list[dict[str, Any]]]]:
    """Division and overrides, the higher divisions first."""
    return deepcopy(_layers())


def read_base_list() -> list[dict[str, Any]]:
    """The region's list of what every township must say it took in, or why not (应进必进)."""
    listed = FOLDER / BASE_LIST
    return _read(listed) if listed.is_file() else []


@cache
def _items() -> list[dict[str, Any]]:
    names = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".yaml"))
    return [_read(FOLDER / name) for name in names if name != BASE_LIST]


@cache
def _layers() -> list[tuple[str, list[dict[str, Any]]]]:
    folder = FOLDER / "layers"
    if not folder.is_dir():
        return []
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    divisions = sorted((name.removesuffix(".yaml") for name in names), key=_height)
    return [(division, _read(folder / f"{division}.yaml")) for division in divisions]


def _height(code: str) -> tuple[int, str]:
    """Divisions whose codes end in more zeros lie higher (GB/T 2260, GB/T 10114)."""
    return len(code.rstrip("0")), code


def _read(path: Any) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
