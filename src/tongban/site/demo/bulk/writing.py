"""One portion of copies: rows as text, by COPY, in one transaction with the entry that says how they were made."""

import hashlib
import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Model

from tongban.cases.models import Case
from tongban.kernel import ledger, time
from tongban.kernel.actors import System
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import commitment, grams, keyed_digest, new_salt
from tongban.kernel.models import DataKey, LedgerEntry
from tongban.kernel.secrets import Vault, new_vault
from tongban.parties.models import Party
from tongban.parties.registry import Person, new_party
from tongban.rules.identifiers.case_number import with_check_character
from tongban.site.demo.bulk.opened import CHILDREN, Opened, Row, columns_of, moment_text, text
from tongban.site.scenario import SURNAMES, citizen_number

PORTION = 1000  # cases in one transaction
MATTERS = 3  # of one invented person, about
FIRST_PERSON = 1_000_000  # serial of the first; those below belong to scenarios and patterns
LATEST = timedelta(hours=3)  # by how much a copy is later than its pattern, the same morning
GIVEN_NAMES = (
    "秀英桂兰建国玉梅志强晓燕文华海军丽娟伟东红霞少华春生秋月雪峰立新永福金凤银花彩云长河学军爱民小龙"
    "宝山翠平国庆淑珍明亮世杰慧敏俊德广才素琴振邦亚男"
)
KIND, ACTOR = "bulk", System("setup")
TABLES: tuple[type[Model], ...] = (DataKey, Party, Case, *CHILDREN)
LEDGER = ("kind", "stream", "seq", "type", "at", "command_id", "algorithm", "canonical", "prev_hash", "hash")


def stream_of(portion: int) -> str:
    """The stream whose one entry says that a portion was made in bulk."""
    return f"portion:{portion:06d}"


