"""The verdicts on a case's materials: what may be judged now, what is wrong with a verdict, what stands.

The law of it is `rules.corrections`; here it is asked of one case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from tongban.cases.promising import deferrable
from tongban.cases.requests import Verdict
from tongban.cases.sealed import open_text, open_values, seal_text
from tongban.catalogue.definition import Material
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules import corrections, substance
from tongban.rules.corrections import Asked
from tongban.rules.lifecycle import Status
from tongban.rules.promises import Promise

if TYPE_CHECKING:  # the frame tells of a withdrawal in these words
    from tongban.cases.frame import OpenCase

CONTEXT = "case.correction"  # of the sealed column that keeps what was said in each round
NOT_MET = "没有达到要求："  # before a review point, on papers and pages
BREAK_OFF = frozenset({"verdict_missing"})  # what may be left for later


def asked_of(case: OpenCase, promised: Collection[str] = ()) -> list[Asked]:
    """The case's materials as the rules see them.

    Args:
        promised: what is promised for later with the act itself (容缺).
    """
    # what may follow later is needed all the same; a signed promise is looked at like any material
    may_follow = deferrable(case.item.definition)
    return [
        Asked(
            one.code,
            one.required or one.code in may_follow,
            bool(one.form),
            one.promise == Promise.DEFERRED or one.code in promised,
        )
        for one in case.state.materials
    ]


def open_to_judgement(case: OpenCase) -> frozenset[str] | None:
    """The materials that may be judged now; None: all of them, no notice went out yet."""
    if case.state.status == Status.IN_REVIEW and case.state.course.deemed:
        return frozenset(still_to_judge(case))
    rounds = case.state.course.rounds
    if not rounds:
        return None
    unjudged = {one.code for one in case.state.materials if not one.verdict}
    return corrections.may_judge(rounds[-1].materials, {*rounds[-1].brought, *unjudged}, first_round=False)


def still_to_judge(case: OpenCase) -> tuple[str, ...]:
    """What the date accepted and nobody found in order: it is taken in and looked at under review.

    A signed promise stands in the place of its material; its own rules follow it.
    """
    return tuple(
        one.code
        for one, asked in zip(case.state.materials, asked_of(case), strict=True)
        if (asked.required or asked.handed_in) and one.verdict != corrections.Verdict.OK and not one.promise
    )


def accepted_unseen(case: OpenCase) -> bool:
    """Whether the date accepted it and something in it was not found in order yet (行政许可法 art. 32 (4))."""
    return case.state.status == Status.IN_REVIEW and case.state.course.deemed and bool(still_to_judge(case))


def unproven(case: OpenCase) -> list[FieldFault]:
    """Why nothing is granted yet: a required material that nobody found in order.  Silence accepts; it proves nothing."""
    required = {one.code for one in asked_of(case) if one.required}
    missing = [code for code in still_to_judge(case) if code in required]
    return [FieldFault("granted", "materials_not_in_order", {"count": len(missing)})] if missing else []


def standing(case: OpenCase) -> dict[str, str]:
    """The verdicts that are on record."""
    return {one.code: one.verdict for one in case.state.materials if one.verdict}


def reason_of(material: Material, given: Verdict) -> str:
    """A verdict's reason as it is kept and printed: the review point that is not met, and the officer's words."""
    words = given.reason.strip()
    if given.point is None or not 0 <= given.point < len(material.review_points):
        return words
    point = f"{NOT_MET}{material.review_points[given.point].zh}"
    return f"{point}。{words}" if words else point


def chosen_point(material: Material, reason: str) -> tuple[int | None, str]:
    """`reason_of` read back: the review point, and the words beside it."""
    for number, point in enumerate(material.review_points):
        said = f"{NOT_MET}{point.zh}"
        if reason == said:
            return number, ""
        if reason.startswith(f"{said}。"):
            return number, reason.removeprefix(f"{said}。")
    return None, reason


def kept_reasons(case: OpenCase) -> dict[str, str]:
    """Material → the reason on record."""
    kept = {row.code: open_text(row.reason, case.vault, "case.verdict") for row in case.materials}
    return {code: reason for code, reason in kept.items() if reason}


def kept_rounds(case: OpenCase) -> list[dict[str, Any]]:
    """What was sealed of each round, oldest first."""
    return list(open_values(case.row.correction, case.vault, CONTEXT).get("rounds", ()))


def reasons_told(case: OpenCase) -> dict[str, str]:
    """Material → why the last notice named it; empty of what was not there, and before any notice."""
    kept = kept_rounds(case) if case.state.course.rounds else []
    return dict(kept[-1].get("materials", {})) if kept else {}


def judged(
    case: OpenCase, verdicts: Mapping[str, Verdict], *, in_part: bool = False, promised: Collection[str] = ()
) -> dict[str, str]:
    """Every verdict that stands once these are given.

    Args:
        verdicts: material → what is said of it now; what was said before and is not said anew stands.
        in_part: some may be left for later.
        promised: what is promised with the act itself.

    Raises:
        InputFaults: ``verdict_missing``, ``verdict_reason_missing`` (or why the words are none:
            `rules.substance`), ``material_absent``, ``material_not_missing``, ``not_open_to_judgement``.
    """
    by_code = {material.code: material for material in case.item.definition.materials}
    asked = asked_of(case, promised)
    known = {one.code for one in asked}
    before, kept, told = standing(case), kept_reasons(case), reasons_told(case)
    given = {code: one.verdict for code, one in verdicts.items() if code in known and one.verdict}
    reasons, empty = {}, {}
    for code in known:
        one = verdicts.get(code)
        if one is None or not one.verdict:
            reasons[code] = code in kept
            continue
        pointed = one.point is not None and 0 <= one.point < len(by_code[code].review_points)
        # what the notice has said already needs no second reason
        said = bool(words := one.reason.strip()) and words in (kept.get(code), told.get(code))
        why = "" if pointed or said else substance.why_not_substance(one.reason)
        reasons[code] = not why
        empty[code] = why if one.reason.strip() else ""
    found = corrections.judged(asked, {**before, **given}, reasons, before, open_to_judgement(case))
    faults = [
        FieldFault(f"verdicts.{one.material}", *_said(one.code, empty.get(one.material, "")))
        for one in found
        if not (in_part and one.code in BREAK_OFF)
    ]
    if faults:
        raise InputFaults(faults)
    return corrections.standing(before, given)


def _said(code: str, why: str) -> tuple[str, dict[str, object]]:
    """A fault's code with its params; of words that are no reason, why they are none."""
    if code == "verdict_reason_missing" and why:
        return why, {"least": substance.LEAST}
    return code, {}


