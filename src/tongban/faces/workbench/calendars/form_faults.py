"""The faults of a notice that was typed into the form, by the form's own fields and rows; never by the file made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.faces.common.calendar_findings import said_of_form
from tongban.kernel.calendar_files import CalendarFileFault


@dataclass(frozen=True)
class FormFault:
    """One fault.

    Args:
        field: the id of the input; empty where it is about none.
        name: what stands beside that input.
        text: what is wrong and its mend.
    """

    field: str
    name: str
    text: str


def form_faults(
    faults: Iterable[CalendarFileFault], holidays: Sequence[int], workdays: Sequence[int]
) -> tuple[FormFault, ...]:
    """Each fault where somebody typed it.

    Args:
        holidays, workdays: which rows of the form the lines of the file were made of, from 0, in the file's order.
    """
    language = get_language() or "zh"
    return tuple(
        FormFault(*_place(fault.field, holidays, workdays), said_of_form(fault, language)) for fault in faults
    )


def _place(path: str, holidays: Sequence[int], workdays: Sequence[int]) -> tuple[str, str]:
    """The input behind a field of the file, and its name."""
    parts = path.split(".")
    if parts[0] == "years":
        parts = parts[2:]
    if len(parts) >= 2 and parts[0] in ("holidays", "make_up_workdays"):
        rows = holidays if parts[0] == "holidays" else workdays
        row, column = rows[int(parts[1]) - 1], parts[2] if len(parts) > 2 else "first"
        kind = "holiday" if parts[0] == "holidays" else "workday"
        column = "first" if column == "date" else column
        return f"{kind}-{row}-{column}", _name_in_row(kind, row + 1, column)
    whole = {
        "holidays": ("holidays", _("放假")),
        "make_up_workdays": ("workdays", _("周末调休上班")),
        "year": ("year", _("年份")),
        "region": ("calendar", _("日历")),
        "confirmed": ("confirmed", _("通知已经拿到")),
        "source": ("document", _("通知名称")),
        "source.document": ("document", _("通知名称")),
        "source.number": ("number", _("文号")),
        "source.date": ("issued", _("印发日期")),
    }
    return whole.get(".".join(parts), ("", ""))


def _name_in_row(kind: str, row: int, column: str) -> str:
    if kind == "workday":
        return _("调休上班第 %(row)s 行“%(column)s”") % {
            "row": row,
            "column": _("因哪个节日") if column == "name" else _("上班的日子"),
        }
    columns = {"name": _("节日"), "last": _("最后一天")}
    return _("放假第 %(row)s 行“%(column)s”") % {"row": row, "column": columns.get(column, _("第一天"))}
