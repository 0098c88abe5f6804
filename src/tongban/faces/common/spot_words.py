"""Words of matters that the counter finishes in one act (即办件)."""

from django.utils.translation import gettext_lazy as _

ACT = {"finish_on_the_spot": _("当场办结")}
WHY_NOT = {
    "not_your_role_finish_on_the_spot": _("由窗口人员当场办"),
    "spot_not_provided": _("这个事项没有规定窗口可以当场决定，请按一般程序办"),
    "spot_later_entry": _("这是补录的，不是今天当面收的，请按一般程序办"),
}
FAULT = {
    "child_needs_guardian": _(
        "申请人没有成年，要有监护人一起来、由监护人代办，才能当场办结；一个人来的，按一般程序收件"
    ),
    "child_takes_nothing": _("申请人没有成年，结果交给监护人，请写监护人的名字"),
}
FIELDS = {
    "all_in_order": _("材料"),
    "identification": _("看了什么证件"),
    "lives_together": _("和申请人的关系"),
    "authority": _("看了什么授权"),
}
