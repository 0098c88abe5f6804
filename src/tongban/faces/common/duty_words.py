"""Words of duty and of taking: whose the work is, who holds a matter, and why an act of it cannot be done."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Words = Mapping[str, object]

POST: Words = {
    "clerk": _("窗口收件、受理"),
    "reviewer": _("审核"),
    "approver": _("决定"),
    "county_reviewer": _("审核"),
    "county_approver": _("决定"),
    "assister": _("代办"),
}
HANDOVER: Words = {
    "taken": _("接手在办的"),
    "post": _("岗位上等办的"),
    "result": _("带走了还没交到的结果"),
    "promise": _("要跟的后补和要核查的承诺"),
    "odd": _("办不成事窗口的事"),
    "roster": _("没办完的名册"),
    "draft": _("没提交的草稿"),
}
WORDS: Mapping[str, Words] = {"post": POST, "handover": HANDOVER}

_ALIKE: Words = {
    "nothing_to_take": _("这一件现在没有您的岗位要办的"),
    "already_yours": _("已经由您在办"),
    "not_taken_by_you": _("这一件不是您接手的"),
    "nothing_to_reassign": _("这一件现在没有可以改派的环节"),
    "you_are_away": _("您今天登记了不在岗，不能接手。已经回来的，先到“今天谁不在”登记回来"),
    "not_your_role_take": _("由窗口人员或审核人员接手"),
    "not_your_role_put_back": _("由接手的人退回"),
    "not_your_role_reassign": _("由本机关负责人改派"),
}
WHY_NOT: Words = {**_ALIKE, "taken_by_colleague": _("同事正在办这一件")}
REFUSAL: Words = {
    **_ALIKE,
    "taken_by_colleague": _(
        "%(by)s 正在办这一件。请他办，或者请他退回岗位，或者请负责人改派；他不在岗的那天，您可以直接办"
    ),
    "approvers_only": _("这里由本机关负责人看"),
}
FAULT: Words = {
    "not_here_today": _("这个人今天不在岗，或者不能办这一件，请另选一位"),
    "already_theirs": _("现在就是他在办，请选另一位"),
}
FIELDS: Words = {"to": _("改派给谁"), "step_code": _("哪一个环节")}
