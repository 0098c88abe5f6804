"""`requests_visible_to(actor)`: the one chokepoint in front of every read of a request about one's own data."""

from django.db.models import Q, QuerySet

from tongban.cases.models import PrivacyRequest
from tongban.kernel.actors import Actor, Citizen, Staff, System
from tongban.kernel.guarded import let_through
from tongban.parties.mandates import asked_for_by

DESK = "security_admin"
COUNTERS = frozenset({"clerk", "assister"})


def requests_visible_to(actor: Actor) -> QuerySet[PrivacyRequest]:
    """The requests this actor may see: nothing for whom no line below speaks.

    - the security administrator: all; nobody else of the administrators, who confirm by the proposal alone;
    - a clerk or assister: those taken at the own site;
    - a citizen: those asked with the own proven phone, or by the own person as an identity provider named them, or
      of whom they hold a mandate in force for everything;
    - the system: all.
    """
    rows = let_through(PrivacyRequest.objects.select_related("key", "party", "site"))
    if isinstance(actor, System):
        return rows
    if isinstance(actor, Staff):
        if actor.role == DESK:
            return rows
        return rows.filter(site_id=actor.site_id) if actor.role in COUNTERS else rows.none()
    if isinstance(actor, Citizen):
        own = Q(phone_digest=actor.phone_digest) if actor.phone_digest else Q(pk__in=())
        if actor.assurance == "real_name" and actor.number_digest:
            own |= Q(party__number_digest=actor.number_digest)
            own |= Q(party_id__in=asked_for_by(actor))
        return rows.filter(own)
    return rows.none()
