"""The handover list of an assignment (工作交接清单): to work through before somebody leaves, and to print and sign."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases.queries import handover as handover_list
from tongban.cases.queries import held_by
from tongban.directory.queries import AssignmentLine
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.queries import today

ON_CASES = frozenset({"clerk", "assister", "reviewer", "approver", "county_reviewer", "county_approver"})
CAME_FROM = {"system_admin": "people", "approver": "duty", "county_approver": "duty"}


@staff_only
@require_GET
def handover(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """What an assignment leaves behind, by kind, with the way to each.

    Raises:
        NotFound: no such assignment, or not for this reader.
    """
    actor = staff_of(request)
    told = handover_list(actor, assignment_id)
    left = [(kind, count, told.lines.get(kind, ())) for kind, count in told.counts.items() if count]
    page = {
        "told": told,
        "left": left,
        "today": today(),
        "administers": actor.role == "system_admin",
        "own": actor.staff_id == told.leaving.post.staff_id,
        "here": CAME_FROM.get(actor.role, "away"),
    }
    return render(request, "workbench/duty/handover.html", page)


def left_behind(actor: Staff, posts: Iterable[AssignmentLine]) -> dict[int, int]:
    """Assignment → how much it would leave behind today; of posts at which somebody's work lies, lent ones apart."""
    return held_by(actor, [one.id for one in posts if one.role in ON_CASES and not one.lent_by])
