"""Gaps of duty: written down the moment they can be seen, so that the deputy learns of them before the work stalls.

Whether a day has nobody is a rule over assignments and absences; the row says since when that was known, and by what
it was settled.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from tongban.directory.authority import entered_by
from tongban.directory.duty import Post, registers
from tongban.directory.models import DutyGap, Position
from tongban.kernel import time
from tongban.kernel.commands import Run
from tongban.rules.duty import Stretch


def recheck(
    run: Run, posts: Collection[Post], *, absence_id: int | None = None, new: bool = True
) -> list[dict[str, Any]]:
    """Bring the rows of some posts in line with the registers as the command leaves them.

    Args:
        absence_id: what made a gap that is new; None: the end of an assignment.
        new: whether a gap may be seen for the first time; else only those known may change or end, as when somebody
            is appointed until a day.

    Returns:
        the gaps that were written down, as plain values for the ledger.
    """
    if not posts:
        return []
    # one command at a time for one position: A and B who enter their days at the same moment both see the other's
    ids = {post.position_id for post in posts}
    list(Position.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id"))
    today = time.today()
    known = registers(posts, today)
    told = []
    for post in posts:
        lacking = {(gap.first, gap.last): gap for gap in known.gaps(post, today)}
        gone = []
        for row in _standing(post):
            if lacking.pop((max(row.first, today), row.last), None) is None:
                row.settled_at, row.settled_by_id = run.at, entered_by(run.actor)
                row.save(update_fields=["settled_at", "settled_by"])
                gone.append(row)
        for gap in lacking.values():
            if new or any(_meet(gap, row) for row in gone):
                told.append(_write(run, post, gap, absence_id))
    return told


def _standing(post: Post) -> list[DutyGap]:
    rows = DutyGap.objects.filter(
        Q(last__isnull=True) | Q(last__gte=time.today()),
        position_id=post.position_id,
        role=post.role,
        settled_at__isnull=True,
    )
    return list(rows.order_by("first", "id"))


def _meet(gap: Stretch, row: DutyGap) -> bool:
    return (gap.last is None or row.first <= gap.last) and (row.last is None or gap.first <= row.last)


def _write(run: Run, post: Post, gap: Stretch, absence_id: int | None) -> dict[str, Any]:
    DutyGap.objects.create(
        position_id=post.position_id,
        role=post.role,
        first=gap.first,
        last=gap.last,
        absence_id=absence_id,
        seen_at=run.at,
    )
    return {"position": post.position_id, "role": post.role, "first": gap.first, "last": gap.last}
