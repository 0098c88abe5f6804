"""Words of the delivery register (出件登记): where a result lies, and why it cannot leave from there."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

RESULT_AT: Words = {
    "county": _("县里还没送来"),
    "window": _("在窗口"),
    "assister": _("代办员带走"),
    "sent": _("送往领取地点"),
    "elsewhere": _("已到领取地点"),
    "out": _("已交付"),
}
WORDS: Mapping[str, Words] = {"result_at": RESULT_AT}

REFUSAL: Words = {
    "no_result": _("这一件没有要交付的结果"),
    "not_come_down": _("证件还在县里，送到窗口登记以后才能交给群众"),
    "lies_at_the_window": _("结果现在在窗口"),
    "with_the_assister": _("已经由代办员签收带走：由代办员交付，或者先登记带回"),
    "handed_over_already": _("结果已经交付过了，不能再交一次"),
    "not_sent_here": _("证件还在办理的中心，送到这里登记以后才能交给群众"),
    "on_its_way": _("证件正在送往领取地点的路上，送到登记以后才能交给群众"),
    "sent_elsewhere": _("证件送到别的乡镇去了：由那里交付，或者先登记带回"),
    "needs_no_carrying": _("这个结果在领取地点打印就行，不用送"),
    "not_taken_out": _("证件还在窗口：先登记交给代办员带走，再由代办员交给群众"),
}
WHY_NOT: Words = {
    **REFUSAL,
    "not_your_role_receive_result": _("由窗口人员登记"),
    "not_your_role_take_out_result": _("由窗口人员登记，代办员签名"),
    "not_your_role_bring_back_result": _("由窗口人员登记"),
    "not_your_role_send_result": _("由窗口人员登记"),
    "not_your_role_receive_sent_result": _("由领取地点的窗口人员或者代办员登记"),
    "front_only": _("出件登记由窗口人员和代办员用"),
}
FAULT: Words = {
    "signature_not_the_assister": _("签名要和领走的代办员一样：%(name)s"),
    "not_agreed_to_site": _("申请人没有选这个地点，先问过他，同意了再勾选"),
    "not_agreed_to_assister": _("申请人没有选这个代办点，先问过他，同意了再勾选"),
}
FIELDS: Words = {
    "certificate": _("证件号码"),
    "assister": pgettext_lazy("field", "代办员"),
    "signed": _("代办员签名"),
    "agreed": _("申请人同意"),
    "carrier": _("谁送去"),
    "site_code": pgettext_lazy("field", "送到哪里"),
}
