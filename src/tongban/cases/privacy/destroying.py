"""The yearly list of what has passed its period (销毁清册): one administrator proposes it, one of another kind confirms.

What is on the list is derived again when it is proposed and when it is confirmed: what was put under a legal hold in
between stays.  Erasing is destroying the keys, as everywhere (`cases.commands.erasure`).
档案法 and 机关档案管理规定 ask for a list, an appraisal and two persons at a destruction; from memory, 待核对.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tongban.cases.commands.erasure import RETENTION_ENDED, cases_of, drafts_naming, erase_all_of, erase_cases
from tongban.cases.models import Case
from tongban.cases.privacy.due import ended_cases, listed_cases
from tongban.cases.privacy.forgetting import still_asking
from tongban.cases.privacy.records import STREAM
from tongban.cases.privacy.retained import KeptCase
from tongban.cases.privacy.visibility import DESK
from tongban.directory.commands import propose
from tongban.directory.models import Proposal
from tongban.directory.proposals import Agreed, Kind
from tongban.directory.queries import assignment_labels
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date, today
from tongban.parties.mandates import protecting
from tongban.parties.models import Party
from tongban.rules.retention import CLASSES

DESTRUCTION = "destroy_list"
MOST_ON_A_LIST = 500


@dataclass(frozen=True)
class DueGroup:
    """Matters of one class whose period ended in one year; ``held`` stay whatever their period says."""

    year: int
    kept: str
    cases: tuple[KeptCase, ...]
    held: tuple[KeptCase, ...]
    waits: bool  # a list of it was proposed and waits for the second person


@dataclass(frozen=True)
class DestructionList:
    """One list that was proposed.

    Args:
        state: ``open``, ``confirmed``, ``turned_down``, ``withdrawn``.
        cases: as on the list; each says whether it was erased.
    """

    id: UUID
    year: int
    kept: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    cases: tuple[KeptCase, ...]


def due_groups(actor: Actor) -> tuple[DueGroup, ...]:
    """What has passed its period and is there still, by the year in which the period ended and by class.

    Raises:
        NotAuthorized: not the security administrator.
    """
    _desk(actor)
    grouped: dict[tuple[int, str], list[KeptCase]] = defaultdict(list)
    for found in ended_cases(today()):
        grouped[_group_of(found)].append(found)
    waiting = {
        (row.payload["year"], row.payload["kept"])
        for row in Proposal.objects.filter(kind=DESTRUCTION, state=Proposal.State.OPEN)
    }
    return tuple(
        DueGroup(
            year,
            kept,
            tuple(one for one in cases if one.may),
            tuple(one for one in cases if not one.may),
            (year, kept) in waiting,
        )
        for (year, kept), cases in sorted(grouped.items(), key=lambda item: (item[0][0], item[0][1]))
    )


def propose_destruction(actor: Actor, year: int, kept: str, *, idempotency_key: str) -> UUID:
    """Propose to destroy what is on the list of one year and class; the proposal's id.

    Args:
        year: in which the period ended.
        kept: a class of keeping.

    Raises:
        NotAuthorized: not the security administrator.
        InputFaults: no such class.
        Refusal: ``nothing_to_destroy``; ``proposed_already``.
    """
    _desk(actor)
    if kept not in CLASSES:
        raise InputFaults([FieldFault("kept", "not_an_option")])
    with command(
        "cases.propose_destruction", actor, idempotency_key, {"year": year, "kept": kept}, {}
    ) as run:
        waiting = Proposal.objects.filter(
            kind=DESTRUCTION, state=Proposal.State.OPEN, payload__year=year, payload__kept=kept
        )
        if not run.replayed and waiting.exists():
            raise Refusal("proposed_already")
        due = [one for one in ended_cases(legal_date(run.at)) if one.may and _group_of(one) == (year, kept)]
        if not run.replayed and not due:
            raise Refusal("nothing_to_destroy")
        ids = [str(one.id) for one in due[:MOST_ON_A_LIST]]
        return propose(
            actor,
            DESTRUCTION,
            {"year": year, "kept": kept, "cases": ids},
            reason=f"保管期限届满，{year} 年，{len(ids)} 件",
            idempotency_key=f"destruction-{run.id}",
        )


def destruction_lists(actor: Actor) -> tuple[DestructionList, ...]:
    """The lists of late, newest first; without their matters.

    Raises:
        NotAuthorized: not the security administrator.
    """
    _desk(actor)
    rows = list(Proposal.objects.filter(kind=DESTRUCTION).order_by("-proposed_at")[:50])
    return tuple(_lists(rows, with_cases=False))


def destruction_list(actor: Actor, proposal_id: UUID) -> DestructionList:
    """One list whole, to print or take along.

    Raises:
        NotAuthorized: not the security administrator, who proposes, nor the system's, who confirms, nor the auditor.
        NotFound: no such list.
    """
    if not isinstance(actor, Staff) or actor.role not in (DESK, "system_admin", "auditor"):
        raise NotAuthorized("not_your_power")
    rows = list(Proposal.objects.filter(kind=DESTRUCTION, id=proposal_id))
    if not rows:
        raise NotFound("proposal")
    return next(_lists(rows, with_cases=True))


def _lists(rows: list[Proposal], *, with_cases: bool) -> Iterator[DestructionList]:
    ids = {one for row in rows for one in (row.proposed_by_id, row.decided_by_id) if one is not None}
    labels = assignment_labels(ids)
    for row in rows:
        yield DestructionList(
            id=row.id,
            year=row.payload["year"],
            kept=row.payload["kept"],
            state=row.state,
            proposed_by=labels.get(row.proposed_by_id, ""),
            proposed_at=row.proposed_at,
            decided_by=labels.get(row.decided_by_id or 0, ""),
            decided_at=row.decided_at,
            cases=listed_cases(row.payload["cases"], today()) if with_cases else (),
        )


def _desk(actor: Actor) -> Staff:
    if not isinstance(actor, Staff) or actor.role != DESK:
        raise NotAuthorized("not_your_power")
    return actor


def _group_of(found: KeptCase) -> tuple[int, str]:
    last = found.finding.retention.last_day
    assert last is not None  # nothing that is kept for ever is among what has ended
    return last.year, found.finding.retention.kept


def _carry_out(agreed: Agreed) -> None:
    """The second yes: erase what may still go, inside the confirming command's transaction."""
    run, actor = agreed.run, agreed.confirmed_by
    ids = list(agreed.payload["cases"])
    held = Case.objects.select_for_update(of=("self",)).filter(id__in=ids).order_by("id")
    party_of = {row.id: row.applicant_id for row in held}
    asking = still_asking(run.at)
    found = listed_cases(ids, legal_date(run.at))
    going = [one for one in found if one.may and party_of[one.id] not in asking]
    if not going:
        raise Refusal("nothing_to_destroy")
    erase_cases([one.id for one in going], run.at)
    parties = sorted({party_of[one.id] for one in going}, key=str)
    persons = [party for party in parties if _erased_whole(party, run, actor)]
    told = {
        "reason": RETENTION_ENDED,
        "year": agreed.payload["year"],
        "kept": agreed.payload["kept"],
        "cases": [str(one.id) for one in going],
        "persons": [str(one) for one in persons],
        "stayed": len(ids) - len(going),
    }
    event = Event("list_destroyed", told)
    ledger.append(STREAM, str(agreed.proposal_id), [event], at=run.at, actor=actor, command_id=run.id)


