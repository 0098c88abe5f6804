"""Warnings as they are read: one's own first, how many are unread, and what became of the case since."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.models import Case
from tongban.cases.queries.lists import lines_of
from tongban.cases.queries.shapes import CaseRow
from tongban.cases.visibility import visible_to
from tongban.catalogue.queries import pinned
from tongban.directory.authority import APPROVERS, SUPERVISION
from tongban.directory.queries import own_duty
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.oversight.models import LimitWarning
from tongban.oversight.warnings.sweeping import standing
from tongban.oversight.warnings.visibility import taken_by, warnings_visible_to

COUNT_CAP = 99
PAGE = 50


@dataclass(frozen=True)
class WarningLine:
    """One warning.

    Args:
        case: the case as it is now.
        limit: which limit.
        threshold: which threshold was reached.
        due: the last day of the limit, as it was.
        left: counted days left when it was written; negative where it had passed.
        unit: ``working`` or ``calendar``.
        lamp: of then.
        stands: the limit still runs to that day; else it was met, moved or paused since.
        body: the authority that took it in.
        mine: it is this actor's to read: their post's while they are on duty, or of a case they took.
    """

    id: int
    case: CaseRow
    limit: str
    threshold: str
    due: date
    left: int
    unit: str
    lamp: str
    written_at: datetime
    read_at: datetime | None
    stands: bool
    mine: bool
    body: str


@dataclass(frozen=True)
class WarningPage:
    """A page of warnings.

    Args:
        on_duty: whether the own post's work is this actor's today.
        unread: how many of theirs stand and are unread; `COUNT_CAP` and one more where there are more.
        following: the id to go on after; None on the last page.
        opens: whether this actor may open the cases.
    """

    lines: tuple[WarningLine, ...]
    on_duty: bool
    unread: int
    following: int | None
    opens: bool


def unread_warnings(actor: Actor, *, on_duty: bool) -> int:
    """How many warnings that still stand are this actor's to read; at most `COUNT_CAP` and one more.

    Args:
        on_duty: whether the work of the own post is theirs today; else only what they took themselves.
    """
    if not isinstance(actor, Staff):
        return 0
    rows = warnings_visible_to(actor).filter(standing(), read_at__isnull=True)
    if not on_duty:
        rows = rows.filter(taken_by(actor))
    return rows.order_by()[: COUNT_CAP + 1].count()


def my_warnings(actor: Actor, *, unread_only: bool = False, after: int | None = None) -> WarningPage:
    """The warnings of the own post, the newest first; of the first page those that are unread, stand and are one's own
    before the others.

    Args:
        after: ``following`` of the page before.

    Raises:
        NotAuthorized: ``not_warned``: no warning is told to this role.
    """
    if not isinstance(actor, Staff) or not is_warned(actor.role):
        raise NotAuthorized("not_warned")
    on_duty = duty_of(actor)
    rows = warnings_visible_to(actor)
    if unread_only:
        rows = rows.filter(standing(), read_at__isnull=True)
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows.order_by("-id")[: PAGE + 1])
    following = found[PAGE - 1].id if len(found) > PAGE else None
    found = found[:PAGE]
    overseen = actor.role in SUPERVISION
    cases = list(
        visible_to(actor, overseen=True)
        .filter(id__in={one.case_id for one in found})
        .select_related("key", "intake_site", "body")
    )
    lines = dict(
        zip((case.id for case in cases), lines_of(cases, masked=True, overseen=overseen), strict=True)
    )
    rows_of = {case.id: case for case in cases}
    ids = {one.id for one in found}
    stand = _standing(actor, ids)
    own = ids if on_duty else _taken(actor, ids)
    told = tuple(
        _line(one, rows_of[one.case_id], lines[one.case_id], one.id in stand, one.id in own)
        for one in found
        if one.case_id in lines
    )
    record_list(actor, "warnings", persons=sum(bool(line.case.applicant_name) for line in told), asked={})
    first = sorted(told, key=lambda line: not (line.stands and line.mine and line.read_at is None))
    return WarningPage(
        tuple(first), on_duty, unread_warnings(actor, on_duty=on_duty), following, not overseen
    )


def is_warned(role: str) -> bool:
    """Whether warnings are told to a role."""
    return role in WARNED


def duty_of(actor: Staff) -> bool:
    """Whether the work of the own post is this actor's today; a supervisor's always is."""
    if actor.role in SUPERVISION:
        return True
    duty = own_duty(actor)
    return duty.on_duty or not duty.by


WARNED = frozenset({"clerk", "assister", "reviewer", "county_reviewer"}) | APPROVERS | SUPERVISION


def _standing(actor: Staff, ids: set[int]) -> set[int]:
    return set(warnings_visible_to(actor).filter(standing(), id__in=ids).values_list("id", flat=True))


def _taken(actor: Staff, ids: set[int]) -> set[int]:
    return set(warnings_visible_to(actor).filter(taken_by(actor), id__in=ids).values_list("id", flat=True))


def _line(one: LimitWarning, row: Case, case: CaseRow, stands: bool, mine: bool) -> WarningLine:
    stated = pinned(row.item_version_id).definition.limits.get(one.limit)
    return WarningLine(
        one.id,
        case,
        one.limit,
        one.threshold,
        one.due,
        one.left,
        stated.unit if stated else "working",
        one.lamp,
        one.written_at,
        one.read_at,
        stands,
        mine,
        row.body.name,
    )
