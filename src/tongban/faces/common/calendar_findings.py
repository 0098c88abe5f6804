"""What is wrong with a calendar file, and its mend, in both languages side by side.

The command line speaks them without a web request, the pages in the reader's language; hence no gettext.
"""

from tongban.kernel.calendar_files import CalendarFileFault

# code: (Chinese, English); each says the fault first and the mend after the colon.
SENTENCES: dict[str, tuple[str, str]] = {
    "not_utf8": (
        "第 {byte} 字节起不是 UTF-8：请用 UTF-8 编码重新保存",
        "not UTF-8 from byte {byte}: save it again as UTF-8",
    ),
    "not_yaml": (
        "不是合法的 YAML（{problem}）：请检查此行的缩进、括号和引号",
        "not YAML ({problem}): look at the indents, brackets and quotes of this line",
    ),
    "empty_file": (
        "文件为空：请写入日历内容，或删除此文件",
        "the file is empty: write the calendar into it, or delete it",
    ),
    "not_a_mapping": (
        "此处应为“字段: 值”：请按随附文件的写法改正",
        "fields and values are expected here: write it as in the shipped files",
    ),
    "not_a_list": ("此处应为列表：每项以“- ”开头；没有就写 []", "a list is expected: start items with '- ', or write []"),
    "unknown_kind": (
        "“{found}”不是日历种类：请写 national（全国）或 region（地区）",
        "'{found}' is no kind of calendar: write national or region",
    ),
    "missing_field": ("缺少此字段：请补上", "this field is missing: add it"),
    "unknown_field": (
        "没有这个字段：可用的是 {known}，请改正拼写或删除",
        "there is no such field: correct it to one of {known}, or delete it",
    ),
    "field_twice": ("此字段写了两次：请删去一个", "this field is there twice: delete one"),
    "not_text": ("此处应有文字：请填写", "text is expected here: fill it in"),
    "not_true_or_false": (
        "“{found}”不是 true 或 false：请写其中一个",
        "'{found}' is neither true nor false: write one of them",
    ),
    "not_a_year": ("“{found}”不是年份：请写四位数字", "'{found}' is not a year: write four digits"),
    "not_a_date": (
        "“{found}”不是真实存在的日期：请写成 YYYY-MM-DD",
        "'{found}' is not a date that exists: write YYYY-MM-DD",
    ),
    "reversed": (
        "末日 {last} 早于首日 {first}：请对调或改正",
        "the last day {last} is before the first day {first}: change them over or correct one",
    ),
    "too_long": ("一个假期长达 {days} 天：请核对首日和末日", "a holiday of {days} days: compare its first and last day with the notice"),
    "outside_year": (
        "{date} 不在 {year} 年：请移入它所在年份的文件",
        "{date} is not in {year}: move it to the file of its own year",
    ),
    "day_twice": (
        "{date} 已在第 {line} 行写过：请删去一处",
        "{date} is already named in line {line}: delete one of the two",
    ),
    "holiday_twice": (
        "“{name}”写了两次：请合并；若由另一年的通知规定，请加 source 写明",
        "'{name}' is there twice: make them one, or give the second a source if another year's notice set it",
    ),
    "make_up_on_weekday": (
        "调休上班日 {date} 不是周六或周日：请核对日期",
        "the make-up working day {date} is no Saturday or Sunday: compare it with the notice",
    ),
    "missing_festival": ("{year} 年缺少“{name}”：请按通知补上", "{year} lacks {name}: add it from the notice"),
    "not_a_region_code": (
        "“{found}”不是六位行政区划代码：请写成如 \"640000\"",
        "'{found}' is no area code of six digits: write it like \"640000\"",
    ),
    "year_twice": (
        "{year} 年在 {other} 中已有：请只保留一个",
        "the year {year} is in {other} too: keep one of them",
    ),
    "year_gap": (
        "{year} 年之前缺少 {missing} 年：请补上其文件，中间不能有空缺",
        "{missing} is missing before {year}: add it; years may have no gap between them",
    ),
    "clashes_with_nation": (
        "{date}（{name}）全国通知已有安排（{national}）：请核对；若地方通知确实如此规定，请加 over_national: true",
        "{date} ({name}) is already set by the nation ({national}): compare it; if the local notice does say so, add over_national: true",
    ),
    "too_large": (
        "文件超过 {most} KB：一个年份的通知只有几 KB，请核对文件",
        "the file is larger than {most} KB: a year's notice has a few; look whether it is the right file",
    ),
    "one_year_only": (
        "一次只公布一个年份：请把别的年份去掉，分开公布",
        "one year is published at a time: take the others out and publish them by themselves",
    ),
    "nothing_new": (
        "和现在用的日历完全一样：不用再公布",
        "it is what holds already: there is nothing to publish",
    ),
    "region_not_ours": (
        "本地没有地区 {region} 的机关：请核对地区代码",
        "no authority of this deployment lies in region {region}: compare the code",
    ),
    "folder_missing": (
        "文件夹不存在：请建立它，或改正名称",
        "there is no such folder: make it, or correct its name",
    ),
}  # fmt: skip


