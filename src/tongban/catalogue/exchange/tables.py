"""Items as the tables that platforms exchange: a ZIP of CSV files in UTF-8.

Beside the standard tables lies ``tongban_content.csv`` with what they have no column for.  A set without it comes
in as drafts that say what is missing.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tongban.catalogue.exchange.order import ordered_content
from tongban.catalogue.exchange.parsed import ParsedFile, ParsedItem, Place
from tongban.catalogue.exchange.remainder import Left, left_out, put_back
from tongban.catalogue.exchange.table_columns import BASIC, COMMON, TABLES, Implementer, Table
from tongban.catalogue.exchange.yaml_files import decoded
from tongban.kernel.workbooks.archives import open_archive, read_member
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

OURS = "tongban_content"
OURS_COLUMNS = ("task_row_guid", "path", "operation", "value")
MOST_ROWS = 50_000
LARGEST_TABLE = 60_000_000
_NAMES = uuid5(NAMESPACE_URL, "tongban:catalogue-exchange")
_LISTS = tuple(table.lists for table in TABLES if table.lists)
_TOLD_EVERY = 500
Row = dict[str, str]


def dump(
    contents: Iterable[Mapping[str, Any]],
    *,
    at: datetime,
    implementer: Callable[[Mapping[str, Any]], Implementer] = lambda content: Implementer(),
    bom: bool = True,
) -> bytes:
    """The tables of some items.

    Args:
        at: the moment of the batch.
        implementer: whose power an item is.
        bom: whether each file begins with a mark, by which spreadsheets see that it is UTF-8.
    """
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    ours: list[Row] = []
    for content in contents:
        item = ordered_content(content)
        written = _rows(item, implementer(item))
        for name, lines in written.items():
            rows[name].extend(lines)
        poor = _poor(written)
        for left in left_out(poor, _addressed(item)):
            value = "" if left.operation == "remove" else json.dumps(left.value, ensure_ascii=False)
            path = json.dumps(left.path, ensure_ascii=False)
            ours.append(dict(zip(OURS_COLUMNS, (_guid(item), path, left.operation, value), strict=True)))
    common = {
        "cd_operation": "I",
        "cd_time": f"{at:%Y%m%dT%H%M%S}",
        "cd_batch": f"{at:%Y%m%d}",
        "data_source": "",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            columns = [*COMMON, *(column.name for column in table.columns)]
            lines = [{**common, **row} for row in rows[table.name]]
            _write(archive, table.name, columns, lines, at, bom=bom)
        _write(archive, OURS, list(OURS_COLUMNS), ours, at, bom=bom)
    return out.getvalue()


def _write(
    archive: zipfile.ZipFile, name: str, columns: list[str], rows: list[Row], at: datetime, *, bom: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    info = zipfile.ZipInfo(f"{name}.csv", date_time=at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.getvalue().encode("utf-8-sig" if bom else "utf-8"))


def _guid(content: Mapping[str, Any], *part: str) -> str:
    return str(uuid5(_NAMES, "/".join((str(content["code"]), *part))))


def _part_guid(content: Mapping[str, Any], lists: str, number: int) -> str:
    entry = content[lists][number]
    return _guid(content, lists, str(entry.get("code", number)))


def _rows(content: dict[str, Any], implementer: Implementer) -> dict[str, list[Row]]:
    """An item's rows of every standard table."""
    found: dict[str, list[Row]] = {}
    for table in TABLES:
        guid = _guid(content)
        if table.lists:
            parts = [
                (_part_guid(content, table.lists, n), part) for n, part in enumerate(content[table.lists])
            ]
        else:
            parts = [(guid, content)]
        found[table.name] = [
            {
                "row_guid": part_guid,
                "task_row_guid": guid,
                **{column.name: column.write(content, part, implementer) for column in table.columns},
            }
            for part_guid, part in parts
        ]
    return found


