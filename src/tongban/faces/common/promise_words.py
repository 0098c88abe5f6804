"""Words of promises: a paper that follows later (容缺), a signed word in the place of a proof (告知承诺)."""

from django.utils.translation import gettext_lazy as _

FAULT = {
    "commitment_not_offered": _("这样材料不能用承诺代替，请交材料"),
    "commitment_false_before": _("申请人以前的承诺核查不属实，这次要交材料，不能再用承诺代替"),
    "deferral_not_offered": _("这样材料不在可以后补的名单里，要现在交齐"),
    "deferral_of_required": _("这样是主要材料，不能后补"),
    "deferred_not_brought": _("答应后补的材料还没有补来，补齐以后才能准予"),
    "not_promised": _("这样材料没有后补，也没有承诺"),
    "promise_settled": _("这一样已经登记过了，不用再登记"),
}
FORM = {"commitment": _("书面承诺")}
PLAIN_FORM = {"commitment": _("书面承诺，不用交材料")}
