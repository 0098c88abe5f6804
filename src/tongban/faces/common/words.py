"""Every code that a person may meet, in words.

Two vocabularies: ``word`` is the term of the field (workbench, papers), ``plain`` is what a villager says
(portal); where no plain word is given, the two are the same.  A code without a word is a defect:
``tests/faces/common/test_words.py`` walks through the codes that the rooms can send.
"""

from collections.abc import Mapping
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.faces.common import (
    afterwards_words,
    calendar_words,
    correction_words,
    limit_words,
    mandate_words,
    people_words,
    privacy_words,
    promise_words,
    security_words,
)
from tongban.faces.common.door_words import ACCOUNT_STATE, DOOR_OUTCOME, FACTOR_STATE
from tongban.faces.common.place_words import (
    DIVISION_LEVEL,
    IMPORT_LINE,
    PLACE_EVENT,
    SET_UP_GAP,
    SET_UP_HINT,
    SET_UP_STEP,
    SITE_KIND,
)
from tongban.faces.common.privacy_words import (
    ASSURANCE,
    PLAIN_PRIVACY_STATE,
    PRIVACY_FIELD,
    PRIVACY_KIND,
    PRIVACY_STATE,
    RETENTION,
)

Words: TypeAlias = Mapping[str, object]

STATUS: Words = {
    "draft": _("草稿"),
    "submitted": _("已申请"),
    "awaiting_corrections": _("待补正"),
    "in_review": _("审查中"),
    "concluded": _("已办结"),
    "delivered": _("已送达"),
    "archived": _("已归档"),
}
PLAIN_STATUS: Words = {
    "submitted": _("已经交上去了，正在等工作人员收件"),
    "awaiting_corrections": _("还差材料，请您补齐"),
    "in_review": _("已经受理，正在审查"),
    "concluded": _("已经办完，结果可以领取"),
    "delivered": _("已经办完，结果已经送到"),
    "archived": _("已经办完，材料已经归档"),
}
OUTCOME: Words = {
    "granted": _("准予"),
    "refused": _("不予批准"),
    "declined": pgettext_lazy("outcome", "不予受理"),
    "withdrawn": _("申请人撤回"),
    "deemed_withdrawn": pgettext_lazy("outcome", "视为撤回"),
    "terminated": pgettext_lazy("outcome", "终止办理"),
}
PLAIN_OUTCOME: Words = {
    "granted": _("批准了"),
    "refused": _("没有批准"),
    "declined": _("没有受理"),
    "withdrawn": _("您撤回了申请"),
    "deemed_withdrawn": _("过了期限没有补齐材料，按撤回处理"),
    "terminated": _("办理终止"),
}
PHASE: Words = {
    "application": pgettext_lazy("phase", "申请"),
    "acceptance": pgettext_lazy("phase", "受理"),
    "review": pgettext_lazy("phase", "审查"),
    "decision": pgettext_lazy("phase", "决定"),
    "delivery": pgettext_lazy("phase", "送达"),
}
ACT: Words = {
    "submit": _("提交申请"),
    "discard": _("丢弃草稿"),
    "judge_materials": _("审核材料"),
    "request_corrections": _("要求补正"),
    "correct": _("补交材料"),
    "accept": _("受理"),
    "decline": _("不予受理"),
    "confirm_identity": _("核对身份证"),
    "give_opinion": _("提出审查意见"),
    "decide": _("作出决定"),
    "deliver": _("送达"),
    "withdraw": _("撤回申请"),
    "terminate": _("终止办理"),
    "deemed_accept": _("视为受理"),
    "deemed_withdraw": _("视为撤回"),
    "start_special_procedure": _("进入不计时环节"),
    "post_public_notice": _("公示"),
    "extend": _("延长期限"),
    "complete_external_step": _("完成外部环节"),
    "correct_clerical_error": _("更正"),
    "revoke": _("撤销、撤回或注销"),
    "redo": _("重新办理"),
    "complete_post_decision_step": _("完成决定后的环节"),
    "archive": _("归档"),
    "confirm_address": _("确认送达地址"),
    "correct_on_the_spot": _("当场更正"),
    "serve_notice": _("登记补正告知的送达"),
    "restore": _("恢复办理"),
    "bring_deferred": _("补交容缺材料"),
    "check_commitment": _("核查承诺"),
    "end_special_procedure": _("结束不计时环节"),
    "announce": _("公告送达"),
    "deemed_deliver": _("公告期满，视为送达"),
    "recompute": _("重算期限"),
    "unmask": _("查看隐藏的信息"),
    **correction_words.ACT,
}
EVENT: Words = {
    "submitted": pgettext_lazy("event", "提交申请"),
    "received": _("收件"),
    "materials_judged": pgettext_lazy("event", "审核材料"),
    "corrections_requested": _("一次性告知补正"),
    "corrected": pgettext_lazy("event", "补交材料"),
    "accepted": pgettext_lazy("event", "受理"),
    "deemed_accepted": _("逾期未告知，自收到材料之日起即为受理"),
    "declined": pgettext_lazy("event", "不予受理"),
    "identity_confirmed": pgettext_lazy("event", "核对身份证原件"),
    "opinion_given": pgettext_lazy("event", "提出审查意见"),
    "step_opened": _("进入审查环节"),
    "step_skipped": _("跳过审查环节"),
    "decided": pgettext_lazy("event", "作出决定"),
    "delivered": pgettext_lazy("event", "送达"),
    "withdrawn": _("申请人撤回申请"),
    "deemed_withdrawn": pgettext_lazy("event", "视为撤回"),
    "terminated": pgettext_lazy("event", "终止办理"),
    "extended": pgettext_lazy("event", "延长期限"),
    "paper_fixed": _("文书定稿"),
    "paper_sealed": _("文书盖章"),
    "archived": pgettext_lazy("event", "归档"),
    "address_confirmed": _("确认了送达地址"),
    "corrected_on_the_spot": pgettext_lazy("event", "当场更正"),
    "notice_served": _("补正告知书已经送达"),
    "restored": pgettext_lazy("event", "恢复办理"),
    "deferred_brought": _("容缺材料补齐"),
    "commitment_checked": pgettext_lazy("event", "核查承诺"),
    "special_procedure_started": pgettext_lazy("event", "进入不计时环节"),
    "special_procedure_ended": pgettext_lazy("event", "不计时环节结束"),
    "announced": pgettext_lazy("event", "公告送达"),
    "deemed_delivered": pgettext_lazy("event", "公告期满，视为送达"),
    "clerical_error_corrected": _("更正决定书里的笔误"),
    "revoked": _("决定被撤销、撤回或者注销"),
    "redone": _("重新办理"),
    "recomputed": _("放假安排变了，期限重新计算"),
    "erased": _("依法删除个人信息"),
    "unmasked": pgettext_lazy("event", "查看隐藏的信息"),
    "catalogue_draft_saved": pgettext_lazy("event", "保存草稿"),
    "data_corrected": _("更正个人信息"),
    **mandate_words.EVENT,
    **correction_words.EVENT,
    "privacy_asked": _("提出个人信息申请"),
    "privacy_identity_seen": _("核对身份证原件"),
    "privacy_proposed": _("提请清除"),
    "privacy_erased": _("销毁密钥"),
    "privacy_answered": _("回话"),
    "privacy_withdrawn": _("撤回申请"),
    "hold_placed": _("依法保全"),
    "hold_lifted": _("解除保全"),
    "correction_noted": _("更正说明"),
    "list_destroyed": _("按清册销毁到期的办件"),
    "person_erased": _("清除一个人的信息"),
    "cases_erased": _("清除过了保管期限的办件"),
}
PLAIN_EVENT: Words = {
    "submitted": _("您提交了申请"),
    "received": _("我们收到了您的申请"),
    "materials_judged": _("工作人员看过了您的材料"),
    "corrections_requested": _("我们告诉您还差哪些材料"),
    "corrected": _("您补交了材料"),
    "accepted": _("您的申请已经受理"),
    "deemed_accepted": _("期限内没有告知您补材料，您的申请按规定已经算受理"),
    "declined": _("您的申请没有受理"),
    "identity_confirmed": _("工作人员看过身份证原件，是本人"),
    "opinion_given": _("一个审查环节办完了"),
    "step_opened": _("开始下一个审查环节"),
    "decided": _("决定已经作出"),
    "delivered": _("结果已经交到您手里"),
    "withdrawn": _("您撤回了申请"),
    "deemed_withdrawn": _("过了期限没有补齐材料，按撤回处理"),
    "terminated": _("办理终止"),
    "extended": _("办理期限延长了一次"),
    "paper_fixed": _("文书已经写好"),
    "paper_sealed": _("文书已经盖章"),
    "archived": _("材料已经归档"),
    "address_confirmed": _("您确认了收文书的地址和方式"),
    "corrected_on_the_spot": _("您当场把材料改好了"),
    "notice_served": _("补材料的通知已经交到您手里"),
    "restored": _("您的申请恢复办理"),
    "deferred_brought": _("您补上了答应后补的材料"),
    "commitment_checked": _("您承诺的内容已经核查"),
    "special_procedure_started": _("要做一项不算在办理时间里的事，时间先停下来"),
    "special_procedure_ended": _("那件事做完了，时间接着算"),
    "announced": _("联系不上您，结果已经公告"),
    "deemed_delivered": _("公告期满，按规定算已经送达"),
    "clerical_error_corrected": _("决定书里写错的地方已经更正"),
    "revoked": _("这份决定不再有效"),
    "redone": _("这件事要重新办一次"),
    "recomputed": _("放假安排有变化，办理日期重新算过"),
    "erased": _("您的个人信息已经依法删除"),
    **correction_words.PLAIN_EVENT,
}
CHANNEL: Words = {
    "portal": _("网上申请"),
    "window": _("窗口申请"),
    "village_point": _("村代办点"),
}
REPRESENTATION: Words = {
    "self": _("本人办理"),
    "representative": _("委托他人办理"),
    "assister": _("代办员代办"),
}
RELATION: Words = {
    "self": _("本人"),
    "spouse": _("配偶"),
    "child": _("子女"),
    "parent": _("父母"),
    "sibling": _("兄弟姐妹"),
    "other_kin": _("其他亲属"),
    "guardian": _("监护人"),
    "neighbour": _("邻居"),
    "assister": _("代办员"),
    "handler": _("经办人"),
    "other": _("其他"),
    **afterwards_words.RELATION,
}
MATERIAL_FORM: Words = {
    "electronic": _("电子件"),
    "paper_original": _("纸质原件"),
    "paper_copy": _("纸质复印件"),
    **promise_words.FORM,
}
PLAIN_MATERIAL_FORM: Words = {
    "electronic": _("照片或电子文件"),
    "paper_original": _("原件"),
    "paper_copy": _("复印件"),
    **promise_words.PLAIN_FORM,
}
NECESSITY: Words = {
    "required": _("必须交"),
    "optional": _("有就交"),
    "deferrable": _("可以以后补"),
}
VERDICT: Words = {
    "ok": _("合格"),
    "missing": _("缺少"),
    "faulty": _("不合格"),
    "": _("未审核"),
}
STEP_KIND: Words = {
    "material_review": _("材料审查"),
    "two_officer_verification": _("两人以上核查"),
    "democratic_review": _("民主评议"),
    "villagers_meeting": _("村民会议"),
    "public_notice": _("公示"),
    "joint_opinion": _("联合审查"),
    "external_system": _("外部系统办理"),
    "county_verification": _("县级审核"),
    "approval": _("审批"),
}
STEP_STATE: Words = {
    "waiting": _("等待"),
    "open": _("办理中"),
    "done": _("已完成"),
    "skipped": _("不需要"),
}
LEVEL: Words = {
    "village": _("村"),
    "township": _("乡镇"),
    "county": _("县"),
}
CLOCK: Words = {
    "intake_check": _("收件审查期限"),
    "intake_check_again": _("补材料后的收件审查期限"),
    "telling": _("一次性告知期限"),
    "correction": _("补正期限"),
    "step": _("环节期限"),
    "promised": _("承诺时限"),
    "statutory": _("法定时限"),
    "delivery": _("送达期限"),
}
PLAIN_CLOCK: Words = {
    "intake_check": _("告诉您材料齐不齐"),
    "intake_check_again": _("告诉您补来的材料齐不齐"),
    "telling": _("一次说清还差什么"),
    "correction": _("等您补材料"),
    "step": _("其中一步"),
    "promised": _("我们承诺的办结日子"),
    "statutory": _("法律规定最晚的日子"),
    "delivery": _("把结果送到您手里"),
}
WAITS_FOR: Words = {
    "office": _("等机关"),
    "applicant": _("等申请人"),
    "procedure": _("不计时环节"),
}
LAMP: Words = {
    "in_time": _("按时"),
    "soon": _("快到期"),
    "overdue": _("已超期"),
    "paused": _("暂停计时"),
    "none": _("不计时"),
}
DAY: Words = {
    "start_day": _("当天不计，从第二天起算"),
    "workday": _("工作日"),
    "weekend": _("周末"),
    "public_holiday": _("法定节假日"),
    "make_up_workday": _("调休上班"),
    "regional_holiday": _("自治区节假日"),
    "unpublished_year": _("按平常工作日暂计，国务院放假安排公布后可能改动"),
    "calendar_day": _("按自然日计算"),
    "moved_to_working_day": _("最后一天是休息日，顺延到这一天"),
    "hearing": _("听证"),
    "bidding": _("招标"),
    "auction": _("拍卖"),
    "inspection": _("检验"),
    "testing": _("检测"),
    "quarantine": _("检疫"),
    "appraisal": _("鉴定"),
    "expert_review": _("专家评审"),
    "awaiting_corrections": _("等您补材料"),
    "public_notice": _("公示"),
    **limit_words.OTHER_STEP,
}
PAPER: Words = {
    "one_time_notice": _("一次性告知书"),
    "intake_receipt": _("收件凭证"),
    "acceptance_notice": _("受理通知书"),
    "correction_notice": _("补正告知书"),
    "restoration_notice": _("恢复办理通知书"),
    "non_acceptance_decision": _("不予受理决定书"),
    "decision": _("决定书"),
    "special_procedure_notice": _("特别程序告知书"),
    "extension_notice": _("延期告知书"),
    "termination_decision": _("终止办理决定书"),
    "service_return": _("送达回证"),
    **afterwards_words.PAPER,
}
PAPER_STATE: Words = {
    "valid": _("有效"),
    "superseded": _("已被新文书代替"),
    "revoked": _("已撤销"),
    **afterwards_words.PAPER_STATE,
}
DELIVERY_MODE: Words = {
    "handed_over": _("当面交付"),
    "electronic": _("电子送达"),
    "through_assister": _("代办员转交"),
    "left": _("留置送达"),
    "announced": _("公告送达"),
    **afterwards_words.DELIVERY_MODE,
}
REMEDY: Words = {
    "reconsideration": _("行政复议"),
    "lawsuit": _("行政诉讼"),
    "complaint": _("投诉"),
}
EFFECT: Words = {
    "deemed_acceptance": _("逾期不告知视为受理"),
    "deemed_withdrawal": _("逾期不补正视为撤回"),
    "extension": _("可延长一次"),
    "special_procedure": _("不计时环节"),
    "public_notice": _("需要公示"),
    "deferral": _("容缺受理"),
    "informed_commitment": _("告知承诺"),
    "on_the_spot": _("当场办结"),
    "receipt_on_trust": _("受托收件"),
    "non_counted_step": _("本事项自有依据的不计时环节"),
    "after_hours_receipt": _("下班后收到的次日起算"),
    "announcement": _("公告送达"),
}
POSITION: Words = {
    "family_planning": _("计生服务岗"),
    "civil_affairs": _("民政残联岗"),
    "civil_affairs_disabled": _("民政残联岗"),
    "rural_economy": _("农经服务岗"),
    "social_security": _("社会保障岗"),
}
IDENTITY_PROOF: Words = {
    "": _("还没有核对"),
    "phone": _("只验证过手机号码"),
    "id_card_seen": _("看过身份证原件，人证一致"),
    "real_name": _("实名身份登录"),
}
IDENTITY_PLACE: Words = {
    "window": _("在窗口"),
    "village_point": _("在村代办点"),
    "at_home": _("上门"),
}
VILLAGE_MODE: Words = {
    "direct": _("村里直接办"),
    "agency": _("村里代您办"),
    "assist": _("村里帮您办"),
    "inform": _("村里可以问"),
}
WHERE: Words = {
    "portal": _("网上"),
    "window": _("便民服务中心窗口"),
    "village_point": _("村代办点"),
}
SCOPE: Words = {
    "township": _("在本乡镇办。"),
    "county": _("全县的便民服务中心都能交。"),
    "prefecture": _("全市的便民服务中心都能交。"),
    "region": _("全区（省）的便民服务中心都能交。"),
    "nation": _("全国哪里的服务中心都能交。"),
}
COVERAGE: Words = {
    "taken": _("能办的"),
    "not_taken": _("这里不办的"),
    "open": _("还没有承接的"),
    "ended": _("已经停办的"),
}
ROLE: Words = {
    "assister": _("代办员"),
    "clerk": _("窗口人员"),
    "reviewer": _("岗位审核人员"),
    "approver": _("审批人"),
    "county_reviewer": _("县级部门"),
    "county_approver": _("县级决定人"),
    "catalogue_editor": _("事项编辑"),
    "catalogue_approver": _("事项审定"),
    "system_admin": _("系统管理员"),
    "security_admin": _("安全管理员"),
    "auditor": _("审计管理员"),
    "applicant": _("申请人"),
    "representative": _("代理人"),
    "system": _("系统"),
    "public": _("公众"),
}
HOLDER: Words = {"A": _("A岗"), "B": _("B岗")}
UNIT: Words = {"working": pgettext_lazy("unit", "工作日"), "calendar": pgettext_lazy("unit", "天")}
TELLING_WAY: Words = {
    "paper": _("给了纸质告知书"),
    "link": _("扫码带走"),
    "read_aloud": _("念给来人听"),
    "phone": _("电话里说的"),
}
YES_NO: Words = {"yes": pgettext_lazy("answer", "是"), "no": pgettext_lazy("answer", "不是")}
DRAFT_STATE: Words = {
    "editing": _("正在写"),
    "submitted": _("等审定"),
    "returned": _("退回修改"),
    "approved": _("已审定"),
    "discarded": _("已丢弃"),
}
IMPORT_STATE: Words = {
    "waiting": _("排队等着"),
    "reading": _("正在读"),
    "checking": _("正在查"),
    "loading": _("正在导入"),
    "done": _("导入好了"),
    "refused": _("没有导入"),
    "cancelled": _("已停下"),
}

