"""The desk's answers: a copy released and handed over, a value corrected, a request declined with its reason."""

from dataclasses import replace

from tongban.cases.models import Case, PrivacyRequest
from tongban.cases.privacy.asking import WAITING, rewrite
from tongban.cases.privacy.behalf import still_authorized
from tongban.cases.privacy.beside_cases import odd_matters_of
from tongban.cases.privacy.copies import Copy, copy_of
from tongban.cases.privacy.correcting import CORRECTABLE, corrected
from tongban.cases.privacy.forgetting import COPY_DAYS
from tongban.cases.privacy.records import (
    Asked,
    open_asked,
    plain_request_number,
    record,
    told_by_message,
    told_to_whom_it_is_about,
    waits_for_second,
)
from tongban.cases.privacy.visibility import COUNTERS, DESK, requests_visible_to
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.exports import log_export
from tongban.kernel.ledger import Event
from tongban.kernel.powers import require_power
from tongban.kernel.secrets import open_vault
from tongban.rules.clearance import MARK_OF_PART, above

ANSWER_LENGTHS = (10, 500)
BASIS_LENGTHS = (4, 200)
OF_PERSONS = frozenset(MARK_OF_PART.values())  # names, numbers and phones stand in every copy


def held_request(actor: Actor, number: str) -> PrivacyRequest:
    """A request of the desk, held by the running command.

    Raises:
        NotAuthorized: not the security administrator.
        NotFound: none.
    """
    if not isinstance(actor, Staff) or actor.role != DESK:
        raise NotAuthorized("not_your_power")
    rows = requests_visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(number=plain_request_number(number)).first()
    if row is None:
        raise NotFound("privacy_request")
    return row


def must_wait(row: PrivacyRequest) -> None:
    """Refuse a request that was answered, or that waits for its second person.

    Raises:
        Refusal: ``privacy_closed``; ``privacy_waits``.
    """
    if row.state not in WAITING:
        raise Refusal("privacy_closed")
    if row.state == PrivacyRequest.State.PROPOSED and waits_for_second(row):
        raise Refusal("privacy_waits")


def release_copy(actor: Actor, number: str, *, url: str, idempotency_key: str) -> None:
    """Let a copy be handed over: by the counter that saw the card, to whom it is about.

    Args:
        url: the status page, for the message.

    Raises:
        NotAuthorized, NotFound, Refusal: as `held_request` and `must_wait`; ``privacy_identity_unseen``.
        InputFaults: the request is no copy.
    """
    with command("cases.release_copy", actor, idempotency_key, {"number": number}, {}) as run:
        row = held_request(actor, number)
        if run.replayed:
            return
        asked = _open(row, "copy")
        if asked.acting and row.site_id is None:  # a copy is handed over at a counter that saw who fetches it
            raise Refusal("privacy_identity_unseen")
        close(row, PrivacyRequest.State.DONE, run, actor, {"outcome": "released"})
        told_to_whom_it_is_about("copy_released", row, run)
        told_by_message("privacy_answered", row, asked.phone, url, run)


def hand_over_copy(actor: Actor, number: str) -> Copy:
    """What was asked for, unmasked, for the counter that saw the card to print and hand over; each case is a look.

    An answer above the clearance of who hands it over stays masked; `Copy.withheld` counts them, and the page says
    where the whole copy is to be had.

    Raises:
        NotAuthorized: no clerk or assister.
        NotFound: none at this counter, or not released.
        Refusal: ``copy_over`` thirty days after its release; ``mandate_over_meanwhile``.
        Erased: the person was erased since.
    """
    if not isinstance(actor, Staff) or actor.role not in COUNTERS or above(actor.role, OF_PERSONS):
        raise NotAuthorized("not_your_power")
    row = requests_visible_to(actor).filter(
        number=plain_request_number(number), kind="copy", state=PrivacyRequest.State.DONE
    )
    found = row.first()
    if found is None or found.answered_at is None:
        raise NotFound("privacy_request")
    if found.answered_at + COPY_DAYS < time.now():
        raise Refusal("copy_over")
    asked = open_asked(found.content, open_vault(found.key))
    still_authorized(asked)  # today, whatever held when it was released
    listed: list[Case] = []
    if found.party is not None:
        cases = Case.objects.filter(applicant=found.party).select_related("key").order_by("-received_at")
        if asked.scope:
            cases = cases.filter(number=asked.scope)
        listed = [case for case in cases if case.key.wrapped is not None]
        record_access(actor, "export", found.party.id, subject_kind="person", field="copy", rows=len(listed))
    for case in listed:
        record_access(actor, "export", case.id, field="copy", rows=1)
    reason = f"个人信息副本，申请 {found.number}"
    exported = log_export(actor, "copy", reason=reason, rows=len(listed), at=time.now())
    odd = odd_matters_of(found.party) if found.party is not None and not asked.scope else ()
    return replace(
        copy_of(listed, full=True, handed_by_role=actor.role, odd=odd),
        number=exported,
        handed_by=actor.label,
    )


