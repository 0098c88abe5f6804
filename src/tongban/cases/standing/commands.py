"""What a yearly look came to.  It takes nothing from anybody: to stop a benefit is the deciding body's act, after hearing."""

from tongban.cases.frame import OpenCase, load
from tongban.cases.kinship import barred_in, why_not_kin
from tongban.cases.models import StandingReview
from tongban.cases.recusing import colleagues_at
from tongban.cases.sealed import seal_text
from tongban.cases.standing.records import FINDING, WHY, record
from tongban.cases.standing.visibility import reviews_visible_to
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.rules.substance import LEAST, why_not_substance

__all__ = ["correct_yearly_review", "record_yearly_review"]

RESULTS = ("kept", "changed", "stopped", "died")
FINDING_LENGTH = 1000
LOOKS = frozenset({"reviewer"})


def record_yearly_review(
    actor: Actor, number: str, year: int, result: str, finding: str, *, idempotency_key: str
) -> None:
    """Write down what the yearly look found.

    Args:
        number: of the case whose benefit stands.
        result: ``kept``, ``changed``, ``stopped`` or ``died``; all but the first are what the office proposes: the
            payment goes on until whoever decided ends or changes the decision (``revoke``).
        finding: what was looked at, and what was found.

    Raises:
        InputFaults: ``result``, ``finding``.
        NotAuthorized: no reviewer of the position; ``near_kin`` (to), ``near_kin_nobody``: it is a matter of the
            reviewer's kin.
        NotFound: no such review of this actor's.
        Refusal: ``review_recorded`` where it was written down already.
    """
    if not isinstance(actor, Staff) or actor.role not in LOOKS:
        raise NotAuthorized("not_your_power")
    body = {"number": number, "year": year, "result": result, "finding": finding}
    with command("cases.record_yearly_review", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return
        row = _of_year(actor, number, year)
        if row.result:
            raise Refusal("review_recorded")
        if faults := _result_faults(result, finding):
            raise InputFaults(faults)
        case = _load_as_no_kin(actor, number, row)
        row.result, row.finding = result, seal_text(finding.strip(), case.vault, FINDING)
        row.by_id, row.at = actor.assignment_id, run.at
        row.save(update_fields=["result", "finding", "by", "at"])
        record(row.case_id, Event("review_recorded", {"year": year, "result": result}), run, actor)


def correct_yearly_review(
    actor: Actor,
    number: str,
    year: int,
    corrects: int,
    result: str,
    finding: str,
    why: str,
    *,
    idempotency_key: str,
) -> None:
    """Put a recorded look right: a record of its own that names the one that was wrong, which stays as it was.

    Args:
        corrects: id of the record that was wrong; of the year's records the one that nothing corrects.
        result: as `record_yearly_review` takes it.
        why: what was wrong with the first; at least ten characters, kept sealed.

    Raises:
        InputFaults: ``result``, ``finding``, ``why``.
        NotAuthorized, NotFound: as `record_yearly_review`.
        Refusal: ``review_not_recorded`` where nothing is there to be put right; ``review_corrected`` where somebody
            put it right before.
    """
    if not isinstance(actor, Staff) or actor.role not in LOOKS:
        raise NotAuthorized("not_your_power")
    body = {
        "number": number,
        "year": year,
        "corrects": corrects,
        "result": result,
        "finding": finding,
        "why": why,
    }
    with command("cases.correct_yearly_review", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return
        row = _of_year(actor, number, year)
        if not row.result:
            raise Refusal("review_not_recorded")
        if row.id != corrects or StandingReview.objects.filter(corrects_id=row.id).exists():
            raise Refusal("review_corrected")
        if faults := [*_result_faults(result, finding), *_text_faults("why", why)]:
            raise InputFaults(faults)
        case = _load_as_no_kin(actor, number, row)
        after = StandingReview(case_id=row.case_id, year=year, due=row.due, position_id=row.position_id)
        after.result, after.finding = result, seal_text(finding.strip(), case.vault, FINDING)
        after.corrects_id, after.why = row.id, seal_text(why.strip(), case.vault, WHY)
        after.by_id, after.at = actor.assignment_id, run.at
        after.save(force_insert=True)
        told = {"year": year, "result": result, "corrects": row.id, "record": after.id}
        record(row.case_id, Event("review_corrected", told), run, actor)


def _of_year(actor: Actor, number: str, year: int) -> StandingReview:
    """The record of a year that held when it was read, locked: who waited for the lock looks whether it still does."""
    rows = reviews_visible_to(actor).filter(case__number=number, year=year)
    row: StandingReview | None = rows.select_for_update(of=("self",)).order_by("-id").first()
    if row is None:
        raise NotFound("review")
    return row


def _load_as_no_kin(actor: Staff, number: str, row: StandingReview) -> OpenCase:
    case = load(actor, number, lock=False)
    if code := why_not_kin(actor, "record_yearly_review", case):
        names = colleagues_at(case.item.definition, row.position_id, LOOKS, barred_in(case, actor))
        raise NotAuthorized(code, {"to": "、".join(names)}) if names else NotAuthorized("near_kin_nobody")
    return case


def _result_faults(result: str, finding: str) -> list[FieldFault]:
    wrong = [] if result in RESULTS else [FieldFault("result", "choice_missing")]
    return [*wrong, *_text_faults("finding", finding)]


def _text_faults(field: str, text: str) -> list[FieldFault]:
    if why := why_not_substance(text):
        return [FieldFault(field, why, {"least": LEAST})]
    return [FieldFault(field, "too_long", {"most": FINDING_LENGTH})] if len(text) > FINDING_LENGTH else []
