"""Words of the staff's door and its accounts."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

DOOR_OUTCOME: Mapping[str, object] = {
    "signed_in": _("已登录"),
    "wrong_password": _("密码不对"),
    "wrong_code": _("动态码不对"),
    "wrong_slip": _("凭条码不对"),
    "locked": _("账号锁定中"),
    "waits_code": _("密码对，等动态码"),
    "waits_password": _("等设置新密码"),
    "waits_enrol": _("等绑定动态码"),
    "recovered": _("两位管理员办理了找回账号"),
    "unknown_subject": _("认证平台的人没有账号"),
    "no_assignment": _("今天没有岗位"),
    "signed_out": _("已退出"),
    "timed_out": _("超时退出"),
}
ACCOUNT_STATE: Mapping[str, object] = {
    "open": _("正常"),
    "locked": _("锁定"),
    "closed": _("已停用"),
    "no_password": _("未启用"),
    "no_factor": _("该绑动态码还没绑"),
}
FACTOR_STATE: Mapping[str, object] = {
    "set": _("已绑定"),
    "due": _("应绑未绑"),
    "none": _("未绑定"),
}
