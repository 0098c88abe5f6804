"""Why an act cannot be done, or its form cannot be taken, in the words of the desk.

The codes are those of ``cases.authority`` and of the commands; what citizens meet too stands in the shared sentences.
"""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.faces.common import (
    afterwards_words,
    correction_words,
    custody_words,
    desk_words,
    duty_words,
    fee_words,
    kin_words,
    limit_words,
    promise_words,
    signing_words,
    spot_words,
    step_record_words,
)
from tongban.faces.common.sentences import FAULT, fault_sentence, refusal_sentence
from tongban.kernel.errors import FieldFault, Refusal

WHY_NOT: Mapping[str, object] = {
    "no_assignment": _("这个账号今天没有岗位，请联系系统管理员"),
    "not_your_role_accept": _("由窗口人员办"),
    "not_your_role_decline": _("由窗口人员办"),
    "not_your_role_give_opinion": _("由审核人员填写"),
    "not_your_role_decide": _("由负责人决定"),
    "not_your_township": _("这一件不归本乡办，请群众到办理的便民服务中心"),
    "not_your_role_confirm_identity": _("由窗口人员或代办员核对"),
    "not_your_role_deliver": _("由出件窗口或代办员办"),
    "not_your_role_withdraw": _("由窗口人员或代办员登记"),
    "taken_in_elsewhere": _("不是在这个代办点收的，请到收件的地方撤回"),
    "not_your_position": _("这个事项由别的岗位收件，请带来人到那个窗口"),
    "not_your_role_submit": _("您的岗位不收件，请到窗口或代办点收"),
    "not_your_channel": _("您的岗位不能从这里收件"),
    "not_your_step": _("现在的环节由别的岗位填写意见"),
    "not_your_body": _("由作出决定的机关办"),
    "collected_elsewhere": _("结果在别处领取，由那里送达"),
    "steps_open": _("还有审查环节没有办完"),
    **correction_words.WHY_NOT,
    **limit_words.WHY_NOT,
    **afterwards_words.WHY_NOT,
    **promise_words.WHY_NOT,
    **step_record_words.WHY_NOT,
    **spot_words.WHY_NOT,
    **signing_words.WHY_NOT,
    **custody_words.WHY_NOT,
    **duty_words.WHY_NOT,
    **desk_words.WHY_NOT,
    **fee_words.WHY_NOT,
    **kin_words.WHY_NOT,
}


# %(…)s: the params of the fault.
FAULTS: Mapping[str, object] = {
    "in_the_future": _("时间不能晚于现在"),
    "before_the_decision": _("时间不能早于作出决定的时间"),
    "steps_open": _("还有审查环节没有办完"),
    "code_not_of_this_case": _("编号或者查询码不对，请照收件凭证再看一遍"),
    "card_of_another": _("和申请里的号码不一样：身份证不是申请人（代办的，不是代理人）的，或者填错了"),
    "identity_not_proven": _("还没有核对身份证原件，现在不能准予；请窗口人员或代办员先核对"),
    "identity_needed_at_submission": _("这个事项收件的时候就要看身份证原件，看过请勾选"),
    "assister_only_at_village_point": _("只有村代办点能由代办员代办"),
    "channel_not_taken": _("这个事项不能从这里收件"),
    "not_served_here": _("这一项只能在本乡镇办：请申请人到%(site)s（%(address)s，电话 %(phone)s）"),
    "spot_of_another_township": _("这个村的申请由别的乡镇决定，这里只能代收：请点“收件，出凭证”"),
    "upload_unknown": _("这份文件不见了，请重新选择"),
}

# why somebody opens a masked value, to choose from
QUICK_REASONS: Mapping[str, object] = {
    "identity": _("核对身份"),
    "contact": _("联系本人"),
    "conditions": _("核对是否符合条件"),
    "account": _("核对发放账户"),
    "mistake": _("核对填写有没有错"),
    "asked": _("本人要求查看或更正"),
}


def why_not(code: str) -> str:
    """The sentence for a code; empty where the shared sentences have to say it."""
    return str(WHY_NOT.get(code, ""))


def fault_in_words(fault: FieldFault) -> str:
    """What is wrong with a field: the desk's own sentence, else the shared one."""
    sentence = FAULTS.get(fault.code)
    return str(sentence) % fault.params if sentence is not None else fault_sentence(fault)


def why_not_moved(code: str) -> str:
    """Why one of several matters was left as it is, as a sentence; empty for what was done."""
    if code == "stale":
        return gettext("刚才有人动过这一件，请看过再登记")
    if code in FAULTS or code in FAULT:
        return fault_in_words(FieldFault("", code))
    return why_not(code) or refusal_sentence(Refusal(code)) if code else ""