def _addressed(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content whose members of tables are named by their rows' ids."""
    result = dict(content)
    for lists in _LISTS:
        result[lists] = {_part_guid(content, lists, n): part for n, part in enumerate(content[lists])}
    return result


def _poor(rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    """What the standard tables alone say of one item; our own rows have no faults."""
    faults: list[ExchangeFault] = []
    content: dict[str, Any] = {lists: {} for lists in _LISTS}
    for table in TABLES:
        for row in rows[table.name]:
            part = content if not table.lists else content[table.lists].setdefault(row["row_guid"], {})
            _take(table, row, part, Place(table.name), faults)
    assert not faults, faults
    return content


def _take(table: Table, row: Row, part: dict[str, Any], place: Place, faults: list[ExchangeFault]) -> None:
    for column in table.columns:
        value = (row.get(column.name) or "").strip()
        if column.read is None or not value:
            continue
        try:
            column.read(part, value)
        except ValueError:
            faults.append(
                ExchangeFault(
                    "no_such_code", place.sheet, place.row, column.name, params={"value": value[:60]}
                )
            )


def read(data: bytes, told: Callable[[int], None] = lambda rows: None) -> ParsedFile:
    """The items of a set of tables.

    Args:
        told: called from time to time with the rows read so far; what it raises ends the reading.

    Raises:
        Unreadable: as `open_archive` says; ``not_tables``; ``not_utf8``, ``csv_damaged``, ``too_many_rows`` with the
            table and the line.
    """
    reading = _Reading(told)
    reading.read(open_archive(data))
    return ParsedFile("tables", tuple(reading.items()), tuple(reading.faults), reading.rows)


class _Reading:
    """One set of tables being read."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self.faults: list[ExchangeFault] = []
        self.rows = 0
        self._told = told
        self._contents: dict[str, dict[str, Any]] = {}
        self._places: dict[str, dict[str, Place]] = {}
        self._by_code: dict[str, str] = {}
        self._left: dict[str, list[Left]] = {}
        self._ours = False

    def read(self, archive: zipfile.ZipFile) -> None:
        names = {
            name.rsplit("/", 1)[-1].lower(): name for name in archive.namelist() if not name.endswith("/")
        }
        if f"{BASIC.name}.csv" not in names:
            raise Unreadable(ExchangeFault("not_tables", params={"wanted": f"{BASIC.name}.csv"}))
        known = {f"{table.name}.csv" for table in TABLES} | {f"{OURS}.csv"}
        for name in sorted(set(names) - known):
            self.faults.append(ExchangeFault("table_unknown", name[:100]))
        for table in sorted(TABLES, key=lambda table: (table is not BASIC, table.lists)):
            if f"{table.name}.csv" in names:
                self._read_table(table, read_member(archive, names[f"{table.name}.csv"]))
        if f"{OURS}.csv" in names:
            self._ours = True
            self._read_ours(read_member(archive, names[f"{OURS}.csv"]))

    def _read_table(self, table: Table, data: bytes) -> None:
        for place, row in self._lines(table.name, data):
            if (row.get("cd_operation") or "I").strip().upper() == "D":
                self._fault("operation_refused", place, "cd_operation", value="D")
                continue
            guid = (row.get("task_row_guid") or row.get("row_guid") or row.get("task_code") or "").strip()
            if table is BASIC:
                self._begin(guid, place, row)
            elif table.lists or guid in self._contents or row.get("task_code"):
                guid = (
                    guid
                    if guid in self._contents
                    else self._by_code.get((row.get("task_code") or "").strip(), "")
                )
            content = self._contents.get(guid)
            if content is None:
                if table.lists:
                    self._fault("item_unknown", place, "task_row_guid", value=guid)
                continue
            part, path = content, ""
            if table.lists:
                part_guid = (row.get("row_guid") or f"{place.row}").strip()
                if part_guid in content[table.lists]:
                    self._fault("row_twice", place, "row_guid", value=part_guid)
                    continue
                part = content[table.lists].setdefault(part_guid, {})
                path = f"{table.lists}.{len(content[table.lists]) - 1}"
            self._places[guid].setdefault(path, place)
            _take(table, row, part, place, self.faults)

    def _begin(self, guid: str, place: Place, row: Row) -> None:
        if not guid or guid in self._contents:
            self._fault("item_twice" if guid else "cell_missing", place, "row_guid", value=guid)
            return
        self._contents[guid] = {lists: {} for lists in _LISTS}
        self._places[guid] = {"": place}
        if code := (row.get("task_code") or "").strip():
            self._by_code.setdefault(code, guid)

    def _read_ours(self, data: bytes) -> None:
        for place, row in self._lines(OURS, data):
            try:
                path = json.loads(row["path"])
                value = json.loads(row["value"]) if row["operation"] == "set" else None
                sound = row["operation"] in ("set", "remove") and bool(path)
                if not sound or not all(isinstance(name, str) for name in path):
                    raise ValueError(row["operation"])
            except (ValueError, KeyError, TypeError, RecursionError):
                self._fault("cell_not_json", place, "path", value=str(row.get("path"))[:60])
                continue
            self._left.setdefault(row.get("task_row_guid") or "", []).append(
                Left(tuple(path), str(row["operation"]), value)
            )
        for guid in sorted(set(self._left) - set(self._contents)):
            self._fault("item_unknown", Place(OURS), "task_row_guid", value=guid)

    def _lines(self, name: str, data: bytes) -> Iterator[tuple[Place, Row]]:
        try:
            text = decoded(data, LARGEST_TABLE)
        except Unreadable as fault:
            first = fault.faults[0]
            raise Unreadable(ExchangeFault(first.code, name, first.row, params=first.params)) from fault
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        line = 1
        try:
            for number, row in enumerate(reader, start=1):
                place = Place(
                    name, max(line + 1, 2)
                )  # where the row begins: a value may have lines of its own
                line = reader.line_num
                if number > MOST_ROWS:
                    raise Unreadable(
                        ExchangeFault("too_many_rows", name, place.row, params={"most": MOST_ROWS})
                    )
                self.rows += 1
                if self.rows % _TOLD_EVERY == 0:
                    self._told(self.rows)
                if None in row or None in row.values():
                    self._fault("row_width", place, "")
                    continue
                yield place, row
        except csv.Error as fault:
            problem = {"problem": str(fault)[:120]}
            raise Unreadable(ExchangeFault("csv_damaged", name, reader.line_num, params=problem)) from fault

    def _fault(self, code: str, place: Place, column: str, **params: Any) -> None:
        self.faults.append(ExchangeFault(code, place.sheet, place.row, column, params=params))

    def items(self) -> Iterator[ParsedItem]:
        for guid, poor in self._contents.items():
            content, _ = put_back(poor, self._left.get(guid, []))
            for lists in _LISTS:
                parts = content.get(lists)
                content[lists] = list(parts.values()) if isinstance(parts, dict) else parts
            if not self._ours:
                _complete(content, guid)
            yield ParsedItem(content, self._places[guid], self._places[guid][""])


def _complete(content: dict[str, Any], guid: str) -> None:
    """A foreign item gets codes, so that it can be kept; everything else stays missing and is told."""
    plain = "".join(character for character in guid if character.isalnum() or character == "-")
    content.setdefault("code", content.get("basic_code") or plain[:50] or "X0")
    for lists, letter in (("materials", "m"), ("fees", "f")):
        for number, part in enumerate(content[lists], start=1):
            part.setdefault("code", f"{letter}{number}")
