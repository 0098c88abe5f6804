"""The last day of a matter's file: from there its keeping counts, on the catalogue and when it is to be erased alike."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Max

from tongban.cases.models import Case
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper


def closed_on(rows: Iterable[Case]) -> Mapping[UUID, date | None]:
    """The day on which each file closed: of its end, its delivery, or its newest paper; None while the matter runs.

    What ends, corrects or sets aside a decision years later belongs to the file, and the file is kept from there.
    """
    listed = list(rows)
    papers = Paper.objects.filter(subject__in=[row.id for row in listed]).exclude(kind="archive_catalogue")
    newest = dict(papers.values_list("subject").annotate(Max("issued_at")))
    found: dict[UUID, date | None] = {}
    for row in listed:
        moments = (row.concluded_at, row.delivered_at, newest.get(row.id))
        days = [legal_date(at) for at in moments if at is not None]
        found[row.id] = max(days) if row.concluded_at else None
    return found
