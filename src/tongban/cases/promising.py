"""Promises in a case: what the item allows, what an acceptance makes of them, whose word was false before."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from tongban.cases.models import CaseMaterial
from tongban.cases.state import CaseState
from tongban.catalogue.definition import Effect, ItemDefinition
from tongban.kernel.errors import FieldFault
from tongban.rules.clock import Limit, Unit, due
from tongban.rules.promises import (
    CHECK_DAYS,
    FORM,
    LATER,
    Promise,
    check_by,
    chosen_for_check,
    signature_fault,
    why_no_commitment,
    why_not_deferred,
)
from tongban.rules.workdays import WorkCalendar

DEFERRAL_DAYS = 10  # working days, where the item's rule names none; data of the item otherwise


def committable(item: ItemDefinition) -> tuple[str, ...]:
    """The materials in whose place the applicant may sign a promise; none without the rule and its basis."""
    effect = item.effect("informed_commitment")
    return tuple(effect.params.get("materials", ())) if effect else ()


def deferrable(item: ItemDefinition) -> tuple[str, ...]:
    """The materials that may follow after the acceptance; none without the rule and its basis."""
    effect = item.effect("deferral")
    return tuple(effect.params.get("materials", ())) if effect else ()


def forms_of_promises(item: ItemDefinition) -> dict[str, tuple[str, ...]]:
    """Material → the promises that may be handed in in its place."""
    told = dict.fromkeys(committable(item), (FORM,))
    return told | {code: (*told.get(code, ()), LATER) for code in deferrable(item)}


def promised_falsely_before(number_digest: bytes) -> bool:
    """Whether a promise of this applicant, in any matter, was checked and found false.

    Args:
        number_digest: keyed digest of the applicant's number.
    """
    return CaseMaterial.objects.filter(
        promise=Promise.COMMITTED, promise_kept=False, case__applicant__number_digest=number_digest
    ).exists()


def _false_of(applicant: UUID) -> bool:
    rows = CaseMaterial.objects.filter(promise=Promise.COMMITTED, promise_kept=False)
    return rows.filter(case__applicant_id=applicant).exists()


def commitment_faults(
    item: ItemDefinition, promised: Collection[str], number_digest: bytes
) -> list[FieldFault]:
    """What is wrong with the promises of an application.

    Args:
        promised: materials handed in as a promise.
    """
    if not promised:
        return []
    false_before = promised_falsely_before(number_digest)
    faults = []
    for code in promised:
        why = why_no_commitment(code, committable(item), false_before)
        if why:
            faults.append(FieldFault(f"materials.{code}", why))
    return faults


def acceptance_faults(state: CaseState, verdicts: Mapping[str, str], applicant: UUID) -> list[FieldFault]:
    """What an acceptance asks anew: since the application another promise of the applicant's may have been found false.

    Args:
        verdicts: as they stand with the acceptance.
        applicant: their id.
    """
    codes = [one.code for one in state.materials if one.form == FORM and verdicts.get(one.code) == "ok"]
    if not codes or not _false_of(applicant):
        return []
    return [FieldFault(f"verdicts.{code}", "commitment_false_before") for code in codes]


def signature_faults(signed: Mapping[str, str], names: Collection[str], channel: str) -> list[FieldFault]:
    """What is wrong with the signatures under promises.

    Args:
        signed: material → the name typed as signature.
        names: of those who may sign.
    """
    return [
        FieldFault(f"materials.{code}", why)
        for code, name in signed.items()
        if (why := signature_fault(name, names, channel))
    ]


def deferral_faults(
    item: ItemDefinition,
    state: CaseState,
    deferred: Collection[str],
    *,
    missing: Collection[str],
    signed: Collection[str],
) -> list[FieldFault]:
    """What is wrong with materials that are to follow later.

    Args:
        missing: the materials that were judged missing; what came in is judged, not awaited.
        signed: the materials for which the applicant signed that they will follow.
    """
    required = {material.code: material.required for material in state.materials}
    faults = []
    for code in deferred:
        why = why_not_deferred(code, deferrable(item), required.get(code, False))
        why = why or ("" if code in missing else "deferral_not_missing")
        why = why or ("" if code in signed else "deferral_not_signed")
        if why:
            faults.append(FieldFault(f"deferred.{code}", why))
    return faults


def deferral_day(item: ItemDefinition, calendar: WorkCalendar, accepted: date) -> date | None:
    """By when what is missing must follow if it is accepted on this day; None where nothing may follow."""
    effect = item.effect("deferral")
    return due(accepted, _limit(effect, DEFERRAL_DAYS), calendar).due if effect else None


def deferral_days(item: ItemDefinition) -> Limit | None:
    """Within how long what is missing must follow; None where nothing may."""
    effect = item.effect("deferral")
    return _limit(effect, DEFERRAL_DAYS) if effect else None


def promises_at_acceptance(
    case_id: UUID,
    state: CaseState,
    item: ItemDefinition,
    calendar: WorkCalendar,
    accepted: date,
    deferred: Collection[str] = (),
) -> dict[str, dict[str, object]]:
    """What the acceptance's event says of promises: by when each must follow, or be checked.

    A promise that the sample does not pick has no day of checking.
    """
    told: dict[str, dict[str, object]] = {}
    if deferred:
        until = deferral_day(item, calendar, accepted)
        told.update({code: {"promise": Promise.DEFERRED.value, "due": until} for code in deferred})
    promised = [material.code for material in state.materials if material.form == FORM]
    rule = item.effect("informed_commitment")
    if promised and rule is not None:
        percent = sample_percent(item)
        by = check_by(accepted, commitment_limit(item), calendar)
        for code in promised:
            picked = chosen_for_check(case_id, code, percent)
            told[code] = {"promise": Promise.COMMITTED.value, "due": by if picked else None}
    return told


def promises_by_silence(
    case_id: UUID,
    state: CaseState,
    item: ItemDefinition,
    calendar: WorkCalendar,
    accepted: date,
    signed: Collection[str],
) -> dict[str, dict[str, object]]:
    """The same of an acceptance by the passing of the date: what was signed with the application holds all the same.

    Args:
        signed: the materials for which the applicant signed that they will follow.
    """
    may_follow = deferrable(item)
    deferred = [
        one.code
        for one in state.materials
        if one.code in may_follow and one.code in signed and not one.form and not one.required
    ]
    return promises_at_acceptance(case_id, state, item, calendar, accepted, deferred)


def commitment_limit(item: ItemDefinition) -> Limit:
    """Within how long after the acceptance a promise is checked."""
    return _limit(item.effects["informed_commitment"], CHECK_DAYS)


def sample_percent(item: ItemDefinition) -> int:
    """Of how many in a hundred promises the truth is checked; 100: of all."""
    rule = item.effect("informed_commitment")
    if rule is None or rule.params.get("check") != "sample":
        return 100
    return int(rule.params.get("percent", 100))


def _limit(effect: Effect, days: int) -> Limit:
    unit: Unit = "calendar" if effect.params.get("unit") == "calendar" else "working"
    basis = f"{effect.basis.law.zh}{effect.basis.article}"
    return Limit(int(effect.params.get("days", days)), unit, basis)


def still_to_come(state: CaseState) -> tuple[str, ...]:
    """Materials promised for later that have not come."""
    return tuple(
        material.code
        for material in state.materials
        if material.promise == Promise.DEFERRED and material.promise_kept is None
    )


def proofs_to_bring(state: CaseState) -> tuple[str, ...]:
    """Materials whose promise was found false, and whose proof has not come in its place."""
    return tuple(
        material.code
        for material in state.materials
        if material.promise == Promise.COMMITTED and material.promise_kept is False and material.form == FORM
    )


def grant_faults(state: CaseState, applicant: UUID) -> list[FieldFault]:
    """What promises stand in the way of a grant: a paper to come, a false word without its proof, a word that is to be
    checked first because another of the same applicant was false.

    Args:
        applicant: their id.
    """
    if still_to_come(state):
        return [FieldFault("granted", "deferred_not_brought")]
    if proofs_to_bring(state):
        return [FieldFault("granted", "promise_found_false")]
    if still_to_check(state) and _false_of(applicant):
        return [FieldFault("granted", "commitment_to_check_first")]
    return []


def still_to_check(state: CaseState) -> tuple[str, ...]:
    """Materials in whose place a promise stands that nobody has checked; of a sample also those not drawn."""
    return tuple(
        material.code
        for material in state.materials
        if material.promise == Promise.COMMITTED and material.promise_kept is None and state.accepted_at
    )
