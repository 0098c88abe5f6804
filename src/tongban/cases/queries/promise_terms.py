"""On which terms an item takes a promise in the place of a material: what pages and papers tell before it is signed."""

from dataclasses import dataclass

from tongban.cases.promising import commitment_limit, committable, deferrable, deferral_days, sample_percent
from tongban.catalogue.definition import Basis, ItemDefinition, Material
from tongban.rules.clock import Limit
from tongban.rules.promises import FORM, LATER


@dataclass(frozen=True)
class PromiseTerms:
    """The terms of one promise.

    ``form``: commitment (告知承诺), later (容缺).  ``limit``: within how long after the acceptance it is checked, or
    the paper must follow.  ``percent``: of how many in a hundred the truth is checked.
    """

    form: str
    material: Material
    limit: Limit
    percent: int
    basis: Basis


def terms_of(item: ItemDefinition, code: str) -> tuple[PromiseTerms, ...]:
    """The promises that the item takes in this material's place; none without its rule and basis."""
    material = next((one for one in item.materials if one.code == code), None)
    if material is None:
        return ()
    told = []
    commits, defers = item.effect("informed_commitment"), item.effect("deferral")
    if commits is not None and code in committable(item):
        limit = commitment_limit(item)
        told.append(PromiseTerms(FORM, material, limit, sample_percent(item), commits.basis))
    days = deferral_days(item)
    if defers is not None and days is not None and code in deferrable(item):
        told.append(PromiseTerms(LATER, material, days, 100, defers.basis))
    return tuple(told)
