"""Why an act cannot be done now, in the words of the desk; the codes are those of ``cases``."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

WHY_NOT: Mapping[str, object] = {
    "no_assignment": _("这个账号现在没有岗位,请联系系统管理员"),
    "staff_only": _("这一步只有工作人员能办,请先登录"),
    "not_your_position": _("这件不归您的岗位办"),
    "not_your_role": _("这一步由别的岗位办"),
    "not_your_step": _("这个环节由别的岗位填写意见"),
    "not_your_site": _("这件由别的中心办理"),
    "holder_present": _("A 岗在岗,由 A 岗办理"),
    "own_application": _("本人或亲属的申请,不能由自己办"),
    "same_officer": _("这一步要由另一位工作人员办"),
    "steps_open": _("还有审查环节没有办完"),
    "step_not_open": _("前面的环节还没有办完"),
    "no_open_step": _("没有等您填写意见的环节"),
    "materials_open": _("还有材料没有审核"),
    "materials_not_ok": _("有材料不符合要求,现在不能受理"),
    "nothing_to_deliver": _("这件没有要送达的文书"),
    "assister_cannot": _("代办员不能办这一步"),
    "already_concluded": _("这件已经办结"),
}


def why_not(code: str) -> str:
    """The sentence for a code; empty where the shared sentences have to say it."""
    return str(WHY_NOT.get(code, ""))
