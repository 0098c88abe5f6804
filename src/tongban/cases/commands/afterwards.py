"""After the decision: its writing put right, its end, and the matter decided anew (更正、撤销撤回注销、重作)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongban.cases.after_decision import (
    check_correction,
    check_ending,
    check_redoing,
    decision_to_redo,
    decision_to_reinstate,
    standing_decision,
    state_stood,
    takes_away,
)
from tongban.cases.cancelling import CANCELLED, ended_why
from tongban.cases.decision_paper import ENDING, DecisionPaper, issuer_of_decision, mark_decision
from tongban.cases.ended_by_mistake import check_open_ends, notice_stands
from tongban.cases.events import dated
from tongban.cases.frame import SETTLE, OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.lent_power import require_own_or_lent
from tongban.cases.notices import notice
from tongban.cases.paper_contents_afterwards import (
    correction_of_decision,
    redo_notice,
    redone_why,
    reinstatement_notice,
    revocation_decision,
)
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import CONTEXT, said, say
from tongban.cases.sealed import open_text, open_values, seal_values
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper
from tongban.rules.decided_anew import may_redo, may_reopen
from tongban.rules.ended_by_mistake import goes_on
from tongban.rules.lifecycle import Act, Outcome

OF_THE_REVIEW = ("procedures", "extension")  # topics that belong to one making of the decision


def correct_clerical_error(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    stood: str,
    reads: str,
    reason: str,
) -> Done:
    """Put a slip of writing in the decision right: the words as they stood and as they read, on 更正通知书.

    Raises:
        InputFaults: as `check_correction`.
        Refusal: ``decision_not_in_force``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"stood": stood, "reads": reads, "reason": reason}
    with act_on(
        Act.CORRECT_CLERICAL_ERROR,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        lent = require_own_or_lent(actor, case)
        decision = standing_decision(case, lock=True)
        check_correction(case, decision, stood, reads, reason)
        case.append(
            Event("clerical_error_corrected", {"paper": decision.number, "by": actor.assignment_id, **lent})
        )
        told = {name: text.strip() for name, text in body.items()}
        say(case, "corrections", {**told, "paper": decision.number})
        _tell(case, "decision_corrected")
        issue(
            case,
            "correction_of_decision",
            lambda head: correction_of_decision(
                head, case, decision, stood=stood, reads=reads, reason=reason
            ),
            issuer=issuer_of_decision(case, decision),
        )
        mark_decision(case, decision, Paper.State.CORRECTED, legal_date(case.run.at))
        return case.save({}, {})


def revoke(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    standing: str,
    reason: str,
    basis: str,
    compensation: str = "",
    from_day: date | None = None,
    cancel_ground: str = "",
    evidence: str = "",
) -> Done:
    """End a granted decision: 撤销, it was wrong; 撤回, law or facts changed; 注销, it is over (行政许可法 art. 8, 69, 70).

    Args:
        standing: ``revoked``, ``recalled``, ``cancelled``.
        basis: one law and article a line.
        compensation: of a recall: how the loss is made good.
        from_day: the day from which it holds no longer, at earliest that of the decision; None: today.
        cancel_ground, evidence: of 注销: one of `rules.cancelling.GROUNDS`, and which paper shows it.

    Raises:
        InputFaults: as `check_ending`.
        Refusal: ``nothing_granted``, ``decision_not_in_force``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {
        "standing": standing,
        "reason": reason,
        "basis": basis,
        "compensation": compensation,
        "from_day": from_day,
    }
    of_a_cancelling = {"cancel_ground": cancel_ground, "evidence": evidence.strip()}
    of_a_cancelling = {name: text for name, text in of_a_cancelling.items() if text and standing == CANCELLED}
    body |= of_a_cancelling
    with act_on(
        Act.REVOKE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        lent = require_own_or_lent(actor, case)
        if case.state.outcome != Outcome.GRANTED:
            raise Refusal("nothing_granted")
        decision = standing_decision(case, lock=True)
        first = from_day or legal_date(case.run.at)
        grounds = (cancel_ground, evidence)
        check_ending(case, decision, standing, first, reason, basis, compensation, *grounds)
        told = {"standing": standing, "from": first, "paper": decision.number, "by": actor.assignment_id}
        of_ground = {"ground": cancel_ground} if standing == CANCELLED else {}
        case.append(Event("revoked", {**told, **of_ground, **lent}))
        words = {"reason": reason.strip(), "basis": basis, "compensation": compensation.strip()}
        say(case, "ending", {**words, **of_a_cancelling})
        _tell(case, "decision_ended")
        issue(
            case,
            "revocation_decision",
            lambda head: revocation_decision(
                head,
                case,
                decision,
                ending=standing,
                from_day=first,
                reason=ended_why(case, standing, *grounds, reason),
                basis=basis,
                compensation=compensation,
            ),
            issuer=issuer_of_decision(case, decision),
        )
        mark_decision(case, decision, standing, first)
        return case.save({}, {})


def redo(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    ground: str,
    reason: str,
    received_on: date | None,
    ordered_by: str = "",
    order_number: str = "",
    order_of: date | None = None,
    basis: str = "",
    compensation: str = "",
    reinstates: bool = False,
) -> Done:
    """Decide a matter anew (重作): its steps begin again, and its limits run from the receipt of the order.

    Also what was ended (终止) under review, delivered or not, and on an order what was revoked: then the revocation is set
    aside, and where the order leaves nothing to decide (``reinstates``) the grant stands again from its own day.  What ended by mistake goes on where it stood (`rules.ended_by_mistake`).

    Args:
        ground: ``reconsideration``, ``judgment``, ``own_finding``.
        received_on: the day on which the order was received, or the error was found.
        ordered_by, order_number, order_of: who ordered it by which document of which day; not for an own finding.
        basis, compensation: of a grant set aside on an own finding: by which law, one a line, and how a loss is made good.
        reinstates: the order quashes what revoked, recalled or cancelled the grant: 照命令恢复原决定.

    Raises:
        InputFaults: as `check_redoing`.
        Refusal: ``nothing_to_reinstate``, ``not_decided``, ``decision_not_in_force``; ``confirm_first`` while a later entry waits.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {
        "ground": ground,
        "reason": reason,
        "received_on": received_on,
        "ordered_by": ordered_by,
        "order_number": order_number,
        "order_of": order_of,
        "basis": basis,
        "compensation": compensation,
        **({"reinstates": True} if reinstates else {}),
    }
    with act_on(
        Act.REDO,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        lent = require_own_or_lent(actor, case)
        check_open_ends(case, Act.REDO)
        if not may_redo(case.state.outcome, case.state.accepted_at is not None):
            raise Refusal("not_decided")
        granted = decision_to_reinstate(case, lock=True) if reinstates else None
        decision = decision_to_redo(case, ground, lock=True)
        order = (ground, ordered_by, order_number, order_of, received_on, reason)
        check_redoing(case, decision, *order, basis=basis, compensation=compensation)
        assert received_on is not None
        if granted is not None:
            return _reinstate(case, granted, decision, {**body, "received_on": received_on}, lent)
        issuer = issuer_of_decision(case, decision)
        taken = takes_away(case, ground)  # asked before the outcome is set aside
        on = goes_on(case.state.outcome, ground)
        told = {
            "ground": ground,
            ("goes_on" if on else "restarted_on"): legal_date(case.run.at) if on else received_on,
            "paper": decision.number,
            "by": actor.assignment_id,
        }
        case.append(dated(case, Event("redone", {**told, **lent})))
        order_of_it: dict[str, object] = {**body, "received_on": received_on, "paper": decision.number}
        if decision.row.kind == ENDING:  # what it was ended for does not come again as a refusal
            order_of_it["ended_because"] = said(case, "ending")[-1]["reason"]
        _set_former_aside(case, order_of_it, keeps=on)
        promised = case.state.promised_due
        _tell(case, "redone", f"{promised.month}月{promised.day}日" if promised else "")
        own = ground == "own_finding"
        told_why = redone_why(case, decision, reason, basis, compensation) if taken else reason
        issue(
            case,
            "redo_notice",
            lambda head: redo_notice(
                head,
                case,
                decision,
                case.state,
                ground=ground,
                restarted_on=received_on,
                goes_on=on,
                ordered_by=issuer.name if own else ordered_by.strip(),
                order_number="" if own else order_number.strip(),
                order_of=received_on if own or order_of is None else order_of,
                reason=told_why,
            ),
            issuer=issuer,
        )
        mark_decision(case, decision, Paper.State.QUASHED, received_on)
        return case.save({} if on else {step.code: {"opinion": None} for step in case.steps}, {})


def _reinstate(
    case: OpenCase,
    granted: DecisionPaper,
    ending: DecisionPaper,
    order: dict[str, Any],
    lent: Mapping[str, object],
) -> Done:
    """The paper that ended the grant is quashed, and the grant stands from its own day; nothing else of the matter changes."""
    assert isinstance(case.run.actor, Staff)
    told = {"ground": order["ground"], "paper": granted.number, "ending": ending.number}
    case.append(Event("reinstated", {**told, "by": case.run.actor.assignment_id, **lent}))
    kept = {name: value for name, value in order.items() if value not in (None, "")}
    because = said(case, "ending")[-1]["reason"]
    say(case, "redone", {"order": {**kept, "paper": ending.number, "ended_because": because}})
    _tell(case, "reinstated")
    names = ("ground", "ordered_by", "order_number", "order_of", "received_on", "reason")
    words = {name: order[name] for name in names}
    issue(
        case,
        "reinstatement_notice",
        lambda head: reinstatement_notice(head, case, granted, ending, **words),
        issuer=issuer_of_decision(case, granted),
    )
    mark_decision(case, ending, Paper.State.QUASHED, order["received_on"])
    mark_decision(case, granted, state_stood(case, granted), granted.decided_on, again=True)
    return case.save({}, {})


def reopen(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    ground: str,
    reason: str,
    received_on: date | None,
    ordered_by: str = "",
    order_number: str = "",
    order_of: date | None = None,
) -> Done:
    """Take an application up again that was wrongly not accepted (撤销不予受理): its intake check begins anew.

    Also what was ended (终止) before it was accepted, delivered or not; where a correction notice waited, it waits again
    with as many days as were left.

    Args: as of `redo`; the check runs from the day on which the order was received, or the error found.  What ended by
        mistake goes on where it stood (`rules.ended_by_mistake`).

    Raises:
        InputFaults: as `check_redoing`.
        Refusal: ``not_declined``, ``decision_not_in_force``; ``confirm_first`` while a later entry waits.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    order = {
        "ground": ground,
        "reason": reason,
        "received_on": received_on,
        "ordered_by": ordered_by,
        "order_number": order_number,
        "order_of": order_of,
    }
    with act_on(
        Act.REOPEN,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=order,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        lent = require_own_or_lent(actor, case)
        check_open_ends(case, Act.REOPEN)
        if not may_reopen(case.state.outcome, case.state.accepted_at is not None):
            raise Refusal("not_declined")
        decision = standing_decision(case, lock=True)
        check_redoing(case, decision, ground, ordered_by, order_number, order_of, received_on, reason)
        assert received_on is not None
        issuer, own = issuer_of_decision(case, decision), ground == "own_finding"
        on, stands = goes_on(case.state.outcome, ground), notice_stands(case)
        told = {
            "ground": ground,
            ("goes_on" if on else "clock_start"): legal_date(case.run.at) if on else received_on,
            "paper": decision.number,
            "by": actor.assignment_id,
        }
        case.append(dated(case, Event("reopened", {**told, **lent})))
        if stands is not None:
            case.append(stands, actor=SETTLE)
        _set_former_aside(case, {**order, "received_on": received_on, "paper": decision.number}, keeps=on)
        _tell(case, "reopened")
        issue(
            case,
            "redo_notice",
            lambda head: redo_notice(
                head,
                case,
                decision,
                case.state,
                ground=ground,
                restarted_on=received_on,
                goes_on=on,
                ordered_by=issuer.name if own else ordered_by.strip(),
                order_number="" if own else order_number.strip(),
                order_of=received_on if own or order_of is None else order_of,
                reason=reason,
            ),
            issuer=issuer,
        )
        mark_decision(case, decision, Paper.State.QUASHED, received_on)
        return case.save({}, {})


def _set_former_aside(case: OpenCase, order: dict[str, object], *, keeps: bool) -> None:
    """Keep what was said of the former decision, its delivery and its clock beside the order, apart from the new ones.

    Args:
        keeps: the matter goes on where it stood: its opinions and what was said of its clock stay where they are.
    """
    told = open_values(case.row.afterwards, case.vault, CONTEXT)
    former = {
        "order": {name: value for name, value in order.items() if value is not None},
        "conclusion": open_values(case.row.conclusion, case.vault, "case.conclusion"),
        "handover": open_values(case.row.handover, case.vault, "case.handover"),
    }
    if not keeps:
        opinions = {step.code: open_text(step.opinion, case.vault, "case.opinion") for step in case.steps}
        former |= {"opinions": opinions}
        former |= {topic: told.pop(topic) for topic in OF_THE_REVIEW if topic in told}
    told["redone"] = [*told.get("redone", ()), former]
    case.changes["afterwards"] = seal_values(told, case.vault, CONTEXT)
    case.changes["conclusion"] = None
    case.changes["handover"] = None


def _tell(case: OpenCase, template: str, due: str = "") -> None:
    case.add_message(
        notice(
            template,
            case.content.contact_phone,
            case.row.number,
            case.item,
            case.row.handling_site,
            case.run,
            case.vault,
            due,
        )
    )
