"""Taking, putting back and assigning anew as forms; the first two are one press on the case's page."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.queries.shapes import CaseView
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Inputs, text_of
from tongban.kernel.errors import FieldFault, InputFaults


def _step(posted: QueryDict) -> Inputs:
    return {"step_code": text_of(posted, "step_code")}


def _given(posted: QueryDict) -> Inputs:
    place, _colon, chosen = text_of(posted, "to").rpartition(":")
    to = whole_number(chosen)
    if not to:
        raise InputFaults([FieldFault("to", "choice_missing")])
    return {"to": to, "step_code": place, "reason": text_of(posted, "reason")}


def _people(case: CaseView, values: QueryDict) -> Inputs:
    return {"givable": case.taking.givable}


TAKING_ACTS: dict[str, Act] = {
    "take": Act(_("接手办理"), commands.take, _step, prints=False),
    "put_back": Act(_("退回岗位待办"), commands.put_back, _step, prints=False),
    "reassign": Act(_("改派"), commands.reassign, _given, prints=False, page=_people),
}