def correct_value(actor: Actor, number: str, *, url: str, idempotency_key: str) -> int:
    """Put the value that was asked for into the person's record and their unfinished matters, and note it beside others.

    The ledger gets a commitment to the new content, never the value.  What was decided stays as it was issued.

    Returns:
        In how many unfinished matters it was corrected.

    Raises:
        NotAuthorized, NotFound, Refusal: as `release_copy`; ``privacy_nothing_to_correct``.
        InputFaults: ``not_correctable`` where it is none of what is corrected here.
    """
    with command("cases.correct_value", actor, idempotency_key, {"number": number}, {}) as run:
        row = held_request(actor, number)
        if run.replayed:
            return 0
        asked = _open(row, "correction")
        if asked.field not in CORRECTABLE:
            raise InputFaults([FieldFault("field", "not_correctable")])
        changed, noted = corrected(row, asked, run, actor)
        rewrite(row, lambda told: replace(told, answer=""))
        outcome = {"outcome": "corrected", "cases": changed, "noted": noted}
        close(row, PrivacyRequest.State.DONE, run, actor, outcome)
        told_by_message("privacy_answered", row, asked.phone, url, run)
    return changed


def decline_request(
    actor: Actor, number: str, *, answer: str, basis: str, url: str, idempotency_key: str
) -> None:
    """Say no, or that another body has to do it, with the reason and the law (art. 50: refusals state reasons).

    Args:
        answer: the reason in plain words, 10 to 500 characters; sealed with the request.
        basis: law and article, 4 to 200 characters.

    Raises:
        InputFaults: reason or basis missing, too short or too long.
        NotAuthorized, NotFound, Refusal: as `held_request` and `must_wait`.
    """
    require_power("cases.decline_request", actor)
    answer, basis = answer.strip(), basis.strip()
    faults = [
        *_length_faults("answer", answer, *ANSWER_LENGTHS),
        *_length_faults("basis", basis, *BASIS_LENGTHS),
    ]
    if faults:
        raise InputFaults(faults)
    body = {"number": number, "answer": answer, "basis": basis}
    with command("cases.decline_request", actor, idempotency_key, body, {}) as run:
        row = held_request(actor, number)
        if run.replayed:
            return
        must_wait(row)
        asked = rewrite(row, lambda told: replace(told, answer=answer, basis=basis))
        close(row, PrivacyRequest.State.DECLINED, run, actor, {"outcome": "declined"})
        told_by_message("privacy_answered", row, asked.phone, url, run)


def _length_faults(field: str, value: str, least: int, most: int) -> list[FieldFault]:
    if least <= len(value) <= most:
        return []
    if not value:
        return [FieldFault(field, "required")]
    limits = {"least": least, "most": most}
    return [FieldFault(field, "too_short" if len(value) < least else "too_long", limits)]


def _open(row: PrivacyRequest, kind: str) -> Asked:
    """What a waiting request of a kind asks, where it is known who asks."""
    must_wait(row)
    if row.kind != kind:
        raise InputFaults([FieldFault("kind", "not_an_option")])
    asked = open_asked(row.content, open_vault(row.key))
    if not asked.proven:
        raise Refusal("privacy_identity_unseen")
    still_authorized(asked)
    return asked


def close(row: PrivacyRequest, state: str, run: Run, actor: Actor, told: dict[str, object]) -> None:
    """Write down that a request is answered."""
    row.state, row.version = state, row.version + 1
    row.answered_at = run.at
    row.answered_by_id = actor.assignment_id if isinstance(actor, Staff) else None
    row.save()
    record(row, Event("privacy_answered", told), run, actor)
