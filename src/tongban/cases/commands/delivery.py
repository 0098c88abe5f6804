"""Handing the result over, with a receipt of service (送达回证)."""

from datetime import datetime
from uuid import UUID

from tongban.cases import paper_contents
from tongban.cases.frame import act_on
from tongban.cases.issuing import issue
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_values
from tongban.directory.queries import site as site_with_id
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults
from tongban.kernel.kept_queries import KeptQuery
from tongban.kernel.ledger import Event
from tongban.papers.models import Paper
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Act

MODES = frozenset({"handed_over", "electronic", "through_assister"})
PAPER_NAMES = {
    "decision": "决定书",
    "non_acceptance_decision": "不予受理决定书",
    "termination_decision": "终止办理决定书",
}
IDENTIFICATION_LENGTH = 40
_SERVED = KeptQuery[Paper](
    lambda subject: Paper.objects.filter(subject=subject, kind__in=PAPER_NAMES).only("kind", "number"),
    {"subject": UUID(int=1)},
)


def deliver(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    mode: str,
    receiver_name: str,
    relation: str,
    identification: str,
    at: datetime | None = None,
) -> Done:
    """Deliver the decision: to whom, how they belong to the applicant, what identification was seen.

    Args:
        mode: ``handed_over``, ``electronic`` (prior consent), ``through_assister``.
        at: when it was handed over, where that is earlier than now.

    Raises:
        InputFaults: a field missing, a time ahead of now or before the decision.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {
        "mode": mode,
        "receiver": receiver_name,
        "relation": relation,
        "identification": identification,
        "at": at,
    }
    with act_on(
        Act.DELIVER,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if case.state.outcome not in OUTCOMES_WITH_PAPER or case.state.course.nobody:
            raise ActNotAllowed(
                case.state.status, Act.DELIVER.value
            )  # withdrawn: there is nothing to hand over
        served_at = at or case.run.at
        faults = []
        if mode not in MODES:
            faults.append(FieldFault("mode", "not_an_option"))
        if not receiver_name.strip():
            faults.append(FieldFault("receiver_name", "required"))
        if not relation:
            faults.append(FieldFault("relation", "required"))
        if mode != "electronic" and not identification.strip():
            faults.append(FieldFault("identification", "required"))
        if len(identification) > IDENTIFICATION_LENGTH:
            faults.append(FieldFault("identification", "too_long", {"most": IDENTIFICATION_LENGTH}))
        if served_at > case.run.at:
            faults.append(FieldFault("at", "in_the_future"))
        elif case.state.concluded_at and served_at < case.state.concluded_at:
            faults.append(FieldFault("at", "before_the_decision"))
        if faults:
            raise InputFaults(faults)
        # the receiver's name and papers stay sealed; the ledger keeps how and when
        case.append(Event("delivered", {"delivered_at": served_at, "mode": mode}))
        case.changes["handover"] = seal_values(
            {
                "mode": mode,
                "receiver": receiver_name.strip(),
                "relation": relation,
                "identification": identification.strip(),
                "at": served_at,
                "by": actor.assignment_id,
            },
            case.vault,
            "case.handover",
        )
        titles = case.item.definition.titles
        title = titles["title_granted"] if case.state.outcome == "granted" else titles["title_refused"]
        served = [
            (title if paper.kind == "decision" else PAPER_NAMES[paper.kind], paper.number)
            for paper in _SERVED.all(subject=case.row.id)
        ]
        place = site_with_id(actor.site_id).name
        issue(
            case,
            "service_return",
            lambda head: paper_contents.service_return(
                head,
                case.content,
                case.row,
                served,
                receiver=receiver_name.strip(),
                relation=relation,
                served_at=served_at,
                mode=mode,
                place="网上送达" if mode == "electronic" else place,
                server=actor.label,
                remarks=f"核验证件：{identification.strip()}" if identification.strip() else "",
            ),
        )
        return case.save({}, {})
