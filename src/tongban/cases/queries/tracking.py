"""Following a case from outside: the number with its phone or query code, or a proven phone."""

import hmac
from collections.abc import Mapping
from datetime import date

from tongban.cases.announcing import has_paper
from tongban.cases.custody.moving import still_to_come
from tongban.cases.explaining import every_clock, turns
from tongban.cases.fees.view import fees_of
from tongban.cases.frame import OpenCase, load, plain_number, settle
from tongban.cases.models import Case
from tongban.cases.paper_contents import remedies_of
from tongban.cases.queries.afterwards_view import afterwards_of
from tongban.cases.queries.clock_acts_view import clock_acts_of, counted_from
from tongban.cases.queries.correction import correction_view
from tongban.cases.queries.files import OF_THE_APPLICANT
from tongban.cases.queries.one import papers_of, timeline
from tongban.cases.queries.promises_view import promises_of, restoration_of
from tongban.cases.queries.remedies_view import remedies_view
from tongban.cases.queries.shapes import DeclinedView, NotDecided, TrackView
from tongban.cases.queries.signers_view import signers_told
from tongban.cases.query_code import query_code as expected_query_code
from tongban.cases.sealed import open_values
from tongban.kernel import time
from tongban.kernel.actors import Actor, Citizen, Tracker
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotFound
from tongban.kernel.masking import mask_name
from tongban.kernel.time import legal_date
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault
from tongban.rules.lifecycle import Act, Status, acts_from, phase_of
from tongban.rules.waiting import waited

ENDED = frozenset({Status.CONCLUDED, Status.DELIVERED, Status.ARCHIVED})


def find_tracker(number: str, *, phone: str = "", query_code: str = "") -> Tracker:
    """The actor who named a case with what belongs to it.

    Args:
        number: the case number as typed.
        phone: the contact phone of the application; or
        query_code: the code on the receipt.

    Raises:
        NotFound: no such case, or the phone or code is not its own; the two are never told apart.
    """
    row = Case.objects.filter(number=plain_number(number)).values("id", "number", "contact_digest").first()
    if row is None:
        raise NotFound("case")
    given = query_code.strip().upper().encode()
    by_code = hmac.compare_digest(expected_query_code(row["number"]).encode(), given)
    by_phone = False
    if phone.strip() and row["contact_digest"] is not None:
        try:
            digest = keyed_digest("phone", check_phone(phone).number)
            by_phone = hmac.compare_digest(digest, bytes(row["contact_digest"]))
        except IdentifierFault:
            by_phone = False
    if not (by_code or by_phone):
        raise NotFound("case")
    return Tracker(row["id"])


def _not_decided(case: OpenCase, today: date) -> NotDecided | None:
    """Of a matter under review whose day of the law has passed: failing to act is complained of by 复议 first (行政复议法 art. 23).

    A day that may still move makes nobody late; where nothing is decided over anybody there is no such complaint.
    """
    last = case.state.statutory_due
    late = case.state.status == Status.IN_REVIEW and last is not None and today > last
    remedies = remedies_of(case.item.definition, case.row.deciding_body)
    if not late or case.state.provisional or remedies is None or last is None:
        return None
    return NotDecided(last, remedies.reconsideration_body)


def _declined(conclusion: Mapping[str, object]) -> DeclinedView:
    """As its paper says it."""
    return DeclinedView(str(conclusion.get("basis", "")), str(conclusion.get("right_body", "")))


def track(actor: Actor, number: str) -> TrackView:
    """Where a case stands, for its citizen or tracker.

    Raises:
        NotFound: the case is not this actor's.
        Erased: the person was erased.
    """
    if not isinstance(actor, Tracker | Citizen):
        raise NotFound("case")
    case = load(actor, number, lock=False)
    case.run.at = time.now()
    settle(case, case.run.at)
    row, state = case.row, case.state
    told = case.told()
    conclusion = open_values(row.conclusion, case.vault, "case.conclusion")
    today = legal_date(case.run.at)
    withdrawable = Act.WITHDRAW in acts_from(Status(state.status))
    return TrackView(
        number=row.number,
        item=case.item.definition,
        status=state.status,
        outcome=state.outcome,
        phase=phase_of(Status(state.status)).value,
        applicant_masked=mask_name(case.content.applicant["name"]),
        received_at=row.received_at,
        clocks=tuple(every_clock(state, case.item.definition, case.calendar, today)),
        waited=waited(turns(state, case.item.definition, case.calendar, today)),
        timeline=tuple(timeline(told, {}, case.item.definition)),
        papers=tuple(
            paper
            for paper in papers_of(row)
            if isinstance(actor, Citizen) or paper.kind not in OF_THE_APPLICANT
        ),
        handling_site=row.handling_site.name,
        site_phone=row.handling_site.phone,
        decision_reason=str(conclusion.get("reason", "")),
        can_withdraw=withdrawable and isinstance(actor, Citizen),
        version=state.version,
        clock_acts=clock_acts_of(case, words=False),
        receipt=counted_from(case, told),
        correction=correction_view(case),
        promises=promises_of(case),
        restoration=restoration_of(case),
        afterwards=afterwards_of(case, case.told(), actor),
        can_confirm_address=isinstance(actor, Citizen)
        and Act.CONFIRM_ADDRESS in acts_from(Status(state.status))
        and (state.status != Status.CONCLUDED or has_paper(case)),
        fees=fees_of(case),
        result_at=state.result_at,
        result_comes=still_to_come(case),
        not_decided=_not_decided(case, today),
        remedies=remedies_view(case),
        declined=_declined(conclusion) if state.outcome == "declined" else None,
        signers=signers_told(case) if state.status not in ENDED else (),
        can_correct=Act.CORRECT in acts_from(Status(state.status)) and isinstance(actor, Citizen),
    )
