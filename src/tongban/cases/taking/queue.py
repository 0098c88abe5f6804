"""The queue of a position: what waits there and nobody who is here has taken, by the day it is due."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from tongban.cases.models import Case, CaseStep
from tongban.cases.queries.lists import waits_for
from tongban.cases.visibility import visible_to
from tongban.directory.duty import there
from tongban.kernel import time
from tongban.kernel.actors import Staff


def queue(actor: Staff) -> QuerySet[Case]:
    """What the actor could take next, the earliest due first.

    ``held`` of a row: a colleague who is here and declared kin holds it.  Whether that mark holds somebody of this
    matter the matter tells: a mark of whoever may not act in it keeps nobody from it.
    """
    here = there(time.today())
    sure = Q(staff__kin_declared=False) | Q(staff=actor.staff_id)
    strict, open_to_doubt = here.values("id"), here.filter(sure).values("id")
    cases = visible_to(actor).filter(waits_for(actor))
    if actor.role == "clerk":
        free = Q(holder__isnull=True) | ~Q(holder__in=open_to_doubt)
        cases = cases.filter(free, next_act="accept").annotate(
            held=ExpressionWrapper(Q(holder__isnull=False) & Q(holder__in=strict), BooleanField())
        )
        return cases.order_by(F("intake_due").asc(nulls_last=True), "received_at", "id")
    steps = CaseStep.objects.filter(case=OuterRef("pk"), position_id=actor.position_id, state="open")
    free_step = steps.filter(Q(taken_by__isnull=True) | ~Q(taken_by__in=strict))
    doubtful = steps.filter(Q(taken_by__isnull=True) | ~Q(taken_by__in=open_to_doubt))
    return (
        cases.filter(Exists(doubtful))
        .annotate(held=~Exists(free_step))
        .order_by(F("promised_due").asc(nulls_last=True), "received_at", "id")
    )
