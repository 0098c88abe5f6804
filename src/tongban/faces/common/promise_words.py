"""Words of promises: a paper that follows later (容缺), a signed word in the place of a proof (告知承诺); of what is
taken up again, and of breaches of telling."""

from django.utils.translation import gettext_lazy as _

FAULT = {
    "commitment_not_offered": _("这样材料不能用承诺代替，请交材料"),
    "commitment_false_before": _("申请人以前的承诺核查不属实，这次要交材料，不能再用承诺代替"),
    "deferral_not_offered": _("这样材料不在可以后补的名单里，要现在交齐"),
    "deferral_of_required": _("这样是主要材料，不能后补"),
    "deferral_not_missing": _("这样材料已经交了，不用后补"),
    "deferral_not_signed": _("先请申请人在容缺受理承诺书上签字，再勾选“已签字”"),
    "promise_found_false": _("有一样材料的承诺核查不属实，证明还没有补来，不能准予"),
    "promise_not_heard": _("承诺核查不属实的，不予批准以前要先听申请人说明，请先办“听取陈述申辩”"),
    "commitment_to_check_first": _("申请人以前的承诺核查不属实，这次的承诺要先核查，属实了才能准予"),
    "deferred_not_brought": _("答应后补的材料还没有补来，补齐以后才能准予"),
    "not_promised": _("这样材料没有后补，也没有承诺"),
    "promise_settled": _("这一样已经登记过了，不用再登记"),
    "promise_not_signed": _("请写上姓名，表示签名"),
    "promise_not_agreed": _("请先勾选，表示看过承诺的内容，自愿承诺"),
    "signature_not_the_name": _("签名要和申请人（或者代您办的人）的姓名一样"),
    "too_late_to_restore": _("可以恢复办理的日子过了，请申请人重新申请"),
    "proof_not_seen": _("先看证明，看过再勾选"),
}
FORM = {"commitment": _("书面承诺"), "later": _("答应后补")}
PLAIN_FORM = {"commitment": _("书面承诺，不用交材料"), "later": _("先办，以后补")}
WHY_NOT = {
    "too_late_to_restore": _("可以恢复办理的日子过了，请申请人重新申请"),
    "not_your_role_restore": _("由窗口人员或者机关负责人办"),
    "not_your_role_bring_deferred": _("由窗口人员或代办员收"),
    "not_your_role_check_commitment": _("由审核人员或负责人核查"),
}
PROMISE = {"deferred": _("容缺后补"), "committed": _("告知承诺")}
BREACH = {
    "told_in_parts": _("没有一次告知"),
    "not_told_in_time": _("没有按时告知，到期视为受理"),
}
WORDS = {"promise": PROMISE, "breach": BREACH}
FIELDS = {
    "cause": _("没有按期补的原因"),
    "proof": _("证明"),
    "proof_seen": _("证明"),
    "material": _("材料"),
    "form": _("怎样交的"),
    "note": _("核查的情况"),
    "kept": _("核查结果"),
}
