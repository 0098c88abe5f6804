"""What colleagues did in steps beside one's own: it makes no opinion stale, since neither rests on the other."""

from uuid import UUID

from tongban.cases.projection import BY_DATE, EVENTS
from tongban.cases.state import CaseState
from tongban.kernel import ledger
from tongban.kernel.ledger import Recorded
from tongban.kernel.models import LedgerEntry

WITHIN_A_STEP = frozenset(
    {
        "opinion_given",
        "external_completed",
        "taken",
        "put_back",
        "reassigned",
        "notice_posted",
        "objection_answered",
    }
)
"""Events that change the step they name and no other that is open.  A return or an objection that renews an inquiry
changes others too: who looked before must look again."""

MOST_BEHIND = 20  # acts since the page was looked at; with more of them it is an old page


def came_only_beside(case_id: UUID, state: CaseState, code: str, seen: int) -> bool:
    """Whether everything that people did since a version was done in steps that run beside this one, which is open.

    Args:
        code: the actor's own step.
        seen: the version that the actor saw.
    """
    behind = state.version - seen
    own = next((step for step in state.steps if step.code == code and step.state == "open"), None)
    if own is None or not own.side_by_side or not 0 < behind <= MOST_BEHIND:
        return False
    beside = {step.code for step in state.steps if step.side_by_side == own.side_by_side} - {code}
    acts = _acts(case_id)[:behind]
    return len(acts) == behind and all(
        act.type in WITHIN_A_STEP and act.data["step"] in beside for _, act in acts
    )


def version_after(case_id: UUID, command_id: UUID, version: int) -> int:
    """The version that a command of earlier left, where others have acted since.

    Args:
        version: of now.
    """
    since = (after for after, (command, _) in enumerate(_acts(case_id)) if command == command_id)
    return version - next(since, 0)


def _acts(case_id: UUID) -> list[tuple[UUID, Recorded]]:
    """What people did, the latest first, each with its command; what a date did does not count."""
    rows = LedgerEntry.objects.filter(kind="case", stream=str(case_id)).order_by("-seq")
    told = [(row.command_id, ledger.decode(row.canonical)) for row in rows[: MOST_BEHIND * 2]]
    return [one for one in told if one[1].type in EVENTS and one[1].type not in BY_DATE]
