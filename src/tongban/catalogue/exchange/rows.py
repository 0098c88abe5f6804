"""An item's content as rows of sheets, and rows of sheets as contents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.exchange.cells import EMPTY_OBJECT, CellFault, from_cell, to_cell
from tongban.catalogue.exchange.columns import (
    CODE_KEY,
    ITEM_KEY,
    PARENT_KEY,
    VALUE_KEY,
    Column,
    Sheet,
    sheets,
)
from tongban.catalogue.exchange.parsed import ParsedItem, Place
from tongban.kernel.workbooks.faults import ExchangeFault

Cells = dict[str, str]


def rows_of(content: Mapping[str, Any], sheet: Sheet) -> Iterator[Cells]:
    """The rows that an item has on a sheet, as texts by column.

    Raises:
        CellFault: a text is too long for a cell.
    """
    item = {ITEM_KEY: str(content.get("code", ""))} if sheet.kind != "root" else {}
    if sheet.nested:
        head, *rest = sheet.path
        for parent in content.get(head, ()):
            for entry in _at(parent, rest) or ():
                yield {**item, PARENT_KEY: parent[CODE_KEY], **_cells(entry, sheet)}
        return
    stated = _at(content, sheet.path)
    if sheet.kind == "root":
        yield _cells(content, sheet)
    elif sheet.kind == "list":
        for entry in stated or ():
            yield {**item, **_cells(entry, sheet)}
    elif sheet.kind == "map":
        for code, _, _ in sheet.columns[0].labels:
            if code in (stated or {}):
                yield {**item, **_cells({**stated[code], CODE_KEY: code}, sheet)}
    else:
        for code, value in (stated or {}).items():
            yield {**item, **_cells({CODE_KEY: code, VALUE_KEY: value}, sheet)}


def _at(value: Any, path: tuple[str, ...] | list[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _cells(entry: Mapping[str, Any], sheet: Sheet) -> Cells:
    cells: Cells = {}
    for column in sheet.columns:
        text = to_cell(_at(entry, column.key.split(".")), column)
        if text is not None:
            cells[column.key] = text
    for path in sheet.optional_objects:
        if _at(entry, path.split(".")) is not None and not _under(path, cells):
            cells[next(column.key for column in sheet.columns if column.key.startswith(f"{path}."))] = (
                EMPTY_OBJECT
            )
    return cells


def _under(path: str, keys: Any) -> bool:
    return any(key.startswith(f"{path}.") for key in keys)


@dataclass
class _Building:
    """One item while its rows come in."""

    content: dict[str, Any]
    root: Place
    places: dict[str, Place] = field(default_factory=dict)


class Assembly:
    """Puts rows together to contents; every fault by its place."""

    def __init__(self) -> None:
        self.faults: list[ExchangeFault] = []
        self._items: dict[str, _Building] = {}

    def add(self, sheet: Sheet, place: Place, cells: Cells, letters: Mapping[str, str]) -> None:
        """Take one row.  The rows of the items' sheet come first.

        Args:
            place: the sheet's title and the row.
            cells: text by column; empty cells are absent.
            letters: how each column is called in a fault.
        """
        row = _Row(sheet, place, cells, letters, self.faults)
        if sheet.kind == "root":
            self._add_item(row)
            return
        building = self._items.get(cells.get(ITEM_KEY, ""))
        if building is None:
            row.fault(
                "item_unknown" if cells.get(ITEM_KEY) else "cell_missing",
                ITEM_KEY,
                value=cells.get(ITEM_KEY, ""),
            )
            return
        holder, path = self._holder(row, building)
        if holder is None:
            return
        value = row.value()
        if sheet.kind == "list":
            holder.append(value)
            here = f"{path}.{len(holder) - 1}"
        else:
            code = value.pop(CODE_KEY, "")
            if code in holder or not code:
                row.fault("row_twice" if code else "cell_missing", CODE_KEY, value=code)
                return
            here = f"{path}.{code}"
            holder[code] = value.get(VALUE_KEY, "") if sheet.kind == "pairs" else value
        row.remember(building.places, here)

    def _add_item(self, row: "_Row") -> None:
        code = row.cells.get(CODE_KEY, "")
        if not code or code in self._items:
            row.fault("item_twice" if code else "cell_missing", CODE_KEY, value=code)
            return
        building = _Building(row.value(), row.place)
        row.remember(building.places, "")
        self._items[code] = building

    def _holder(self, row: "_Row", building: _Building) -> tuple[Any, str]:
        """The list or mapping that a row goes into, made where it is not there yet, and its path."""
        sheet, into, path = row.sheet, building.content, list(row.sheet.path)
        said = ""
        if sheet.nested:
            wanted = row.cells.get(PARENT_KEY, "")
            parents = building.content.get(path[0], [])
            number = next((n for n, entry in enumerate(parents) if entry.get(CODE_KEY) == wanted), None)
            if number is None:
                row.fault("parent_unknown" if wanted else "cell_missing", PARENT_KEY, value=wanted)
                return None, ""
            into, said = parents[number], f"{path[0]}.{number}."
            path = path[1:]
        for name in path[:-1]:
            into = into.setdefault(name, {})
        return into.setdefault(path[-1], [] if sheet.kind == "list" else {}), said + ".".join(path)

    def items(self) -> tuple[ParsedItem, ...]:
        """The contents, with the empty lists and maps that the schema wants to be there."""
        for building in self._items.values():
            for sheet in sheets():
                if sheet.required and sheet.kind != "root":
                    _fill(building.content, sheet)
        return tuple(ParsedItem(one.content, one.places, one.root) for one in self._items.values())


def _fill(content: dict[str, Any], sheet: Sheet) -> None:
    head, *rest = sheet.path
    for into in content.get(head, []) if sheet.nested else [content]:
        path = rest if sheet.nested else [head, *rest]
        for name in path[:-1]:
            into = into.setdefault(name, {})
        into.setdefault(path[-1], [] if sheet.kind == "list" else {})


class _Row:
    """One row on its way to a value."""

    def __init__(
        self,
        sheet: Sheet,
        place: Place,
        cells: Cells,
        letters: Mapping[str, str],
        faults: list[ExchangeFault],
    ) -> None:
        self.sheet = sheet
        self.place = place
        self.cells = cells
        self._letters = letters
        self._faults = faults

    def fault(self, code: str, key: str, **params: Any) -> None:
        item = self.cells.get(CODE_KEY if self.sheet.kind == "root" else ITEM_KEY, "")
        self._faults.append(
            ExchangeFault(code, self.place.sheet, self.place.row, self._letters.get(key, key), item, params)
        )

    def remember(self, places: dict[str, Place], here: str) -> None:
        """Say of each column where it stands, so that a later fault can."""
        places[here] = self.place
        for column in self.sheet.columns:
            path = f"{here}.{column.key}" if here else column.key
            places[path] = Place(self.place.sheet, self.place.row, self._letters.get(column.key, column.key))

    def value(self) -> dict[str, Any]:
        """The row's object."""
        result: dict[str, Any] = {}
        given: list[str] = []
        for column in self.sheet.columns:
            text = self.cells.get(column.key)
            if text is None:
                continue
            given.append(column.key)
            if text == EMPTY_OBJECT and column.kind != "json":
                continue
            try:
                _put(result, column.key, from_cell(text, column))
            except CellFault as fault:
                self.fault(fault.code, column.key, **fault.params)
        for path in self._objects(given):
            _put(result, path, _at(result, path.split(".")) or {})
        for column in self.sheet.columns:
            self._complete(result, column)
        return result

    def _objects(self, given: list[str]) -> list[str]:
        """The objects that are there: those with something in them, and the required ones in those."""
        there: list[str] = []
        for path in sorted(
            {*self.sheet.optional_objects, *self.sheet.required_objects}, key=lambda p: p.count(".")
        ):
            above = path.rpartition(".")[0]
            wanted = path in self.sheet.required_objects and (not above or above in there)
            if wanted or _under(path, given):
                there.append(path)
        return there

    def _complete(self, result: dict[str, Any], column: Column) -> None:
        """An empty cell of a required text is the empty text, of a required list the empty list."""
        way, _, name = column.key.rpartition(".")
        holder = _at(result, way.split(".")) if way else result
        if not column.required or not isinstance(holder, dict) or name in holder:
            return
        if column.kind == "text" and column.key not in self.cells:
            holder[name] = ""
        elif column.kind in ("texts", "enums") and column.key not in self.cells:
            holder[name] = []


def _put(result: dict[str, Any], key: str, value: Any) -> None:
    *way, last = key.split(".")
    for name in way:
        result = result.setdefault(name, {})
    result[last] = value
