"""Words of promises of service (服务承诺) and of sessions beyond the office hours (延时服务)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Words = Mapping[str, object]

SESSION: Words = {
    "noon": _("午间延时"),
    "evening": _("晚间延时"),
    "weekend": _("周末延时"),
    "holiday": _("节假日值班"),
    "appointment": _("预约服务"),
}
WORDS: Mapping[str, Words] = {"session": SESSION}
EVENT: Words = {
    "promise_published": _("公布服务承诺"),
    "promise_ended": _("结束服务承诺"),
    "session_announced": _("公布延时服务"),
    "session_cancelled": _("取消延时服务"),
    "session_recorded": _("登记延时服务情况"),
}
FAULT: Words = {
    "day_in_the_past": _("日子不能早于今天"),
    "closes_before_it_opens": _("结束的时间要晚于开始的时间"),
    "session_overlaps": _("这个网点这一天已经有一场时间重叠的延时服务"),
    "session_too_far_ahead": _("最远排到一年以后，请核对年份"),
    "served_number": _("人数要在 0 到 %(most)s 之间"),
    "served_though_not_held": _("没有开的，不填人数"),
}
REFUSAL: Words = {
    "service_not_yours": _("服务承诺和延时服务由系统管理员或者本机关负责人公布"),
    "promise_ended": _("这一条承诺已经结束"),
    "session_over": _("这一场已经取消，或者已经登记过，不能再改"),
    "session_not_yet": _("还没有到那一天，到了再登记"),
}
