"""Looks at personal data in words: what was looked at, for the auditor and for the person whose data it is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tongban.catalogue.definition import Text
from tongban.faces.common import roster_words
from tongban.faces.common.words import word

KINDS: Mapping[str, Promise] = {
    "unmasked": _("查看隐藏的信息"),
    "scan": _("看了材料的图片"),
    "original": _("下载了材料原件"),
    "paper": _("打开了文书"),
    "case": _("打开了办件"),
    "request": _("打开了个人信息申请"),
    "list": _("看了名单"),
    "export": _("导出了名单"),
    "log": _("查了访问记录"),
}
FIELDS: Mapping[str, Promise] = {
    "applicant.name": _("申请人姓名"),
    "applicant.number": _("申请人证件号码"),
    "applicant.phone": _("申请人电话"),
    "representative.number": _("代理人证件号码"),
    "representative.phone": _("代理人电话"),
    "papers.clock_statement": _("期限说明"),
    "message.phone": _("没发成的消息的号码"),
    "letter": _("寄给本人的信"),
    **roster_words.LOOKED_AT,
}
LISTS: Mapping[str, Promise] = {
    "new_dates": _("改期告知"),
    "letters": _("要寄的信"),
    "to_tell": _("要当面告诉的事"),
    "access_log": _("访问记录"),
    "admin_events": _("管理事项"),
    "day_sheet": _("当日一览"),
    "village_ledger": _("村台账"),
    "copy": _("本人信息的副本"),
    "cases": _("办件列表"),
    "duty": _("岗位待办列表"),
    "desk": _("监管台的办件列表"),
    "handover": _("工作交接清单"),
    "external": _("外部系统待办"),
    "filing": _("待归档的办件"),
    "delivery_register": _("出件登记"),
    "across": _("通办代收的办件"),
    "fee_ledger": _("收费台账"),
    "archive": _("案卷"),
    "notices": _("今天的一次性告知"),
    "notice": _("一份一次性告知"),
    "breaches": _("告知不到位"),
    "destruction_list": _("销毁清册"),
    "mandates": _("委托登记簿"),
    "mandate": _("一份委托书"),
    "kin": _("近亲属登记"),
    **roster_words.LISTS,
}


def looked_at(field: str, what: Text | None) -> str:
    """What was looked at, as the item calls it.

    Args:
        field: as the log has it, e.g. ``answers.hardship``.
        what: the item's own name for it, where it has one.
    """
    if field in FIELDS:
        return str(FIELDS[field])
    if field in LISTS:
        return str(LISTS[field])
    name, colon, _digest = field.partition(":")
    if colon and name in LISTS:  # the digest of what it was filtered by tells a reader nothing
        return str(LISTS[name])
    holder, _dot, code = field.partition(".")
    if holder == "external":
        return gettext("抄到部门系统的内容")
    if holder == "steps":
        return gettext("环节记录的附件")
    if holder == "papers":
        return word(code, "paper")
    if holder == "preview":
        return gettext("文书预览：%(act)s") % {"act": word(code, "act")}
    called = what.in_language(get_language() or "") if what else ""
    if holder == "answers":
        return gettext("申请表“%(question)s”") % {"question": called or code}
    if holder == "replaced":
        return gettext("更正以前的“%(question)s”") % {"question": called or code.partition(".")[2]}
    if holder == "materials" and "~" in code:
        return gettext("更正以前的“%(question)s”") % {"question": called or code.partition("~")[0]}
    if holder == "materials":
        return called or code
    return ""
