"""Dates as people read them: 2026年12月4日(周五), Friday 4 December 2026."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop

_ZH_WEEKDAYS = "一二三四五六日"
_EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# The calendars' names of holidays, so that they have an English word.
_HOLIDAYS = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
    gettext_noop("开斋节"),
    gettext_noop("古尔邦节"),
)


def _english() -> bool:
    return (get_language() or "").startswith("en")


def local_date(value: date) -> date:
    """The Chinese calendar day of a date or of a moment (aware, any zone)."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return value


def day(value: date) -> str:
    """A day with its weekday: ``2026年12月4日(周五)``."""
    on = local_date(value)
    if _english():
        return f"{_EN_WEEKDAYS[on.weekday()]} {on.day} {_EN_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日(周{_ZH_WEEKDAYS[on.weekday()]})"


def short_day(value: date) -> str:
    """A day where the year is plain from its surroundings: ``12月4日(周五)``."""
    on = local_date(value)
    if _english():
        return f"{_EN_WEEKDAYS[on.weekday()][:3]} {on.day} {_EN_MONTHS[on.month - 1][:3]}"
    return f"{on.month}月{on.day}日(周{_ZH_WEEKDAYS[on.weekday()]})"


def weekday(value: date) -> str:
    """The weekday alone: ``星期六``, ``Saturday``."""
    on = local_date(value)
    return _EN_WEEKDAYS[on.weekday()] if _english() else f"星期{_ZH_WEEKDAYS[on.weekday()]}"


def week_heads() -> tuple[str, ...]:
    """Heads of the seven columns of a month, Monday first: 一 to 日, Mo to Su."""
    return tuple(name[:2] for name in _EN_WEEKDAYS) if _english() else tuple(_ZH_WEEKDAYS)


def day_of_year(value: date) -> str:
    """A day without its year and weekday: ``9月26日``, ``26 September``."""
    on = local_date(value)
    return f"{on.day} {_EN_MONTHS[on.month - 1]}" if _english() else f"{on.month}月{on.day}日"


def month(value: date) -> str:
    """A month as the label of a row of days: ``2026年12月``."""
    if _english():
        return f"{_EN_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月"


def moment(value: datetime) -> str:
    """A day and the time of day on a Chinese clock: ``2026年12月4日(周五) 14:05``."""
    return f"{day(value)} {timezone.localtime(value):%H:%M}"


def holiday(name: str) -> str:
    """A holiday as the calendars name it, in the reader's language; one of a county's own keeps its name."""
    return gettext("、").join(gettext(one) for one in name.split("、"))
