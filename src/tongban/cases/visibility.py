"""`visible_to(actor)`: the one chokepoint in front of every read of a case."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from tongban.cases.models import Case, CaseStep
from tongban.directory.models import Body, Position, Site
from tongban.directory.queries.places import site
from tongban.kernel.actors import Actor, Citizen, Staff, System, Tracker
from tongban.kernel.guarded import MARK, let_through
from tongban.parties.models import Party

FRONT = frozenset({"clerk", "assister"})


COUNTY_DIGITS = 6  # of a division's code (GB/T 2260)


def visible_to(actor: Actor, *, in_part: bool = False, overseen: bool = False) -> QuerySet[Case]:
    """The cases this actor may see: nothing for whom no line below speaks.

    - an assister: of the own centre's, taken in at the own point, to be collected there, or with a village's step that
      came to it;
    - a clerk or reviewer: handled at the own centre by the own position; a clerk also what the head gave to them
      because nobody of its position may act (回避);
    - an approver: taken in by the own body; with a delegated power only the items it names;
    - a county reviewer: with a step of the own position that has come to it;
    - a county approver: to be decided by the own body, once accepted, and with every step's opinion or with a step
      that has come to the own body: its head extends a limit before it is over, not after the last opinion;
    - a citizen: with the own proven phone as contact; with a proven real name also what was applied for by them or
      through them; a tracker: the one case;
    - a supervisor: nothing, but for ``overseen``;
    - the system: all.

    Args:
        in_part: with what a counter or point sees its own part of, because another township handles what was taken in
            or is collected there (通办): of a clerk by the same kind of position.  Who asks for these shows and does
            only what `queries.in_part` and `authority.IN_PART` name; everybody else never gets them.
        overseen: of a supervisor what the townships of the own county handle.  Who asks for these shows numbers, steps,
            days and names masked whole, and nothing is done to a case; everybody else never gets them, so that a
            supervisor opens no case, no paper and no material.  Of everybody but a supervisor the same as without.
    """
    cases = let_through(Case.objects.all())
    if isinstance(actor, Staff):
        if overseen and actor.role == "supervisor":
            return cases.filter(body_id__in=overseen_bodies(actor.body_id))
        return _visible_to_staff(cases, actor, in_part and actor.role in FRONT)
    if isinstance(actor, Citizen):
        return _of_citizen(cases, actor)
    if isinstance(actor, Tracker):
        return cases.filter(id=actor.case_id)
    if isinstance(actor, System):
        return cases
    return cases.none()


def overseen_bodies(body_id: int) -> QuerySet[Any, Any]:
    """The ids of the townships' bodies in the county of a body."""
    county = Substr("division_code", 1, COUNTY_DIGITS)
    own = Body.objects.filter(id=body_id).annotate(county=county).values("county")
    return Body.objects.annotate(county=county).filter(level="township", county__in=own).values("id")


def rows_behind(found: QuerySet[Case]) -> QuerySet[Case]:
    """The rows of what `visible_to` gave, to be read after it was narrowed, ordered and cut to a page.

    What is sorted on the way is then an id and a moment, not the sealed columns too.

    Raises:
        PermissionError: no chokepoint gave it.
    """
    if not hasattr(found.query, MARK):
        raise PermissionError("rows behind what no chokepoint gave")
    return let_through(Case.objects.filter(id__in=found.values("id")))


def seen_in_part(actor: Actor, row: Case, steps: list[CaseStep]) -> bool:
    """Whether a row that `visible_to` gave ``in_part`` is another township's, of which this actor sees a part alone."""
    if not isinstance(actor, Staff) or actor.role not in FRONT:
        return False
    if actor.role == "clerk":
        elsewhere = row.handling_site_id != actor.site_id or row.position_id != actor.position_id
        return elsewhere and row.holder_id != actor.assignment_id
    if any(step.position_id == actor.position_id and step.state in ("open", "done") for step in steps):
        return False
    return handled_away(actor, row.handling_site_id)


def handled_away(actor: Staff, handling_site_id: int) -> bool:
    """Whether neither the actor's site nor the centre behind it handles this."""
    return handling_site_id not in (actor.site_id, site(actor.site_id).handled_by_id)


def _visible_to_staff(cases: QuerySet[Case], actor: Staff, in_part: bool) -> QuerySet[Case]:
    here = Q(intake_site_id=actor.site_id) | Q(collect_site_id=actor.site_id)
    if actor.role == "assister":
        # one list of ids, so that the point's few cases are found by their indexes
        behind = Q(handling_site_id=actor.site_id) | Q(
            handling_site_id__in=Site.objects.filter(id=actor.site_id).values("handled_by_id")
        )
        at_point = Case.objects.filter(here if in_part else here & behind)
        came = CaseStep.objects.filter(position_id=actor.position_id, state__in=("open", "done"))
        return cases.filter(id__in=at_point.values("id").union(came.values("case_id")))
    if actor.role == "clerk" and in_part:
        alike = Position.objects.filter(id=actor.position_id).values("code")
        own = _of_counter(actor)
        return cases.filter(own | (here & ~Q(handling_site_id=actor.site_id) & Q(position__code__in=alike)))
    if actor.role == "clerk":
        return cases.filter(_of_counter(actor))
    if actor.role == "reviewer":
        return cases.filter(handling_site_id=actor.site_id, position_id=actor.position_id)
    if actor.role == "approver":
        return _of_its_items(cases.filter(body_id=actor.body_id), actor)
    if actor.role == "county_reviewer":
        came = CaseStep.objects.filter(
            case=OuterRef("pk"), position_id=actor.position_id, state__in=("open", "done")
        )
        return cases.filter(Exists(came))
    if actor.role == "county_approver":
        return _of_its_items(cases.filter(_for_county_approver(actor.body_id)), actor)
    return cases.none()


def _of_counter(actor: Staff) -> Q:
    """What the own position handles, and what was given to the actor in its stead."""
    return Q(handling_site_id=actor.site_id, position_id=actor.position_id) | Q(holder_id=actor.assignment_id)


def _of_citizen(cases: QuerySet[Case], actor: Citizen) -> QuerySet[Case]:
    if actor.assurance != "real_name":
        return cases.filter(contact_digest=actor.phone_digest) if actor.phone_digest else cases.none()
    person = Party.objects.filter(number_digest=actor.number_digest).values("id")
    # one list of ids, so that a person's few cases are found by their indexes
    found = Case.objects.filter(applicant__in=person).values("id")
    found = found.union(Case.objects.filter(representative__in=person).values("id"))
    if actor.phone_digest:
        found = found.union(Case.objects.filter(contact_digest=actor.phone_digest).values("id"))
    return cases.filter(id__in=found)


def _of_its_items(cases: QuerySet[Case], actor: Staff) -> QuerySet[Case]:
    return cases.filter(item_version__item__code__in=actor.items) if actor.items else cases


class EachRow(Exists):
    """Asked of one row after the other by its own index, never worked out for the whole table beforehand.

    Where a list ends after its first page, the planner does not see that most rows are never asked; what has an OFFSET
    it leaves where it stands.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


def _for_county_approver(body_id: int) -> Q:
    """What has reached a body that decides on another's file, and what it decided."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"))
    came = steps.filter(position__site__body_id=body_id, state__in=("open", "done"))
    return (
        Q(deciding_body_id=body_id, accepted_at__isnull=False)
        & ~Q(deciding_body_id=F("body_id"))
        & (~Q(EachRow(steps.exclude(state="done"))) | Q(EachRow(came)))
    )
