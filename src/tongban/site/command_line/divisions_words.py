"""What `tongban divisions` says, in both languages."""

from tongban.kernel.errors import FieldFault
from tongban.site.command_line.language import pick

LEVELS = {
    "province": ("省级", "province"),
    "prefecture": ("市级", "prefecture"),
    "county": ("县级", "county"),
    "township": ("乡级", "township"),
    "village": ("村级", "village"),
}
FILE = {
    "not_utf8": ("不是 UTF-8 编码，请另存为 UTF-8", "not in UTF-8; save it as UTF-8"),
    "not_csv": ("不是完整的 CSV：%(problem)s", "not a whole CSV: %(problem)s"),
    "columns": (
        "列名不对；缺少：%(missing)s；多出：%(unknown)s",
        "wrong columns; missing: %(missing)s; unknown: %(unknown)s",
    ),
    "number_of_cells": ("列数和表头不一样", "has more or fewer cells than the header"),
    "not_plain_text": ("有看不见的符号，或者太长", "has control characters or is too long"),
    "not_a_level": (
        "级别“%(value)s”不对：province、prefecture、county、township、village",
        "level %(value)s is none of province, prefecture, county, township, village",
    ),
    "not_a_code_of_its_level": (
        "代码“%(value)s”不是这一级的：县级以上 6 位，乡级 12 位末三位 000，村级 12 位",
        "%(value)s is no code of this level: 6 digits down to the county, 12 below, a township's ends in 000",
    ),
    "required": ("没有填", "is empty"),
    "too_long": ("名称太长，最多 60 个字", "is longer than 60 characters"),
    "parent_missing": ("没有写上级代码", "names no parent"),
    "province_has_no_parent": ("省级没有上级，请留空", "a province has no parent; leave it empty"),
    "not_a_date": ("日期“%(value)s”不对，写成 2026-01-31 这样", "%(value)s is no date such as 2026-01-31"),
    "ends_before_it_begins": ("截止日期早于起始日期", "ends before it begins"),
    "overlaps": (
        "代码 %(value)s 在这段日子里已经有一行：先给旧的一行写上截止日期",
        "%(value)s has a row for these days already: close the old one by its last day",
    ),
    "unknown_parent": (
        "上级 %(value)s 文件里没有，也没有装入过",
        "parent %(value)s is neither in the file nor loaded",
    ),
    "parent_not_above": ("上级 %(value)s 的级别不比它高", "parent %(value)s is not of a higher level"),
    "differs_from_loaded": (
        "代码 %(value)s 这一天起的一行已经装入，内容不一样：改名改属要另起一行",
        "the row of %(value)s from this day is loaded with other content: a change is a new row",
    ),
    "closed_otherwise": ("已经截止到 %(value)s，不能再改", "is closed on %(value)s already and stays so"),
}
CHECK = {
    "no_parent": ("%s %s：今天没有有效的上级", "%s %s: its parent does not hold today"),
    "twice": ("%s %s：今天有两行同时有效", "%s %s: two rows hold today"),
    "no_division": ("%s：办理点“%s”所在的区划没有装入", "%s: the division of site %s is not loaded"),
}


def file_sentence(fault: FieldFault, lang: str) -> str:
    """One fault of a file: the row, the column, what is wrong."""
    _, _, place = fault.field.partition(".")
    row, _, column = place.partition(".")
    words = pick(lang, *FILE[fault.code]) % fault.params
    if not row:
        return pick(lang, f"文件：{words}", f"The file: {words}")
    where = pick(lang, f"第 {row} 行", f"Row {row}")
    return (
        f"{where}{pick(lang, '，', ', ')}{column}{pick(lang, '：', ': ')}{words}"
        if column
        else f"{where}{pick(lang, '：', ': ')}{words}"
    )


def check_sentence(kind: str, code: str, name: str, lang: str) -> str:
    """One gap of what is loaded."""
    return pick(lang, *CHECK[kind]) % (code, name)
