"""Procedures whose time does not count: which there are, when one may begin, how long it was told to take.

行政许可法 art. 45 names eight and no others, and asks that the applicant is told in writing how long it takes.  What
else does not count rests on the item's own law, which it cites.  No article says how often or how long: that the same is not
done twice in one matter without something else to look at, and `MOST_IN_ALL`, are this program's own floor (待核对); an item
whose basis gives more or fewer days states them.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from tongban.rules.corrections import NonCounted
from tongban.rules.decided_anew import same_again
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance
from tongban.rules.workdays import WorkCalendar

ARTICLE_45 = (
    "hearing",
    "bidding",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert_review",
)
OTHER_STEPS = (
    "site_visit",
    "villagers_meeting",
    "democratic_review",
    "public_notice",
    "asking_superior",
    "other_body_opinion",
    "means_check",
)
"""Steps that count like any other day, unless the item's own law takes them out."""

HEARING = "hearing"
HEARING_WITHIN = 20  # working days (行政许可法 art. 47 (1), art. 82)
LONGEST_TOLD = 365  # days; a longer one is a slip of the keyboard
MOST_IN_ALL = (
    90  # calendar days of all procedures of one matter together, where the item names no number (待核对)
)
ONE_DAY = timedelta(days=1)


def told_last(first: date, days: int, unit: str, calendar: WorkCalendar) -> date:
    """The last day of the length told, its first day included.

    Args:
        days: whole days, at least 1.
        unit: ``working`` or ``calendar``.
    """
    if unit == "calendar":
        return first + timedelta(days=days - 1)
    left = days - 1 if calendar.is_working(first) else days
    return calendar.add_working_days(first, left)


def why_not_begin(
    kind: str,
    first: date,
    days: int,
    *,
    today: date,
    allowed: Collection[str],
    before: Iterable[NonCounted],
    limit: date | None,
    working: int,
    other: bool = False,
    last: date | None = None,
    most: int = MOST_IN_ALL,
) -> str:
    """A code that says why a procedure may not begin; empty when it may.

    Args:
        kind: which.
        first: the first whole day that it takes out.
        days: the length told.
        today: the day on which it is told, which is no whole day any more.
        allowed: the kinds that the item takes out, each with its basis.
        before: the procedures of this matter so far.
        limit: the last day of the limit that it is taken out of, the law's where there is one: what is over holds no
            more days that might be taken out of it (art. 45: "not counted within the limits").  None: none runs.
        working: working days from the day after it is told to its last day.
        other: it looks at something else than those of its kind before it, for a reason of its own (`another_demand`).
        last: the last day of the length told; None: as many calendar days as told.
        most: calendar days that all procedures of the matter may be told to take together.

    Returns:
        ``procedure_without_basis``, ``procedure_still_open`` (one at a time), ``procedure_first_too_early``,
        ``procedure_first_too_late``, ``procedure_length`` (none, or beyond a year), ``procedure_overlaps``,
        ``procedure_after_the_limit``, ``hearing_too_long``: art. 47 has it held within twenty days;
        ``procedure_done_before``: the same again; ``procedures_too_long``: with those before it beyond what is allowed.
    """
    earlier = tuple(before)
    if kind not in allowed:
        return "procedure_without_basis"
    if any(one.ended is None for one in earlier):
        return "procedure_still_open"
    if not 1 <= days <= LONGEST_TOLD:
        return "procedure_length"
    if first <= today:
        return "procedure_first_too_early"
    if (first - today).days > LONGEST_TOLD:
        return "procedure_first_too_late"
    if any(one.span is not None and one.span.last >= first for one in earlier):
        return "procedure_overlaps"
    if limit is not None and first > limit:
        return "procedure_after_the_limit"
    if kind == HEARING and working > HEARING_WITHIN:
        return "hearing_too_long"
    if not other and any(one.kind == kind and one.span is not None for one in earlier):
        return "procedure_done_before"
    told = ((last or first + timedelta(days=days - 1)) - first).days + 1
    return "procedures_too_long" if told + taken_so_far(earlier) > most else ""


def taken_so_far(before: Iterable[NonCounted]) -> int:
    """Calendar days that the procedures before took out, each capped at the length told."""
    return sum((one.span.last - one.span.first).days + 1 for one in before if one.span is not None)


def another_demand(subject: str, reason: str, before: Iterable[tuple[str, str]]) -> bool:
    """Whether a procedure of the same kind looks at something else, and why: neither is what was said before.

    Args:
        before: subject and reason of each of its kind.
    """
    if why_not_substance(subject, LEAST_TO_LOOK):
        return False
    told = tuple(before)
    return not same_again(subject, [one for one, _ in told]) and not same_again(
        reason, [why for _, why in told]
    )


def why_not_end(procedure: NonCounted | None, ended: date, *, today: date) -> str:
    """A code that says why a procedure may not be ended with this last day; empty when it may.

    The day before its first one says that it took no whole day.

    Returns:
        ``no_procedure_open``, ``procedure_ends_before_start``, ``procedure_ends_ahead``.
    """
    if procedure is None or procedure.ended is not None:
        return "no_procedure_open"
    if ended < procedure.first - ONE_DAY:
        return "procedure_ends_before_start"
    return "procedure_ends_ahead" if ended > max(today, procedure.first - ONE_DAY) else ""


def beyond_told(procedure: NonCounted, today: date) -> bool:
    """Whether the length told is over and the days count again, ended or not."""
    last = procedure.ended or today
    return last > procedure.told_last
