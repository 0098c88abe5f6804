"""A pattern as it stands in the database, opened: its rows as text for COPY, its sealed columns in clear, its events cut
into what stays and what every copy has of its own."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from tongban.cases.models import Case, CaseBreach, CaseMaterial, CaseSignature, CaseStep, StepEntry
from tongban.kernel.models import LedgerEntry
from tongban.kernel.secrets import Vault, open_vault

CHILDREN: tuple[type[Model], ...] = (CaseStep, CaseMaterial, CaseBreach, StepEntry, CaseSignature)
CUSTODY = frozenset({StepEntry.Kind.RESULT.value, StepEntry.Kind.RESULT_TOLD.value})
# sealed columns: table → column → the context under which it is sealed
SEALED: dict[str, dict[str, str]] = {
    "cases_case": {
        name: f"case.{name}"
        for name in ("content", "conclusion", "handover", "correction", "address", "afterwards")
    },
    "cases_step": {"opinion": "case.opinion"},
    "cases_material": {"reason": "case.verdict"},
    "cases_step_entry": {"record": "case.step_entry"},
    "cases_signature": {"signer": "case.signature"},
}
# of the case's row: what the copy is given
GIVEN = frozenset(
    {"id", "number", "applicant_id", "key_id", "name_tokens", "contact_digest", "ledger_seq", "ledger_hash"}
)
OVER = frozenset({"delivered", "archived"})
OPEN_SHARE = 0.1  # so that some three of a hundred copies are open, as where a year's matters are mostly done
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00"
# what differs in an event's bytes from copy to copy: its stream, its command, the entry before it, every moment, and of
# the first the commitment to what was handed in
CUT = re.compile(
    rf'"command":"([0-9a-f-]{{36}})"|"prev":"([0-9a-f]{{64}})"|"stream":"([0-9a-f-]{{36}})"'
    rf'|"content":"([0-9a-f]{{64}})"|"({MOMENT})"'
)
COURSE_CUT = re.compile(rf'"({MOMENT})"')
NULL = "\\N"

Slot = tuple[int, Any]


@dataclass(frozen=True)
class Row:
    """A row as the texts of its columns, and which of them differ from copy to copy.

    ``moments``: columns that move with the copy.  ``sealed``: columns with their context and what stands there in clear.
    """

    columns: list[str]
    moments: tuple[tuple[int, datetime], ...]
    sealed: tuple[tuple[int, str, bytes], ...]
    case: int = -1  # the column that names the case; -1: of the case's own row
    own: int = -1  # the column of an id that nobody refers to


@dataclass(frozen=True)
class Told:
    """An event: what stays of its bytes, and the kind and value of what stands between."""

    seq: int
    type: str
    at: datetime
    pieces: tuple[bytes, ...]
    cuts: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Opened:
    """Everything that a copy of one pattern is made of."""

    case: Row
    given: dict[str, int]  # which column the copy gives
    course: tuple[int, tuple[str, ...], tuple[datetime, ...]]
    prefix: str
    content: dict[str, Any]
    phone: bool
    children: tuple[tuple[type[Model], tuple[Row, ...]], ...]
    events: tuple[Told, ...]
    texts: tuple[str, str, str]  # name, number and phone of the pattern's applicant
    share: float  # of copies, beside other patterns


def columns_of(model: type[Model]) -> list[str]:
    """The columns that COPY writes: all but an id that the database gives."""
    return [field.column for field in _fields(model)]


def _fields(model: type[Model]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type().endswith("AutoField"))
    ]


def text(value: Any) -> str:
    """A value as COPY reads it in its text format."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes | memoryview):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "{" + ",".join(str(one) for one in value) + "}"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return str(value)


def opened(row: Case) -> Opened:
    """Open one pattern.

    Args:
        row: with its key.
    """
    vault = open_vault(row.key)
    content = json.loads(vault.open(row.content, "case.content"))
    case = _row(row, vault, frozenset(GIVEN | {"content", "course"}))
    names = [field.attname for field in _fields(Case)]
    applicant = content["applicant"]
    entries = LedgerEntry.objects.filter(kind="case", stream=str(row.id)).order_by("seq")
    course = COURSE_CUT.split(row.course)
    return Opened(
        case=case,
        given={name: names.index(name) for name in (*GIVEN, "content")},
        course=(
            names.index("course"),
            tuple(text(piece) for piece in course[::2]),
            tuple(datetime.fromisoformat(told) for told in course[1::2]),
        ),
        prefix=_prefix(row.number),
        content=content,
        phone=bool(content["contact_phone"]),
        children=tuple((model, rows) for model in CHILDREN if (rows := _children(model, row, vault))),
        events=tuple(_told(entry) for entry in entries),
        texts=(applicant["name"], applicant["number"], applicant["phone"]),
        share=1.0 if row.status in OVER or not row.next_act else OPEN_SHARE,
    )


def _prefix(number: str) -> str:
    """Letters of the body and six digits of the day: what a copy's number begins with."""
    found = re.match(r"[A-Z]+\d{6}", number)
    assert found is not None
    return found.group()


def _children(model: type[Model], row: Case, vault: Vault) -> tuple[Row, ...]:
    return tuple(_row(one, vault) for one in model._default_manager.filter(case_id=row.id).order_by("pk"))


def _row(one: Model, vault: Vault, left: frozenset[str] = frozenset()) -> Row:
    model = type(one)
    contexts = SEALED.get(model._meta.db_table, {})
    columns, moments, sealed, case, own = [], [], [], -1, -1
    for place, field in enumerate(_fields(model)):
        value = getattr(one, field.attname)
        columns.append(NULL if field.attname in left else text(value))
        if field.attname in left or value is None:
            continue
        if field.primary_key:
            own = place
        elif field.attname == "case_id":
            case = place
        elif isinstance(value, datetime):
            moments.append((place, value))
        elif field.attname in contexts:
            context = _context(one, contexts[field.attname])
            sealed.append((place, context, vault.open(value, context)))
    return Row(columns, tuple(moments), tuple(sealed), case, own)


def _context(one: Model, usual: str) -> str:
    return "case.custody" if isinstance(one, StepEntry) and one.kind in CUSTODY else usual


def _told(entry: LedgerEntry) -> Told:
    raw = bytes(entry.canonical).decode()
    pieces, cuts, end = [], [], 0
    for found in CUT.finditer(raw):
        group = found.lastindex
        assert group is not None
        start, stop = found.span(group)
        kind = ("command", "prev", "stream", "content", "moment")[group - 1]
        value = datetime.fromisoformat(found.group(group)) if kind == "moment" else None
        pieces.append(raw[end:start].encode())
        cuts.append((kind, value))
        end = stop
    pieces.append(raw[end:].encode())
    return Told(entry.seq, entry.type, entry.at, tuple(pieces), tuple(cuts))


def moment_text(moment: datetime) -> str:
    """As the ledger spells it (`kernel.canonical`)."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def open_all(ids: list[UUID]) -> list[Opened]:
    """The patterns in the order of the days they came in.

    Those with a representative are left out: whoever acts for another would stay the pattern's own, one person with
    thousands of mandates.
    """
    rows = Case.objects.filter(id__in=ids, representative__isnull=True).select_related("key")
    return [opened(row) for row in rows.order_by("received_at", "id")]
