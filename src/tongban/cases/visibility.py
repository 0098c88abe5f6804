"""`visible_to(actor)`: the one chokepoint in front of every read of a case."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tongban.cases.models import Case, CaseStep
from tongban.kernel.actors import Actor, Citizen, Staff, System, Tracker
from tongban.kernel.guarded import let_through
from tongban.parties.models import Party


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases this actor may see: nothing for whom no line below speaks.

    - an assister: taken in at the own point, to be collected there, or with a village's step that came to it;
    - a clerk or reviewer: handled at the own centre by the own position;
    - an approver: taken in by the own body; with a delegated power only the items it names;
    - a county reviewer: with a step of the own position that has come to it;
    - a county approver: to be decided by the own body, once accepted, and with every step's opinion or with a step
      that has come to the own body: its head extends a limit before it is over, not after the last opinion;
    - a citizen: with the own proven phone as contact; with a proven real name also what was applied for by them or
      through them; a tracker: the one case;
    - the system: all.
    """
    cases = let_through(Case.objects.all())
    if isinstance(actor, Staff):
        return _visible_to_staff(cases, actor)
    if isinstance(actor, Citizen):
        return _of_citizen(cases, actor)
    if isinstance(actor, Tracker):
        return cases.filter(id=actor.case_id)
    if isinstance(actor, System):
        return cases
    return cases.none()


def _visible_to_staff(cases: QuerySet[Case], actor: Staff) -> QuerySet[Case]:
    if actor.role == "assister":
        # one list of ids, so that the point's few cases are found by their indexes
        at_point = Q(intake_site_id=actor.site_id) | Q(collect_site_id=actor.site_id)
        came = CaseStep.objects.filter(position_id=actor.position_id, state__in=("open", "done"))
        return cases.filter(id__in=Case.objects.filter(at_point).values("id").union(came.values("case_id")))
    if actor.role in ("clerk", "reviewer"):
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


def _for_county_approver(body_id: int) -> Q:
    """What has reached a body that decides on another's file, and what it decided."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"))
    came = steps.filter(position__site__body_id=body_id, state__in=("open", "done"))
    return (
        Q(deciding_body_id=body_id, accepted_at__isnull=False)
        & ~Q(deciding_body_id=F("body_id"))
        & (~Q(Exists(steps.exclude(state="done"))) | Q(Exists(came)))
    )
