"""What the counter does with an application: accept it or decline it, on paper (行政许可法 art. 32)."""

from collections.abc import Mapping

from tongban.cases import paper_contents
from tongban.cases.events import accepted_event, concluding
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.mandating import require_mandate
from tongban.cases.notices import notice
from tongban.cases.requests import Done, Verdict
from tongban.cases.sealed import seal_text, seal_values
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act, Status

REASON_LENGTH = 10  # characters: a reason of substance, the floor of one province's supervision rules
VERDICTS = frozenset({"ok", "missing", "faulty"})


def check_verdicts(case: OpenCase, verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """Every material has its verdict, and every required one is in order.

    Raises:
        InputFaults: ``verdict_missing``, ``verdict_reason_missing``, ``material_not_in_order``,
            ``material_absent`` (nothing came in, so nothing can be in order).
    """
    faults: list[FieldFault] = []
    for row in case.materials:
        field = f"verdicts.{row.code}"
        given = verdicts.get(row.code)
        if given is None or given.verdict not in VERDICTS:
            if row.required or row.form:
                faults.append(FieldFault(field, "verdict_missing"))
        elif given.verdict == "ok" and not row.form:
            faults.append(FieldFault(field, "material_absent"))
        elif given.verdict == "faulty" and not given.reason.strip():
            faults.append(FieldFault(field, "verdict_reason_missing"))
        elif given.verdict != "ok" and row.required:
            faults.append(FieldFault(field, "material_not_in_order"))
    if faults:
        raise InputFaults(faults)
    return {
        code: given.verdict for code, given in verdicts.items() if code in {m.code for m in case.materials}
    }


def accept(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    verdicts: Mapping[str, Verdict],
) -> Done:
    """Accept: every required material in order; the promised and the statutory clock start; 受理通知书.

    Args:
        verdicts: material code → verdict, for every material of the case.

    Raises:
        InputFaults: a material without verdict, or not in order; ``mandate_not_confirmed``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"verdicts": {code: [v.verdict, v.reason] for code, v in verdicts.items()}}
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
        told = check_verdicts(case, verdicts)
        require_mandate(case)
        case.append(accepted_event(case, told))
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
        reasons = {
            code: {"reason": seal_text(given.reason.strip(), case.vault, "case.verdict")}
            for code, given in verdicts.items()
            if given.reason.strip()
        }
        return case.save({}, reasons)


def check_refusal(reason: str, basis: str) -> None:
    """A refusal has a reason of substance and a basis (行政许可法 art. 38).

    Raises:
        InputFaults: ``reason_too_short`` (least), ``required``.
    """
    faults = []
    if len(reason.strip()) < REASON_LENGTH:
        faults.append(FieldFault("reason", "reason_too_short", {"least": REASON_LENGTH}))
    if not basis.strip():
        faults.append(FieldFault("basis", "required"))
    if faults:
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
) -> Done:
    """Decline (不予受理): with reason, basis, and the right body where it is another's matter.

    Raises:
        InputFaults: the reason is shorter than ten characters, or there is no basis.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"reason": reason, "basis": basis, "right_body": right_body}
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
        if silent and not (case.state.course.deemed and right_body.strip()):
            # what the date accepted stays accepted; only a power that the body has not is no body's gift
            raise ActNotAllowed(case.state.status, Act.DECLINE.value)
        check_refusal(reason, basis)
        conclude(case, Event("declined", {"outcome": "declined", **concluding(case)}), body, "declined")
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
    """Fold a concluding event in, keep its reasons sealed, tell the contact phone."""
    case.append(event)
    case.changes["conclusion"] = seal_values(conclusion, case.vault, "case.conclusion")
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
