"""公告送达: only by the item's rule, only after two other ways failed; and for how long it hangs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.cases.addresses import consents_to_electronic
from tongban.cases.frame import OpenCase
from tongban.catalogue.definition import Basis, ItemDefinition
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.clock import Limit, Unit, due
from tongban.rules.delivery import WAYS, WAYS_BEFORE_ANNOUNCING, on_one_day, why_not_tried
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER
from tongban.rules.substance import LEAST, why_not_substance

PLACE_LENGTH = 200


@dataclass(frozen=True)
class FailedTry:
    """One way that did not reach the addressee: which, on which day, what happened."""

    way: str
    day: date | None
    why: str

    @property
    def plain(self) -> dict[str, Any]:
        return {"way": self.way, "day": self.day, "why": self.why.strip()}

    @property
    def said(self) -> bool:
        """Whether anything was written into its row."""
        return bool(self.way or self.day or self.why.strip())


def announcement_limit(item: ItemDefinition) -> tuple[Limit, Basis] | None:
    """How long it hangs, and by which law; None where the item has no such rule with its basis."""
    effect = item.effect("announcement")
    if effect is None:
        return None
    unit: Unit = "working" if effect.params.get("unit") == "working" else "calendar"
    basis = effect.basis
    return Limit(int(effect.params["days"]), unit, f"{basis.law.zh}{basis.article}"), basis


def why_not_announce(case: OpenCase) -> str:
    """A code that says why this cannot be announced; empty where it can."""
    if announcement_limit(case.item.definition) is None:
        return "announcement_not_allowed"
    return "announced_already" if case.state.course.announced is not None else ""


def check_announcing(case: OpenCase, failed: Sequence[FailedTry], where: str) -> None:
    """Two different ways failed, each with its day and what happened, since it was decided.

    Raises:
        Refusal: the codes of `why_not_announce`.
        InputFaults: ``two_other_ways``, ``tried_on_one_day``, ``letter_back_at_once``, ``required``, ``not_an_option``, ``before_the_decision_day``,
            ``order_in_the_future``, and why a reason is none; fields end in the row's number.
    """
    if code := why_not_announce(case):
        raise Refusal(code)
    faults = []
    for row, one in enumerate(failed):
        if one.said:
            faults += _try_faults(case, row, one)
    if len({one.way for one in failed if one.way in WAYS}) < WAYS_BEFORE_ANNOUNCING:
        faults.append(FieldFault("failed", "two_other_ways"))
    elif on_one_day([one.day for one in failed if one.said and one.day]):
        faults.append(FieldFault("failed", "tried_on_one_day"))
    if not where.strip():
        faults.append(FieldFault("where", "required"))
    elif len(where) > PLACE_LENGTH:
        faults.append(FieldFault("where", "too_long", {"most": PLACE_LENGTH}))
    if faults:
        raise InputFaults(faults)


def _try_faults(case: OpenCase, row: int, one: FailedTry) -> list[FieldFault]:
    faults = []
    if one.way not in WAYS:
        faults.append(FieldFault(f"way.{row}", "required" if not one.way else "not_an_option"))
    elif one.way == "electronic" and not consents_to_electronic(case):
        faults.append(FieldFault(f"way.{row}", "no_consent_to_electronic"))  # no way at all without it
    if one.day is None:
        faults.append(FieldFault(f"day.{row}", "required"))
    elif case.state.concluded_at and (
        why := why_not_tried(one.way, one.day, legal_date(case.state.concluded_at))
    ):
        faults.append(FieldFault(f"day.{row}", why))
    elif one.day > legal_date(case.run.at):
        faults.append(FieldFault(f"day.{row}", "order_in_the_future"))
    if why := why_not_substance(one.why):
        faults.append(FieldFault(f"why.{row}", why, {"least": LEAST}))
    return faults


def announced_event(case: OpenCase, failed: Sequence[FailedTry]) -> Event:
    """What announcing records: its first and last day, and the ways that failed; nothing of what happened there."""
    found = announcement_limit(case.item.definition)
    assert found is not None
    first = legal_date(case.run.at)
    last = due(first, found[0], case.calendar).due
    ways = sorted({one.way for one in failed if one.said})
    return Event("announced", {"first": first, "last": last, "failed": ways})


def has_paper(case: OpenCase) -> bool:
    """Whether there is a paper to deliver."""
    return case.state.outcome in OUTCOMES_WITH_PAPER and not case.state.course.nobody


def tries_of(rows: Sequence[Mapping[str, Any]]) -> tuple[FailedTry, ...]:
    """From plain values, as a form reads them."""
    return tuple(FailedTry(row["way"], row["day"], row["why"]) for row in rows)