# of the form, where there is no file, no field of it and no line to speak of
IN_THE_FORM: dict[str, tuple[str, str]] = {
    "missing_field": ("没有填：请照通知填上", "not filled in: take it from the notice"),
    "not_text": ("没有填：请照通知填上", "not filled in: take it from the notice"),
    "not_a_date": ("没有填，或者不是真实存在的日子：请照通知填上", "not filled in, or no day that exists: take it from the notice"),
    "not_a_year": ("不是年份：请写四位数字，例如 2027", "not a year: write four digits, e.g. 2027"),
    "reversed": (
        "最后一天 {last} 早于第一天 {first}：请改正",
        "the last day {last} is before the first day {first}: correct one of them",
    ),
    "too_long": ("一个假期长达 {days} 天：请对着通知核对", "a holiday of {days} days: compare both days with the notice"),
    "outside_year": (
        "{date} 不在 {year} 年：请去掉，填到那一年的日历里",
        "{date} is not in {year}: take it out and enter it in the calendar of its own year",
    ),
    "day_twice": ("{date} 填了两次：请去掉一处", "{date} is there twice: take one out"),
    "holiday_twice": ("“{name}”填了两行：请合成一行", "'{name}' has two rows: make them one"),
    "clashes_with_nation": (
        "{date}（{name}）全国通知已有安排（{national}）：请对着地方通知核对；确实这样规定的，请用下面的“粘贴或修改文件内容”写明",
        "{date} ({name}) is already set by the nation ({national}): compare it with the local notice; if it does say so, state it in the text below",
    ),
    "year_gap": ("{missing} 年还没有日历：请先公布那一年的", "{missing} has no calendar yet: publish that year first"),
}  # fmt: skip


def said_of_form(fault: CalendarFileFault, lang: str) -> str:
    """What is wrong with what was typed into the form, and its mend; as `said`, in the form's own words."""
    words = IN_THE_FORM.get(fault.code)
    if words is None:
        return said(fault, lang)
    return words[0 if lang.startswith("zh") else 1].format(**fault.params)


def said(fault: CalendarFileFault, lang: str) -> str:
    """What is wrong and its mend.

    Args:
        lang: ``zh…`` or ``en…``.
    """
    words = SENTENCES[fault.code][0 if lang.startswith("zh") else 1]
    params = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in fault.params.items()
    }
    return words.format(**params)


def sentence(fault: CalendarFileFault, lang: str) -> str:
    """One line for one fault: file, line, field, what is wrong and its mend."""
    place = f"{fault.file}:{fault.line}" if fault.line else fault.file
    where = f"{place}: {fault.field}" if fault.field else place
    return f"{where}: {said(fault, lang)}"
