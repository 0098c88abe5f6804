"""Template filters that only the portal needs."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from tongban.cases.queries.shapes import PaperView, TrackView
from tongban.directory.queries.sites import HoursView
from tongban.faces.common.words import plain

register = template.Library()


@register.filter
def office_hours(line: HoursView) -> str:
    """One line of office hours: ``周一至周五 08:30–12:00``."""
    days = [int(digit) for digit in line.weekdays]
    values = {
        "first": _weekday(days[0]) if days else "",
        "last": _weekday(days[-1]) if days else "",
        "opens": line.opens,
        "closes": line.closes,
        "days": gettext("、").join(_weekday(number) for number in days),
    }
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return gettext("%(first)s至%(last)s %(opens)s–%(closes)s") % values
    return gettext("%(days)s %(opens)s–%(closes)s") % values


def _weekday(number: int) -> str:
    names = (
        gettext("周一"),
        gettext("周二"),
        gettext("周三"),
        gettext("周四"),
        gettext("周五"),
        gettext("周六"),
        gettext("周日"),
    )
    return names[number - 1]


@register.filter
def any_waiting(papers: Iterable[PaperView]) -> bool:
    """Whether a paper is still being written."""
    return any(not paper.ready for paper in papers)


@register.filter
def status_sentence(case: TrackView) -> str:
    """Where a case stands, in one plain sentence that also says what the citizen has to do."""
    if case.status in ("concluded", "delivered", "archived") and case.outcome:
        values = {"outcome": plain(case.outcome, "outcome")}
        if case.outcome == "granted" and case.status == "concluded" and case.result_at == "county":
            return gettext("办好了，证件还在县里，送到窗口就告诉您来领。")
        if case.outcome == "granted" and case.status == "concluded":
            return gettext("办好了，结果可以领取。")
        if case.outcome == "granted":
            return gettext("办好了，结果已经交到您手里。")
        if case.outcome in ("refused", "declined"):
            return gettext("%(outcome)s。原因写在下面和决定书里，不同意可以申请复议或起诉。") % values
        return gettext("%(outcome)s。") % values
    return gettext("%(status)s。") % {"status": plain(case.status, "status")}
