"""Corrections once: what may be asked of an applicant, when, and what may still be asked after it.

Sources: 行政许可法 art. 32 (correct on the spot; tell everything once; what was fully corrected as told must be
accepted) for licences; 优化营商环境条例 (told once) for other matters.  What follows from silence, on either side, is a
rule of the item and not of this page.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.rules.clock import ExcludedSpan, Limit, due
from tongban.rules.workdays import WorkCalendar

NO_NEED, NOT_OUR_POWER, NOT_CORRECTED, CONDITIONS = GROUNDS = (
    "no_need",
    "not_our_power",
    "not_corrected",
    "conditions",
)


class Verdict(StrEnum):
    """What the officer says of one material: 符合, 缺少, 不符合."""

    OK = "ok"
    MISSING = "missing"
    FAULTY = "faulty"


class FurtherDemand(StrEnum):
    """The three things that a demand after the one notice can be; the officer says which and why.

    Only the last is a breach of 一次性告知 (行政许可法 art. 32 (4), art. 72), recorded against the position.
    """

    FACTS_CHANGED = "facts_changed"
    VERIFICATION = "verification"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Asked:
    """One material as the intake check sees it.

    Args:
        code: the material.
        required: whether the application cannot be accepted without it.
        handed_in: whether anything came in for it.
        promised: it may follow later or a signed promise stands in its place (容缺, 告知承诺).
    """

    code: str
    required: bool
    handed_in: bool
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands in the way; ``code`` is a fault code, ``material`` empty where it is the whole."""

    material: str
    code: str


def may_judge(named: Collection[str], brought: Collection[str], first_round: bool) -> frozenset[str] | None:
    """What may be judged anew; None: everything, because no notice went out yet.

    Args:
        named: materials that the last notice named.
        brought: materials that came in or changed since.
    """
    return None if first_round else frozenset(named) | frozenset(brought)


def judged(
    materials: Collection[Asked],
    verdicts: Mapping[str, str],
    reasons: Mapping[str, bool],
    before: Mapping[str, str],
    open_to: frozenset[str] | None,
) -> list[Finding]:
    """What is wrong with the verdicts themselves: one for every material that is required or came in.

    Args:
        verdicts: material → verdict, as given now.
        reasons: material → whether its verdict comes with a review point or a text of substance.
        before: material → the verdict that stands from an earlier round.
        open_to: what `may_judge` gave.
    """
    found = []
    for material in materials:
        given = verdicts.get(material.code, "")
        if open_to is not None and material.code not in open_to:
            if given and before.get(material.code) and given != before[material.code]:
                found.append(Finding(material.code, "not_open_to_judgement"))
            continue
        if given not in set(Verdict):
            if material.required or material.handed_in:
                found.append(Finding(material.code, "verdict_missing"))
        elif given == Verdict.OK and not material.handed_in and not material.promised:
            found.append(Finding(material.code, "material_absent"))
        elif given == Verdict.MISSING and material.handed_in:
            found.append(Finding(material.code, "material_not_missing"))
        elif given == Verdict.FAULTY and not reasons.get(material.code):
            found.append(Finding(material.code, "verdict_reason_missing"))
    return found


