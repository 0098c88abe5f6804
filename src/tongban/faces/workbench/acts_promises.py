"""The acts of promises as forms: what was to follow comes, a promise is checked; what counts as withdrawn is restored."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.queries.shapes import CaseView
from tongban.faces.workbench.act_shape import Act, Inputs, day_of, text_of, yes_of


def _brought(posted: QueryDict) -> Inputs:
    return {"material": text_of(posted, "material"), "form": text_of(posted, "form")}


def _brought_page(case: CaseView, values: QueryDict) -> Inputs:
    waiting = tuple(one for one in case.promises if one.to_bring)
    forms = tuple(dict.fromkeys(form for one in waiting for form in one.forms))
    return {"waiting": waiting, "paper_forms": forms}


def _checked(posted: QueryDict) -> Inputs:
    return {
        "material": text_of(posted, "material"),
        "kept": yes_of(posted, "kept"),
        "note": text_of(posted, "note"),
    }


def _checked_page(case: CaseView, values: QueryDict) -> Inputs:
    return {"waiting": tuple(one for one in case.promises if one.kind == "committed" and one.kept is None)}


def _restored(posted: QueryDict) -> Inputs:
    return {
        "cause": text_of(posted, "cause"),
        "proof": text_of(posted, "proof"),
        "proof_seen": posted.get("proof_seen") == "yes",
        "bring_by": day_of(posted, "bring_by"),
        "handed_over": posted.get("handed_over") == "yes",
    }


PROMISE_ACTS: dict[str, Act] = {
    "bring_deferred": Act(
        _("收下补来的材料"), commands.bring_deferred, _brought, prints=False, page=_brought_page
    ),
    "check_commitment": Act(
        _("核查承诺"), commands.check_commitment, _checked, prints=False, page=_checked_page
    ),
    "restore": Act(_("恢复办理"), commands.restore, _restored),
}
