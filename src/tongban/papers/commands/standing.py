"""What became of a paper after it was issued: on its row, on its verification page, and in its own stream."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.batch import Batch
from tongban.kernel.models import LedgerEntry
from tongban.papers.models import Paper


@dataclass(frozen=True)
class Standing:
    """A paper's new state.

    Args:
        state: of `Paper.State`.
        from_day: the day from which it holds.
        by_number, by_code: the paper that brought it about, and its verification code.
        again: it had ended, and what ended it was quashed.
    """

    state: str
    from_day: date
    by_number: str
    by_code: str
    again: bool = False


def mark_paper(
    paper: Paper, standing: Standing, batch: Batch, *, actor: Actor, at: datetime, command_id: UUID
) -> None:
    """Change a paper's state within an act.

    Args:
        paper: its row, locked by the caller: the worker writes into the same stream.
        batch: of the act, which writes it.
    """
    last = (
        LedgerEntry.objects.filter(kind="paper", stream=str(paper.id))
        .order_by("-seq")
        .values("seq", "hash")[0]
    )
    told = {
        "state": standing.state,
        "from": standing.from_day,
        "by": standing.by_number,
    }
    entries, _ = ledger.chain(
        "paper",
        str(paper.id),
        ledger.Head(last["seq"], bytes(last["hash"])),
        [ledger.Event("paper_standing", told)],
        at=at,
        actor=actor,
        command_id=command_id,
    )
    batch.insert(*entries)
    stood = paper.public.get("standing", {})
    corrects = paper.state == Paper.State.CORRECTED and stood and not stood.get("again")
    public = {
        **paper.public,
        **({"correction": stood} if corrects else {}),
        "standing": {
            "from": standing.from_day.isoformat(),
            "by": standing.by_number,
            "code": standing.by_code,
            **({"again": True} if standing.again else {}),
        },
    }
    batch.update(Paper, {"id": paper.id}, {"state": standing.state, "public": public})
