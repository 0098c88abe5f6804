"""The acts on a case as forms: how each one reads what was posted and which command it calls.

Nothing here judges what was entered: the commands do, and say everything that is wrong at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.requests import Done, Verdict
from tongban.kernel.errors import FieldFault, InputFaults

Inputs = dict[str, Any]
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
    """

    name: Promise
    command: Callable[..., Done]
    read: Callable[[QueryDict], Inputs]
    paper: bool = False
    prints: bool = True
    grave: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").strip()


def _yes(posted: QueryDict, name: str) -> bool:
    answer = posted.get(name, "")
    if answer not in ("yes", "no"):
        raise InputFaults([FieldFault(name, "required")])
    return answer == "yes"


def read_verdicts(posted: QueryDict) -> Inputs:
    """One verdict for each material that was judged; those left open are the command's to name."""
    verdicts = {}
    for name in posted:
        head, dot, code = name.partition(".")
        if head == "verdict" and dot and posted[name]:
            verdicts[code] = Verdict(_text(posted, name), _text(posted, f"reason.{code}"))
    return {"verdicts": verdicts}


def _decline(posted: QueryDict) -> Inputs:
    return {name: _text(posted, name) for name in ("reason", "basis", "right_body")}


def _opinion(posted: QueryDict) -> Inputs:
    return {
        "step_code": _text(posted, "step_code"),
        "agrees": _yes(posted, "agrees"),
        "opinion": _text(posted, "opinion"),
    }


def _decision(posted: QueryDict) -> Inputs:
    return {
        "granted": _yes(posted, "granted"),
        "reason": _text(posted, "reason"),
        "basis": _text(posted, "basis"),
    }


def _delivery(posted: QueryDict) -> Inputs:
    texts = {name: _text(posted, name) for name in ("mode", "receiver_name", "relation", "identification")}
    return texts | {"at": moment(posted, "at")}


def _identity(posted: QueryDict) -> Inputs:
    return {"seen": posted.get("seen") == "yes", "place": _text(posted, "place")}


def _withdrawal(posted: QueryDict) -> Inputs:
    return {"reason": _text(posted, "reason")}


def moment(posted: QueryDict, name: str) -> datetime | None:
    """A time as a browser's ``datetime-local`` field gives it, in the hall's own time; None where left empty.

    Raises:
        InputFaults: ``not_a_time``.
    """
    text = _text(posted, name)
    if not text:
        return None
    try:
        parsed = parse_datetime(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.year not in YEARS:
        raise InputFaults([FieldFault(name, "not_a_time")])
    return make_aware(parsed) if is_naive(parsed) else parsed


ACTS: dict[str, Act] = {
    "accept": Act(_("受理"), commands.accept, read_verdicts, paper=True),
    "decline": Act(_("不予受理"), commands.decline, _decline, paper=True, grave=True),
    "confirm_identity": Act(
        _("核对身份证"),
        commands.confirm_identity,
        _identity,
        prints=False,
        choices={"place": ("window", "village_point", "at_home")},
    ),
    "give_opinion": Act(_("提出审查意见"), commands.give_opinion, _opinion, prints=False),
    "decide": Act(_("作出决定"), commands.decide, _decision, paper=True),
    "deliver": Act(
        _("送达"),
        commands.deliver,
        _delivery,
        choices={
            "mode": ("handed_over", "through_assister", "electronic"),
            "relation": (
                "self",
                "spouse",
                "child",
                "parent",
                "sibling",
                "other_kin",
                "guardian",
                "neighbour",
                "assister",
                "handler",
                "other",
            ),
        },
    ),
    "withdraw": Act(_("按申请人要求撤回"), commands.withdraw, _withdrawal, prints=False, grave=True),
}