def require_in_order(case: OpenCase, verdicts: Mapping[str, str], promised: Collection[str] = ()) -> None:
    """Every required material is in order or promised: nothing less is accepted.

    Raises:
        InputFaults: ``material_not_in_order``.
    """
    faults = [
        FieldFault(f"verdicts.{one.code}", "material_not_in_order")
        for one in asked_of(case, promised)
        if one.required and not one.promised and verdicts.get(one.code) != corrections.Verdict.OK
    ]
    if faults:
        raise InputFaults(faults)


def sealed_reasons(case: OpenCase, verdicts: Mapping[str, Verdict]) -> dict[str, dict[str, object]]:
    """The columns of the materials' rows that keep why."""
    by_code = {material.code: material for material in case.item.definition.materials}
    told: dict[str, dict[str, object]] = {}
    before = reasons_told(case)
    for row in case.materials:
        given = verdicts.get(row.code)
        if given is None or not given.verdict:
            continue
        reason = reason_of(by_code[row.code], given)
        if (
            given.verdict == corrections.Verdict.OK
        ):  # what the last notice said of it is no word about this one
            words = given.reason.strip()
            reason = "" if words == chosen_point(by_code[row.code], before.get(row.code, ""))[1] else words
        told[row.code] = {"reason": seal_text(reason, case.vault, "case.verdict")}
    return told


def verdicts_open(case: OpenCase) -> bool:
    """Whether a material that is required or came in still waits for its verdict."""
    judged_ones = standing(case)
    return any(one.code not in judged_ones and (one.required or one.handed_in) for one in asked_of(case))
