"""An odd matter's own record: its number, its last day, what it holds sealed, its stream in the ledger."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import tongban
from tongban.cases.clocks import calendar_of
from tongban.cases.models import OddMatter
from tongban.cases.query_code import ALPHABET
from tongban.catalogue.definition import Text
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run
from tongban.kernel.errors import NotFound
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import Vault
from tongban.kernel.time import legal_date

STREAM = "odd"
PREFIX = "BB"  # 办不成
LETTERS = 6
CONTENT, ANSWER = "odd.content", "odd.answer"


@dataclass(frozen=True)
class Told:
    """What somebody told; sealed.

    Args:
        words: what could not be done.
        tried: where they were already and what they were told there.
        phone: empty for none: they follow it with the code on their slip.
        passed: who had it before, and why it was passed on: label and words.
    """

    name: str
    words: str
    phone: str = ""
    tried: str = ""
    passed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What they were answered; sealed.

    Args:
        words: what came of it, in words for them.
        where: whom it was referred to, or where they can turn; with what was solved empty.
    """

    words: str
    where: str = ""


@dataclass(frozen=True)
class Promise:
    """Within how many working days an answer is given, how long the content is kept afterwards, and on what ground."""

    working_days: int
    keep_days: int
    basis: Text


@lru_cache(maxsize=1)
def promise() -> Promise:
    """As the data file says."""
    told = json.loads((Path(tongban.__file__).parent / "data/odd/promise.json").read_text(encoding="utf-8"))
    basis = Text(told["basis"]["zh"], told["basis"]["en"])
    return Promise(told["answer_working_days"], told["keep_days"], basis)


def due_date(at: datetime, division: str) -> date:
    """The last day of the answer; the day of telling does not count."""
    return calendar_of(division).add_working_days(legal_date(at), promise().working_days)


def new_number(at: datetime) -> str:
    """``BB261123K7M2QX``: the day and six letters that nobody can guess."""
    return f"{PREFIX}{legal_date(at):%y%m%d}" + "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def plain_odd_number(number: str) -> str:
    """A number as stored, from one as typed.

    Raises:
        NotFound: it cannot be one.
    """
    plain = "".join(number.split()).replace("-", "").upper()
    if not (plain.startswith(PREFIX) and len(plain) == len(PREFIX) + 6 + LETTERS and plain.isalnum()):
        raise NotFound("odd")
    return plain


def seal_told(told: Told, vault: Vault) -> bytes:
    """The sealed column ``content``."""
    return vault.seal(canonical_json(asdict(told)), CONTENT)


def open_told(sealed: bytes, vault: Vault) -> Told:
    """What `seal_told` sealed."""
    values: dict[str, Any] = json.loads(vault.open(sealed, CONTENT))
    values["passed"] = tuple((label, words) for label, words in values["passed"])
    return Told(**values)


def seal_answer(answer: Answer, vault: Vault) -> bytes:
    """The sealed column ``answer``."""
    return vault.seal(canonical_json(asdict(answer)), ANSWER)


def open_answer(sealed: bytes, vault: Vault) -> Answer:
    """What `seal_answer` sealed."""
    return Answer(**json.loads(vault.open(sealed, ANSWER)))


def record(row: OddMatter, event: Event, run: Run, actor: Actor) -> None:
    """Append to the matter's stream; inside the command's transaction."""
    ledger.append(STREAM, str(row.id), [event], at=run.at, actor=actor, command_id=run.id)
