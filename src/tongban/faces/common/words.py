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
    custody_words,
    desk_words,
    duty_words,
    kin_words,
    limit_words,
    mandate_words,
    message_words,
    people_words,
    privacy_words,
    promise_words,
    roster_words,
    security_words,
    service_words,
    signing_words,
    step_record_words,
    warning_words,
)
from tongban.faces.common.case_words import ACT, EVENT, PLAIN_EVENT
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
    "deferred": _("后补材料的最后日期"),
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
    "no_longer_awaited": _("已经补来或者办完，不用再等"),
    "public_notice": _("公示"),
    **limit_words.OTHER_STEP,
}
PAPER: Words = {
    "one_time_notice": _("一次性告知书"),
    "intake_receipt": _("收件凭证"),
    "roster_receipt": _("名册收件凭证"),
    "acceptance_notice": _("受理通知书"),
    "deemed_acceptance_notice": _("受理通知书（视为受理）"),
    "correction_notice": _("补正告知书"),
    "deemed_withdrawal_notice": _("视为撤回告知书"),
    "withdrawal_confirmation": _("撤回申请确认书"),
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
    "roster_intake": _("可以按名册收件"),
    "yearly_review": _("每年核对一次"),
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
    "supervisor": _("政务监督人员"),
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
    **roster_words.WORDS,
    **step_record_words.WORDS,
    **signing_words.WORDS,
    **message_words.WORDS,
    **custody_words.WORDS,
    **service_words.WORDS,
    **duty_words.WORDS,
    **desk_words.WORDS,
    **warning_words.WORDS,
    **kin_words.WORDS,
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
