"""Words of fees: what can be entered as one, and what cannot."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

FAULT: Words = {
    "not_a_fee_line": _(
        "这不是本事项公布的收费，不能登记。养老保险费、医疗保险费是参保人自己的缴费，不是办事收费，也不在这里登记"
    ),
    "fee_not_asked": _("按申请人的情形，这一项不收费"),
    "fee_paid_already": _("这一项已经登记过缴费；退了以后才能再登记"),
    "fee_units": _("数量要在 1 到 %(most)s 之间"),
    "fee_of_nothing": _("这一项的标准是 0 元，不用登记"),
    "receipt_number": _("请照财政票据填号码，6 到 40 位数字和字母"),
    "receipt_used": _("这个财政票据号已经登记过了，一张票据只登记一次"),
    "fee_not_paid": _("这项收费依法要先缴清，还没有登记缴费"),
}
REFUSAL: Words = {"fee_not_paid": FAULT["fee_not_paid"]}
WHY_NOT: Words = {
    **REFUSAL,
    "not_your_role_record_fee": _("由窗口人员登记"),
    "not_your_role_reverse_fee": _("由窗口人员或者机关负责人登记"),
}
FIELDS: Words = {
    "line": _("收费项目"),
    "units": _("数量"),
    "receipt": _("财政票据号"),
    "paid_on": _("缴费的日子"),
    "fee": pgettext_lazy("field", "退哪一笔"),
}
