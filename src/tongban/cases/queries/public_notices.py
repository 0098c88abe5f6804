"""The public notices that hang today, for everybody: masked as each item says, gone the day after the last."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongban.cases.frame import load
from tongban.cases.models import CaseStep, StepEntry
from tongban.cases.sealed import open_values
from tongban.cases.steps.entries import CONTEXT
from tongban.cases.steps.notices import Posted, posted
from tongban.kernel import time
from tongban.kernel.actors import System
from tongban.kernel.errors import Erased

PER_PAGE = 20
PUBLIC = System("public_notices")


@dataclass(frozen=True)
class HangingNotice:
    """One notice as it hangs; nothing on it leads to its case."""

    shown: Posted
    first: date
    last: date
    body: str
    phone: str


@dataclass(frozen=True)
class HangingNotices:
    """One page of the board, the newest first.

    ``places``: where something hangs today, code and name of the authority; ``place``: the one that was chosen, or
    empty for all.  ``count``: of all pages.
    """

    notices: tuple[HangingNotice, ...]
    places: tuple[tuple[str, str], ...]
    place: str
    page: int
    pages: int
    count: int


def hanging_notices(place: str = "", page: int = 1) -> HangingNotices:
    """Those that hang today.

    Args:
        place: code of an authority (a township's government); one where nothing hangs is taken for all of the county.
        page: from 1 on; one that is not there is taken for the nearest.
    """
    today = time.today()
    up = CaseStep.objects.filter(
        state="open", posted_first__lte=today, posted_last__gte=today, case__status="in_review"
    )
    places = tuple(
        up.order_by("case__body__code").values_list("case__body__code", "case__body__name").distinct()
    )
    chosen = place if place in dict(places) else ""
    rows = up.filter(case__body__code=chosen) if chosen else up
    count = rows.count()
    pages = max(1, -(-count // PER_PAGE))
    shown = min(max(page, 1), pages)
    these = rows.order_by("-posted_first", "-id").values_list("case_id", "case__number", "code", "round")
    found = (_notice(*row) for row in these[(shown - 1) * PER_PAGE : shown * PER_PAGE])
    return HangingNotices(
        tuple(notice for notice in found if notice is not None), places, chosen, shown, pages, count
    )


def _notice(case_id: UUID, number: str, code: str, round_number: int) -> HangingNotice | None:
    try:
        case = load(PUBLIC, number, lock=False)
    except Erased:
        return None
    case.run.at = time.now()
    step = next(one for one in case.state.steps if one.code == code)
    entry = (
        StepEntry.objects.filter(case_id=case_id, step=code, round=round_number, kind="notice_posted")
        .order_by("-at")
        .first()
    )
    if entry is None or step.posted_first is None or step.posted_last is None:
        return None
    amount = open_values(entry.record, case.vault, CONTEXT).get("amount", "")
    return HangingNotice(
        shown=posted(case, amount),
        first=step.posted_first,
        last=step.posted_last,
        body=case.row.body.name,
        phone=case.row.handling_site.phone,
    )
