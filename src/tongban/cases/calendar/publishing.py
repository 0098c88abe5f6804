"""Publishing a notice of working days: it holds from now on, and every open case is counted anew."""

import hashlib
from dataclasses import dataclass

from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from tongban.cases.calendar.notices import Preview, ReadNotice, preview, read_notice
from tongban.cases.commands.settling import settle_all
from tongban.cases.tasks import count_anew
from tongban.directory.authority import entered_by, require_system_admin
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor
from tongban.kernel.calendar_files import Notice
from tongban.kernel.calendars_in_force import forget_calendars_in_force, look_again
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import CalendarNotice

STREAM = "calendar"
LONGEST_SOURCE = 200


@dataclass(frozen=True)
class PublishedYears:
    """What was published: region and year of each, and what it changes."""

    years: tuple[tuple[str, int], ...]
    preview: Preview | None


def publish_calendar(
    actor: Actor,
    content: str,
    *,
    past_known: bool = False,
    idempotency_key: str,
) -> PublishedYears:
    """Publish a notice's file; where its years were published before, it takes their place.

    What a date has brought about until now is written down first, by the calendar that held: a correction undoes
    none of it.  In this process the calendar holds at once, in others within a minute; the open cases are counted
    anew by a job.

    Args:
        content: the file, as `tongban calendar check` takes it.
        past_known: that some last days move to before today was seen.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: ``content``: ``calendar_faulty``, as `read_notice` tells in full; ``past_known``:
            ``dates_would_be_past``.
    """
    require_system_admin(actor)
    digest = hashlib.sha256(content.encode()).digest()
    settle_all(time.now())
    body = {"content": digest, "past_known": past_known}
    with command("cases.publish_calendar", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return PublishedYears((), None)
        with connection.cursor() as cursor:  # one publication after the other: their numbers tell the order
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('calendar notices', 0))")
        look_again()
        read = read_notice(content)
        if read.faults:
            raise InputFaults([FieldFault("content", "calendar_faulty", {"count": len(read.faults)})])
        told = preview(read)
        if told.past and not past_known:
            raise InputFaults([FieldFault("past_known", "dates_would_be_past", {"count": told.past})])
        for notice in read.notices:
            _keep(notice, read, digest, run)
        _queue()
    forget_calendars_in_force()
    return PublishedYears(tuple((one.region, one.year) for one in read.notices), told)


def _keep(notice: Notice, read: ReadNotice, digest: bytes, run: Run) -> None:
    held = CalendarNotice.objects.filter(
        region=notice.region, year=notice.year, superseded_at__isnull=True
    ).first()
    if held is not None:
        held.superseded_at = run.at
        held.save(update_fields=["superseded_at"])
    row = CalendarNotice.objects.create(
        region=notice.region,
        year=notice.year,
        content=read.text,
        digest=digest,
        source=notice.source[:LONGEST_SOURCE],
        confirmed=notice.confirmed,
        published_at=run.at,
        by=entered_by(run.actor),
    )
    told = {
        "notice": row.id,
        "region": notice.region,
        "year": notice.year,
        "source": row.source,
        "confirmed": notice.confirmed,
        "digest": digest,
        "supersedes": held.id if held else None,
        "rest": sorted(day for day, rule in notice.days.items() if not rule.working),
        "work": sorted(day for day, rule in notice.days.items() if rule.working),
    }
    event = ledger.Event("calendar_corrected" if held else "calendar_published", told)
    ledger.append(STREAM, stream_of(notice.region), [event], at=run.at, actor=run.actor, command_id=run.id)


def stream_of(region: str) -> str:
    """The stream of a region's notices in the ledger; the nation's is ``nation``."""
    return region or "nation"


def _queue() -> None:
    """The counting anew, as one job; where one waits already, that one does it."""
    try:
        with transaction.atomic():
            count_anew.defer()
    except AlreadyEnqueued:
        pass  # it has not begun: it will find this calendar
