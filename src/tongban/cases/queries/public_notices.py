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

MOST = 100
PUBLIC = System("public_notices")


@dataclass(frozen=True)
class HangingNotice:
    """One notice as it hangs; nothing on it leads to its case."""

    shown: Posted
    first: date
    last: date
    body: str
    phone: str


def hanging_notices() -> tuple[HangingNotice, ...]:
    """Those that hang today, the newest first, at most a hundred."""
    today = time.today()
    up = CaseStep.objects.filter(
        state="open", posted_first__lte=today, posted_last__gte=today, case__status="in_review"
    )
    rows = up.order_by("-posted_first", "-id").values_list("case_id", "case__number", "code", "round")[:MOST]
    found = (_notice(*row) for row in rows)
    return tuple(notice for notice in found if notice is not None)


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
