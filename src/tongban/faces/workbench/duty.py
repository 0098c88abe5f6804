"""Duty: the head's board of posts, what waits at one of them, and the next matter of one's own queue."""

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.commands import take_next
from tongban.cases.queries import Waiting, held_by, waiting_at, waiting_by_post
from tongban.directory import queries as directory
from tongban.directory.queries import DutyLine, OwnDuty
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotFound
from tongban.kernel.queries import today

HEADS = frozenset({"approver", "county_approver"})
TAKES = frozenset({"clerk", "reviewer", "county_reviewer", "assister"})


@dataclass(frozen=True)
class PostLine:
    """One post of the board with what waits there."""

    duty: DutyLine
    waiting: Waiting
    listed: bool  # what waits can be looked at and assigned anew


@dataclass(frozen=True)
class OwnWork:
    """What the list of whoever is signed in begins with.

    Attributes:
        duty: whose the own post's work is today.
        rests: somebody else is on duty, and only what one holds oneself is listed.
        takes: whether this role takes from a queue.
        away: whether one has entered today among the days away.
        gaps: days ahead that nobody covers; for heads.
    """

    duty: OwnDuty
    rests: bool
    takes: bool
    away: bool
    gaps: tuple[directory.DutyDays, ...]
    key: str


def own_work(actor: Staff, *, whole: bool) -> OwnWork:
    """Args: ``whole``: the position's work was asked for although somebody else is on duty."""
    duty = directory.own_duty(actor)
    gaps = directory.gaps_ahead(actor) if actor.role in HEADS else ()
    elsewhere = not duty.on_duty and bool(duty.by)
    away = not duty.on_duty and directory.is_away(actor.staff_id)
    return OwnWork(duty, elsewhere and not whole, actor.role in TAKES, away, gaps, uuid4().hex)


@staff_only
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Every post of the own authority: who serves today, the days ahead, and how much waits.  Nobody is ranked.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    actor = staff_of(request)
    waiting = waiting_by_post(actor)
    lines = [
        PostLine(
            line,
            waiting.get((0 if line.role in HEADS else line.position_id, line.role), Waiting()),
            line.role not in HEADS,
        )
        for line in directory.duty_board(actor)
    ]
    going = directory.leaving_around(actor)
    page = {
        "lines": lines,
        "gaps": directory.gaps_ahead(actor),
        "going": [(one, left) for one in going for left in held_by(actor, [one.id]).values()],
        "today": today(),
        "here": "duty",
    }
    return render(request, "workbench/duty/board.html", page)


@staff_only
@require_GET
def post(request: HttpRequest, position_id: int, role: str) -> HttpResponse:
    """What waits at one post, the longest waiting first, each to be assigned anew.

    Raises:
        NotAuthorized: ``approvers_only``.
        NotFound: no such post of the own authority.
    """
    actor = staff_of(request)
    rows = waiting_at(actor, position_id, role)
    found = [one for one in directory.duty_board(actor) if (one.position_id, one.role) == (position_id, role)]
    if not found:
        raise NotFound("position")
    return render(request, "workbench/duty/post.html", {"duty": found[0], "rows": rows, "here": "duty"})


@staff_only
@require_POST
def next_one(request: HttpRequest) -> HttpResponse:
    """Take the matter of the own queue that is due first, and open it."""
    done = take_next(staff_of(request), idempotency_key=request.POST.get("idempotency_key", ""))
    if done is None:
        return redirect(f"{reverse('work:list')}?none_left=1")
    return redirect(f"{reverse('work:case', args=[done.number])}?done=take")
