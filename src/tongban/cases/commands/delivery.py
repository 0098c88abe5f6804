"""Handing the result over, with a receipt of service (送达回证)."""

from datetime import datetime
from uuid import UUID

from tongban.cases import paper_contents
from tongban.cases.course import LaterEntry
from tongban.cases.custody.moving import why_not_deliver
from tongban.cases.delivering import Delivery, as_served, delivery_faults, phone_of
from tongban.cases.fees.paid import waits_for_payment
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.notices import notice
from tongban.cases.receiving import later_entry_faults
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import said, say
from tongban.cases.sealed import seal_values
from tongban.directory.queries import site as site_with_id
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults, Refusal
from tongban.kernel.kept_queries import KeptQuery
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper
from tongban.rules.custody import why_not_this_way
from tongban.rules.delivery import named_witnesses
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Act

PAPER_NAMES = {
    "decision": "决定书",
    "non_acceptance_decision": "不予受理决定书",
    "termination_decision": "终止办理决定书",
}
# what follows a decision has a service of its own, and a topic of the sealed column that keeps it
FOLLOWING = {
    "correction_of_decision": "更正通知书",
    "revocation_decision": "撤销（撤回、注销）决定书",
    "redo_notice": "重新办理通知书",
    "reinstatement_notice": "恢复原决定通知书",
}
SERVED = "served"
# what was set aside is not handed over again
_SERVED = KeptQuery[Paper](
    lambda subject: Paper.objects.filter(
        subject=subject, kind__in=PAPER_NAMES, state=Paper.State.VALID.value
    ).only("kind", "number"),
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
    identification: str = "",
    lives_together: bool = False,
    authority: str = "",
    witnesses: str = "",
    refused_because: str = "",
    place: str = "",
    tracking: str = "",
    at: datetime | None = None,
    later_reason: str = "",
    confirmed_by: int | None = None,
) -> Done:
    """Deliver the decision: in which way, to whom, by what right they take it (`delivering.Delivery`).

    Args:
        mode: ``handed_over``, ``through_assister``, ``electronic`` (prior consent), ``left`` (two witnesses),
            ``posted`` (with its number).
        at: when it was handed over, where that is earlier than now.
        later_reason, confirmed_by: of an earlier day: why it is entered only now, and the assignment that is to confirm
            it.  Until then it counts as delivered when it was entered: nobody meets the office's own limit alone.

    Raises:
        InputFaults: everything of `delivery_faults` and of an earlier day `receiving.later_entry_faults` at once.
        Refusal: a certificate lies elsewhere (`rules.custody.why_not_handed_over`); ``fee_not_paid`` where the fee's own
            line says that the matter waits for it.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    told = Delivery(
        mode,
        receiver_name,
        relation,
        identification,
        lives_together,
        authority,
        witnesses,
        refused_because,
        place,
        tracking,
        at,
    )
    with act_on(
        Act.DELIVER,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=told.plain | entered_later(later_reason, confirmed_by),
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if case.state.outcome not in OUTCOMES_WITH_PAPER or case.state.course.nobody:
            raise ActNotAllowed(
                case.state.status, Act.DELIVER.value
            )  # withdrawn: there is nothing to hand over
        if code := why_not_deliver(case, by_assister=actor.role == "assister"):
            raise Refusal(code)
        if waits_for_payment(case, "deliver"):
            raise Refusal("fee_not_paid")
        told = as_served(case, told)
        faults = delivery_faults(case, told, actor.label)
        if code := why_not_this_way(
            case.item.definition.result_kind,
            case.state.outcome,
            mode,
            relation=told.relation,
            by_assister=actor.role == "assister",
        ):
            faults.append(FieldFault("mode", code))
        later = stated_earlier(case, at)
        if later and not faults:
            faults = later_faults(case, actor, later, later_reason, confirmed_by)
        if faults:
            raise InputFaults(faults)
        hand_over(case, actor, told, later, later_reason, confirmed_by)
        return case.save({}, {})


def hand_over(
    case: OpenCase,
    actor: Staff,
    told: Delivery,
    later: datetime | None = None,
    later_reason: str = "",
    confirmed_by: int | None = None,
) -> None:
    """Record a delivery in which `delivery_faults` found nothing, with its receipt of service.

    Args:
        later, later_reason, confirmed_by: of an earlier day that a colleague is to confirm.
    """
    served_at = told.at or case.run.at
    # the receiver's name and papers stay sealed; the ledger keeps how and when
    data: dict[str, object] = {"delivered_at": case.run.at if later else served_at, "mode": told.mode}
    if later:
        waits = LaterEntry(
            actor.assignment_id,
            confirmed_by or 0,
            legal_date(case.run.at),
            kind="delivered",
            at=later,
            entered=case.run.at,
        )
        data["later"] = waits.plain()
    case.append(Event("delivered", data))
    case.changes["handover"] = seal_values(
        {
            "mode": told.mode,
            "receiver": told.receiver_name.strip(),
            "relation": told.relation,
            "identification": told.identification.strip(),
            "at": served_at,
            "by": actor.assignment_id,
            **_more(told),
            **({"later_reason": later_reason.strip()} if later else {}),
        },
        case.vault,
        "case.handover",
    )
    _tell(case, told.mode)
    issue(
        case,
        "service_return",
        lambda head: paper_contents.service_return(
            head,
            case.content,
            case.row,
            papers_to_serve(case),
            receiver=told.receiver_name.strip(),
            relation=told.relation,
            served_at=served_at,
            mode=told.mode,
            place=_place(told, site_with_id(actor.site_id).name),
            witness="、".join(named_witnesses(told.witnesses)) if told.mode == "left" else "",
            server=actor.label,
            remarks=_remarks(told),
        ),
    )


def serve_paper(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    paper: str,
    mode: str,
    receiver_name: str,
    relation: str,
    identification: str = "",
    lives_together: bool = False,
    authority: str = "",
    witnesses: str = "",
    refused_because: str = "",
    place: str = "",
    tracking: str = "",
    at: datetime | None = None,
    later_reason: str = "",
    confirmed_by: int | None = None,
) -> Done:
    """Record the service of a paper that followed the decision: its correction, its end, the order to decide anew.

    Args:
        paper: its number.  The rest as of `deliver`, also an earlier day: until it is confirmed the entry counts.

    Raises:
        InputFaults: ``no_such_paper`` where it is none of these or was served; everything of `delivery_faults`, and of
            an earlier day of `receiving.later_entry_faults`.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    told = Delivery(
        mode,
        receiver_name,
        relation,
        identification,
        lives_together,
        authority,
        witnesses,
        refused_because,
        place,
        tracking,
        at,
    )
    with act_on(
        Act.SERVE_PAPER,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"paper": paper, **told.plain, **entered_later(later_reason, confirmed_by)},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        served = Paper.objects.filter(subject=case.row.id, kind__in=FOLLOWING, number=paper).first()
        told = as_served(case, told)
        faults = delivery_faults(case, told, actor.label)
        if served is None or paper in {line["paper"] for line in said(case, SERVED)}:
            faults.append(FieldFault("paper", "no_such_paper"))
        elif at is not None and at < served.issued_at:
            faults.append(FieldFault("at", "before_the_decision"))
        elif later := stated_earlier(case, at):
            faults += later_faults(case, actor, later, later_reason, confirmed_by)
        if faults or served is None:
            raise InputFaults(faults)
        served_at, later = at or case.run.at, stated_earlier(case, at)
        data = {"paper": paper, "served_at": case.run.at if later else served_at, "mode": mode}
        case.append(Event("paper_served", data | _waiting(case, actor, later, paper, confirmed_by)))
        line = {
            "paper": paper,
            "mode": mode,
            "receiver": told.receiver_name.strip(),
            "relation": told.relation,
            "identification": identification.strip(),
            "at": served_at.isoformat(),
            "by": actor.assignment_id,
            **({"later_reason": later_reason.strip()} if later else {}),
        }
        say(case, SERVED, line | _more(told))
        _tell(case, mode)
        issue(
            case,
            "service_return",
            lambda head: paper_contents.service_return(
                head,
                case.content,
                case.row,
                [(FOLLOWING[served.kind], paper)],
                receiver=told.receiver_name.strip(),
                relation=told.relation,
                served_at=served_at,
                mode=mode,
                place=_place(told, site_with_id(actor.site_id).name),
                witness="、".join(named_witnesses(witnesses)) if mode == "left" else "",
                server=actor.label,
                remarks=_remarks(told),
            ),
        )
        return case.save({}, {})


