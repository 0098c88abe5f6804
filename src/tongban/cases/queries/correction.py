"""The last correction notice of a case as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tongban.cases.correcting import Defect, defects_of, last_defects, repeats
from tongban.cases.frame import OpenCase
from tongban.cases.judging import kept_rounds
from tongban.cases.settlement import withdrawal_day, withdrawal_limit
from tongban.catalogue.definition import Basis, ItemDefinition
from tongban.kernel.time import legal_date
from tongban.rules.clock import Limit
from tongban.rules.lifecycle import Status

OFFERED = (5, 10, 15, 30)  # working days to bring something, to choose from
USUAL = 10


@dataclass(frozen=True)
class CorrectionView:
    """A notice, what it names, and what became of it.

    ``ground`` and ``explanation``: of a demand after the first notice.  ``silence``: the item's rule on what does not
    come in time; None: nothing runs.  ``withdrawn_after``: the last day that keeps the application alive, where the
    notice's delivery is proven and the rule runs.  ``late``: the day that was told is over.
    """

    round: int
    asked_at: datetime
    bring_by: date
    lines: tuple[Defect, ...]
    ground: str
    explanation: str
    served_at: datetime | None
    served_by: str
    answered_at: datetime | None
    brought: tuple[str, ...]
    not_brought: dict[str, str]
    silence: Limit | None
    silence_basis: Basis | None
    withdrawn_after: date | None
    late: bool
    told_at: datetime | None = None  # when the day that holds now was written down
    ended: bool = False  # the matter ended: nothing is to be brought any more

    @property
    def open(self) -> bool:
        """Whether no answer came."""
        return self.answered_at is None

    @property
    def waits(self) -> bool:
        """Whether the applicant still can, and should, bring something."""
        return self.open and not self.ended

    @property
    def served(self) -> bool:
        """Whether it is proven that it reached the applicant."""
        return self.served_at is not None


@dataclass(frozen=True)
class AskingView:
    """What a notice that goes out now would say beside its defects.

    ``offers``: working days from today and the day that is.  ``further``: it would not be the first.  ``repeats``: its materials
    were all named by the last one.  ``unjudged``: something that came in, or is required, has no verdict yet.
    """

    defects: tuple[Defect, ...]
    offers: tuple[tuple[int, date], ...]
    tomorrow: date
    silence: Limit | None
    silence_basis: Basis | None
    further: bool
    repeats: bool
    unjudged: bool = False

    @property
    def usual(self) -> date:
        """The day that is proposed."""
        return dict(self.offers)[USUAL]


def asking_view(case: OpenCase) -> AskingView | None:
    """None where no notice can go out from here."""
    if case.state.status != Status.SUBMITTED:
        return None
    today = legal_date(case.run.at)
    return AskingView(
        defects=defects_of(case, {}),
        offers=tuple((days, case.calendar.add_working_days(today, days)) for days in OFFERED),
        tomorrow=today + timedelta(days=1),
        silence=withdrawal_limit(case.item.definition),
        silence_basis=_silence_basis(case.item.definition),
        further=bool(case.state.course.rounds),
        repeats=repeats(case, {}),
        unjudged=any(not one.verdict and (one.required or one.form) for one in case.state.materials),
    )


def _silence_basis(item: ItemDefinition) -> Basis | None:
    """The article of the item's rule on silence, where it has one."""
    effect = item.effect("deemed_withdrawal") if withdrawal_limit(item) else None
    return effect.basis if effect else None


def correction_view(case: OpenCase) -> CorrectionView | None:
    """The last notice; None where none went out."""
    rounds = case.state.course.rounds
    if not rounds:
        return None
    asked, kept = rounds[-1], kept_rounds(case)
    said: dict[str, Any] = kept[-1] if kept else {}
    item = case.item.definition
    return CorrectionView(
        round=len(rounds),
        asked_at=asked.asked_at,
        bring_by=case.state.bring_by or asked.bring_by,
        lines=last_defects(case),
        ground=asked.ground,
        explanation=str(said.get("explanation", "")),
        served_at=asked.served_at,
        served_by=asked.served_by,
        answered_at=asked.answered_at,
        brought=asked.brought,
        not_brought=dict(said.get("not_brought", {})),
        silence=withdrawal_limit(item),
        silence_basis=_silence_basis(item),
        withdrawn_after=withdrawal_day(case.state, item, case.calendar),
        late=legal_date(case.run.at) > case.calendar.end_of_period(case.state.bring_by or asked.bring_by)[0],
        told_at=asked.told_at,
        ended=bool(case.state.outcome),
    )
