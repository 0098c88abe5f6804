"""Taking up again, for a good cause, what counts as withdrawn (恢复办理)."""

from datetime import date

from tongban.cases.correcting import told_before
from tongban.cases.events import dated
from tongban.cases.frame import act_on
from tongban.cases.issuing import issue
from tongban.cases.notices import notice
from tongban.cases.paper_contents_restoration import restoration_notice
from tongban.cases.requests import Done
from tongban.cases.restoring import restorable_until, restoration_faults
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Act


def restore(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    cause: str,
    proof: str,
    proof_seen: bool,
    bring_by: date | None,
    handed_over: bool = False,
) -> Done:
    """Restore: it waits again for what its correction notice named, until a new day; 恢复办理通知书.

    Args:
        cause: why it could not be brought in time, in words of substance.
        proof: what shows it, e.g. a hospital's discharge paper.
        proof_seen: the officer saw it.
        bring_by: the new last day, a working day and tomorrow at the earliest.
        handed_over: the applicant takes the notice with them now; that proves its delivery.  Else it is proven like that
            of any notice (`serve_notice`), and until then nothing runs against them again.

    Raises:
        InputFaults: ``too_late_to_restore``, ``proof_not_seen``, a cause that says nothing, no day.
        ActNotAllowed: it does not count as withdrawn.
        NotFound, NotAuthorized, Stale: as every act.
    """
    with act_on(
        Act.RESTORE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"cause": cause, "proof": proof, "seen": proof_seen, "bring_by": bring_by}
        | ({"handed_over": True} if handed_over else {}),
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if restorable_until(case.state, case.item.definition, case.calendar) is None:
            raise ActNotAllowed(case.state.status, Act.RESTORE.value)
        if faults := restoration_faults(case, cause, proof, proof_seen, bring_by):
            raise InputFaults(faults)
        assert bring_by is not None and case.state.concluded_at is not None
        withdrawn_on = legal_date(case.state.concluded_at)
        data: dict[str, object] = {"bring_by": bring_by, "by": actor.assignment_id}
        if handed_over:
            data |= {"served_at": case.run.at, "served_by": "handed_over"}
        case.append(dated(case, Event("restored", data)))
        case.changes["correction"] = told_before(
            case, {"restored": {"cause": cause.strip(), "proof": proof.strip()}}
        )
        case.add_message(
            notice(
                "restored",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
                f"{bring_by.month}月{bring_by.day}日",
                act_by=bring_by,
            )
        )
        issue(
            case,
            "restoration_notice",
            lambda head: restoration_notice(
                head, case, withdrawn_on, cause=cause, proof=proof, bring_by=bring_by
            ),
        )
        return case.save({}, {})
