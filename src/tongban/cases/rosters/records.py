"""A roster's own record: its number, what it holds sealed, its stream in the ledger."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.cases.models import Roster, RosterRow
from tongban.cases.query_code import ALPHABET
from tongban.cases.rosters.judging import Judged, Plan
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault, NotFound
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import Vault
from tongban.kernel.time import legal_date

STREAM = "roster"
PREFIX = "MC"  # 名册
LETTERS = 6
PLAN, ROW = "roster.plan", "roster.row"


@dataclass(frozen=True)
class Held:
    """What a row holds sealed: its cells as they came, and its faults with their values."""

    cells: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()


def new_number(at: datetime) -> str:
    """``MC261123K7M2QX``: the day and six letters that nobody can guess."""
    return f"{PREFIX}{legal_date(at):%y%m%d}" + "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def plain_roster_number(number: str) -> str:
    """A roster's number as stored, from one as typed.

    Raises:
        NotFound: it cannot be one.
    """
    plain = "".join(number.split()).replace("-", "").upper()
    if not (plain.startswith(PREFIX) and len(plain) == len(PREFIX) + 6 + LETTERS and plain.isalnum()):
        raise NotFound("roster")
    return plain


def seal_plan(plan: Plan, vault: Vault) -> bytes:
    """The sealed column ``plan``."""
    return vault.seal(canonical_json(plan.plain()), PLAN)


def open_plan(sealed: bytes, vault: Vault) -> Plan:
    """What `seal_plan` sealed."""
    return Plan(**json.loads(vault.open(sealed, PLAN)))


def seal_held(cells: Mapping[str, str], faults: Iterable[FieldFault], vault: Vault) -> bytes:
    """The sealed column ``values`` of a row."""
    told = [
        [one.field, one.code, {name: _plain(value) for name, value in one.params.items()}] for one in faults
    ]
    return vault.seal(canonical_json({"cells": dict(cells), "faults": told}), ROW)


def open_held(sealed: bytes, vault: Vault) -> Held:
    """What `seal_held` sealed; nothing once it was forgotten."""
    if not sealed:
        return Held()
    told = json.loads(vault.open(sealed, ROW))
    return Held(told["cells"], tuple(FieldFault(name, code, params) for name, code, params in told["faults"]))


def codes(faults: Iterable[FieldFault]) -> list[list[str]]:
    """Faults as the row keeps them unsealed: field and code, no value of a person."""
    return [[one.field, one.code] for one in faults]


def row_of(roster: Roster, one: Judged, vault: Vault) -> RosterRow:
    """The row to insert."""
    return RosterRow(
        roster_id=roster.id,
        line=one.line,
        state=RosterRow.State.SOUND if one.sound else RosterRow.State.FAULTY,
        values=seal_held(one.cells, one.faults, vault),
        faults=codes(one.faults),
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value)


def record(roster: Roster, event: Event, run: Run, actor: Actor) -> None:
    """Append to the roster's stream; inside the command's transaction."""
    ledger.append(STREAM, str(roster.id), [event], at=run.at, actor=actor, command_id=run.id)
