"""What an auditor's page was asked for: days, and who asks."""

from datetime import date, timedelta

from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_date

from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.time import today

WEEK = timedelta(days=6)


def auditor_of(request: HttpRequest) -> Staff:
    """The auditor behind this request.

    Raises:
        NotAuthorized: ``auditor_only``.
    """
    actor = staff_of(request)
    if actor.role != "auditor":
        raise NotAuthorized("auditor_only")
    return actor


def day_in(asked: QueryDict, name: str, otherwise: date) -> date:
    """A day as a date field sends it; what is no day of our time is left out."""
    try:
        day = parse_date(asked.get(name, ""))
    except ValueError:  # looks like a date and is none
        return otherwise
    return day if day is not None and 2000 <= day.year < 2200 else otherwise


def period_in(asked: QueryDict) -> tuple[date, date]:
    """The first and last day asked for; the last seven days where none was."""
    last = day_in(asked, "last", today())
    first = day_in(asked, "first", min(last, today()) - WEEK)
    return min(first, last), max(first, last)


def number_in(asked: QueryDict, name: str) -> int | None:
    """A whole number that a choice sends; None for anything else."""
    return whole_number(asked.get(name, ""), 18)


def text_in(asked: QueryDict, name: str) -> str:
    """What was typed, without what no text has."""
    return asked.get(name, "").replace("\0", "").strip()[:60]
