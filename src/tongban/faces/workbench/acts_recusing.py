"""Recusal as a form: who may not act, how they stand to a party, and to whom the matter goes."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Inputs, text_of
from tongban.kernel.errors import FieldFault, InputFaults

RELATIONS = ("self", "spouse", "parent", "child", "sibling", "in_law", "other")


def _recused(posted: QueryDict) -> Inputs:
    place, _colon, chosen = text_of(posted, "who").rpartition(":")
    who = whole_number(chosen)
    if not who:
        raise InputFaults([FieldFault("who", "choice_missing")])
    return {
        "place": place,
        "who": who,
        "relation": text_of(posted, "relation"),
        "words": text_of(posted, "words"),
    }


RECUSING_ACTS: dict[str, Act] = {
    "recuse": Act(_("回避"), commands.recuse, _recused, prints=False, choices={"relation": RELATIONS}),
}
