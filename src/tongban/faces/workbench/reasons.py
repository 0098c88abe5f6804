"""Why an act cannot be done now, in the words of the desk; the codes are those of ``cases.authority``."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

WHY_NOT: Mapping[str, object] = {
    "no_assignment": _("这个账号今天没有岗位，请联系系统管理员"),
    "not_your_role_accept": _("由窗口人员办"),
    "not_your_role_decline": _("由窗口人员办"),
    "not_your_role_give_opinion": _("由审核人员填写"),
    "not_your_role_decide": _("由负责人决定"),
    "not_your_role_deliver": _("由出件窗口或代办员办"),
    "not_your_role_withdraw": _("由窗口人员或代办员登记"),
    "not_your_role_submit": _("您的岗位不收件，请到窗口或代办点收"),
    "not_your_channel": _("您的岗位不能从这里收件"),
    "not_your_step": _("现在的环节由别的岗位填写意见"),
    "not_your_body": _("由作出决定的机关办"),
    "collected_elsewhere": _("结果在别处领取，由那里送达"),
    "steps_open": _("还有审查环节没有办完"),
}


def why_not(code: str) -> str:
    """The sentence for a code; empty where the shared sentences have to say it."""
    return str(WHY_NOT.get(code, ""))
