"""Which matters' period of keeping has ended: found by edition and class, then decided by the rule for each."""

from datetime import date, datetime, time

from django.db.models import Q

from tongban.cases.models import Case
from tongban.cases.privacy.forgetting import still_asking
from tongban.cases.privacy.retained import KeptCase, kept_cases
from tongban.catalogue.queries import pinned
from tongban.kernel.time import SHANGHAI, now
from tongban.rules.retention import concluded_before

MOST = 2000


def ended_cases(on: date) -> tuple[KeptCase, ...]:
    """The matters that are kept no longer than their period asks, and not erased yet; held ones too; oldest first.

    Those of a person whose request still waits come up once it is carried out.
    For the security administrator and the two-person act alone: number, item and days, never content.
    """
    versions = Case.objects.filter(concluded_at__isnull=False).values_list("item_version_id", flat=True)
    over = Q(pk__in=())
    for version in set(versions.distinct()):
        last = concluded_before(on, pinned(version).definition.retention)
        if last is not None:
            day = datetime.combine(last, time.min, SHANGHAI)
            over |= Q(item_version_id=version, concluded_at__lt=day)
    rows = Case.objects.filter(over, key__wrapped__isnull=False).exclude(applicant_id__in=still_asking(now()))
    rows = rows.select_related("key")
    found = kept_cases(rows.order_by("concluded_at", "id")[:MOST], on)
    return tuple(one for one in found if one.may or one.finding.blocked_by == "held")


def listed_cases(ids: list[str], on: date) -> tuple[KeptCase, ...]:
    """The matters of one list, erased or not, oldest first; for the same readers."""
    rows = Case.objects.filter(id__in=ids).select_related("key")
    return kept_cases(rows.order_by("concluded_at", "id"), on)
