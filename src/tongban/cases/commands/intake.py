"""What the counter does with an application: accept it or decline it, on paper (行政许可法 art. 32)."""

from collections.abc import Collection, Mapping

from tongban.cases import paper_contents
from tongban.cases.custody.moving import still_to_come
from tongban.cases.declining import (
    basis_faults,
    check_declining,
    declinable,
    reason_faults,
    set_aside_before,
)
from tongban.cases.events import accepted_event, concluding
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.judging import judged, require_in_order, sealed_reasons
from tongban.cases.mandating import require_mandate
from tongban.cases.notices import notice
from tongban.cases.promising import acceptance_faults, deferral_faults
from tongban.cases.requests import Done, Verdict
from tongban.cases.sealed import seal_values
from tongban.cases.signing import require_signed
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.corrections import NOT_OUR_POWER
from tongban.rules.lifecycle import Act, Status
from tongban.rules.signers import ACCEPTANCE


def accept(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    verdicts: Mapping[str, Verdict],
    deferred: Collection[str] = (),
    promise_signed: bool = False,
) -> Done:
    """Accept: every required material in order; the promised and the statutory clock start; 受理通知书.

    Args:
        verdicts: material code → verdict; what was judged before and is not said anew stands.
        deferred: missing materials that follow later (容缺受理): those that the item's rule names.
        promise_signed: the applicant signed on paper that they will bring them; not asked of what was signed on
            the phone with the application.

    Raises:
        InputFaults: a material without verdict, or not in order; ``mandate_not_confirmed``; ``signatures_missing``; a material that cannot
            follow later, or without the signed promise (`promising.deferral_faults`); ``commitment_false_before``
            where a promise is to be accepted of somebody whose other one was found false meanwhile.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body: dict[str, object] = {
        "verdicts": {code: [v.verdict, v.reason, v.point] for code, v in verdicts.items()}
    }
    if deferred:
        body |= {"deferred": sorted(deferred), "promise_signed": promise_signed}
    with act_on(
        Act.ACCEPT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        told = require_acceptable(case, verdicts, deferred, promise_signed)
        case.append(accepted_event(case, told, deferred))
        promised = case.state.promised_due
        case.add_message(
            notice(
                "accepted",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
                f"{promised.month}月{promised.day}日" if promised else "",
            )
        )
        issue_acceptance(case, actor)
        return case.save({}, sealed_reasons(case, verdicts))


def require_acceptable(
    case: OpenCase,
    verdicts: Mapping[str, Verdict],
    deferred: Collection[str] = (),
    promise_signed: bool = False,
) -> dict[str, str]:
    """Every verdict that stands once these are given, where the application can be accepted with them.

    Raises:
        InputFaults: as of `accept`.
    """
    told = judged(case, verdicts, promised=deferred)
    require_deferrable(case, told, deferred, promise_signed)
    require_in_order(case, told, promised=deferred)
    if faults := acceptance_faults(case.state, told, case.row.applicant_id):
        raise InputFaults(faults)
    require_mandate(case)
    require_signed(case, ACCEPTANCE)
    return told


def issue_acceptance(case: OpenCase, actor: Staff) -> None:
    """受理通知书 of an application that was just accepted."""
    issue(
        case,
        "acceptance_notice",
        lambda head: paper_contents.acceptance_notice(
            head,
            case.item.definition,
            case.content,
            case.state,
            case.row,
            case.materials,
            accepted_by=actor.label,
        ),
    )


def require_deferrable(
    case: OpenCase, told: Mapping[str, str], deferred: Collection[str], promise_signed: bool
) -> None:
    """Whether each of these may follow later.

    Raises:
        InputFaults: everything that stands in the way.
    """
    faults = deferral_faults(
        case.item.definition,
        case.state,
        deferred,
        missing={code for code, verdict in told.items() if verdict == "missing"},
        signed=set(deferred) if promise_signed else case.content.signed.keys(),
    )
    if faults:
        raise InputFaults(faults)


def check_refusal(case: OpenCase, reason: str, basis: str) -> None:
    """A refusal has a reason of substance and a basis (行政许可法 art. 38); none that an order set aside.

    Raises:
        InputFaults: why the reason is none (`rules.substance`), why the basis is none (`rules.named_basis`),
            ``same_reason_again``.
    """
    if faults := [*reason_faults(reason), *set_aside_before(case, reason), *basis_faults(basis)]:
        raise InputFaults(faults)


def decline(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    reason: str,
    basis: str,
    right_body: str,
    ground: str = "",
) -> Done:
    """Decline (不予受理): with reason, basis, and the right body where it is another's matter.

    Args:
        ground: one of `declining.GROUNDS`; empty: another body's matter where one is named, else the conditions.

    Raises:
        InputFaults: the reason says nothing, there is no basis, or the ground does not bear it (`declining`).
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    ground = ground or ("not_our_power" if right_body.strip() else "conditions")
    body = {"reason": reason, "basis": basis, "right_body": right_body, "ground": ground}
    with act_on(
        Act.DECLINE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        silent = case.state.status == Status.IN_REVIEW
        if not declinable(case.state) or (silent and ground != NOT_OUR_POWER):
            # what the date accepted stays accepted; only a power that the body has not is no body's gift
            raise ActNotAllowed(case.state.status, Act.DECLINE.value)
        check_declining(case, ground, reason, basis, right_body)
        conclude(
            case,
            Event("declined", {"outcome": "declined", "ground": ground, **concluding(case, "declined")}),
            body,
            "declined",
        )
        issue(
            case,
            "non_acceptance_decision",
            lambda head: paper_contents.non_acceptance(
                head,
                case.item.definition,
                case.content,
                case.state,
                case.row,
                reason=reason.strip(),
                basis=basis,
                right_body=right_body.strip(),
            ),
        )
        return case.save({}, {})


def conclude(case: OpenCase, event: Event, conclusion: Mapping[str, object], template: str) -> None:
    """Fold a concluding event in, keep its reasons sealed, tell the contact phone.

    Args:
        template: of the message; empty: who applied stands at the counter.
    """
    case.append(event)
    if template == "granted" and still_to_come(case):
        template = "granted_to_come"  # nobody comes for a certificate that is not there yet
    case.changes["conclusion"] = seal_values(conclusion, case.vault, "case.conclusion")
    if not template:
        return
    case.add_message(
        notice(
            template,
            case.content.contact_phone,
            case.row.number,
            case.item,
            case.row.collect_site,
            case.run,
            case.vault,
        )
    )
