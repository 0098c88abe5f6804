"""Whose matter an application is before it is made: who handles it, whether it is taken in here, where the result can be collected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.cases.edition import village_question as village_question
from tongban.cases.receiving import elsewhere
from tongban.cases.routing import across_townships, collect_sites
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.models import Site
from tongban.directory.queries import centre_for_village, site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotFound


@dataclass(frozen=True)
class CollectPlace:
    """Where a result can be collected."""

    code: str
    name: str


@dataclass(frozen=True)
class WhoseMatter:
    """Who handles an application as far as it is written.

    Args:
        site: the centre that handles it; ``body``: the authority behind it.
        away: another township's than the one that takes it in (通办).
        taken: it can be taken in here; False: the item is for the own township alone.
        places: where the result can be collected, the usual one first.
    """

    site: str
    body: str
    address: str
    phone: str
    away: bool
    taken: bool
    places: tuple[CollectPlace, ...]


def whose_matter(actor: Actor | None, item: ItemDefinition, answers: Mapping[str, Any]) -> WhoseMatter | None:
    """Whose matter it is by the village that the answers name; None before one is named, or where nobody serves it.

    Args:
        actor: who takes it in; of citizens and of who is not signed in, the handling centre does.
    """
    village = str(answers.get(village_question(item), "") or "")
    if not village:
        return None
    try:
        handling = centre_for_village(village)
    except NotFound:
        return None
    intake = site(actor.site_id) if isinstance(actor, Staff) else handling
    away = elsewhere(intake, handling)
    offered = collect_sites(item, handling, intake)
    return WhoseMatter(
        handling.name,
        handling.body.name,
        handling.address,
        handling.phone,
        away,
        not away or across_townships(item),
        tuple(CollectPlace(one.code, one.name) for one in offered if _near(one, village, intake)),
    )


def _near(one: Site, village: str, intake: Site) -> bool:
    """Of the points only the applicant's own village's, and where they stand now."""
    return one.kind != Site.Kind.VILLAGE_POINT or one.division_code == village or one.id == intake.id
