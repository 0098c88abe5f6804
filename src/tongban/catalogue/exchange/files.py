"""A file of any of the three kinds, read and checked: what it holds, and everything wrong with it."""

from collections.abc import Callable, Iterator

from tongban.catalogue.exchange import tables, workbook_reading, yaml_files
from tongban.catalogue.exchange.parsed import ParsedFile, ParsedItem, Place
from tongban.kernel.workbooks.archives import LARGEST_FILE, open_archive, read_member
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

KINDS = ("yaml", "xlsx", "tables")
Told = Callable[[int], None]


def parse_file(data: bytes, kind: str = "", told: Told = lambda rows: None) -> ParsedFile:
    """Read a file.

    Args:
        kind: ``yaml`` (one file, or a ZIP of them), ``xlsx``, ``tables``; "": what it looks like.
        told: called from time to time with the rows read so far; what it raises ends the reading.

    Raises:
        Unreadable: as the readers say; ``unknown_kind``, ``empty_file``, ``too_large``.
    """
    if not data:
        raise Unreadable(ExchangeFault("empty_file"))
    if len(data) > LARGEST_FILE:
        raise Unreadable(ExchangeFault("too_large", params={"most": LARGEST_FILE}))
    kind = kind or _looks_like(data)
    if kind == "xlsx":
        return workbook_reading.read(data, told)
    if kind == "tables":
        return tables.read(data, told)
    if kind == "yaml":
        return _yaml_archive(data, told) if data[:2] == b"PK" else parse_yaml([("", data)], told)
    raise Unreadable(ExchangeFault("unknown_kind", params={"known": "、".join(KINDS)}))


def _looks_like(data: bytes) -> str:
    if data[:2] != b"PK":
        return "yaml"
    names = open_archive(data).namelist()
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.lower().endswith((".yaml", ".yml")) for name in names):
        return "yaml"
    return "tables"


def _yaml_archive(data: bytes, told: Told) -> ParsedFile:
    archive = open_archive(data)
    names = sorted(name for name in archive.namelist() if name.lower().endswith((".yaml", ".yml")))
    if not names:
        raise Unreadable(ExchangeFault("empty_file"))
    return parse_yaml([(name, read_member(archive, name)) for name in names], told)


def parse_yaml(files: list[tuple[str, bytes]], told: Told = lambda rows: None) -> ParsedFile:
    """Read YAML files, each with its name; one that cannot be read does not hide the others' faults.

    Raises:
        Unreadable: none of them can be read.
    """
    items: list[ParsedItem] = []
    faults: list[ExchangeFault] = []
    lines = 0
    for name, data in files:
        lines += data.count(b"\n") + 1
        told(lines)
        try:
            read = yaml_files.read(data)
        except Unreadable as unreadable:
            faults += [
                ExchangeFault(fault.code, name, fault.row, fault.column, params=fault.params)
                for fault in unreadable.faults
            ]
            continue
        if not isinstance(read.value, dict):
            faults.append(ExchangeFault("not_an_item", name, 1))
            continue
        places = {path: Place(name, line, path) for path, line in read.lines.items() if path}
        items.append(ParsedItem(read.value, places, Place(name, 1)))
    if faults and not items:
        raise Unreadable(*faults)
    return ParsedFile("yaml", tuple(items), tuple(faults), lines)


def check_items(parsed: ParsedFile, told: Told = lambda items: None) -> Iterator[ExchangeFault]:
    """Everything that keeps the items of a file from being drafts: of the file first, then of each item.

    What a foreign set of tables does not state is no fault of it: see `missing_of`.

    Args:
        told: called with the number of items checked so far.
    """
    yield from parsed.faults
    # a cell that was refused is not missing as well
    refused = {
        (fault.sheet, fault.row, fault.column) for fault in parsed.faults if fault.row and fault.column
    }
    seen: dict[str, ParsedItem] = {}
    for number, item in enumerate(parsed.items, start=1):
        if item.code and item.code in seen:
            yield item.fault("code", "item_twice", {"value": item.code})
        seen[item.code] = item
        missing = {(fault.column, fault.code) for fault in missing_of(parsed, item)}
        yield from (
            fault
            for fault in item.faults()
            if (fault.column, fault.code) not in missing
            and (fault.sheet, fault.row, fault.column) not in refused
        )
        told(number)


def missing_of(parsed: ParsedFile, item: ParsedItem) -> list[ExchangeFault]:
    """What an item of a foreign set of tables lacks to be whole: its draft says so until somebody writes it."""
    if parsed.kind != "tables":
        return []
    return [fault for fault in item.faults() if fault.code in ("missing", "minItems", "minLength")]
