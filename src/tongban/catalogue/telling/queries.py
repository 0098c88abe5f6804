"""Notices that were given: to the staff of the site that gave them, and to whoever holds a notice's code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tongban.catalogue.definition import Text
from tongban.catalogue.models import NoticeGiven
from tongban.catalogue.queries import current, pinned
from tongban.catalogue.sheets.documents import guide_for
from tongban.catalogue.sheets.guides import Language
from tongban.catalogue.situations import Situation
from tongban.catalogue.telling.give import KIND
from tongban.directory.queries import assignment_labels
from tongban.kernel import blobs, time
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Erased, NotFound, Refusal
from tongban.kernel.secrets import open_vault
from tongban.papers.models import Paper
from tongban.papers.queries import VerifiedPaper, verify
from tongban.papers.sheets import Guide

MOST_LISTED = 200


@dataclass(frozen=True)
class GivenView:
    """A notice as the site that gave it sees it; ``told_to`` is empty for no name, and after erasure."""

    notice_id: UUID
    number: str
    verify_code: str
    item_code: str
    item_name: Text
    situation: dict[str, str]
    channel: str
    how: str
    told_to: str
    erased: bool
    given_by: str
    given_at: datetime
    ready: bool


@dataclass(frozen=True)
class ToldView:
    """What was told, for whoever holds the code; ``changed`` where another edition is in force by now."""

    paper: VerifiedPaper
    guide: Guide
    channel: str
    how: str
    changed: bool


def notices_of_today(actor: Actor) -> tuple[GivenView, ...]:
    """What the actor's site told today, the newest first; nothing for anybody else.  On the access log as a list."""
    if not isinstance(actor, Staff):
        return ()
    begins = time.now().astimezone(time.SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = NoticeGiven.objects.filter(
        site_id=actor.site_id, given_at__gte=begins, given_at__lt=begins + timedelta(days=1)
    )
    given = _views(list(rows.select_related("key").order_by("-given_at")[:MOST_LISTED]))
    record_list(actor, "notices", persons=_named(given), asked={})
    return given


def notice_given(actor: Actor, notice_id: UUID) -> GivenView:
    """One notice of the actor's site; on the access log where it names somebody.

    Raises:
        NotFound: none, or another site's.
    """
    given = _views([_row(actor, notice_id)])
    record_list(actor, "notice", persons=_named(given), asked={"notice": str(notice_id)})
    return given[0]


def _named(given: Sequence[GivenView]) -> int:
    return sum(bool(one.told_to) for one in given)


def notice_file(actor: Actor, notice_id: UUID) -> tuple[bytes, str]:
    """The notice's paper and its file name.

    Raises:
        NotFound: none, or another site's.
        Erased: its key was destroyed.
        Refusal: ``paper_not_ready`` while it is being written.
    """
    row = _row(actor, notice_id)
    record_list(actor, "notice", persons=1, asked={"notice": str(notice_id)})
    paper = Paper.objects.select_related("blob").get(subject=row.id, kind=KIND)
    vault = open_vault(row.key)
    if paper.blob is None:
        raise Refusal("paper_not_ready", {"number": paper.number})
    return blobs.load(paper.blob, vault), f"{paper.number}.pdf"


def told(code: str, language: Language) -> ToldView:
    """What a notice told, by the code on it; no name stands in it, and it stays readable after erasure.

    Args:
        code: as typed or scanned.

    Raises:
        NotFound: no notice bears this code.
    """
    paper = verify(code)
    if paper.kind != KIND:
        raise NotFound("paper")
    subject = Paper.objects.values_list("subject", flat=True).get(verify_code=paper.verify_code)
    row = NoticeGiven.objects.filter(id=subject).first()
    if row is None:
        raise NotFound("paper")
    found = pinned(row.version_id)
    guide = guide_for(found, Situation(row.situation, row.channel), language, row.place)
    return ToldView(paper, guide, row.channel, row.how, _changed(found.definition.code, row))


def _changed(item_code: str, row: NoticeGiven) -> bool:
    try:
        return current(item_code, row.place).version_id != row.version_id
    except NotFound:
        return True


def _row(actor: Actor, notice_id: UUID) -> NoticeGiven:
    if not isinstance(actor, Staff):
        raise NotFound("notice")
    row = NoticeGiven.objects.select_related("key").filter(id=notice_id, site_id=actor.site_id).first()
    if row is None:
        raise NotFound("notice")
    return row


def _views(rows: list[NoticeGiven]) -> tuple[GivenView, ...]:
    papers = {
        paper.subject: paper
        for paper in Paper.objects.filter(subject__in=[row.id for row in rows], kind=KIND).defer("snapshot")
    }
    labels = assignment_labels({row.given_by_id for row in rows})
    return tuple(_view(row, papers[row.id], labels.get(row.given_by_id, "")) for row in rows)


def _view(row: NoticeGiven, paper: Paper, given_by: str) -> GivenView:
    name = ""
    if row.told_to is not None:
        try:
            name = open_vault(row.key).open(row.told_to, "notice.told_to").decode()
        except Erased:
            name = ""
    definition = pinned(row.version_id).definition
    return GivenView(
        notice_id=row.id,
        number=paper.number,
        verify_code=paper.verify_code,
        item_code=definition.code,
        item_name=definition.name,
        situation=dict(row.situation),
        channel=row.channel,
        how=row.how,
        told_to=name,
        erased=row.key.wrapped is None,
        given_by=given_by,
        given_at=row.given_at,
        ready=paper.blob_id is not None,
    )
