"""The acts on a case as forms: how each one reads what was posted and which command it calls.

Nothing here judges what was entered: the commands do, and say everything that is wrong at once.
"""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.faces.workbench import acts_corrections
from tongban.faces.workbench.act_shape import Act, Inputs, text_of, yes_of
from tongban.faces.workbench.acts_afterwards import AFTERWARDS_ACTS
from tongban.faces.workbench.acts_clock import CLOCK_ACTS
from tongban.faces.workbench.acts_custody import CUSTODY_ACTS
from tongban.faces.workbench.acts_fees import FEE_ACTS
from tongban.faces.workbench.acts_on_the_spot import SPOT_ACTS
from tongban.faces.workbench.acts_promises import PROMISE_ACTS
from tongban.faces.workbench.acts_recusing import RECUSING_ACTS
from tongban.faces.workbench.acts_signing import SIGNING_ACTS
from tongban.faces.workbench.acts_steps import STEP_ACTS
from tongban.faces.workbench.acts_taking import TAKING_ACTS


def _decision(posted: QueryDict) -> Inputs:
    return {
        "granted": yes_of(posted, "granted"),
        "reason": text_of(posted, "reason"),
        "basis": text_of(posted, "basis"),
        "unsigned_confirmed": posted.get("unsigned_confirmed") == "yes",
    }


def _identity(posted: QueryDict) -> Inputs:
    return {"seen": posted.get("seen") == "yes", "place": text_of(posted, "place")}


def _withdrawal(posted: QueryDict) -> Inputs:
    return {"reason": text_of(posted, "reason"), "signed": posted.get("signed") == "yes"}


ACTS: dict[str, Act] = {
    **SPOT_ACTS,
    **acts_corrections.ACTS,
    "confirm_identity": Act(
        _("核对身份证"),
        commands.confirm_identity,
        _identity,
        prints=False,
        choices={"place": ("window", "village_point", "at_home")},
    ),
    **STEP_ACTS,
    **SIGNING_ACTS,
    "decide": Act(_("作出决定"), commands.decide, _decision, paper=True),
    **AFTERWARDS_ACTS,
    **CLOCK_ACTS,
    **PROMISE_ACTS,
    **TAKING_ACTS,
    **RECUSING_ACTS,
    **CUSTODY_ACTS,
    **FEE_ACTS,
    "withdraw": Act(_("按申请人要求撤回"), commands.withdraw, _withdrawal, prints=False, grave=True),
}
