"""How many matters still hang on a site, for who is about to close it: a number, and nothing of any matter."""

from django.db.models import Q

from tongban.cases.models import Case
from tongban.directory.queries.administration import may_look
from tongban.kernel.actors import Actor


def open_cases_at(actor: Actor, site_id: int) -> int:
    """Matters that a site took in, handles or hands results out of, and that are not delivered or ended.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    there = Q(handling_site=site_id) | Q(intake_site=site_id) | Q(collect_site=site_id)
    return Case.objects.filter(there).exclude(status__in=("delivered", "archived")).count()
