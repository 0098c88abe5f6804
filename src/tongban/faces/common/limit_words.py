"""The words of special procedures, of the extension, of later entry and of termination."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

OTHER_STEP: Words = {
    "site_visit": _("现场核查"),
    "villagers_meeting": _("村民会议"),
    "democratic_review": _("民主评议"),
    "asking_superior": _("请示上级机关"),
    "other_body_opinion": _("征求其他机关意见"),
    "means_check": _("家庭经济状况核对"),
}
PROCEDURE: Words = {
    "hearing": _("听证"),
    "bidding": _("招标"),
    "auction": _("拍卖"),
    "inspection": _("检验"),
    "testing": _("检测"),
    "quarantine": _("检疫"),
    "appraisal": _("鉴定"),
    "expert_review": _("专家评审"),
    "public_notice": _("公示"),
    **OTHER_STEP,
}
TERMINATION_GROUND: Words = {
    "applicant_died": _("申请人去世"),
    "body_dissolved": _("申请单位终止"),
    "object_gone": _("要办的东西不在了"),
    "other_by_law": _("法律规定应当终止的其他情形"),
}
LENGTH_UNIT: Words = {
    "working": pgettext_lazy("length of time", "个工作日"),
    "calendar": pgettext_lazy("length of time", "天（连休息日）"),
}
COUNTED_IN: Words = {
    "working": _("工作日"),
    "calendar": _("每一天（连休息日）"),
}
RECEIPT_REASON: Words = {
    "arrival": _("从到达系统的时间算"),
    "handover": _("从交到手里的时间算"),
    "after_hours": _("下班后收到的，按规定从下一个工作日算"),
    "rest_day": _("休息日收到的，按规定从下一个工作日算"),
    "worked_after_all": _("收到那天后来定为上班日，从当天算"),
}
LATER_ENTRY: Words = {
    "received": _("申请收到的时间"),
    "answered": _("材料补来的时间"),
    "served": _("补正告知书送到的时间"),
    "delivered": _("决定书送到的时间"),
    "paper": _("决定后文书送到的时间"),
}
WORDS: Mapping[str, Words] = {
    "later_entry": LATER_ENTRY,
    "procedure": PROCEDURE,
    "termination_ground": TERMINATION_GROUND,
    "length_unit": LENGTH_UNIT,
    "counted_in": COUNTED_IN,
    "receipt_reason": RECEIPT_REASON,
}

WHY_NOT: Words = {
    "not_your_role_start_special_procedure": _("由审核人员或决定机关负责人办"),
    "not_your_role_end_special_procedure": _("由审核人员或决定机关负责人办"),
    "not_your_role_confirm_later_entry": _("由录入时写明的另一个人，或者本机关负责人核对"),
    "not_the_second_person": _("由录入时写明的另一个人，或者本机关负责人核对；录入的人自己不能核对"),
    "not_your_role_extend": _("由决定机关负责人批准"),
    "not_your_role_terminate": _("受理前由窗口人员办，受理后由审核人员或负责人办"),
    "not_the_extender": _("这个事项写明由别的岗位批准延期"),
    "terminated_by_review": _("已经受理，由审核人员或决定机关负责人终止"),
    "terminated_by_counter": _("还没有受理，由窗口人员终止"),
    "procedure_still_open": _("还有一项不计时环节没有结束"),
    "procedure_open": _("不计时环节还没有结束，请先登记结束"),
    "extended_before": _("已经延长过一次，不能再延"),
    "extension_too_late": _("法定期限已经过了，不能再延长"),
    "extension_not_allowed": _("这个事项没有可以延长期限的规定"),
    "no_statutory_limit": _("这个事项没有法定期限，不用延长"),
    "extension_other_unit": _("延长的单位和法定期限不一样，请事项编辑更正"),
    "receipt_unconfirmed": _("收到的时间是补录的，还没有另一个人核对；请先办“核对补录时间”"),
}
REFUSAL: Words = {
    code: WHY_NOT[code]
    for code in (
        "extended_before",
        "extension_too_late",
        "extension_not_allowed",
        "no_statutory_limit",
        "extension_other_unit",
        "receipt_unconfirmed",
    )
}
FAULT: Words = {
    "procedure_without_basis": _("这个事项没有写明这一项不计时的依据，不能停止计时"),
    "procedure_still_open": WHY_NOT["procedure_still_open"],
    "procedure_open": WHY_NOT["procedure_open"],
    "procedure_length": _("请写 1 到 365 天"),
    "procedure_first_too_early": _("告知的当天不是整天，最早从明天起"),
    "procedure_first_too_late": _("日子太远了，请再看一遍"),
    "procedure_done_before": _(
        "这一项已经做过一次。要再做，请写明这一次看的是另外什么，理由也要和上一次不同"
    ),
    "procedures_too_long": _("这一件停下来的天数加起来不能超过%(most)s天（含休息日）"),
    "procedure_overlaps": _("这些天已经扣过一次，不能重复"),
    "procedure_after_the_limit": _("到那天办理期限已经过了，没有可以停的时间；该做的照做，不能再停止计时"),
    "hearing_too_long": _("听证要在二十个工作日内组织（行政许可法第四十七条），请改短或者提前"),
    "no_procedure_open": _("没有正在做的不计时环节"),
    "procedure_ends_before_start": _("不能早于开始的前一天"),
    "procedure_ends_ahead": _("日子不能晚于今天"),
    "extension_length": _("最多延长 %(most)s 天"),
    "ground_of_a_person": _("申请的是单位，请选别的情形"),
    "ground_of_a_body": _("申请的是个人，请选别的情形"),
    "later_entry_reason": _("时间比录入早，请写明为什么现在才录"),
    "later_entry_unconfirmed": _("这个时间会改变期限，要由同一网点的另一个人登录后核对，请选是谁"),
    "later_entry_not_a_colleague": _("核对的人要是同一网点、同一岗位的另一个人，或者本机关负责人"),
    "later_entry_too_far_back": _("最多补录 %(most)s 个工作日以内的"),
}
FIELDS: Mapping[str, object] = {
    "kind": _("做哪一项"),
    "days": _("要多少天"),
    "unit": _("按什么天算"),
    "first": _("从哪一天起不算"),
    "ended": _("最后用了哪一天"),
    "result": pgettext_lazy("of a procedure", "结果"),
    "ground": _("出了什么事"),
    "later_reason": _("为什么现在才录"),
    "confirmed_by": _("请谁核对"),
    "held": _("时间对不对"),
    "entry": _("核对哪一条"),
}
