"""What a yearly look came to.  It takes nothing from anybody: to stop a benefit is the deciding body's act, after hearing."""

from tongban.cases.frame import load
from tongban.cases.kinship import barred_in, why_not_kin
from tongban.cases.models import StandingReview
from tongban.cases.recusing import colleagues_at
from tongban.cases.sealed import seal_text
from tongban.cases.standing.records import FINDING, record
from tongban.cases.standing.visibility import reviews_visible_to
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.rules.substance import LEAST, why_not_substance

__all__ = ["record_yearly_review"]

RESULTS = ("kept", "changed", "stopped")
FINDING_LENGTH = 1000
LOOKS = frozenset({"reviewer"})


def record_yearly_review(
    actor: Actor, number: str, year: int, result: str, finding: str, *, idempotency_key: str
) -> None:
    """Write down what the yearly look found.

    Args:
        number: of the case whose benefit stands.
        result: ``kept``, ``changed`` or ``stopped``; the last two are what the office proposes: the payment goes on
            until whoever decided ends or changes the decision, with hearing (``revoke``).
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
        rows = reviews_visible_to(actor).filter(case__number=number, year=year)
        row: StandingReview | None = rows.select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound("review")
        if row.result:
            raise Refusal("review_recorded")
        faults = []
        if result not in RESULTS:
            faults.append(FieldFault("result", "choice_missing"))
        if why := why_not_substance(finding):
            faults.append(FieldFault("finding", why, {"least": LEAST}))
        elif len(finding) > FINDING_LENGTH:
            faults.append(FieldFault("finding", "too_long", {"most": FINDING_LENGTH}))
        if faults:
            raise InputFaults(faults)
        case = load(actor, number, lock=False)
        if code := why_not_kin(actor, "record_yearly_review", case):
            names = colleagues_at(case.item.definition, row.position_id, LOOKS, barred_in(case, actor))
            raise NotAuthorized(code, {"to": "、".join(names)}) if names else NotAuthorized("near_kin_nobody")
        row.result, row.finding = result, seal_text(finding.strip(), case.vault, FINDING)
        row.by_id, row.at = actor.assignment_id, run.at
        row.save(update_fields=["result", "finding", "by", "at"])
        record(row.case_id, Event("review_recorded", {"year": year, "result": result}), run, actor)
