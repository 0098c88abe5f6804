"""The words of the working calendars' desk, and of telling new dates."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Words = Mapping[str, object]

STATE: Words = {
    "published": _("已公布"),
    "file": _("已有通知文件"),
    "expected": _("预计的日子，通知还没有拿到"),
    "missing": _("没有通知，期限暂定"),
}
HOW: Words = {
    "in_person": _("当面说的"),
    "letter": _("送了或寄了告知书"),
    "called": _("打电话说的"),
}
WORDS: Mapping[str, Words] = {"calendar_state": STATE, "told_how": HOW}
FAULT: Mapping[str, object] = {
    "calendar_faulty": _("通知里有 %(count)s 处要改，没有公布"),
    "dates_would_be_past": _("有 %(count)s 件的最后一天会改到今天以前，请核对后勾选再公布"),
    "not_utf8_text": _("文件不是 UTF-8 文字，请换一个文件"),
}
REFUSAL: Mapping[str, object] = {"front_only": _("改期告知由窗口人员和村代办员办")}
