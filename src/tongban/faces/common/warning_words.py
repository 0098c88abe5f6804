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
TOLD: Words = {
    "holder": _("办件的岗位"),
    "deputy": _("本机关负责人"),
    "supervisor": _("监督人员"),
}
LAMP_CHOICE: Words = {
    "of_level": _("按通行做法：提前一天提示，超期亮红灯"),
    "red_on_the_second_day": _("超过一天亮黄灯，超过两天亮红灯"),
    "three_days_before": _("提前三天提示，最后一天告诉负责人"),
}
FIELDS: Words = {
    "lamps": _("什么时候亮灯"),
    "lamps_start": _("从哪天起"),
    "lamps_basis": _("依据"),
}
REFUSAL: Words = {
    "not_warned": _("预警只告诉办件的岗位、本机关负责人和监督人员"),
    "not_on_duty": _("今天这个岗位由别人值守，这一条请他来看"),
}
WORDS: Mapping[str, Words] = {"threshold": THRESHOLD, "told_to": TOLD, "lamp_choice": LAMP_CHOICE}
