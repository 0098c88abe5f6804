"""Words of the deputy's desk and of the supervisor's view: its figures, and why a matter is where it is."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

Words = Mapping[str, object]

FIGURE: Words = {
    "under-way": _("在办的办件"),
    "late": _("已经超期和七天内到期"),
    "over": _("已经超期"),
    "today": pgettext_lazy("limit", "今天到期"),
    "week": _("以后六天到期"),
    "later": _("六天以后到期"),
    "still": _("现在不计时"),
    "applicant": _("等申请人"),
    "office": _("等本机关"),
    "office_below": _("等乡镇"),
    "other": _("等别的机关"),
    "procedure": _("在不计时环节"),
    "application": pgettext_lazy("phase", "申请"),
    "acceptance": pgettext_lazy("phase", "受理"),
    "review": pgettext_lazy("phase", "审查"),
    "decision": pgettext_lazy("phase", "决定"),
    "delivery": pgettext_lazy("phase", "送达"),
    "own-decision": _("等本机关负责人决定"),
    "received": _("收到的申请"),
    "accepted": _("受理的"),
    "not_taken_on": _("没有受理就结束的"),
    "reviewed": _("审查完的"),
    "decided": _("作出决定的"),
    "to_deliver": _("作出决定、要送达的"),
    "delivered": _("送达的"),
}
STANDS: Words = {
    "application": _("退回补正，等申请人"),
    "acceptance": _("等窗口审查、受理"),
    "review": _("等审核环节的意见"),
    "decision": _("等负责人决定"),
    "delivery": _("等送到申请人手里"),
}
REASON: Words = {
    "not_checked": _("材料还没有审查"),
    "nobody_took_it": _("岗位上还没有人接手"),
    "nobody_on_duty": _("岗位今天没有人，也没有 B 岗"),
    "to_decide": _("意见齐了，等负责人决定"),
}
WORDS: Mapping[str, Words] = {"figure": FIGURE, "stands": STANDS}

WHY_NOT: Words = {
    "only_under_review": _("不在审查阶段，办不了"),
    "procedure_not_allowed": _("这个事项没有可以不计时的环节"),
}
REFUSAL: Words = {"supervisors_only": _("这里由县里的政务监督人员看")}


def reason(code: str, days: int, name: str) -> str:
    """Why a matter is where it is, as a sentence.

    Args:
        code: one of `oversight.queries.late.Reason`.
        days: as there.
        name: of the step or the authority.
    """
    told = {"n": days, "name": name}
    if code == "step_over":
        over = ngettext("“%(name)s”这一步超期 %(n)s 天", "“%(name)s”这一步超期 %(n)s 天", days)
        return over % told
    if code == "in_step":
        if days == 0:
            return str(_("今天到“%(name)s”这一步")) % told
        since = ngettext("在“%(name)s”这一步 %(n)s 个工作日", "在“%(name)s”这一步 %(n)s 个工作日", days)
        return since % told
    if code == "to_deliver":
        if days == 0:
            return str(_("今天作的决定，还没有送达"))
        return ngettext("决定 %(n)s 个工作日了，还没有送达", "决定 %(n)s 个工作日了，还没有送达", days) % told
    if code == "waits_for_applicant":
        return ngettext("等申请人 %(n)s 天了", "等申请人 %(n)s 天了", days) % told
    if code == "in_procedure":
        return ngettext("在不计时环节 %(n)s 天了", "在不计时环节 %(n)s 天了", days) % told
    if code == "elsewhere":
        return str(_("等%(name)s办")) % told
    return str(REASON[code])
