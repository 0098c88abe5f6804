"""What ``tongban clock due`` says, in both languages of the command line."""

from tongban.rules.clock import DayEntry

WORKING_DAYS_BASIS = "《行政许可法》第八十二条"
CALENDAR_DAYS_BASIS = "《民法典》第二百条"
PAUSE_BASIS = "《行政许可法》第四十五条"
EXTENSION_BASIS = "《行政许可法》第四十二条"

WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

REASONS: dict[str, tuple[str, str]] = {
    "start_day": ("起算当日不计入", "the starting day does not count"),
    "workday": ("工作日", "working day"),
    "weekend": ("周末", "weekend"),
    "public_holiday": ("法定节假日", "public holiday"),
    "make_up_workday": ("调休上班", "make-up working day"),
    "regional_holiday": ("地方节日", "regional holiday"),
    "unpublished_year": (
        "当年放假通知尚未载入，暂按工作日计",
        "this year's notice is not loaded; taken for a working day",
    ),
    "paused": ("不计入时限", "taken out of the limit"),
    "calendar_day": ("自然日", "calendar day"),
    "moved_to_working_day": (
        "期限末日为休息日，顺延至此",
        "the last day was a day of rest; the limit moves here",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "due": ("计算期限的最后一日", "work out the last day of a limit"),
    "from": ("起算事件发生之日，当日不计入", "the day of the event; it does not count itself"),
    "days": ("期限天数，0 表示当场", "days of the limit; 0 means on the spot"),
    "pause": (
        "不计入时限的整日，含首末两日；可重复",
        "whole days taken out, both ends included; may be repeated",
    ),
    "extend": ("延长的天数，只能一次", "days of the one extension"),
    "region": (
        "行政区划代码；不写则只用全国日历",
        "area code; without it the national calendar alone",
    ),
    "unit": ("working 工作日（默认），calendar 自然日", "working days (default) or calendar days"),
    "calendars": (
        "自备日历文件夹，优先于随附日历",
        "your own calendar files, which go before the shipped ones",
    ),
    "explain": ("逐日说明理由和依据", "one line per day with the reason and the article"),
    "json": ("输出 JSON", "print JSON"),
}

FAULTS: dict[str, tuple[str, str]] = {
    "required": ("缺少此选项：请写成 {example}", "this option is missing: write it like {example}"),
    "not_a_date": (
        "{found} 不是真实存在的日期：请写成 YYYY-MM-DD，例如 2026-09-24",
        "{found} is not a date that exists: write YYYY-MM-DD, for example 2026-09-24",
    ),
    "not_a_number": (
        "{found} 不是整数：请写天数，例如 20",
        "{found} is not a whole number: write the days, for example 20",
    ),
    "not_a_span": (
        "{found} 不是一段日期：请写成 首日..末日，例如 2026-10-12..2026-10-16",
        "{found} is not a span of days: write FIRST..LAST, for example 2026-10-12..2026-10-16",
    ),
    "negative_limit": (
        "天数 {days} 小于 0：请写 0 或更大的整数",
        "{days} days is less than none: write 0 or more",
    ),
    "limit_too_long": (
        "天数 {days} 过大：请写不超过 {longest} 的整数",
        "{days} days is too long: write at most {longest}",
    ),
    "extension_not_positive": (
        "延长 {days} 天不成立：请写 1 或更大的整数，不延长则去掉此选项",
        "an extension of {days} days is none: write 1 or more, or leave the option out",
    ),
    "second_extension": (
        "只能延长一次：请只保留一个 --extend",
        "a limit is extended only once: keep one --extend",
    ),
    "span_reversed": (
        "末日 {last} 早于首日 {first}：请对调",
        "the last day {last} is before the first day {first}: change them over",
    ),
    "span_too_long": (
        "{first}..{last} 过长：请写不超过 {longest} 天的一段",
        "{first}..{last} is too long: write at most {longest} days",
    ),
    "unknown_unit": ("{unit} 不是单位：请写 working 或 calendar", "{unit} is no unit: write working or calendar"),
    "beyond_dates": (
        "从 {start} 起算已超出可表示的日期：请核对年份",
        "counting from {start} leaves the calendar: check the year",
    ),
    "not_a_region": (
        "{found} 不是行政区划代码：请写 6 至 12 位数字，例如 640000",
        "{found} is no area code: write 6 to 12 digits, for example 640000",
    ),
    "unknown_region": (
        "没有 {region} 的日历数据（现有：{known}）：请改正代码，或去掉此选项只用全国日历",
        "there is no calendar for {region} (there is: {known}): correct it, or leave the option out for the nation's",
    ),
}  # fmt: skip


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[0] if lang == "zh" else pair[1]


def help_text(option: str, lang: str) -> str:
    """The help of an option."""
    return _pick(HELP[option], lang)


def fault_sentence(option: str, code: str, params: dict[str, object], lang: str) -> str:
    """The option, what is wrong with it, and the mend."""
    return f"{option}: {_pick(FAULTS[code], lang).format(**params)}"


def day_line(entry: DayEntry, lang: str) -> str:
    """One day of the derivation in words, with its article or notice."""
    zh = lang == "zh"
    if entry.ordinal is None:
        count = "不计" if zh else "not counted"
    else:
        count = f"第{entry.ordinal}日" if zh else f"day {entry.ordinal}"
    if entry.phase == "extension" and entry.counted:
        count += "（延长）" if zh else " (extension)"
    reason = _pick(REASONS[entry.reason], lang)
    if entry.name:
        reason += f"（{entry.name}）" if zh else f" ({entry.name})"
    if entry.provisional:
        reason += "（暂定）" if zh else " (provisional)"
    basis = entry.basis or (WORKING_DAYS_BASIS if entry.reason == "weekend" else "")
    weekday = WEEKDAYS[lang][entry.date.weekday()]
    return "  ".join(part for part in (entry.date.isoformat(), weekday, count, reason, basis) if part)


def provisional_warning(entries: list[DayEntry], lang: str) -> str:
    """Why the date may still change, from the days that may."""
    zh = lang == "zh"
    years = sorted({entry.date.year for entry in entries if not entry.name})
    named = [f"{entry.date.isoformat()} {entry.name}" for entry in entries if entry.name]
    causes = []
    if years:
        listed = "、".join(map(str, years)) if zh else ", ".join(map(str, years))
        causes.append(f"{listed} 年的放假通知尚未载入" if zh else f"the notice for {listed} is not loaded")
    if named:
        listed = ("、" if zh else ", ").join(named)
        causes.append(
            f"地方节日尚待通知确认（{listed}）" if zh else f"regional days are not confirmed ({listed})"
        )
    if zh:
        return f"注意：此日期为暂定，{'；'.join(causes)}。"
    return f"Warning: this date is provisional: {'; '.join(causes)}."
