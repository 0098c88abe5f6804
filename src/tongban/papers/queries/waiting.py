"""How many papers are fixed and not yet written out: a number and a moment, nothing of any paper."""

from django.db.models import Count, Min

from tongban.kernel.health import Waiting
from tongban.papers.models import Paper


def papers_to_write() -> Waiting:
    """Those whose key still stands; an erased one is never written."""
    waiting = Paper.objects.filter(blob__isnull=True, key__wrapped__isnull=False)
    found = waiting.aggregate(count=Count("id"), since=Min("issued_at"))
    return Waiting(found["count"], found["since"])
