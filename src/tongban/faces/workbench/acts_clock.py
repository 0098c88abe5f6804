"""The acts of the clock as forms: special procedures, the extension, the end of a matter."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Inputs, day_of, text_of, yes_of
from tongban.kernel.errors import FieldFault, InputFaults

GROUNDS = ("applicant_died", "body_dissolved", "object_gone", "other_by_law")


def count_of(posted: QueryDict, name: str) -> int | None:
    """A number of days; None where left empty.

    Raises:
        InputFaults: ``not_whole_days``.
    """
    text = text_of(posted, name)
    if not text:
        return None
    number = whole_number(text, 4)
    if number is None:
        raise InputFaults([FieldFault(name, "not_whole_days")])
    return number


def _start(posted: QueryDict) -> Inputs:
    return {
        "kind": text_of(posted, "kind"),
        "days": count_of(posted, "days") or 0,
        "unit": text_of(posted, "unit"),
        "first": day_of(posted, "first"),
        "reason": text_of(posted, "reason"),
        "subject": text_of(posted, "subject"),
    }


def _end(posted: QueryDict) -> Inputs:
    return {"ended": day_of(posted, "ended"), "result": text_of(posted, "result")}


def _extension(posted: QueryDict) -> Inputs:
    return {"days": count_of(posted, "days"), "reason": text_of(posted, "reason")}


def _termination(posted: QueryDict) -> Inputs:
    texts = {name: text_of(posted, name) for name in ("ground", "reason", "basis")}
    return texts | {"nobody": posted.get("nobody") == "yes"}


def _later_entry(posted: QueryDict) -> Inputs:
    texts = {name: text_of(posted, name) for name in ("note", "entry")}
    if posted.get("held") == "never":
        return texts | {"held": False, "unserved": True}
    return texts | {"held": yes_of(posted, "held")}


CLOCK_ACTS: dict[str, Act] = {
    "start_special_procedure": Act(
        _("进入不计时环节"),
        commands.start_special_procedure,
        _start,
        paper=True,
        choices={"unit": ("working", "calendar")},
    ),
    "confirm_later_entry": Act(_("核对补录时间"), commands.confirm_later_entry, _later_entry, prints=False),
    "end_special_procedure": Act(_("结束不计时环节"), commands.end_special_procedure, _end, prints=False),
    "extend": Act(_("延长期限"), commands.extend, _extension, paper=True),
    "terminate": Act(
        _("终止办理"), commands.terminate, _termination, paper=True, grave=True, choices={"ground": GROUNDS}
    ),
}
