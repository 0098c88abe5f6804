"""How much waits at each post of an authority, and since when; and what waits at one, the longest waiting first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from tongban.cases.models import Case, CaseStep
from tongban.cases.queries.lists import MOST, lines_of, with_holders, with_marks
from tongban.cases.queries.shapes import CaseRow
from tongban.cases.visibility import visible_to
from tongban.directory.authority import APPROVERS, require_role
from tongban.directory.queries.places import places
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotFound
from tongban.kernel.time import legal_date

AT_A_COUNTER = "clerk"
DOES_STEPS = ("reviewer", "county_reviewer", "assister")


@dataclass(frozen=True)
class Waiting:
    """What waits at a post.

    Args:
        count: matters to be taken in, open steps, or decisions.
        since: the day from which the oldest of them waits there; None: nothing waits.
        next_due: the last day that comes first among them; None: none has one.
    """

    count: int = 0
    since: date | None = None
    next_due: date | None = None


def waiting_by_post(actor: Actor) -> Mapping[tuple[int, str], Waiting]:
    """Position and role → what waits there, of the head's own authority: numbers and days, nothing of any matter.

    Decisions wait at the authority and not at a position: they stand under position 0.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    own = [one.id for one in places().positions.values() if one.site.body_id == staff.body_id]
    told: dict[tuple[int, str], Waiting] = {}
    counters = Case.objects.filter(next_position__in=own, next_act="accept").values_list("next_position")
    counted = counters.annotate(Count("id"), Min("received_at"), Min("intake_due")).order_by()
    for position_id, count, first, due in counted:
        told[position_id, AT_A_COUNTER] = Waiting(count, legal_date(first), due)
    steps = CaseStep.objects.filter(position__in=own, state="open", case__status="in_review")
    opened = steps.values_list("position").annotate(Count("id"), Min("opened_on"), Min("case__promised_due"))
    for position_id, count, day, due in opened.order_by():
        for role in DOES_STEPS:
            told[position_id, role] = Waiting(count, day, due)
    decisions = Case.objects.filter(
        next_position__isnull=True, next_act="decide", deciding_body_id=staff.body_id
    ).aggregate(count=Count("id"), first=Min("accepted_at"), due=Min("promised_due"))
    if decisions["count"]:
        told[0, staff.role] = Waiting(decisions["count"], legal_date(decisions["first"]), decisions["due"])
    return told


def waiting_at(actor: Actor, position_id: int, role: str) -> tuple[CaseRow, ...]:
    """What waits at one post of the head's own authority and the head may see, the longest waiting first; 100 at most.

    Raises:
        NotAuthorized: ``approvers_only``.
        NotFound: no such position of this authority, or nothing waits at such a role.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    post = places().positions.get(position_id)
    if post is None or post.site.body_id != staff.body_id or role not in (AT_A_COUNTER, *DOES_STEPS):
        raise NotFound("position")
    found = visible_to(staff).filter(_waits(position_id, role))
    rows = list(_read(found, staff))
    lines = with_holders(lines_of(rows, masked=True), rows, staff)
    record_list(
        staff,
        "duty",
        persons=sum(bool(line.applicant_name) for line in lines),
        asked={"position": str(position_id), "role": role},
    )
    return lines


def _read(found: QuerySet[Case], staff: Staff) -> QuerySet[Case]:
    rows = with_marks(found, staff).select_related("key", "intake_site", "body")
    return rows.order_by("received_at", "id")[:MOST]


def _waits(position_id: int, role: str) -> Q:
    if role == AT_A_COUNTER:
        return Q(next_position_id=position_id, next_act="accept")
    steps = CaseStep.objects.filter(case=OuterRef("pk"), position_id=position_id, state="open")
    return Q(Exists(steps), status="in_review")
