"""Ending a matter without a decision on it: the applicant died, the body or the object is gone (终止)."""

from tongban.cases.clock_acts import check_termination, issuer_of
from tongban.cases.commands.intake import conclude
from tongban.cases.events import concluding
from tongban.cases.frame import act_on
from tongban.cases.issuing import issue
from tongban.cases.lent_power import require_own_or_lent
from tongban.cases.paper_contents_clock import termination_decision
from tongban.cases.requests import Done
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act


def terminate(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    ground: str,
    reason: str,
    basis: str,
    nobody: bool = False,
) -> Done:
    """End a matter: by a clerk before it is accepted, by its reviewer or the deciding body's head after.

    Args:
        ground: ``applicant_died``, ``body_dissolved``, ``object_gone``, ``other_by_law``.
        basis: one law and article a line.
        nobody: the applicant is no more and there is nobody left to whom the paper could be handed: it is filed and
            not delivered.

    Raises:
        InputFaults: as `check_termination`.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"ground": ground, "reason": reason, "basis": basis, "nobody": nobody}
    with act_on(
        Act.TERMINATE,
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
        check_termination(case, ground, reason, basis, nobody=nobody)
        issuer = issuer_of(case, actor)
        told = {"outcome": "terminated", "ground": ground, **lent, **concluding(case, "terminated")}
        if nobody:
            told = {**told, "nobody": True, "delivery_due": None, "result_at": "", "result_since": None}
        conclude(case, Event("terminated", told), body, "terminated")
        issue(
            case,
            "termination_decision",
            lambda head: termination_decision(
                head,
                case.item.definition,
                case.content,
                case.state,
                issuer,
                case.row,
                ground=ground,
                reason=reason,
                basis=basis,
            ),
            issuer=issuer,
        )
        return case.save({}, {})
