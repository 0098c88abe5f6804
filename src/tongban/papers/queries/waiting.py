"""How many papers are fixed and not yet written out: a number and a moment, nothing of any paper."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, QuerySet

from tongban.kernel import time
from tongban.kernel.health import Waiting
from tongban.papers.models import Paper

LAID_OUT_WHEN_OPENED = timedelta(days=30)  # what the made-up past of a demonstration issued before that


def papers_waiting(now: datetime) -> QuerySet[Paper]:
    """Those whose key still stands; an erased one is never written.

    In a demonstration papers of more than a month ago are written when somebody opens them: its history has ten thousand.
    """
    waiting = Paper.objects.filter(blob__isnull=True, key__wrapped__isnull=False)
    return waiting.filter(issued_at__gt=now - LAID_OUT_WHEN_OPENED) if settings.DEMO else waiting


def papers_to_write() -> Waiting:
    """How many of them, and since when."""
    found = papers_waiting(time.now()).aggregate(count=Count("id"), since=Min("issued_at"))
    return Waiting(found["count"], found["since"])
