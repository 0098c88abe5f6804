"""Every address of the program with something harmless in its place holders."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

FILLERS = {
    "StringConverter": "x",
    "SlugConverter": "x",
    "IntConverter": "1",
    "UUIDConverter": str(UUID(int=0)),
    "PathConverter": "x",
}


def every_path(fill: str | None = None) -> Iterator[tuple[str, str]]:
    """View name and path of every address.

    Args:
        fill: what to put where any text may stand; None: something harmless.
    """
    yield from _walk(get_resolver(), "/", "", fill)


def _walk(resolver: URLResolver, prefix: str, space: str, fill: str | None) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, f"{entry.namespace}:" if entry.namespace else space, fill)
        elif isinstance(entry, URLPattern):
            path = route
            while "<" in path:
                start, end = path.index("<"), path.index(">")
                _converter, _, name = path[start + 1 : end].rpartition(":")
                kind = type(entry.pattern.converters[name]).__name__
                filler = FILLERS[kind] if fill is None or kind != "StringConverter" else fill
                path = path[:start] + filler + path[end + 1 :]
            yield f"{space}{entry.name}", path
