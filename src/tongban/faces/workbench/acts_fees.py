"""Fees as forms: a payment and its reversal are written down; no money changes hands here (收缴分离)."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.queries.shapes import CaseView
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Inputs, day_of, text_of


def _paid(posted: QueryDict) -> Inputs:
    return {
        "line": text_of(posted, "line"),
        "units": whole_number(text_of(posted, "units") or "1") or 0,
        "receipt": text_of(posted, "receipt"),
        "paid_on": day_of(posted, "paid_on"),
    }


def _paid_page(case: CaseView, values: QueryDict) -> Inputs:
    return {"to_pay": case.fees.to_pay, "only": len(case.fees.to_pay) == 1}


def _reversed(posted: QueryDict) -> Inputs:
    return {"fee": text_of(posted, "fee"), "reason": text_of(posted, "reason")}


def _reversed_page(case: CaseView, values: QueryDict) -> Inputs:
    return {"returnable": case.fees.returnable, "only": len(case.fees.returnable) == 1}


FEE_ACTS: dict[str, Act] = {
    "record_fee": Act(_("登记缴费"), commands.record_fee, _paid, prints=False, page=_paid_page),
    "reverse_fee": Act(
        _("冲销缴费"), commands.reverse_fee, _reversed, prints=False, grave=True, page=_reversed_page
    ),
}
