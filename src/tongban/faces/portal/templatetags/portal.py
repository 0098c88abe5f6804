"""Template filters that only the portal needs."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from tongban.cases.queries.shapes import PaperView, TrackView
from tongban.directory.queries.sites import HoursView
from tongban.faces.common.dates import day
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


def _granted(case: TrackView) -> str:
    """What became of a grant: how it reached its applicant, or that it holds no longer."""
    if (ended := case.afterwards.ended) is not None:
        sentences = {
            "revoked": gettext(
                "从前批准的已经撤销，从%(day)s起不再有效。原因写在决定书里，不同意可以申请复议或起诉。"
            ),
            "recalled": gettext(
                "从前批准的已经撤回，从%(day)s起不再有效。原因和怎样补偿写在决定书里，不同意可以申请复议或起诉。"
            ),
            "cancelled": gettext("从前批准的已经注销，从%(day)s起不再有效。原因写在决定书里。"),
        }
        return sentences[ended.standing] % {"day": day(ended.from_day)}
    sentences = {
        "left": gettext("办好了。您没有签收，已经按规定留置送达，结果留在您那里了。"),
        "posted": gettext("办好了，结果已经寄给您。"),
        "electronic": gettext("办好了，结果已经电子送达，在下面“文书”里看。"),
        "announcement": gettext("办好了。结果没能送到您手里，公告期满，算是送达了；您随时可以来领。"),
    }
    return sentences.get(case.afterwards.delivered_by) or gettext("办好了，结果已经交到您手里。")


@register.filter
def status_sentence(case: TrackView) -> str:
    """Where a case stands, in one plain sentence that also says what the citizen has to do."""
    if case.status in ("concluded", "delivered", "archived") and case.outcome:
        values = {"outcome": plain(case.outcome, "outcome")}
        if case.status == "concluded" and (announced := case.afterwards.announced) is not None:
            told = gettext("办好了，结果送不到您手里，已经公告。%(last)s公告期满就算送达，在这以前可以来领。")
            return told % {"last": day(announced[1])}
        if case.outcome == "granted" and case.status == "concluded" and case.result_at == "county":
            return gettext("办好了，证件还在县里，送到窗口就告诉您来领。")
        if case.outcome == "granted" and case.status == "concluded":
            if case.result_comes:
                return gettext("办好了，证件要先送到您选的领取地点，送到就告诉您来领。")
            return gettext("办好了，结果可以领取。")
        if case.outcome == "granted":
            return _granted(case)
        if case.outcome in ("refused", "declined"):
            return gettext("%(outcome)s。原因写在下面和决定书里，不同意可以申请复议或起诉。") % values
        return gettext("%(outcome)s。") % values
    return gettext("%(status)s。") % {"status": plain(case.status, "status")}
