"""A roster's columns in the reader's language; the workbook's own words stay Chinese, as its rows are read by them."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from tongban.cases.rosters.columns import NAME, NUMBER, PHONE, SEEN, Column


@dataclass(frozen=True)
class ColumnShown:
    """A column as the page shows it."""

    key: str
    title: str
    required: bool
    options: tuple[tuple[str, str], ...]


def shown(columns: tuple[Column, ...]) -> tuple[ColumnShown, ...]:
    """The columns with their titles and words in the language of the page."""
    return tuple(ColumnShown(one.key, _title(one), one.required, _options(one)) for one in columns)


def titles(columns: tuple[Column, ...]) -> dict[str, str]:
    """Column's key → its title."""
    return {one.key: _title(one) for one in columns}


def _title(column: Column) -> str:
    if column.question is not None:
        return column.question.label.in_language(get_language() or "")
    own = {
        NAME: gettext("姓名"),
        NUMBER: gettext("身份证号"),
        PHONE: gettext("电话"),
        SEEN: gettext("看过身份证原件"),
    }
    return own[column.key]


def _options(column: Column) -> tuple[tuple[str, str], ...]:
    language = get_language() or ""
    said = {"yes": gettext("是"), "no": gettext("否")}
    labels = {
        one.code: one.label.in_language(language)
        for one in (column.question.options if column.question else ())
    }
    return tuple((code, labels.get(code) or said.get(code, word)) for code, word in column.options)
