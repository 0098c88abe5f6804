"""What an act is as a form: its button, its command, how it reads what was posted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import is_naive, make_aware

from tongban.cases.queries.shapes import CaseView
from tongban.cases.requests import Done
from tongban.kernel.errors import FieldFault, InputFaults

Inputs = dict[str, Any]
Files = MultiValueDict[str, UploadedFile]
YEARS = range(1949, 2200)  # what a year field may say; beyond it a slip of the keyboard, or the calendar ends


@dataclass(frozen=True)
class Act:
    """One act as a page.

    Args:
        name: the verb on its button.
        command: the command of ``cases`` that does it.
        read: what the command takes, from what was posted.
        paper: whether a decision comes out of it, to be seen before it is issued.
        prints: whether there is a paper to print afterwards.
        grave: whether it ends the matter against the applicant's wish; shown in red.
        read_files: what the command takes from files that came along; their inputs replace those of ``read``.
        page: what the form's template needs beside the case.
        buttons: a template in the place of the one button.
        onward: acts whose form may follow at once, where the button said so (``next``).
        like: the act whose standing decides whether this one may be sent, where it has no button of its own.
    """

    name: Promise
    command: Callable[..., Done]
    read: Callable[[QueryDict], Inputs]
    paper: bool = False
    prints: bool = True
    grave: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_files: Callable[[QueryDict, Files], Inputs] | None = None
    page: Callable[[CaseView, QueryDict], Inputs] | None = None
    buttons: str = ""
    onward: tuple[str, ...] = ()
    like: str = ""


def text_of(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").strip()


def yes_of(posted: QueryDict, name: str) -> bool:
    answer = posted.get(name, "")
    if answer not in ("yes", "no"):
        raise InputFaults([FieldFault(name, "required")])
    return answer == "yes"


def moment(posted: QueryDict, name: str) -> datetime | None:
    """A time as a browser's ``datetime-local`` field gives it, in the hall's own time; None where left empty.

    Raises:
        InputFaults: ``not_a_time``.
    """
    text = text_of(posted, name)
    if not text:
        return None
    try:
        parsed = parse_datetime(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.year not in YEARS:
        raise InputFaults([FieldFault(name, "not_a_time")])
    return make_aware(parsed) if is_naive(parsed) else parsed


def day_of(posted: QueryDict, name: str) -> date | None:
    """A day as a browser's ``date`` field gives it; None where left empty.

    Raises:
        InputFaults: ``not_a_date``.
    """
    text = text_of(posted, name)
    if not text:
        return None
    try:
        parsed = parse_date(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.year not in YEARS:
        raise InputFaults([FieldFault(name, "not_a_date")])
    return parsed
