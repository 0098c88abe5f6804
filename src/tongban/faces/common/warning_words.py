"""Words of warnings: what a threshold is called, and why somebody is not told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Words = Mapping[str, object]

THRESHOLD: Words = {
    "about_to_expire": _("快到期"),
    "last_day": _("最后一天"),
    "three_days_before": _("提前三天"),
    "overdue": _("超期"),
    "long_overdue": _("超期多天"),
    "one_day_past": _("超过一天"),
    "two_days_past": _("超过两天"),
    "five_days_past": _("超过五天"),
}
REFUSAL: Words = {
    "not_warned": _("预警只告诉办件的岗位、本机关负责人和监督人员"),
    "not_on_duty": _("今天这个岗位由别人值守，这一条请他来看"),
}
WORDS: Mapping[str, Words] = {"threshold": THRESHOLD}