def _erased_whole(party_id: UUID, run: Run, actor: Actor) -> bool:
    """Erase a person of whom nothing is kept any more: no case that opens or is begun, no mandate that holds or will."""
    cases = cases_of(party_id)
    party = Party.objects.select_for_update(of=("self",)).select_related("key").get(id=party_id)
    if party.key.wrapped is None or any(case.key.wrapped is not None for case in cases):
        return False
    if Case.objects.filter(representative_id=party_id, key__wrapped__isnull=False).exists():
        return False
    if protecting(party_id, legal_date(run.at)) or drafts_naming(party, run.at):
        return False
    erase_all_of(party, [], run, actor)
    return True


def _check(actor: Staff, payload: Mapping[str, Any]) -> None:
    """A list is proposed from its own desk alone, which has looked at the periods."""
    ids = payload.get("cases")
    if not isinstance(payload.get("year"), int) or payload.get("kept") not in CLASSES:
        raise InputFaults([FieldFault("kept", "not_an_option")])
    if not isinstance(ids, list) or not ids or not any(one.may for one in listed_cases(ids, today())):
        raise Refusal("nothing_to_destroy")


def _told(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """For the second person: the numbers that go, and how many stay; nobody's name."""
    found = listed_cases(list(payload.get("cases", ())), today())
    going = [one.number for one in found if one.may]
    return (
        ("destruction_year", str(payload.get("year", ""))),
        ("destruction_count", str(len(found))),
        ("cases_to_erase", "、".join(going) or "0"),
        ("cases_to_keep", str(sum(1 for one in found if not one.may and not one.erased))),
    )


KIND = Kind(
    DESTRUCTION,
    carry_out=_carry_out,
    check=_check,
    told=_told,
    proposers=frozenset({"security_admin"}),
    confirmers=frozenset({"system_admin"}),
)


def rows_of(listed: DestructionList) -> list[tuple[str, str, str, date | None, date | None]]:
    """The list's rows as plain values: number, item, class, the day it ended, the last day it was kept."""
    return [
        (
            one.number,
            one.item_name.zh,
            one.finding.retention.kept,
            next((reason.on for reason in one.finding.reasons if reason.code == "ended"), None),
            one.finding.retention.last_day,
        )
        for one in listed.cases
    ]
