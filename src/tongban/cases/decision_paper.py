"""The paper that tells a matter's decision: its title, its words, its standing."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.cases.frame import OpenCase
from tongban.directory.models import Body
from tongban.kernel.time import legal_date
from tongban.papers.commands import Standing, mark_paper
from tongban.papers.models import Paper

TITLES = {
    "non_acceptance_decision": "不予受理决定书",
    "termination_decision": "终止办理决定书",
}
KINDS = ("decision", *TITLES)
ENDING = "revocation_decision"
_ENDINGS = {"revoked": "撤销决定书", "recalled": "撤回决定书", "cancelled": "注销决定书"}
IN_FORCE = (Paper.State.VALID, Paper.State.CORRECTED)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class DecisionPaper:
    """The newest decision of a case.

    Args:
        texts: every piece of text that stands in it, dates as they are printed.
    """

    row: Paper
    title: str
    decided_on: date
    texts: tuple[str, ...]

    @property
    def number(self) -> str:
        return self.row.number

    @property
    def holds(self) -> bool:
        return self.row.state in IN_FORCE

    def contains(self, words: str) -> bool:
        """Whether these words stand in it, spaces and line ends aside."""
        plain = "".join(words.split())
        return bool(plain) and any(plain in "".join(text.split()) for text in self.texts)


def decision_of(
    case: OpenCase, *, lock: bool = False, kinds: Collection[str] = KINDS
) -> DecisionPaper | None:
    """The newest decision of the case; None where there was none.

    Args:
        lock: hold its row: within an act that changes its standing.
        kinds: which papers are meant: ``(ENDING,)`` for the one that ended a grant.
    """
    found = Paper.objects.filter(subject=case.row.id, kind__in=kinds).order_by("-issued_at", "-serial")
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        return None
    content = json.loads(case.vault.open(row.snapshot, "paper"))["content"]
    title = content.get("title") or TITLES.get(row.kind) or _ENDINGS[content["ending"]]
    return DecisionPaper(row, title, legal_date(row.issued_at), tuple(_texts(content)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _as_printed(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("verify_url", "verify_code"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _as_printed(text: str) -> str:
    if not _ISO.fullmatch(text):
        return text
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def issuer_of_decision(case: OpenCase, decision: DecisionPaper) -> Body:
    """The body in whose name it was decided."""
    deciding = case.row.deciding_body
    return deciding if decision.row.body_id == deciding.id else case.row.body


def mark_decision(
    case: OpenCase, decision: DecisionPaper, state: str, from_day: date, *, again: bool = False
) -> None:
    """Give the decision its new standing by the paper that the act has just issued.

    Args:
        again: it had ended, and stands as it stood before.
    """
    by = case.papers[-1]
    mark_paper(
        decision.row,
        Standing(state, from_day, by.number, by.verify_code, again),
        case.batch,
        actor=case.run.actor,
        at=case.run.at,
        command_id=case.run.id,
    )
