"""Who takes over on which days when somebody is away: by post, with the days on which nobody does."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tongban.directory.duty import Post, Registers, open_posts, registers
from tongban.directory.models import Assignment
from tongban.kernel import time
from tongban.rules.duty import Away, Held, Stretch, stretches


@dataclass(frozen=True)
class Cover:
    """Days in a row at one post of somebody who is away.

    Args:
        people: who serves there on these days; none: a gap.
        names: what they are called.
        moved: whether others serve than would without the absence, or nobody.
    """

    post: Post
    first: date
    last: date
    people: tuple[Held, ...]
    names: tuple[str, ...]
    moved: bool


def posts_of(staff_id: int, first: date, last: date | None) -> tuple[Post, ...]:
    """The posts that somebody holds on any of the days.

    Args:
        last: None: whenever after the first.
    """
    rows = Assignment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=first), staff_id=staff_id, ended_at__isnull=True
    )
    if last is not None:
        rows = rows.filter(starts__lte=last)
    return open_posts(rows, time.today())


def moved_by(staff_id: int, first: date, last: date) -> tuple[Cover, ...]:
    """What an absence of these days does at each of the person's posts, whether or not it is entered yet."""
    posts = posts_of(staff_id, first, last)
    known = registers(posts, first)
    return tuple(one for post in posts for one in _at(post, known, Away(staff_id, first, last)))


def _at(post: Post, known: Registers, absence: Away) -> list[Cover]:
    held = known.held[post]
    # as the registers were without it: an absence that is entered is among them already
    others = tuple(one for one in known.away if one != absence)
    return [
        Cover(
            post,
            days.first,
            days.last or absence.last,
            days.on_duty,
            known.named(days.on_duty),
            _moved(held, others, days, absence),
        )
        for days in stretches(held, (*others, absence), absence.first, absence.last)
    ]


def _moved(held: tuple[Held, ...], others: tuple[Away, ...], days: Stretch, absence: Away) -> bool:
    before = stretches(held, others, days.first, days.last or absence.last)
    return any(one.on_duty != days.on_duty for one in before)
