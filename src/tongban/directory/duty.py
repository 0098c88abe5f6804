"""Assignments and absences as the rule of duty takes them (`rules/duty.py`), by post: a position in one role.

An approval lent for all items stands in for its lender as a B holder does; one lent for named items does not cover the
post.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.directory.authority import ON_CASES
from tongban.directory.models import Absence, Assignment
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.rules.duty import Away, Held, Stretch, gaps, stretches


class Post(NamedTuple):
    """A position in one role: clerks and reviewers of one position stand in for their own kind only."""

    position_id: int
    role: str


@dataclass(frozen=True)
class Registers:
    """Who holds the posts, who is away, and what the people are called.

    Attributes:
        names: staff id → name.
    """

    held: Mapping[Post, tuple[Held, ...]]
    away: tuple[Away, ...]
    names: Mapping[int, str]

    def stretches(self, post: Post, first: date, last: date | None = None) -> tuple[Stretch, ...]:
        """See `rules.duty.stretches`."""
        return stretches(self.held.get(post, ()), self.away, first, last)

    def gaps(self, post: Post, first: date, last: date | None = None) -> tuple[Stretch, ...]:
        """See `rules.duty.gaps`."""
        return gaps(self.held.get(post, ()), self.away, first, last)

    def named(self, people: Iterable[Held]) -> tuple[str, ...]:
        return tuple(self.names[one.staff_id] for one in people)


def open_posts(rows: QuerySet[Assignment], since: date) -> tuple[Post, ...]:
    """The posts that assignments are of and that somebody's work lies at; of positions that are open on a day."""
    found = rows.filter(role__in=ON_CASES).filter(
        Q(position__closed_on__isnull=True) | Q(position__closed_on__gt=since),
        Q(position__site__closed_on__isnull=True) | Q(position__site__closed_on__gt=since),
    )
    pairs = found.order_by("position_id", "role").values_list("position_id", "role").distinct()
    return tuple(Post(*pair) for pair in pairs)


def registers(posts: Collection[Post], since: date) -> Registers:
    """The two registers for some posts, from a day on; two statements."""
    rows = Assignment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=since),
        position_id__in={post.position_id for post in posts},
        role__in={post.role for post in posts},
        items=[],
    ).select_related("staff", "delegated_by")
    held: dict[Post, list[Held]] = {post: [] for post in posts}
    names: dict[int, str] = {}
    for row in rows.order_by("holder", "id"):
        post = Post(row.position_id, row.role)
        if post in held:
            held[post].append(_held(row))
            names[row.staff_id] = row.staff.name
    absences = Absence.objects.filter(staff_id__in=names, cancelled_at__isnull=True, ends__gte=since)
    away = tuple(Away(*values) for values in absences.values_list("staff_id", "starts", "ends"))
    return Registers({post: tuple(found) for post, found in held.items()}, away, names)


def _held(row: Assignment) -> Held:
    """The row as the rule takes it; what is lent ends with the power behind it."""
    powers = [one for one in (row, row.delegated_by) if one is not None]
    return Held(
        row.id,
        row.staff_id,
        row.holder,
        max(one.starts for one in powers),
        min((one.ends for one in powers if one.ends), default=None),
        min((time.legal_date(one.ended_at) for one in powers if one.ended_at), default=None),
    )


def there(on: date) -> QuerySet[Assignment]:
    """The assignments that hold on a day, of people who are not away on it and can sign in."""
    gone = Absence.objects.filter(
        staff=OuterRef("staff"), cancelled_at__isnull=True, starts__lte=on, ends__gte=on
    )
    return holding(on).filter(~Exists(gone), staff__account__is_active=True)