_WORDS: Mapping[str, Words] = {
    "status": STATUS,
    "outcome": OUTCOME,
    "phase": PHASE,
    "act": ACT,
    "event": EVENT,
    "channel": CHANNEL,
    "representation": REPRESENTATION,
    "relation": RELATION,
    "material_form": MATERIAL_FORM,
    "necessity": NECESSITY,
    "verdict": VERDICT,
    "step_kind": STEP_KIND,
    "step_state": STEP_STATE,
    "level": LEVEL,
    "clock": CLOCK,
    "lamp": LAMP,
    "waits_for": WAITS_FOR,
    "day": DAY,
    "paper": PAPER,
    "paper_state": PAPER_STATE,
    "delivery_mode": DELIVERY_MODE,
    "remedy": REMEDY,
    "effect": EFFECT,
    "position": POSITION,
    "identity_proof": IDENTITY_PROOF,
    "identity_place": IDENTITY_PLACE,
    "village_mode": VILLAGE_MODE,
    "where": WHERE,
    "scope": SCOPE,
    "coverage": COVERAGE,
    "site_kind": SITE_KIND,
    "division_level": DIVISION_LEVEL,
    "place_event": PLACE_EVENT,
    "set_up_step": SET_UP_STEP,
    "set_up_hint": SET_UP_HINT,
    "set_up_gap": SET_UP_GAP,
    "import_line": IMPORT_LINE,
    "role": ROLE,
    "draft_state": DRAFT_STATE,
    "import_state": IMPORT_STATE,
    "holder": HOLDER,
    "unit": UNIT,
    "telling_way": TELLING_WAY,
    "yes_no": YES_NO,
    "privacy_kind": PRIVACY_KIND,
    "privacy_state": PRIVACY_STATE,
    "privacy_field": PRIVACY_FIELD,
    "assurance": ASSURANCE,
    "retention": RETENTION,
    **people_words.WORDS,
    **security_words.WORDS,
    **mandate_words.WORDS,
    **correction_words.WORDS,
    **promise_words.WORDS,
    **limit_words.WORDS,
    **afterwards_words.WORDS,
    **calendar_words.WORDS,
    **privacy_words.WORDS,
    "door_outcome": DOOR_OUTCOME,
    "account_state": ACCOUNT_STATE,
    "factor_state": FACTOR_STATE,
}
_PLAIN: Mapping[str, Words] = {
    "privacy_state": PLAIN_PRIVACY_STATE,
    "status": PLAIN_STATUS,
    "outcome": PLAIN_OUTCOME,
    "event": PLAIN_EVENT,
    "clock": PLAIN_CLOCK,
    "material_form": PLAIN_MATERIAL_FORM,
}


def word(code: str, kind: str) -> str:
    """The field's term for a code.

    Args:
        code: the code as the rooms send it.
        kind: which list of words, e.g. ``"status"``.

    Raises:
        KeyError: there is no such list.  A code without a word comes back as itself, so that a page is
            never lost over a word.
    """
    return str(_WORDS[kind].get(code, code))


def plain(code: str, kind: str) -> str:
    """The word a villager would use, else the field's term. Arguments and errors as :func:`word`."""
    spoken = _PLAIN.get(kind, {}).get(code)
    return str(spoken) if spoken is not None else word(code, kind)


def known(kind: str) -> frozenset[str]:
    """The codes of one list that have a word (for the checks)."""
    return frozenset(_WORDS[kind])
