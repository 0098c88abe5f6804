"""The columns of the exchange tables: what each one says of an item, and what it says back.

Column names are those that platforms exchange.  ``task_name``, ``task_type``, ``material_name`` and the columns of
fees and questions are from memory: compare them with the receiving platform's own table before a first delivery.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.catalogue.exchange import table_codes as codes

Part = dict[str, Any]


@dataclass(frozen=True)
class Implementer:
    """The authority that an item is exercised by, as the tables name it; from the directory.

    Args:
        credit_code: its unified social credit code; "" where it has none on record.
        level: township or county.
        hours: when it is open, in words.
    """

    name: str = ""
    credit_code: str = ""
    level: str = ""
    address: str = ""
    phone: str = ""
    complaint_phone: str = ""
    hours: str = ""
    version: int = 0
    division: str = ""
    division_name: str = ""


@dataclass(frozen=True)
class TableColumn:
    """One column.

    Args:
        write: the value for an item, one of its parts, and its implementer.
        read: puts a value that is not empty into the part; None for what follows from other columns.
    """

    name: str
    write: Callable[[Part, Part, Implementer], str]
    read: Callable[[Part, str], None] | None = None


@dataclass(frozen=True)
class Table:
    """One table; ``lists`` is the list of an item whose members are its rows, "" where an item is one row."""

    name: str
    lists: str
    columns: tuple[TableColumn, ...]


def implementation_code(content: Mapping[str, Any], implementer: Implementer) -> str:
    """31 digits: credit code 18, level 1, basic code 12; "" where the authority has no credit code on record."""
    level = codes.LEVEL.get(implementer.level, "")
    basic = str(content.get("basic_code", ""))
    return f"{implementer.credit_code}{level}{basic}" if implementer.credit_code and level and basic else ""


def _zh(part: Mapping[str, Any], *path: str) -> str:
    value: Any = part
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value.get("zh", "")) if isinstance(value, Mapping) else ""


def _put(part: Part, value: Any, *path: str) -> None:
    for name in path[:-1]:
        part = part.setdefault(name, {})
    part[path[-1]] = value


def _text(*path: str) -> Callable[[Part, str], None]:
    return lambda part, value: _put(part, {"zh": value, "en": ""}, *path)


def _lines(name: str) -> Callable[[Part, str], None]:
    return lambda part, value: _put(
        part, [{"zh": line.strip(), "en": ""} for line in value.splitlines() if line.strip()], name
    )


def _joined(entries: Any) -> str:
    return "\n".join(str(entry.get("zh", "")) for entry in entries or ())


def _coded(name: str, of: Mapping[str, str]) -> Callable[[Part, str], None]:
    return lambda part, value: _put(part, codes.back(of, value), name)


def _number(*path: str) -> Callable[[Part, str], None]:
    return lambda part, value: _put(part, int(value), *path)


def _day(value: Any) -> str:
    return str(value or "").replace("-", "")


def _read_day(part: Part, value: str) -> None:
    part["ends"] = date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:8]}").isoformat()


def _basis(entry: Mapping[str, Any]) -> str:
    return f"{_zh(entry, 'law')}{entry.get('article', '')}：{_zh(entry, 'duty')}"


def _limit(name: str, prefix: str) -> tuple[TableColumn, ...]:
    def of(content: Part) -> Part:
        return content["limits"].get(name) or {}

    return (
        TableColumn(
            f"{prefix}_day", lambda c, p, i: str(of(c).get("days", "")), _number("limits", name, "days")
        ),
        TableColumn(
            f"{prefix}_type",
            lambda c, p, i: codes.UNIT.get(of(c).get("unit", ""), ""),
            lambda part, value: _put(part, codes.back(codes.UNIT, value), "limits", name, "unit"),
        ),
        TableColumn(f"{prefix}_explain", lambda c, p, i: _zh(of(c), "basis"), _text("limits", name, "basis")),
    )


def _read_basic_code(part: Part, value: str) -> None:
    if len(value) not in (31, 33) or not value[19:31].isdecimal():
        raise codes.NoSuchCode(value)
    part.setdefault("basic_code", value[19:31])


BASIC = Table(
    "up_task_general_basic",
    "",
    (
        TableColumn("task_code", lambda c, p, i: implementation_code(c, i), _read_basic_code),
        TableColumn(
            "catalog_code",
            lambda c, p, i: c["basic_code"],
            lambda part, value: _put(part, value, "basic_code"),
        ),
        TableColumn("task_handle_item", lambda c, p, i: ""),
        TableColumn("task_version", lambda c, p, i: str(i.version or "")),
        TableColumn("task_name", lambda c, p, i: _zh(c, "name"), _text("name")),
        TableColumn(
            "task_type",
            lambda c, p, i: c["type_code"],
            lambda part, value: _put(part, value.zfill(2), "type_code"),
        ),
        TableColumn(
            "task_state",
            lambda c, p, i: codes.STATE[bool(c["published"])],
            lambda part, value: _put(part, value.strip() == "在用", "published"),
        ),
        TableColumn("dept_code", lambda c, p, i: i.credit_code),
        TableColumn("dept_name", lambda c, p, i: i.name),
        TableColumn("dept_type", lambda c, p, i: codes.DEPARTMENT.get(c["power_source"], "1")),
        TableColumn("entrust_name", lambda c, p, i: ""),
        TableColumn(
            "use_level",
            lambda c, p, i: codes.LEVEL[c["decider"]["level"]],
            lambda part, value: _put(part, codes.back(codes.LEVEL, value), "decider", "level"),
        ),
        TableColumn(
            "power_source",
            lambda c, p, i: codes.POWER_SOURCE[c["power_source"]],
            _coded("power_source", codes.POWER_SOURCE),
        ),
        TableColumn(
            "project_type", lambda c, p, i: codes.HANDLING[c["handling"]], _coded("handling", codes.HANDLING)
        ),
        TableColumn(
            "handle_type",
            lambda c, p, i: codes.channel_codes(c["channels"]),
            lambda part, value: _put(part, codes.channels_of(value), "channels"),
        ),
        TableColumn(
            "server_type",
            lambda c, p, i: codes.served_codes(c["addressees"]),
            lambda part, value: _put(part, codes.served_of(value), "addressees"),
        ),
        TableColumn("by_law", lambda c, p, i: "\n".join(_basis(entry) for entry in c["basis"])),
        TableColumn("accept_condition", lambda c, p, i: _joined(c["conditions"]), _lines("conditions")),
        *_limit("statutory", "anticipate"),
        *_limit("promised", "promise"),
        TableColumn(
            "special_procedure",
            lambda c, p, i: (
                "1" if "extension" in c["effects"] else "2" if "special_procedure" in c["effects"] else ""
            ),
        ),
        TableColumn("is_fee", lambda c, p, i: "1" if c["fees"] else "0"),
        TableColumn("fee_basis", lambda c, p, i: "\n".join(_basis(fee["basis"]) for fee in c["fees"])),
        TableColumn("handle_flow", lambda c, p, i: "→".join(_zh(step, "name") for step in c["steps"])),
        TableColumn("link_way", lambda c, p, i: i.phone),
        TableColumn("supervise_way", lambda c, p, i: i.complaint_phone),
        TableColumn("transact_addr", lambda c, p, i: i.address),
        TableColumn("transact_time", lambda c, p, i: i.hours),
        TableColumn("plan_effective_date", lambda c, p, i: ""),
        TableColumn("plan_cancel_date", lambda c, p, i: _day(c.get("ends")), _read_day),
    ),
)

DIRECTORY = Table(
    "up_task_directory",
    "",
    (
        TableColumn("catalog_code", lambda c, p, i: c["basic_code"]),
        TableColumn("task_name", lambda c, p, i: _zh(c, "name")),
        TableColumn("task_type", lambda c, p, i: c["type_code"]),
        TableColumn("by_law", lambda c, p, i: "\n".join(_basis(entry) for entry in c["basis"])),
    ),
)

EXTEND = Table(
    "up_task_general_extend",
    "",
    (
        TableColumn("task_code", lambda c, p, i: implementation_code(c, i)),
        TableColumn("town_code", lambda c, p, i: i.division),
        TableColumn("town_name", lambda c, p, i: i.division_name),
        TableColumn("village_code", lambda c, p, i: ""),
        TableColumn("village_name", lambda c, p, i: ""),
        TableColumn("is_online", lambda c, p, i: "1" if "portal" in c["channels"] else "0"),
        TableColumn("online_handle_depth", lambda c, p, i: ""),
        TableColumn("is_schedule", lambda c, p, i: "0"),
        TableColumn("is_express", lambda c, p, i: "0"),
        TableColumn("is_pay_online", lambda c, p, i: "0"),
        TableColumn(
            "result_type",
            lambda c, p, i: codes.RESULT[c["result"]["kind"]],
            lambda part, value: _put(part, codes.back(codes.RESULT, value), "result", "kind"),
        ),
        TableColumn("result_name", lambda c, p, i: _zh(c, "result", "name"), _text("result", "name")),
    ),
)

MATERIAL = Table(
    "up_task_general_material",
    "materials",
    (
        TableColumn("task_code", lambda c, p, i: implementation_code(c, i)),
        TableColumn("material_name", lambda c, p, i: _zh(p, "name"), _text("name")),
        TableColumn(
            "is_need", lambda c, p, i: codes.NECESSITY[p["necessity"]], _coded("necessity", codes.NECESSITY)
        ),
        TableColumn(
            "material_type",
            lambda c, p, i: codes.material_type(p["kind"]),
            lambda part, value: _put(part, codes.material_kind(value), "kind"),
        ),
        TableColumn(
            "material_format",
            lambda c, p, i: codes.material_format(p["forms"]),
            lambda part, value: _put(part, codes.material_forms(value), "forms"),
        ),
        TableColumn("source_type", lambda c, p, i: codes.ORIGIN[p["origin"]], _coded("origin", codes.ORIGIN)),
        TableColumn("source_explain", lambda c, p, i: _zh(p, "source"), _text("source")),
        TableColumn("page_num", lambda c, p, i: str(p["copies"]), _number("copies")),
        TableColumn("page_format", lambda c, p, i: ""),
        TableColumn("accept_stand", lambda c, p, i: _joined(p["review_points"]), _lines("review_points")),
        TableColumn("by_law", lambda c, p, i: ""),
        TableColumn("fill_explain", lambda c, p, i: _zh(p, "hint"), _text("hint")),
        TableColumn("form_guid", lambda c, p, i: ""),
        TableColumn("example_guid", lambda c, p, i: ""),
    ),
)

FEE = Table(
    "up_task_general_fee_project",
    "fees",
    (
        TableColumn("task_code", lambda c, p, i: implementation_code(c, i)),
        TableColumn("fee_name", lambda c, p, i: _zh(p, "name"), _text("name")),
        TableColumn(
            "fee_stand", lambda c, p, i: p["amount"], lambda part, value: _put(part, value, "amount")
        ),
        TableColumn("fee_unit", lambda c, p, i: _zh(p, "per"), _text("per")),
        TableColumn("by_law", lambda c, p, i: _basis(p["basis"])),
    ),
)

QUESTIONS = Table(
    "up_task_general_questions",
    "faq",
    (
        TableColumn("task_code", lambda c, p, i: implementation_code(c, i)),
        TableColumn("question", lambda c, p, i: _zh(p, "question"), _text("question")),
        TableColumn("answer", lambda c, p, i: _zh(p, "answer"), _text("answer")),
    ),
)

TABLES = (DIRECTORY, BASIC, EXTEND, MATERIAL, FEE, QUESTIONS)
COMMON = ("row_guid", "task_row_guid", "cd_operation", "cd_time", "cd_batch", "data_source")
"""What every row carries; ``task_row_guid`` ties a part to its item."""