def stated_earlier(case: OpenCase, at: datetime | None) -> datetime | None:
    """The time of a delivery where it lies on a day before its entry."""
    return at if at is not None and legal_date(at) < legal_date(case.run.at) else None


def later_faults(
    case: OpenCase, actor: Staff, stated: datetime, later_reason: str, confirmed_by: int | None
) -> list[FieldFault]:
    """What a delivery of an earlier day still needs."""
    return later_entry_faults(
        actor,
        case.state.position_id,
        stated,
        case.run.at,
        case.calendar,
        field="at",
        later_reason=later_reason,
        confirmed_by=confirmed_by,
    )


def _waiting(
    case: OpenCase, actor: Staff, stated: datetime | None, paper: str, confirmed_by: int | None
) -> dict[str, object]:
    """What the event of a paper's delivery says of its second person; nothing of one of today."""
    if stated is None:
        return {}
    own, entered = actor.assignment_id, case.run.at
    return {
        "later": LaterEntry(
            own, confirmed_by or 0, legal_date(entered), kind="paper", at=stated, entered=entered, ref=paper
        ).plain()
    }


def entered_later(later_reason: str, confirmed_by: int | None) -> dict[str, object]:
    """What a later entry adds to the command's body."""
    told: dict[str, object] = {"later_reason": later_reason.strip()} if later_reason.strip() else {}
    return told | ({} if confirmed_by is None else {"confirmed_by": confirmed_by})


