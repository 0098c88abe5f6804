"""Why a case's last days are what they are: every clock day by day, for whom it waited, and what moved it."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.explaining import ExplainedClock, Move, explained, moves, turns
from tongban.cases.frame import load, settle
from tongban.cases.queries.files import ONE_LOOK
from tongban.cases.queries.one import shown_name, timeline
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.queries import assignment_labels
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.masking import mask_name
from tongban.kernel.time import legal_date
from tongban.rules.waiting import Wait, Waited, waited


@dataclass(frozen=True)
class Explanation:
    """The whole explanation of one case as of one moment.

    ``applicant``: the name as this reader sees it.  ``ledger_seq``, ``ledger_hash``: the head of the case's stream
    that it was derived from; the hash in hex.
    """

    number: str
    item: ItemDefinition
    item_version: int
    status: str
    outcome: str
    applicant: str
    received_at: datetime
    body: str
    body_phone: str
    deciding_body: str
    as_of: datetime
    today: date
    region: str
    calendar_edition: str
    clocks: tuple[ExplainedClock, ...]
    waits: tuple[Wait, ...]
    waited: Waited
    moves: tuple[Move, ...]
    ledger_seq: int
    ledger_hash: str


def explain(actor: Actor, number: str, *, printed: bool = False) -> Explanation:
    """The days of a case for whoever may see it.

    Args:
        printed: it goes out as a sheet (期限说明); of staff on the access log as a paper, else as a look at the case.

    Raises:
        NotFound: there is none, or not for this actor.
        Erased: the person was erased.
    """
    case = load(actor, number, lock=False)
    case.run.at = time.now()
    settle(case, case.run.at)
    row, state, item = case.row, case.state, case.item.definition
    today = legal_date(case.run.at)
    staff = isinstance(actor, Staff)
    name = shown_name(case.content.applicant) if staff else mask_name(case.content.applicant["name"])
    if isinstance(actor, Staff):
        if printed:
            record_access(actor, "paper", row.id, field="papers.clock_statement")
        else:
            record_access(actor, "case", row.id, once_in=ONE_LOOK)
    events = case.told()
    acting = {event.actor["assignment"] for event in events if "assignment" in event.actor}
    labels = assignment_labels(acting) if staff else {}
    who = {entry.seq: entry.by for entry in timeline(events, labels, item)}
    lines = turns(state, item, case.calendar, today)
    return Explanation(
        number=row.number,
        item=item,
        item_version=case.item.number,
        status=state.status,
        outcome=state.outcome,
        applicant=name,
        received_at=row.received_at,
        body=row.body.name,
        body_phone=row.handling_site.phone,
        deciding_body=row.deciding_body.name,
        as_of=case.run.at,
        today=today,
        region=row.body.division_code[:6],
        calendar_edition=case.calendar.edition,
        clocks=tuple(explained(state, item, case.calendar, today)),
        waits=lines,
        waited=waited(lines),
        moves=tuple(moves(events, who, item)),
        ledger_seq=row.ledger_seq,  # of what is written: what the date did since stands in no entry yet
        ledger_hash=bytes(row.ledger_hash).hex(),
    )
