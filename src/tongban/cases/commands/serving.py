"""Proof that a correction notice reached the applicant; nothing runs against them before it.

Source: the item's own rule on silence, which counts from proven delivery; who may take a paper: `rules.delivery`.
"""

from datetime import datetime

from tongban.cases.correcting import told_before
from tongban.cases.course import LaterEntry
from tongban.cases.delivering import Delivery, as_served, receiver_faults
from tongban.cases.events import dated
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.mandating import require_own_or_mandate
from tongban.cases.receiving import later_entry_faults
from tongban.cases.requests import Done
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.delivery import sound_tracking
from tongban.rules.lifecycle import Act

READ = "electronic_read"
MODES = frozenset({"handed_over", "post", "assister"})  # in which staff prove that a notice arrived


def serve_notice(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    mode: str,
    receiver_name: str = "",
    relation: str = "",
    lives_together: bool = False,
    authority: str = "",
    tracking: str = "",
    at: datetime | None = None,
    later_reason: str = "",
    confirmed_by: int | None = None,
) -> Done:
    """Record that the correction notice reached the applicant; nothing runs against them before it.

    Args:
        mode: ``handed_over``, ``post``, ``assister``; of the applicant at their own sign-in ``electronic_read``.
        receiver_name: who took it; not asked of what was read.
        relation, lives_together, authority: by what right, as of a decision (`delivering.receiver_faults`).
        tracking: of a letter: its number.
        at: when, where that is earlier than now.
        later_reason, confirmed_by: of an earlier day: why it is entered only now, and the assignment that is to confirm
            it.  Until then it counts as delivered when it was entered: what begins a period against the applicant is no
            single person's word about the past.

    Raises:
        InputFaults: a field missing, who took it has no authority; a time ahead of now or before the notice; of an
            earlier day `receiving.later_entry_faults`.
        ActNotAllowed: its delivery is proven already.
        Refusal: ``mandate_over_meanwhile`` to an organization's handler whose mandate ended: who reads it then is not
            the applicant's any more.
        NotFound, NotAuthorized, Stale: as every act.
    """
    body: dict[str, object] = {"mode": mode, "receiver": receiver_name, "relation": relation, "at": at}
    more = {
        "lives_together": lives_together,
        "authority": authority.strip(),
        "tracking": tracking.strip(),
        "later_reason": later_reason.strip(),
    }
    body |= {name: value for name, value in more.items() if value}
    body |= {} if confirmed_by is None else {"confirmed_by": confirmed_by}
    with act_on(
        Act.SERVE_NOTICE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        require_own_or_mandate(actor, case)
        asked = case.state.course.open_round
        if asked is None or asked.served_at is not None:
            raise ActNotAllowed(case.state.status, Act.SERVE_NOTICE.value)
        read = isinstance(actor, Citizen)
        served_at = case.run.at if read or at is None else at
        faults = []
        if mode not in ({READ} if read else MODES):
            faults.append(FieldFault("mode", "not_an_option"))
        if not read:
            told = as_served(case, Delivery(mode, receiver_name, relation, "", lives_together, authority))
            faults += receiver_faults(case, told)
            if mode == "post" and not sound_tracking(tracking):
                faults.append(FieldFault("tracking", "tracking_number"))
            if mode == "post" and at is None:  # on the day that its receipt names, not on the day it was sent
                faults.append(FieldFault("at", "day_on_the_receipt"))
        later = None
        if served_at > case.run.at:
            faults.append(FieldFault("at", "in_the_future"))
        elif served_at < asked.told_at:
            faults.append(FieldFault("at", "before_the_notice"))
        elif legal_date(served_at) < legal_date(case.run.at):
            assert isinstance(actor, Staff)
            faults += later_entry_faults(
                actor,
                case.state.position_id,
                served_at,
                case.run.at,
                case.calendar,
                field="at",
                later_reason=later_reason,
                confirmed_by=confirmed_by,
            )
            later = _stated(case, actor, served_at, confirmed_by)
        if faults:
            raise InputFaults(faults)
        data: dict[str, object] = {"served_at": case.run.at if later else served_at, "mode": mode}
        if later is not None:
            data["later"] = later.plain()
        case.append(dated(case, Event("notice_served", data)))
        if not read:
            receiver = {"receiver": told.receiver_name.strip(), "relation": relation, **_by_what_right(told)}
            said = {"later_reason": later_reason.strip()} if later else {}
            said |= {"tracking": tracking.strip()} if mode == "post" else {}
            case.changes["correction"] = told_before(case, receiver | said)
        return case.save({}, {})


def _stated(case: OpenCase, actor: Staff, at: datetime, confirmed_by: int | None) -> LaterEntry:
    """A time of service that waits for its second person; it counts from its entry until then."""
    return LaterEntry(
        actor.assignment_id,
        confirmed_by or 0,
        legal_date(case.run.at),
        kind="served",
        at=at,
        entered=case.run.at,
        ref=str(len(case.state.course.rounds)),
    )


def _by_what_right(told: Delivery) -> dict[str, object]:
    said = {"lives_together": told.lives_together, "authority": told.authority.strip()}
    return {name: value for name, value in said.items() if value}