def papers_to_serve(case: OpenCase) -> list[tuple[str, str]]:
    """Name and number of what is handed over."""
    titles = case.item.definition.titles
    title = titles["title_granted"] if case.state.outcome == "granted" else titles["title_refused"]
    fixed_now = [paper for paper in case.papers if paper.kind in PAPER_NAMES]
    return [
        (title if paper.kind == "decision" else PAPER_NAMES[paper.kind], paper.number)
        for paper in (*_SERVED.all(subject=case.row.id), *fixed_now)
    ]


def _tell(case: OpenCase, mode: str) -> None:
    """An electronic paper is delivered by page and message together, as its consent says."""
    if mode == "electronic":
        case.add_message(
            notice(
                "delivered_electronically",
                phone_of(case),
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
            )
        )


def _more(told: Delivery) -> dict[str, object]:
    """What only some ways have."""
    said = {
        "lives_together": told.lives_together,
        "authority": told.authority.strip(),
        "witnesses": list(named_witnesses(told.witnesses)) if told.mode == "left" else [],
        "refused_because": told.refused_because.strip() if told.mode == "left" else "",
        "place": told.place.strip(),
        "tracking": told.tracking.strip() if told.mode == "posted" else "",
    }
    return {name: value for name, value in said.items() if value}


def _place(told: Delivery, counter: str) -> str:
    if told.mode == "electronic":
        return "网上送达"
    if told.place.strip():
        return told.place.strip()
    return "邮寄" if told.mode == "posted" else counter


def _remarks(told: Delivery) -> str:
    """What the sheet has no column for, one a line."""
    lines = []
    if told.identification.strip():
        lines.append(f"核验证件：{told.identification.strip()}")
    if told.lives_together and told.relation != "self":
        lines.append("签收人是受送达人同住的成年家属")
    if told.authority.strip():
        lines.append(f"核验授权：{told.authority.strip()}")
    if told.mode == "left":
        lines.append(f"拒绝签收的事由：{told.refused_because.strip()}")
    if told.mode == "posted":
        lines.append(f"邮件号：{told.tracking.strip()}")
    if told.mode == "electronic":
        lines.append("受送达人在送达地址确认书中同意电子送达")
    return "\n".join(lines)
