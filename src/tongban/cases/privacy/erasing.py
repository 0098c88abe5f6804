"""Erasing what somebody asked to have erased: one administrator proposes, one of another kind confirms.

What the law has kept longer stays and is said with its last day (个人信息保护法 art. 47 para. 2); the rest goes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from tongban.cases.commands.erasure import (
    RETENTION_ENDED,
    cases_of,
    erasable,
    erase_all_of,
    erase_cases,
    forget_unfinished,
)
from tongban.cases.models import PrivacyRequest
from tongban.cases.privacy.answering import close, held_request, must_wait
from tongban.cases.privacy.asking import rewrite
from tongban.cases.privacy.behalf import still_authorized
from tongban.cases.privacy.party_cases import cases_about
from tongban.cases.privacy.records import (
    ERASURE,
    Asked,
    open_asked,
    record,
    told_by_message,
)
from tongban.cases.privacy.retained import KeptCase, kept_cases
from tongban.directory.commands import propose
from tongban.directory.proposals import Agreed, Kind
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import legal_date, today
from tongban.parties.models import Party


def plan_of(cases: Iterable[KeptCase], scope: str) -> tuple[KeptCase, ...]:
    """The cases that a request speaks of."""
    return tuple(found for found in cases if scope in ("", found.number))


def propose_erasure(actor: Actor, number: str, *, idempotency_key: str) -> UUID:
    """Propose to erase what may be erased of a request; the proposal's id.

    Raises:
        NotAuthorized, NotFound: as every act of the desk.
        InputFaults: the request is no erasure.
        Refusal: ``privacy_closed``; ``privacy_waits``; ``privacy_identity_unseen``; ``privacy_nothing_to_erase``.
    """
    with command("cases.propose_erasure", actor, idempotency_key, {"number": number}, {}) as run:
        row = held_request(actor, number)
        if not run.replayed:
            _ready(row, run)
            row.state, row.version = PrivacyRequest.State.PROPOSED, row.version + 1
            row.proposed_by_id = actor.assignment_id if isinstance(actor, Staff) else None
            row.save()
            record(row, Event("privacy_proposed"), run, actor)
        return propose(
            actor,
            ERASURE,
            {"request": row.number},
            reason=f"个人信息保护法第四十七条，申请 {row.number}",
            idempotency_key=f"erasure-{run.id}",
        )


def _ready(row: PrivacyRequest, run: Run) -> tuple[Asked, tuple[KeptCase, ...]]:
    """What is asked and what may go today."""
    must_wait(row)
    if row.kind != "erasure":
        raise InputFaults([FieldFault("kind", "not_an_option")])
    asked = open_asked(row.content, open_vault(row.key))
    if not asked.proven:
        raise Refusal("privacy_identity_unseen")
    still_authorized(asked)
    if row.party_id is None:
        raise Refusal("privacy_nothing_to_erase")
    found = kept_cases(cases_of(row.party_id), legal_date(run.at))
    planned = plan_of(found, asked.scope)
    if not erasable(planned) and not _whole_person(found, asked.scope):
        raise Refusal("privacy_nothing_to_erase")
    return asked, found


def _whole_person(cases: tuple[KeptCase, ...], scope: str) -> bool:
    """Whether nothing of the person has to stay once the planned cases are gone."""
    gone = set(plan_of(cases, scope))
    return all(found.erased or (found.may and found in gone) for found in cases)


def _carry_out(agreed: Agreed) -> None:
    """The second yes: erase, inside the confirming command's transaction."""
    row = _asked_for(agreed.payload, lock=True)
    run, actor = agreed.run, agreed.confirmed_by
    if row.state != PrivacyRequest.State.PROPOSED:
        raise Refusal("privacy_closed")
    # this proposal is closed by now, so that nothing waits for a second person
    asked, found = _ready(row, run)
    going = erasable(plan_of(found, asked.scope))
    assert row.party_id is not None  # or `_ready` would have refused
    party = Party.objects.select_for_update().get(id=row.party_id)
    whole = _whole_person(found, asked.scope)
    if not whole:
        if not asked.scope:
            forget_unfinished(party, run.at)
        erase_cases([case.id for case in going], run.at)
    told = {"reason": RETENTION_ENDED, "cases": [str(case.id) for case in going]}
    kind = "person_erased" if whole else "cases_erased"
    ledger.append("party", str(party.id), [Event(kind, told)], at=run.at, actor=actor, command_id=run.id)
    kept = sum(1 for case in found if not case.erased and case not in going)
    erased = {**told, "person": str(party.id) if whole else None, "kept": kept}
    record(row, Event("privacy_erased", erased), run, actor)
    close(row, PrivacyRequest.State.DONE, run, actor, {"outcome": "erased" if whole else "partly_erased"})
    if whole:
        erase_all_of(party, [case.id for case in found], run, actor)
    else:
        rewrite(row, lambda words: replace(words, words=""))
        row.save(update_fields=["content"])
    told_by_message("privacy_answered", row, asked.phone, status_address(row.number), run)


def status_address(number: str) -> str:
    """Where the state of a request is told."""
    return f"{settings.BASE_URL}/my/data/{number}/"


def _asked_for(payload: Mapping[str, Any], *, lock: bool = False) -> PrivacyRequest:
    rows = PrivacyRequest.objects.select_related("key")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(number=str(payload.get("request", "")), kind="erasure").first()
    if row is None:
        raise NotFound("privacy_request")
    return row


def _check(actor: Staff, payload: Mapping[str, Any]) -> None:
    """An erasure is proposed from its own desk alone, which has looked at identity and periods."""
    if _asked_for(payload).state != PrivacyRequest.State.PROPOSED:
        raise Refusal("privacy_closed")


def _told(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """For the second person: the request, and how many cases go and stay; nobody's name."""
    row = _asked_for(payload)
    facts = [("privacy_request", row.number)]
    if row.party_id is None or row.key.wrapped is None:
        return tuple(facts)
    found = kept_cases(cases_about(row), today())
    going = erasable(plan_of(found, open_asked(row.content, open_vault(row.key)).scope))
    return (
        *facts,
        ("cases_to_erase", "、".join(case.number for case in going) or "0"),
        ("cases_to_keep", str(sum(1 for case in found if not case.erased and case not in going))),
    )


KIND = Kind(
    ERASURE,
    carry_out=_carry_out,
    check=_check,
    told=_told,
    proposers=frozenset({"security_admin"}),
    confirmers=frozenset({"system_admin"}),
)
