"""What was published of each month, for anybody; nothing here leads to a case or a person."""

import base64
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.kernel.errors import NotFound
from tongban.kernel.roots import trusted_keys
from tongban.oversight.figures.documents import FILES
from tongban.oversight.models import FigureEdition, FigureFile
from tongban.rules.public_figures import Cell

EVERYTHING = "figures.zip"
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "zip": "application/zip"}


@dataclass(frozen=True)
class PublishedEdition:
    """One edition; a later one of the month takes its place and says why."""

    month: str
    number: int
    reason: str
    published_at: datetime
    lines: int


@dataclass(frozen=True)
class PublishedMonth:
    """A month with all its editions, the newest first, and the figures of that one."""

    month: str
    editions: tuple[PublishedEdition, ...]
    figures: Mapping[str, Mapping[str, Cell]]

    @property
    def newest(self) -> PublishedEdition:
        return self.editions[0]


def published_months() -> tuple[PublishedMonth, ...]:
    """Every month that was published, the newest first."""
    found: dict[str, list[FigureEdition]] = {}
    for one in FigureEdition.objects.order_by("-month", "-number"):
        found.setdefault(one.month, []).append(one)
    return tuple(
        PublishedMonth(month, tuple(_edition(one) for one in editions), editions[0].figures)
        for month, editions in found.items()
    )


def published_month(month: str) -> PublishedMonth:
    """One month.

    Raises:
        NotFound: nothing was published of it.
    """
    found = next((one for one in published_months() if one.month == month), None)
    if found is None:
        raise NotFound("month")
    return found


def published_file(month: str, number: int, name: str) -> tuple[bytes, str]:
    """A file of an edition as it was published, or all of them in one; and its media type.

    Raises:
        NotFound: there is none.
    """
    wanted = FILES if name == EVERYTHING else (name,)
    files = dict(
        FigureFile.objects.filter(edition__month=month, edition__number=number, name__in=wanted).values_list(
            "name", "content"
        )
    )
    if len(files) < len(wanted):
        raise NotFound("file")
    kind = TYPES[name.rsplit(".", 1)[1]]
    if name != EVERYTHING:
        return bytes(files[name]), kind
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in FILES:
            archive.writestr(one, bytes(files[one]))
    return packed.getvalue(), kind


def signing_keys() -> tuple[str, ...]:
    """The public keys of the daily roots (base64): today's, and those before it."""
    return tuple(sorted(base64.b64encode(key).decode() for key in trusted_keys()))


def _edition(one: FigureEdition) -> PublishedEdition:
    return PublishedEdition(one.month, one.number, one.reason, one.published_at, one.lines_count)