def write_portion(patterns: Sequence[Opened], portion: int, of: int, size: int) -> int:
    """Write one portion of copies; what is killed before its end leaves nothing.

    Args:
        patterns: in the order of their days.
        portion, of: its number from 0, and how many there are: its place among the days.
        size: cases.

    Returns:
        entries of the ledger.
    """
    # what is chosen and when it came, not what is secret: the same portion has the same mixture of cases each time
    chance = random.Random(portion)
    shares = list(accumulate(pattern.share for pattern in patterns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # a portion that is lost is made again
        cursor.execute("SELECT nextval('cases_number') FROM generate_series(1, %s)", [size])
        serials = [serial for (serial,) in cursor.fetchall()]
        rows = _Rows()
        persons = _persons(portion, size, rows)
        for number, serial in enumerate(serials):
            place = bisect(shares, (portion + number / size) / of * shares[-1])
            rows.copy(patterns[min(place, len(patterns) - 1)], serial, chance.choice(persons), chance)
        rows.write(cursor)
        ledger.append(
            KIND,
            stream_of(portion),
            [ledger.Event("made_in_bulk", {"cases": size})],
            at=time.now(),
            actor=ACTOR,
            command_id=uuid4(),
        )
    return len(rows.entries)


@lru_cache(maxsize=65536)
def _tokens(domain: str, name: str) -> list[int]:
    return grams(domain, name)


def invented(serial: int) -> Person:
    """An invented person; the phone is in a range that no operator gives out, every ninth has none."""
    chance = random.Random(serial)
    name = chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES) + chance.choice(GIVEN_NAMES)
    phone = f"1990{serial % 10_000_000:07d}" if serial % 9 else ""
    return Person(name, citizen_number(serial), phone)


def _persons(portion: int, size: int, rows: "_Rows") -> list[tuple[Person, UUID]]:
    each = PORTION // MATTERS + 1
    found = []
    for serial in range(
        FIRST_PERSON + portion * each, FIRST_PERSON + portion * each + max(1, size // MATTERS)
    ):
        person = invented(serial)
        party, key = new_party(person)
        rows.add(key)
        rows.add(party)
        found.append((person, party.id))
    return found


class _Rows:
    """The rows of one portion, as lines for COPY."""

    def __init__(self) -> None:
        self.lines: dict[type[Model], list[str]] = {model: [] for model in TABLES}
        self.entries: list[str] = []
        self.names = {model: columns_of(model) for model in TABLES}

    def add(self, row: Model) -> None:
        values = row.__dict__
        fields = [field.attname for field in type(row)._meta.concrete_fields]
        self.lines[type(row)].append("\t".join([text(values[name]) for name in fields]))

    def copy(
        self, pattern: Opened, serial: int, applicant: tuple[Person, UUID], chance: random.Random
    ) -> None:
        """One copy: its own id, number, key, person and moments."""
        person, party = applicant
        case_id, later = str(uuid4()), LATEST * chance.random()
        key, vault = new_vault()
        self.add(key)
        swap = _Swap(pattern.texts, person)
        content = swap.content(pattern)
        told = canonical_json(content)
        proof = commitment(bytes.fromhex(content["salt"]), told).encode()
        seq, head = self._events(pattern, case_id, proof, later)
        cells = _cells(pattern.case, vault, swap, later)
        place, pieces, moments = pattern.course
        cells[place] = pieces[0] + "".join(
            f'"{(moment + later).isoformat()}"{piece}'
            for moment, piece in zip(moments, pieces[1:], strict=True)
        )
        given = {
            "id": case_id,
            "number": with_check_character(f"{pattern.prefix}{serial:06d}"),
            "applicant_id": str(party),
            "key_id": str(key.id),
            "name_tokens": text(_tokens("case_name", person.name)),
            "contact_digest": text(
                keyed_digest("phone", content["contact_phone"]) if content["contact_phone"] else None
            ),
            "content": text(vault.seal(told, "case.content")),
            "ledger_seq": str(seq),
            "ledger_hash": text(head),
        }
        for name, value in given.items():
            cells[pattern.given[name]] = value
        self.lines[Case].append("\t".join(cells))
        for model, children in pattern.children:
            lines = self.lines[model]
            for row in children:
                cells = _cells(row, vault, swap, later)
                cells[row.case] = case_id
                if row.own >= 0:
                    cells[row.own] = str(uuid4())
                lines.append("\t".join(cells))

    def _events(self, pattern: Opened, case_id: str, proof: bytes, later: timedelta) -> tuple[int, bytes]:
        """The pattern's events chained anew: the same acts of the same assignments, of another case."""
        stream, head, seq = case_id.encode(), ledger.GENESIS, 0
        for told in pattern.events:
            command = str(uuid4())
            pieces = [told.pieces[0]]
            for (kind, value), piece in zip(told.cuts, told.pieces[1:], strict=True):
                if kind == "moment":
                    pieces.append(moment_text(value + later).encode())
                elif kind == "prev":
                    pieces.append(head.hex().encode())
                elif kind == "stream":
                    pieces.append(stream)
                elif kind == "command":
                    pieces.append(command.encode())
                else:
                    pieces.append(proof)
                pieces.append(piece)
            canonical = b"".join(pieces)
            digest, seq = hashlib.sha256(canonical).digest(), told.seq
            self.entries.append(
                f"case\t{case_id}\t{seq}\t{told.type}\t{(told.at + later).isoformat()}\t{command}\t{ledger.ALGORITHM}"
                f"\t\\\\x{canonical.hex()}\t\\\\x{head.hex()}\t\\\\x{digest.hex()}"
            )
            head = digest
        return seq, head

    def write(self, cursor: Any) -> None:
        for model, lines in self.lines.items():
            if lines:
                _copy_in(cursor, model._meta.db_table, self.names[model], lines)
        _copy_in(cursor, LedgerEntry._meta.db_table, LEDGER, self.entries)


def _copy_in(cursor: Any, table: str, columns: Iterable[str], lines: list[str]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copied:
        copied.write("\n".join(lines) + "\n")


class _Swap:
    """Another person in the pattern's place, wherever the first is named."""

    def __init__(self, texts: tuple[str, str, str], person: Person) -> None:
        self.person = person
        own = (person.name, person.number, person.phone)
        self.pairs = [(old.encode(), new.encode()) for old, new in zip(texts, own, strict=True) if old]

    def content(self, pattern: Opened) -> dict[str, Any]:
        """What was handed in, with a salt of its own."""
        applicant = {**pattern.content["applicant"]}
        applicant.update(name=self.person.name, number=self.person.number, phone=self.person.phone)
        contact = self.person.phone if pattern.phone else ""
        return {**pattern.content, "applicant": applicant, "contact_phone": contact, "salt": new_salt().hex()}

    def __call__(self, plain: bytes) -> bytes:
        for old, new in self.pairs:
            if old in plain:
                plain = plain.replace(old, new)
        return plain


def _cells(row: Row, vault: Vault, swap: _Swap, later: timedelta) -> list[str]:
    cells = list(row.columns)
    for place, moment in row.moments:
        cells[place] = (moment + later).isoformat()
    for place, context, plain in row.sealed:
        cells[place] = "\\\\x" + vault.seal(swap(plain), context).hex()
    return cells
