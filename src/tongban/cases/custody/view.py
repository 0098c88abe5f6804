"""Where the result of one case lies, and who may take it along, for the case's page."""

from dataclasses import dataclass
from datetime import date

from tongban.cases.custody.moving import travels
from tongban.cases.custody.sending import Receiving, sites_to_send_to
from tongban.cases.custody.unclaimed import days_lain, unclaimed_rule
from tongban.cases.frame import OpenCase
from tongban.directory.queries import AssisterAtWork, assisters_behind
from tongban.kernel.time import today
from tongban.rules.custody import READY, Place
from tongban.rules.lifecycle import Status


@dataclass(frozen=True)
class CustodyView:
    """Where it lies.

    Args:
        place: of `rules.custody.Place`; empty: there is no result.
        since: from which day; ``days``: calendar days that it has lain there.
        old: it lies ready longer than the place's rule says.
        assisters: who may take it along; told while it lies at the window.
        sites: of other townships, to which it may be sent; told while a paper that exists once lies at the window.
        collect_site: where the applicant collects it.
        collect_site_id: the same, to compare with the assisters' points.
    """

    place: str = ""
    since: date | None = None
    days: int = 0
    old: bool = False
    assisters: tuple[AssisterAtWork, ...] = ()
    sites: tuple[Receiving, ...] = ()
    collect_site: str = ""
    collect_site_id: int = 0


def custody_of(case: OpenCase) -> CustodyView:
    """As this case stands."""
    state = case.state
    if not state.result_at:
        return CustodyView()
    open_ = state.status == Status.CONCLUDED
    at_window = open_ and state.result_at == Place.WINDOW
    days = days_lain(state.result_since, today()) if open_ else 0
    ready = open_ and state.result_at in READY
    return CustodyView(
        state.result_at,
        state.result_since,
        days,
        ready and days >= unclaimed_rule().old_after,
        assisters_behind(state.handling_site_id) if at_window and not case.in_part else (),
        sites_to_send_to(state) if at_window and not case.in_part and travels(case) else (),
        case.row.collect_site.name,
        state.collect_site_id,
    )