def standing(before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """The verdicts after a round: the new ones over those that stand."""
    return {**before, **given}


def defects(materials: Collection[Asked], verdicts: Mapping[str, str]) -> tuple[str, ...]:
    """The materials that a notice must name, all of them: required or handed in, and not in order.

    A material that may follow or be promised, and is, is no defect.
    """
    return tuple(
        material.code
        for material in materials
        if not material.promised
        and verdicts.get(material.code, "") in (Verdict.MISSING, Verdict.FAULTY)
        and (material.required or material.handed_in)
    )


def must_accept(materials: Collection[Asked], verdicts: Mapping[str, str]) -> bool:
    """Whether everything required is in order: then it must be accepted (行政许可法 art. 32 (5))."""
    return all(
        verdicts.get(material.code) == Verdict.OK or material.promised
        for material in materials
        if material.required
    )


def same_words(one: str, other: str) -> bool:
    """Whether two reasons say the same; width of characters, spaces and marks apart."""
    return bool(plain := _plain(one)) and plain == _plain(other)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def grounds_closed(
    grounds: Collection[str],
    *,
    complete: bool,
    licence: bool,
    told: bool,
    verdicts_open: bool,
    as_told: bool,
) -> dict[str, str]:
    """The grounds that do not bear a refusal to accept (不予受理), each with a code that says why.

    行政许可法 art. 32 knows two refusals: no permit is needed, or it is not this body's power.  What is complete, or was
    put right as told, must be accepted; whether the conditions are met is the review's question and a refusal after it
    (art. 38).  For what is no licence the same, as far as the telling once goes.

    Args:
        grounds: those that there are.
        complete: everything required is in order, and every answer that was named came.
        licence: art. 32 binds, of itself or by the item's own rule.
        told: a notice went out and was answered.
        verdicts_open: something required waits for its verdict.
        as_told: something that the last notice named is still not in order for the reason that it told.
    """
    of_the_matter = {NO_NEED, NOT_OUR_POWER}
    if complete:
        return {ground: "complete_must_be_accepted" for ground in grounds if ground not in of_the_matter}
    closed = {}
    if not told:
        closed[NOT_CORRECTED] = "tell_first"
    elif verdicts_open:
        closed[NOT_CORRECTED] = "verdicts_open"
    elif not as_told:
        closed[NOT_CORRECTED] = "not_told_of_this"
    if licence:
        closed[CONDITIONS] = "conditions_after_review"
    elif told and verdicts_open:
        closed[CONDITIONS] = "verdicts_open"
    return closed


def demand_faults(round_number: int, ground: str, explained: bool) -> list[Finding]:
    """What is missing from a demand.

    Args:
        round_number: 1 for the one notice; more for a demand after it.
        ground: one of `FurtherDemand` after the first.
        explained: whether the officer wrote why, in words of substance.
    """
    if round_number == 1:
        return []
    found = []
    if ground not in set(FurtherDemand):
        found.append(Finding("", "further_demand_without_ground"))
    if not explained:
        found.append(Finding("", "further_demand_unexplained"))
    return found


def last_day_before_withdrawal(
    bring_by: date, served_on: date | None, limit: Limit | None, calendar: WorkCalendar
) -> date | None:
    """The last day on which a correction still keeps the application alive; None: it never counts as withdrawn.

    Both must have passed: the date told, and the item's own period from the proven delivery of the notice.  Where the
    date told came to be a day of rest by a later notice, the next working day takes its place (民法典 art. 203).  A
    correction of the calendar takes nobody's days back: what was alive when it was published is so that day.

    Args:
        served_on: the day of proven delivery; None while it is not proven.
        limit: the item's rule with its basis; None where the item has none, and never for social assistance.
    """
    if limit is None or served_on is None:
        return None
    last = max(calendar.end_of_period(bring_by)[0], due(served_on, limit, calendar).due)
    return max(last, calendar.holds_from) if calendar.holds_from else last


@dataclass(frozen=True, slots=True)
class NonCounted:
    """A special procedure whose time does not count (行政许可法 art. 45, or the item's own basis).

    Args:
        kind: ``hearing``, ``appraisal``, …
        first: the first whole day taken out.
        told_last: the last day of the length that the applicant was told in writing: the cap.
        ended: the last whole day it really took; None while it runs.
        basis: the article.
    """

    kind: str
    first: date
    told_last: date
    ended: date | None
    basis: str

    @property
    def span(self) -> ExcludedSpan | None:
        """The days taken out, never more than was told; None where it ended before its first whole day."""
        last = self.told_last if self.ended is None else min(self.ended, self.told_last)
        return ExcludedSpan(self.first, last, self.kind, self.basis) if last >= self.first else None
