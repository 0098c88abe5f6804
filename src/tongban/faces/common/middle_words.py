"""Words of the middle of a case: taking, steps, public notices, fees, where the result lies."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACT: Mapping[str, object] = {
    "take": _("接手办理"),
    "put_back": _("退回岗位待办"),
    "reassign": _("改派"),
    "record_signature": _("登记签名"),
    "return_step": _("退回上一环节"),
    "recuse": _("回避"),
    "record_objection": _("登记异议"),
    "answer_objection": _("答复异议"),
    "record_fee": _("登记缴费"),
    "reverse_fee": _("冲销缴费"),
    "receive_result": _("登记县里送来的结果"),
    "take_out_result": _("交代办员带走"),
    "bring_back_result": _("登记带回"),
    "send_result": _("送到别的乡镇"),
    "receive_sent_result": _("登记送到"),
}
EVENT: Mapping[str, object] = {
    "taken": pgettext_lazy("event", "接手办理"),
    "put_back": pgettext_lazy("event", "退回岗位待办"),
    "reassigned": pgettext_lazy("event", "改派"),
    "signature_recorded": _("登记了签名"),
    "step_returned": pgettext_lazy("event", "退回前面的环节"),
    "recused": pgettext_lazy("event", "回避，换人办理"),
    "kin_found": pgettext_lazy("event", "经办人后来登记了近亲属，已备案"),
    "notice_posted": _("张贴公示"),
    "objection_recorded": _("收到异议"),
    "objection_answered": _("异议已经答复"),
    "external_completed": _("在外部系统办完"),
    "fee_recorded": pgettext_lazy("event", "登记缴费"),
    "fee_reversed": pgettext_lazy("event", "冲销缴费"),
    "result_received": _("县里的结果送到窗口"),
    "result_taken_out": _("代办员领走结果"),
    "result_brought_back": _("结果带回窗口"),
    "result_sent": _("结果送往领取地点"),
    "result_arrived": _("结果送到领取地点"),
}
PLAIN_EVENT: Mapping[str, object] = {
    "taken": _("有工作人员接手办理"),
    "put_back": _("转给同岗位的工作人员办理"),
    "reassigned": _("换了一位工作人员办理"),
    "signature_recorded": _("一位家庭成员签了名"),
    "step_returned": _("前面的一个环节要再办一次"),
    "recused": _("换了别人接着办理"),
    "kin_found": _("这一件要再仔细看一遍"),
    "notice_posted": _("公示已经贴出"),
    "objection_recorded": _("有人对公示提出了意见，要核实"),
    "objection_answered": _("对公示的意见已经核实"),
    "external_completed": _("一个环节办完了"),
    "fee_recorded": _("您的缴费已经登记"),
    "fee_reversed": _("您的缴费已经退回"),
    "result_received": _("结果已经到了窗口"),
    "result_taken_out": _("代办员正把结果带给您"),
    "result_brought_back": _("结果带回了窗口"),
    "result_sent": _("结果正送往您选的领取地点"),
    "result_arrived": _("结果已经送到您选的领取地点"),
}
