"""The way back of what ended by mistake (终止), from wherever it ended: `rules.ended_by_mistake`, of a case."""

from tongban.cases.frame import OpenCase
from tongban.kernel.errors import ActNotAllowed, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.ended_by_mistake import back_before_delivery, day_to_bring
from tongban.rules.lifecycle import Act, Status


def delivers_first(case: OpenCase) -> bool:
    """Whether the decision reaches somebody before it is taken up anew."""
    return case.state.status == Status.CONCLUDED and not back_before_delivery(case.state.outcome)


def why_confirm_first(case: OpenCase) -> str:
    """A code that says that a time which one person stated waits for its second: it is a fact of what is to be set aside,
    and is settled while that stands; empty where none waits.

    The service of what followed the decision waits on: it is confirmed in every status.
    """
    waits = any(one.kind != "paper" for one in case.state.course.later)
    return "confirm_first" if waits and case.state.status != Status.ARCHIVED else ""


def check_open_ends(case: OpenCase, act: Act) -> None:
    """Nothing is left open behind what is taken up anew.

    Raises:
        ActNotAllowed: a decision that was not delivered yet.
        Refusal: ``confirm_first``.
    """
    if delivers_first(case):
        raise ActNotAllowed(case.state.status, act.value)
    if code := why_confirm_first(case):
        raise Refusal(code)


def notice_stands(case: OpenCase) -> Event | None:
    """Of a matter that ended while a correction notice waited: the notice waits again, with the days that were left."""
    asked, state = case.state.course.open_round, case.state
    if asked is None or state.accepted_at is not None or state.concluded_at is None:
        return None
    today = legal_date(case.run.at)
    day = day_to_bring(state.bring_by or asked.bring_by, legal_date(state.concluded_at), today, case.calendar)
    return Event("notice_stands", {"bring_by": day})
