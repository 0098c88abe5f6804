"""What waits at each post of the own authority: how much, since when, and what is due first.  Posts, never persons."""

from dataclasses import dataclass
from datetime import date

from tongban.cases.taking.board import Waiting, waiting_by_post
from tongban.directory.queries.duty import duty_board
from tongban.kernel.actors import Actor

HEADS = frozenset({"approver", "county_approver"})
DECISIONS = 0
"""Decisions wait at the authority and not at a position."""


@dataclass(frozen=True)
class PostLoad:
    """One post.

    Args:
        nobody: whether nobody serves there today.
        opens: whether what waits there can be listed.
    """

    position_id: int
    position: str
    site: str
    role: str
    nobody: bool
    waiting: Waiting
    opens: bool

    @property
    def next_due(self) -> date | None:
        return self.waiting.next_due


def loads(actor: Actor) -> tuple[PostLoad, ...]:
    """Every post at which something waits, and every one at which nobody serves today, in the order of the duty board.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    waiting = waiting_by_post(actor)
    found = []
    for line in duty_board(actor):
        head = line.role in HEADS
        here = waiting.get((DECISIONS if head else line.position_id, line.role), Waiting())
        gap = line.today.is_gap
        found.append(
            PostLoad(
                line.position_id, line.position, line.site, line.role, gap, here, not head and here.count > 0
            )
        )
    return tuple(one for one in found if one.waiting.count or one.nobody)
