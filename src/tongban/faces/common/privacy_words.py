"""Words of requests about one's own data, and of how long a record is kept."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PRIVACY_KIND: Mapping[str, object] = {
    "copy": _("要一份我的信息副本"),
    "correction": _("更正我的信息"),
    "erasure": _("删除我的信息"),
}
PRIVACY_STATE: Mapping[str, object] = {
    "open": _("等回话"),
    "proposed": _("等第二个人确认"),
    "done": pgettext_lazy("privacy", "已办好"),
    "declined": _("没有同意"),
    "withdrawn": pgettext_lazy("privacy", "本人撤回"),
}
PLAIN_PRIVACY_STATE: Mapping[str, object] = {
    "open": _("已经收到，等回话"),
    "proposed": _("正在办，两名管理员核对"),
    "done": _("办好了"),
    "declined": _("没有同意，理由在下面"),
    "withdrawn": _("您撤回了这份申请"),
}
PRIVACY_FIELD: Mapping[str, object] = {
    "applicant.phone": _("电话号码"),
    "applicant.name": _("姓名的写法"),
    "answers.address": _("申请表里的住址"),
    "answers.phone": _("申请表里的电话"),
    "answers.bank_account": _("申请表里的银行账号"),
    "other": _("别的内容"),
}
ASSURANCE: Mapping[str, object] = {
    "phone": _("只有手机验证码"),
    "id_card_seen": _("看过身份证原件"),
    "real_name": _("身份认证平台实名"),
}
RETENTION: Mapping[str, object] = {
    "permanent": pgettext_lazy("retention", "永久"),
    "100y": pgettext_lazy("retention", "100 年"),
    "50y": pgettext_lazy("retention", "50 年"),
    "30y": pgettext_lazy("retention", "30 年"),
    "10y": pgettext_lazy("retention", "10 年"),
    "short": pgettext_lazy("retention", "办完 30 天"),
}
DOCUMENT: Mapping[str, object] = {
    "id_card": _("居民身份证"),
    "temporary_id_card": _("临时居民身份证"),
    "household_register": _("户口簿"),
    "electronic_id_card": _("电子身份证"),
}
CARD_SEEN_HOW: Mapping[str, object] = {
    "compared": _("拿着原件，和来人当面比对"),
    "card_reader": _("用读卡器读出，再和来人比对"),
}
ACTING: Mapping[str, object] = {
    "mandate": _("凭登记簿里的委托书"),
    "guardian": _("监护人"),
}
GUARDIAN_PAPER: Mapping[str, object] = {
    "household_register": _("户口簿上写明的关系"),
    "birth_certificate": _("出生医学证明"),
    "guardian_appointed": _("村（居）委会或者民政部门指定监护人的证明"),
    "judgment": _("法院的判决、裁定"),
}
WORDS: Mapping[str, Mapping[str, object]] = {
    "document": DOCUMENT,
    "card_seen_how": CARD_SEEN_HOW,
    "acting": ACTING,
    "guardian_paper": GUARDIAN_PAPER,
}
