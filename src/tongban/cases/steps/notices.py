"""Public notices: for how long one hangs, what it shows and of whom, what an objection leads to.

Source: the item's ``public_notice`` effect with its basis; 个人信息保护法 art. 6, 28: no more than its purpose needs.
"""

from dataclasses import dataclass
from datetime import date

from tongban.cases.answer_kinds import people_of
from tongban.cases.frame import OpenCase
from tongban.cases.state import CaseState, StepState
from tongban.catalogue.definition import Basis, ItemDefinition
from tongban.directory.queries import villages_served
from tongban.kernel.masking import mask_name
from tongban.kernel.time import legal_date
from tongban.rules.clock import Unit
from tongban.rules.minors import under_eighteen
from tongban.rules.public_notice import last_day, why_not_closed

KIND = "public_notice"
REINVESTIGATE = "reinvestigate"
INVESTIGATION = ("two_officer_verification", "democratic_review", "villagers_meeting")


@dataclass(frozen=True)
class Posted:
    """What stands on a notice, masked: nothing of it can be opened."""

    item_name: str
    item_name_en: str
    name_masked: str  # empty: of a minor, or the item does not show it
    minor: bool
    village: str
    members: int | None  # people of the household, the applicant among them
    amount: str  # yuan that the township proposes; empty where the item does not show it
    proposed: bool | None = (
        None  # what the steps before it come to: granted or not; None: none has said anything
    )


def notice_basis(item: ItemDefinition) -> Basis | None:
    """By which law it is posted; None where the item has no such rule."""
    effect = item.effect(KIND)
    return effect.basis if effect else None


def notice_days(item: ItemDefinition) -> tuple[int, Unit]:
    """For how many days it hangs at least, and of which kind."""
    effect = item.effect(KIND)
    unit: Unit = "working" if effect and effect.params.get("unit") == "working" else "calendar"
    return (int(effect.params["days"]) if effect else 0), unit


def least_last_day(case: OpenCase, first: date) -> date:
    """The last day at the earliest of a notice that goes up on a day."""
    days, unit = notice_days(case.item.definition)
    basis = notice_basis(case.item.definition)
    return last_day(first, days, unit, f"{basis.law.zh}{basis.article}" if basis else "", case.calendar)


def notice_step(state: CaseState) -> StepState | None:
    """The open step of a public notice."""
    return next((step for step in state.steps if step.kind == KIND and step.state == "open"), None)


def objected_step(state: CaseState) -> StepState | None:
    """The step of a notice with an objection to answer, open or waiting for the new inquiry."""
    return next((step for step in state.steps if step.kind == KIND and step.objections), None)


def hanging_step(state: CaseState) -> StepState | None:
    """The step whose notice an objection can still be about: posted, taken down for a new inquiry, or just over."""
    step = notice_step(state)
    if step is not None and step.posted_first is not None:
        return step
    return objected_step(state) or next(
        (one for one in reversed(state.steps) if one.state == "done" and one.posted_first is not None), None
    )


def why_not_closed_now(case: OpenCase, step: StepState) -> str:
    """Why the step of a notice cannot close today; empty where it can."""
    return why_not_closed(step.posted_last, step.objections, legal_date(case.run.at))


def inquired_from(item: ItemDefinition, state: CaseState, notice: StepState) -> str:
    """The step from which an objection has the inquiry made anew; empty where the item does not say so."""
    effect = item.effect(KIND)
    if effect is None or effect.params.get("on_objection") != REINVESTIGATE:
        return ""
    before = state.steps[: [step.code for step in state.steps].index(notice.code)]
    inquiry = [step for step in before if step.kind in INVESTIGATION]
    return (inquiry or list(before))[0].code if before else ""


def shows_amount(item: ItemDefinition) -> bool:
    """Whether the notice says how much is proposed: that is no answer of the form, so it is entered with it."""
    effect = item.effect(KIND)
    return effect is not None and "amount" in effect.params.get("shows", ())


def _proposed(state: CaseState) -> bool | None:
    """The opinion that goes on the notice: the last before its step."""
    codes = [step.kind for step in state.steps]
    before = state.steps[: codes.index(KIND)] if KIND in codes else ()
    return next((step.agrees for step in reversed(before) if step.state == "done"), None)


def posted(case: OpenCase, amount: str = "") -> Posted:
    """What the notice of a case shows, as its item says.

    Args:
        amount: yuan, as entered when it was posted.
    """
    item = case.item.definition
    effect = item.effect(KIND)
    shows = frozenset(effect.params.get("shows", ())) if effect else frozenset()
    applicant, answers = case.content.applicant, case.content.answers
    kinds = {question.kind: question.code for question in reversed(item.questions)}
    minor = under_eighteen(applicant["number"], legal_date(case.run.at))
    village = answers.get(kinds.get("village", ""), "")
    people = answers.get(kinds.get("people", ""), "")
    return Posted(
        item_name=item.name.zh,
        item_name_en=item.name.en,
        name_masked=mask_name(applicant["name"]) if "name_masked" in shows and not minor else "",
        minor=minor,
        village=dict(villages_served()).get(village, "") if "village" in shows else "",
        members=len(people_of(people)) + 1 if "members_count" in shows else None,
        amount=amount if "amount" in shows else "",
        proposed=_proposed(case.state),
    )
