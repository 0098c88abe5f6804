"""What is kept about somebody, the desk's requests with their derivations, holds, and the public proof of an erasure."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.cases.models import LegalHold, PrivacyRequest
from tongban.cases.odd.visibility import odd_visible_to
from tongban.cases.privacy.copies import Copy, copy_of
from tongban.cases.privacy.erasing import plan_of
from tongban.cases.privacy.holding import CONTEXT, LIFTING
from tongban.cases.privacy.opening import still_opens
from tongban.cases.privacy.party_cases import cases_about, holds
from tongban.cases.privacy.records import (
    STREAM,
    Asked,
    open_asked,
    plain_request_number,
    waits_for_second,
)
from tongban.cases.privacy.retained import KeptCase, kept_cases
from tongban.cases.privacy.visibility import DESK, requests_visible_to
from tongban.cases.queries.files import ONE_LOOK
from tongban.cases.queries.proof import ProofEvent, ProofRoot, roots_of
from tongban.cases.query_code import query_code
from tongban.cases.sealed import open_text
from tongban.cases.visibility import visible_to
from tongban.directory.models import Proposal
from tongban.directory.queries import assignment_labels
from tongban.kernel import ledger
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Citizen, Staff, System
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased, NotAuthorized, NotFound
from tongban.kernel.models import LedgerEntry
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import today
from tongban.kernel.verify import verify
from tongban.parties.mandates import mandate_with
from tongban.parties.queries.mandates import label_of

MOST = 200
CODE_NAMED = "data_request_code_named"


@dataclass(frozen=True)
class RequestRow:
    """One line: what was asked, by when it is answered."""

    number: str
    kind: str
    state: str  # open, proposed, done, declined, withdrawn
    asked_at: datetime
    due: date
    overdue: bool
    assurance: str  # empty once the words were erased
    site: str  # where it was taken; empty: on the portal


@dataclass(frozen=True)
class RequestView:
    """One request whole, as its asker or the desk sees it.

    ``asked`` is None once the words went with the person.  ``cases``: what is kept of the person, for the desk
    alone; ``planned``: which of them the request speaks of.
    """

    row: RequestRow
    asked: Asked | None
    answered_at: datetime | None
    answered_by: str
    seen_by: str
    cases: tuple[KeptCase, ...]
    planned: frozenset[str]
    person_known: bool
    copy_ready: bool
    mandate_label: str = ""  # of the mandate in the register by which somebody asked for another


@dataclass(frozen=True)
class KeptAbout:
    """What is kept about a citizen: their cases with the derivation of each period."""

    cases: tuple[KeptCase, ...]


@dataclass(frozen=True)
class HoldView:
    """One legal hold."""

    id: int
    number: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None
    waits: bool  # lifting it was proposed and waits for the second person


@dataclass(frozen=True)
class RequestProof:
    """The public proof of one request: its events, their digests, the signed roots, and what opens still."""

    number: str
    kind: str
    state: str
    events: tuple[ProofEvent, ...]
    roots: tuple[ProofRoot, ...]
    holds: bool
    erased: bool
    person: bool  # the person too, not single cases alone
    tried: int  # how many keys were tried
    opened: int  # how many still open: none, if all is right
    kept: int  # how many cases had to stay


def kept_about(actor: Actor) -> KeptAbout:
    """The cases a citizen sees, with how long each is kept and why; nothing for anybody else."""
    if not isinstance(actor, Citizen):
        return KeptAbout(())
    rows = visible_to(actor).select_related("key").order_by("-received_at", "-id")[:MOST]
    return KeptAbout(kept_cases(rows, today()))


def own_copy(actor: Actor) -> Copy:
    """The copy that a signed-in citizen may have at once: masked where a phone alone was proven.

    Raises:
        NotAuthorized: not a citizen.
    """
    if not isinstance(actor, Citizen):
        raise NotAuthorized("not_your_power")
    rows = visible_to(actor).select_related("key", "applicant").order_by("-received_at", "-id")[:MOST]
    odd = odd_visible_to(actor).order_by("-received_at")[:MOST]
    if actor.assurance != "real_name":
        return copy_of(rows, full=False, odd=odd)
    own = [row for row in rows if bytes(row.applicant.number_digest or b"") == actor.number_digest]
    return copy_of(own, full=True, odd=odd)


def requests_of(actor: Actor, *, waiting: bool = False) -> tuple[RequestRow, ...]:
    """The requests an actor may see: those that wait by their due date, or all, newest first; at most 200."""
    rows = requests_visible_to(actor)
    if waiting:
        rows = rows.filter(state__in=("open", "proposed")).order_by("due", "asked_at")
    else:
        rows = rows.order_by("-asked_at")
    return tuple(_row(row, _asked(row)) for row in rows[:MOST])


def request_view(actor: Actor, number: str, *, opened: bool = False) -> RequestView:
    """One request.

    Args:
        opened: it is shown as a page: of staff on the access log, once in `ONE_LOOK`.

    Raises:
        NotFound: none of this actor's.
    """
    row = requests_visible_to(actor).filter(number=plain_request_number(number)).first()
    if row is None:
        raise NotFound("privacy_request")
    if opened and isinstance(actor, Staff):
        record_access(actor, "request", row.number, subject_kind="request", once_in=ONE_LOOK)
    return _view(row, at_desk=isinstance(actor, Staff) and actor.role == DESK)


def proof_of_code(number: str, code: str) -> str:
    """What a browser keeps once it named the code on a request's receipt; `status_with_code` takes it.

    Args:
        number, code: as typed.

    Raises:
        NotFound: no such request, or another code; the same for both.
    """
    plain, typed = plain_request_number(number), code.strip().upper()
    known = hmac.compare_digest(query_code(plain).encode(), typed.encode(errors="replace"))
    # a code can be worked out for a number that was never given
    if not known or not requests_visible_to(System("code")).filter(number=plain).exists():
        raise NotFound("privacy_request")
    return keyed_digest(CODE_NAMED, plain).hex()


def status_with_code(number: str, proof: str) -> RequestView:
    """One request for a browser that named its code; no words of the desk's work.

    Args:
        proof: of `proof_of_code`, for this number.

    Raises:
        NotFound: no such request, or no proof of it.
    """
    plain = plain_request_number(number)
    if not hmac.compare_digest(keyed_digest(CODE_NAMED, plain).hex().encode(), proof.encode()):
        raise NotFound("privacy_request")
    row = requests_visible_to(System("code")).filter(number=plain).first()
    if row is None:
        raise NotFound("privacy_request")
    return _view(row, at_desk=False)


def _view(row: PrivacyRequest, *, at_desk: bool) -> RequestView:
    asked = _asked(row)
    ids = {row.answered_by_id, asked.seen_by if asked else None} - {None}
    labels = assignment_labels({one for one in ids if one is not None})
    cases = kept_cases(cases_about(row), today()) if at_desk else ()
    scope = asked.scope if asked else ""
    return RequestView(
        row=_row(row, asked),
        asked=asked,
        answered_at=row.answered_at,
        answered_by=labels.get(row.answered_by_id or 0, ""),
        seen_by=labels.get((asked.seen_by if asked else None) or 0, ""),
        cases=cases,
        planned=frozenset(found.number for found in plan_of(cases, scope)),
        person_known=row.party_id is not None,
        copy_ready=row.kind == "copy" and row.state == PrivacyRequest.State.DONE and row.site_id is not None,
        mandate_label=_mandate_label(asked),
    )


def _mandate_label(asked: Asked | None) -> str:
    if asked is None or not asked.mandate:
        return ""
    row = mandate_with(UUID(asked.mandate))
    return label_of(row.id, row.seen_at) if row else ""


def _asked(row: PrivacyRequest) -> Asked | None:
    try:
        return open_asked(row.content, open_vault(row.key))
    except Erased:
        return None


def _row(row: PrivacyRequest, asked: Asked | None) -> RequestRow:
    state = str(row.state)
    if state == "proposed" and not waits_for_second(row):
        state = "open"  # the second person said no: it is the desk's again
    return RequestRow(
        number=row.number,
        kind=row.kind,
        state=state,
        asked_at=row.asked_at,
        due=row.due,
        overdue=state in ("open", "proposed") and row.due < today(),
        assurance=asked.assurance if asked else "",
        site=row.site.name if row.site else "",
    )


def holds_listed(actor: Actor) -> tuple[HoldView, ...]:
    """Every legal hold, live ones first; the auditor's without the reasons, which the case's key keeps.

    Raises:
        NotAuthorized: anybody else.
    """
    if not isinstance(actor, Staff) or actor.role not in (DESK, "auditor"):
        raise NotAuthorized("not_your_power")
    rows = holds()
    labels = assignment_labels(
        {one for row in rows for one in (row.placed_by_id, row.lifted_by_id) if one is not None}
    )
    waiting = set(
        Proposal.objects.filter(kind=LIFTING, state=Proposal.State.OPEN).values_list(
            "payload__hold", flat=True
        )
    )
    return tuple(_hold(row, labels, waiting, with_reason=actor.role == DESK) for row in rows)


def _hold(row: LegalHold, labels: dict[int, str], waiting: Iterable[int], *, with_reason: bool) -> HoldView:
    try:
        reason = open_text(row.reason, open_vault(row.case.key), CONTEXT) if with_reason else ""
    except Erased:
        reason = ""
    return HoldView(
        id=row.id,
        number=row.case.number,
        reason=reason,
        placed_by=labels.get(row.placed_by_id, ""),
        placed_at=row.placed_at,
        lifted_by=labels.get(row.lifted_by_id or 0, ""),
        lifted_at=row.lifted_at,
        waits=row.id in waiting,
    )


def hold_since(actor: Actor, number: str) -> datetime | None:
    """Since when a case that this actor sees is under a legal hold; None where it is not, or not theirs to see."""
    placed = visible_to(actor).filter(number=number, holds__lifted_at__isnull=True, holds__isnull=False)
    return placed.values_list("holds__placed_at", flat=True).first()


def request_proof(number: str) -> RequestProof:
    """The proof of one request, for anybody who has its number; nothing personal, no id of any case.

    Raises:
        NotFound: no such request.
    """
    row = requests_visible_to(System("proof")).filter(number=plain_request_number(number)).first()
    if row is None:
        raise NotFound("privacy_request")
    stream = str(row.id)
    entries = list(LedgerEntry.objects.filter(kind=STREAM, stream=stream).order_by("seq"))
    erased = next((ledger.decode(e.canonical).data for e in entries if e.type == "privacy_erased"), None)
    cases = tuple(UUID(one) for one in erased["cases"]) if erased else ()
    person = UUID(erased["person"]) if erased and erased["person"] else None
    tried, opened = still_opens(cases, person)
    return RequestProof(
        number=row.number,
        kind=row.kind,
        state=_row(row, None).state,
        events=tuple(ProofEvent(e.seq, e.type, e.at, bytes(e.hash).hex()) for e in entries),
        roots=roots_of(STREAM, stream),
        holds=verify(only=(STREAM, stream)).holds,
        erased=erased is not None,
        person=person is not None,
        tried=tried,
        opened=opened,
        kept=int(erased["kept"]) if erased else 0,
    )
