"""What the administrator of the calendars sees: years and their state, days, notices, how far a counting anew is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tongban.cases.calendar import progress
from tongban.cases.calendar.notices import Preview, ReadNotice, preview, read_notice
from tongban.cases.calendar.progress import Progress
from tongban.cases.calendar.recount import left_over, regions
from tongban.cases.calendar.telling import reason_said, words_of_limit
from tongban.cases.calendar.telling_in_person import DateToTell, date_to_tell, dates_to_tell
from tongban.cases.clocks import calendar_of, windows
from tongban.cases.frame import COUNTED
from tongban.cases.models import Case
from tongban.cases.projection import row_values
from tongban.cases.settlement import withdrawal_day
from tongban.cases.state import CaseState
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import require_system_admin
from tongban.directory.models import Body
from tongban.directory.queries import assignment_labels
from tongban.kernel.actors import Actor, System
from tongban.kernel.calendar_files import Notice
from tongban.kernel.calendar_writing import EnteredNotice, notice_text
from tongban.kernel.calendars import UnknownRegion, containing
from tongban.kernel.calendars_in_force import (
    Published,
    content_of_notice,
    in_force,
    notices_in_force,
    published_notices,
)
from tongban.kernel.errors import NotFound
from tongban.kernel.time import legal_date, today
from tongban.rules.lifecycle import Status
from tongban.rules.workdays import DayStatus

NATION = "nation"


@dataclass(frozen=True)
class CalendarYear:
    """A year of the nation or of a region.

    Args:
        calendar: ``nation`` or the region's code.
        name: the region's name; empty for the nation.
        state: ``published`` here, ``file`` (shipped, or the operator's own), ``expected`` without the notice in
            hand, ``missing``.
        source: number or title of the notice.
        notice: the publication that holds; None where none does.
    """

    calendar: str
    name: str
    year: int
    state: str
    source: str
    notice: Published | None


@dataclass(frozen=True)
class NoticeLine:
    """A publication, and who made it."""

    notice: Published
    by: str


@dataclass(frozen=True)
class DeemedOtherwise:
    """An effect of date that stays though it would not have come by now under the calendar that holds today.

    Args:
        effect: ``deemed_accepted`` or ``deemed_withdrawn``.
        happened_after: the last day, as it was counted then.
        would_be: the last day as it would be counted today.
    """

    number: str
    item: Text
    effect: str
    happened_after: date
    would_be: date


def calendar_years(actor: Actor) -> tuple[CalendarYear, ...]:
    """Every year that matters now, nation first: of last year, this and next, and whatever is known beyond.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    holds = notices_in_force()
    published = {(one.region, one.year): one for one in published_notices() if one.superseded_at is None}
    names = {region: notice.name for (region, _), notice in holds.items() if notice.name}
    lines = []
    for code in ("", *_codes(set(names))):
        known = {year for region, year in holds if region == code}
        for year in sorted({today().year + n for n in (-1, 0, 1)} | {y for y in known if y > today().year}):
            notice = holds.get((code, year))
            made = published.get((code, year))
            state = "missing" if notice is None else "file" if notice.confirmed else "expected"
            if made is not None and notice is not None and notice.confirmed:
                state = "published"
            lines.append(
                CalendarYear(
                    code or NATION, names.get(code, ""), year, state, notice.source if notice else "", made
                )
            )
    return tuple(lines)


def _codes(known: set[str]) -> list[str]:
    """The regions whose days apply to somebody here and of which anything is known."""
    ours = {code[:6] for code in Body.objects.values_list("division_code", flat=True)}
    return sorted({one for code in ours for one in containing(code)} & known)


def calendar_days(actor: Actor, calendar: str, year: int) -> tuple[DayStatus, ...]:
    """Every day of a year as it holds.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such calendar or year.
    """
    require_system_admin(actor)
    if not 1900 <= year <= 2199:
        raise NotFound("calendar")
    try:
        found = in_force(None if calendar == NATION else calendar)
    except UnknownRegion:
        raise NotFound("calendar") from None
    first, last = date(year, 1, 1), date(year, 12, 31)
    return tuple(found.day(first + timedelta(days=n)) for n in range((last - first).days + 1))


def notices_published(actor: Actor) -> tuple[NoticeLine, ...]:
    """Everything that was published here, the newest first.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    found = published_notices()
    labels = assignment_labels({one.by for one in found if one.by is not None})
    return tuple(NoticeLine(one, labels.get(one.by, "") if one.by is not None else "") for one in found)


def notice_file(actor: Actor, notice_number: int) -> tuple[Published, str]:
    """A published notice as a file.

    Args:
        notice_number: of the publication.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: there is none of this number.
    """
    require_system_admin(actor)
    found = content_of_notice(notice_number)
    if found is None:
        raise NotFound("calendar")
    return found


def year_text(actor: Actor, calendar: str, year: int) -> str:
    """The file that holds for a year, to be corrected; empty where there is none.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    region = "" if calendar == NATION else calendar
    for one in published_notices():
        if (one.region, one.year, one.superseded_at) == (region, year, None):
            found = content_of_notice(one.number)
            return found[1] if found else ""
    entered = year_entered(actor, calendar, year)
    return notice_text(entered) if entered else ""


def year_entered(actor: Actor, calendar: str, year: int) -> EnteredNotice | None:
    """What somebody would type into the form to say what holds for a year; None where nothing does.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    notice = notices_in_force().get(("" if calendar == NATION else calendar, year))
    return _entered(notice) if notice else None


def _entered(notice: Notice) -> EnteredNotice:
    """What somebody would type to say the same; a run of days of one holiday is one line."""
    holidays: list[tuple[str, date, date]] = []
    for day, rule in sorted(notice.days.items()):
        if rule.working:
            continue
        if holidays and holidays[-1][0] == rule.name and day - holidays[-1][2] == timedelta(days=1):
            holidays[-1] = (rule.name, holidays[-1][1], day)
        else:
            holidays.append((rule.name, day, day))
    return EnteredNotice(
        region=notice.region,
        name=notice.name,
        year=str(notice.year),
        confirmed=notice.confirmed,
        document=notice.source,
        number=notice.source if notice.confirmed else "",
        issued="",
        holidays=tuple((name, first.isoformat(), last.isoformat()) for name, first, last in holidays),
        workdays=tuple(
            (rule.name, day.isoformat()) for day, rule in sorted(notice.days.items()) if rule.working
        ),
    )


def look_at_notice(actor: Actor, text: str, file: str = "") -> tuple[ReadNotice, Preview | None]:
    """Read a notice, and where it is sound tell what it would change.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    read = read_notice(text, file)
    return read, None if read.faults else preview(read)


def entered_text(actor: Actor, entered: EnteredNotice) -> str:
    """The file of what was typed into the form; a region's name is the one that is known.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    known = (one.name for (region, _), one in notices_in_force().items() if region == entered.region)
    return notice_text(replace(entered, name=next(known, entered.region)) if entered.region else entered)


def runs_of_counting(actor: Actor) -> tuple[tuple[Progress, ...], int]:
    """The countings anew, the newest first, and how many open cases are still counted by another calendar.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_system_admin(actor)
    return progress.lately(), left_over(regions())


def deemed_otherwise(actor: Actor) -> tuple[DeemedOtherwise, ...]:
    """Of the cases that an actor may see: effects of date that stay though the calendar was corrected since.

    The system's administrator, who sees no case, is told them by their numbers: it was a correction of theirs.
    """
    who = System("calendars") if _is_admin(actor) else actor
    rows = (
        visible_to(who)
        .filter(status__in=sorted(COUNTED))
        .exclude(course="")
        .select_related("body")
        .order_by("number")
    )
    return tuple(found for row in rows if (found := _otherwise(row)) is not None)


def _is_admin(actor: Actor) -> bool:
    return getattr(actor, "role", "") == "system_admin"


def _otherwise(row: Case) -> DeemedOtherwise | None:
    state = CaseState(**row_values(row))
    item = pinned(row.item_version_id).definition
    calendar = calendar_of(row.body.division_code)
    if state.course.deemed and state.deemed_due is not None:
        telling = next((one for one in windows(state, item) if one.kind == "telling"), None)
        if telling is not None and telling.start is not None:
            would_be = telling.due(calendar).due
            if would_be > state.deemed_due:
                return DeemedOtherwise(row.number, item.name, "deemed_accepted", state.deemed_due, would_be)
    if state.outcome == "deemed_withdrawn" and state.concluded_at is not None:
        waiting = replace(state, status=Status.AWAITING_CORRECTIONS.value)
        last = withdrawal_day(waiting, item, calendar)
        happened = legal_date(state.concluded_at) - timedelta(days=1)
        if last is not None and last > happened:
            return DeemedOtherwise(row.number, item.name, "deemed_withdrawn", happened, last)
    return None


__all__ = [
    "CalendarYear",
    "DateToTell",
    "DeemedOtherwise",
    "EnteredNotice",
    "NoticeLine",
    "Preview",
    "Progress",
    "ReadNotice",
    "calendar_days",
    "calendar_years",
    "date_to_tell",
    "dates_to_tell",
    "deemed_otherwise",
    "entered_text",
    "look_at_notice",
    "notice_file",
    "notices_published",
    "reason_said",
    "runs_of_counting",
    "words_of_limit",
    "year_entered",
    "year_text",
]
