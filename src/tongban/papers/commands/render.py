"""Writing fixed papers out: once each, kept as originals, never again."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from tongban.kernel import blobs, ledger, tasks, time
from tongban.kernel.actors import System
from tongban.kernel.errors import Erased
from tongban.kernel.secrets import open_vault
from tongban.papers.content import from_json_dict
from tongban.papers.models import Paper
from tongban.papers.queries.waiting import papers_waiting
from tongban.papers.rendering import render

ACTOR = System("papers")
AT_ONCE = 100  # papers of one sweep
WAITED = timedelta(minutes=3)  # a paper older than this without bytes had its job lost or failing
FIRST = 10  # the priority of a paper that somebody stands before


def render_for_command(command_id: UUID) -> None:
    """The effect: write out what the command fixed."""
    for paper in Paper.objects.filter(command_id=command_id, blob__isnull=True).select_related("key"):
        _write(paper)


def render_waiting(now: datetime) -> int:
    """The sweep: write out papers whose job never came, the newest first."""
    waiting = papers_waiting(now).filter(issued_at__lt=now - WAITED).select_related("key")
    return sum(_write(paper) for paper in waiting.order_by("-issued_at")[:AT_ONCE])


def hurry_papers(ids: Collection[UUID]) -> None:
    """Somebody looks at papers that are not written out though their job should be over: they go before what else waits."""
    late = Paper.objects.filter(id__in=ids, blob__isnull=True, issued_at__lt=time.now() - WAITED)
    for command_id in set(late.values_list("command_id", flat=True)):
        job = tasks.effects.configure(priority=FIRST, queueing_lock=f"papers:{command_id}")
        try:
            with transaction.atomic():
                job.defer(command_id=str(command_id))
        except AlreadyEnqueued:
            pass  # it was hurried before and waits for its turn


def _write(paper: Paper) -> bool:
    """Render, store, record; False where another process got there first or the paper was erased."""
    try:
        vault = open_vault(paper.key)
    except Erased:
        return False
    snapshot = json.loads(vault.open(paper.snapshot, "paper"))
    document = render(from_json_dict(paper.kind, paper.template_version, snapshot["content"]))
    blob = blobs.store(document, "application/pdf", vault)
    digest = hashlib.sha256(document).digest()
    with transaction.atomic():
        blob.save(force_insert=True)
        won = Paper.objects.filter(id=paper.id, blob__isnull=True).update(blob=blob, digest=digest)
        if not won:
            transaction.set_rollback(True)
            default_storage.delete(blob.name)
            return False
        ledger.append(
            "paper",
            str(paper.id),
            [ledger.Event("paper_written", {"digest": digest})],
            at=time.now(),
            actor=ACTOR,
            command_id=uuid4(),
        )
    return True
