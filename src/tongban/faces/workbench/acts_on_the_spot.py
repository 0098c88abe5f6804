"""即办件 as one form: what was looked at, the numbers of other systems, who takes the result."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.queries.shapes import CaseView
from tongban.catalogue.definition import ItemDefinition, Step
from tongban.faces.workbench.act_shape import Act, Inputs, text_of
from tongban.faces.workbench.acts_corrections import read_verdicts
from tongban.rules.delivery import OWN_WORD, RELATIONS


def numbers_in(posted: QueryDict) -> dict[str, str]:
    """Step of another system → what was typed as its number."""
    return {name.partition(".")[2]: text_of(posted, name) for name in posted if name.startswith("external.")}


def who_takes_it(posted: QueryDict) -> Inputs:
    """Who takes the result, and by what right."""
    return {
        "identification": text_of(posted, "identification"),
        "lives_together": posted.get("lives_together") == "yes",
        "authority": text_of(posted, "authority"),
    }


def external_steps(item: ItemDefinition) -> tuple[Step, ...]:
    """The steps that another system does."""
    return tuple(step for step in item.steps if step.kind == "external_system")


def _read(posted: QueryDict) -> Inputs:
    return {
        **read_verdicts(posted),
        "external": numbers_in(posted),
        "receiver_name": text_of(posted, "receiver_name"),
        "relation": text_of(posted, "relation"),
        **who_takes_it(posted),
    }


def _who_came(case: CaseView) -> str:
    """本人, or nobody yet where somebody else acts: it is asked, not supposed, who stands there."""
    return "" if case.representative else OWN_WORD


def _page(case: CaseView, values: QueryDict) -> Inputs:
    return {
        "came": tuple(
            (one, f"verdict.{one.code}" in values, f"verdicts.{one.code}")
            for one in case.materials
            if one.form
        ),
        "external": tuple(
            (step, f"external.{step.code}", values.get(f"external.{step.code}", ""))
            for step in external_steps(case.item)
        ),
        "relations": sorted(RELATIONS),
        "receiver": values.get("receiver_name") or _who_came(case),
    }


SPOT_ACTS: dict[str, Act] = {
    "finish_on_the_spot": Act(_("当场办结"), commands.finish_on_the_spot, _read, page=_page),
}
