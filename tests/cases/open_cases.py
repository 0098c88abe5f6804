"""Many open cases by a fast path: a few made by the program's own commands, and copies of them with keys, streams,
steps and materials of their own."""

from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from tongban.cases.models import Case, CaseMaterial, CaseStep
from tongban.kernel import ledger
from tongban.kernel.actors import System
from tongban.kernel.bulk import insert_rows
from tongban.kernel.calendars import shipped_files
from tongban.kernel.models import DataKey, LedgerEntry
from tongban.kernel.secrets import new_vault, open_vault
from tongban.kernel.time import frozen
from tongban.rules.identifiers.case_number import with_check_character
from tongban.site.scenario import Scenario

AT_ONCE = 500
BUILDER = System("proof")


@dataclass(frozen=True)
class Pattern:
    """A case made by commands, to be copied."""

    row: Case
    steps: list[CaseStep]
    materials: list[CaseMaterial]
    events: tuple[ledger.Recorded, ...]
    content: bytes  # in clear


def patterns(days: list[datetime]) -> list[Pattern]:
    """For each day one that was handed in, one that was accepted, and one of somebody without a phone."""
    made = []
    for number, day in enumerate(days):
        with ExitStack() as clock:
            clock.enter_context(frozen(day))
            first, second, third = (Scenario(serial=number * 3 + n, phone=n != 2) for n in range(3))
            first.submitted()
            for matter in (second, third):
                matter.submitted()
                matter.accepted()
        made += [pattern(matter.number) for matter in (first, second, third)]
    return made


def pattern(number: str) -> Pattern:
    row = Case.objects.select_related("key").get(number=number)
    return Pattern(
        row,
        list(row.steps.order_by("order")),
        list(row.materials.order_by("order")),
        ledger.read("case", str(row.id)),
        open_vault(row.key).open(row.content, "case.content"),
    )


def copies(made: list[Pattern], count: int) -> None:
    """Insert copies of the patterns in turn."""
    for start in range(0, count, AT_ONCE):
        keys: list[DataKey] = []
        cases: list[Case] = []
        steps: list[CaseStep] = []
        materials: list[CaseMaterial] = []
        entries: list[LedgerEntry] = []
        for number in range(start, min(start + AT_ONCE, count)):
            pattern = made[number % len(made)]
            key, vault = new_vault()
            row = copy(pattern.row)
            row.id, row.number, row.key_id = uuid4(), _number(pattern.row.number, number), key.id
            row.content = vault.seal(pattern.content, "case.content")
            head = ledger.Head()
            for told in pattern.events:
                event = ledger.Event(told.type, told.data, told.version)
                more, head = ledger.chain(
                    "case", str(row.id), head, [event], at=told.at, actor=BUILDER, command_id=uuid4()
                )
                entries += more
            row.ledger_seq, row.ledger_hash = head.seq, head.hash
            keys.append(key)
            cases.append(row)
            steps += _children(pattern.steps, row)
            materials += _children(pattern.materials, row)
        insert_rows(keys)
        Case.objects.bulk_create(cases)
        for rows in (steps, materials, entries):
            insert_rows(rows)


def _number(like: str, serial: int) -> str:
    return with_check_character(f"{like[:-1]}Z{serial:06d}")


def _children(children: list, row: Case) -> list:
    made = []
    for child in children:
        one = copy(child)
        one.id, one.case_id = None, row.id
        made.append(one)
    return made


def corrected_2026(last: str = "2026-10-08", number: str = "试验〔2026〕1号") -> str:
    """The nation's shipped 2026 with an invented last day of the National Day holiday.

    Args:
        last: the 8th of October, a Thursday, is a working day in the shipped one.
    """
    text = next(file for file in shipped_files() if file.name == "2026.yaml").read_text("utf-8")
    changed = text.replace("last: 2026-10-07", f"last: {last}")
    return changed.replace("国办发明电〔2025〕7号", number)
