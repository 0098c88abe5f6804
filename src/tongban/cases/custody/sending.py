"""To which sites of other townships a result may be sent (通办): where it is collected, or another centre of the county."""

from dataclasses import dataclass

from tongban.cases.state import CaseState
from tongban.directory.models import Site
from tongban.directory.queries import places
from tongban.kernel.time import today


@dataclass(frozen=True)
class Receiving:
    """A site that hands over what another township decided.

    Args:
        code: of the site.
        chosen: it is where the applicant collects the result.
    """

    site_id: int
    code: str
    name: str
    chosen: bool


def sites_to_send_to(state: CaseState) -> tuple[Receiving, ...]:
    """Where a result may be sent, the applicant's choice first."""
    found = []
    for site in places().sites.values():
        chosen = site.id == state.collect_site_id
        away = state.handling_site_id not in (site.id, site.handled_by_id)
        closed = site.closed_on is not None and site.closed_on <= today()
        if away and not closed and (chosen or site.kind == Site.Kind.CENTRE):
            found.append(Receiving(site.id, site.code, site.name, chosen))
    return tuple(sorted(found, key=lambda one: (not one.chosen, one.name)))
