"""Reading the access log: by day, person, site, subject, kind and field; months outside are not touched.

Who may read it is asked by the room that calls this (`cases/queries/access.py`, `cases/queries/looks.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tongban.kernel.access import REASON
from tongban.kernel.errors import Erased
from tongban.kernel.models import AccessEntry, DataKey
from tongban.kernel.secrets import open_vault


@dataclass(frozen=True)
class Look:
    """One row of the log, without the reason, which is sealed."""

    id: int
    at: datetime
    kind: str
    actor_key: str
    staff_id: int | None
    site_id: int | None
    subject_kind: str
    subject: str
    field: str
    has_reason: bool
    rows: int | None

    @property
    def assignment_id(self) -> int:
        """The assignment they looked in; 0 where it was none of staff."""
        kind, _, number = self.actor_key.partition(":")
        return int(number) if kind == "assignment" and number.isdecimal() else 0


@dataclass(frozen=True)
class Wanted:
    """What is looked for; everything given must hold.

    Args:
        starts: the first moment.
        ends: the first moment after it.
        staff_ids: of these people; None: of anybody.
        subjects: of these cases, people or lists; None: of any.
        kinds: of these kinds; empty: of any.
        field: the field's name or its beginning.
    """

    starts: datetime
    ends: datetime
    staff_ids: tuple[int, ...] | None = None
    site_id: int | None = None
    subjects: tuple[str, ...] | None = None
    kinds: tuple[str, ...] = ()
    field: str = ""


def rows_of(wanted: Wanted) -> QuerySet[AccessEntry]:
    """The rows, newest first; the bounds of time keep other months' partitions closed."""
    rows = AccessEntry.objects.filter(at__gte=wanted.starts, at__lt=wanted.ends)
    if wanted.staff_ids is not None:
        rows = rows.filter(staff_id__in=wanted.staff_ids)
    if wanted.site_id is not None:
        rows = rows.filter(site_id=wanted.site_id)
    if wanted.subjects is not None:
        rows = rows.filter(subject__in=wanted.subjects)
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.field:
        rows = rows.filter(field__startswith=wanted.field)
    return rows.order_by("-at", "-id")


def after(rows: QuerySet[AccessEntry], last: tuple[datetime, int] | None) -> QuerySet[AccessEntry]:
    """What follows a row that was shown (keyset paging); the plain bound on ``at`` closes partitions too."""
    if last is None:
        return rows
    at, row_id = last
    return rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=row_id))


def looks(wanted: Wanted, *, last: tuple[datetime, int] | None = None, limit: int = 50) -> list[Look]:
    """A page of the log, newest first.

    Args:
        last: moment and id of the last row shown before.
        limit: rows.
    """
    return [_look(row) for row in after(rows_of(wanted), last).defer("reason")[:limit]]


def look_at(row_id: int) -> Look | None:
    """One row by its id, which each month has an index of."""
    row = AccessEntry.objects.filter(id=row_id).defer("reason").first()
    return _look(row) if row else None


def reasons_of(looks: Sequence[Look]) -> dict[int, str | None]:
    """Row id → the reason as typed; "" where none was, None where its key is gone."""
    stated = [look for look in looks if look.has_reason]
    told: dict[int, str | None] = {look.id: "" for look in looks}
    if not stated:
        return told
    times = [look.at for look in stated]
    rows = AccessEntry.objects.filter(
        id__in=[look.id for look in stated], at__gte=min(times), at__lte=max(times)
    )
    sealed = list(rows.values_list("id", "reason", "key_id"))
    keys = DataKey.objects.in_bulk({key_id for _, _, key_id in sealed})
    for row_id, reason, key_id in sealed:
        key = keys.get(key_id)
        try:
            told[row_id] = open_vault(key).open(bytes(reason or b""), REASON).decode() if key else None
        except Erased:
            told[row_id] = None
    return told


def sums(wanted: Wanted) -> list[tuple[int, str, int]]:
    """Who looked how often: person, kind, count; in no order that ranks."""
    counted = rows_of(wanted).filter(staff_id__isnull=False).order_by()
    found = counted.values_list("staff_id", "kind").annotate(count=Count("id"))
    return [(int(staff_id or 0), kind, count) for staff_id, kind, count in found]


def _look(row: AccessEntry) -> Look:
    return Look(
        id=row.id,
        at=row.at,
        kind=row.kind,
        actor_key=row.actor_key,
        staff_id=row.staff_id,
        site_id=row.site_id,
        subject_kind=row.subject_kind,
        subject=row.subject,
        field=row.field,
        has_reason=row.key_id is not None,
        rows=row.rows,
    )
