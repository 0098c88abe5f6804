"""Where an application goes: the centre that handles it, who holds each step, where the result is collected."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.cases.checking import steps_needed
from tongban.cases.requests import Application
from tongban.catalogue.definition import ItemDefinition, Step
from tongban.directory.models import Body, Position, Site
from tongban.directory.queries import centre_for_village, places, site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.time import today


@dataclass(frozen=True)
class Route:
    """The sites and positions of one application."""

    intake: Site
    handling: Site
    collect: Site
    position: Position
    steps: tuple[tuple[Step, Position], ...]
    deciding_body: Body


def route(actor: Actor, item: ItemDefinition, application: Application, answers: Mapping[str, str]) -> Route:
    """Find the way of an application.

    A counter or point takes in for any township of the county, as far as the item's ``scope`` allows (通办): the
    township of the village handles it, by its own edition, calendar and promise.

    Raises:
        InputFaults: ``not_served_here`` (site, address, phone) where the item is applied for in the own township alone;
            the place of collection is none of `collect_sites`.
        Refusal: ``no_centre_for_item``; ``no_position_for_step`` (position) where nobody could act or decide.
        NotFound: the village's township has no centre here.
    """
    village = next((q.code for q in item.questions if q.kind == "village" and q.code in answers), "")
    intake: Site | None = None
    handling: Site | None = None
    if isinstance(actor, Staff):
        intake = site(actor.site_id)
        handling = intake.handled_by or intake
    if village:
        centre = centre_for_village(answers[village])
        if handling is not None and centre.id != handling.id and not across_townships(item):
            raise InputFaults([FieldFault(f"answers.{village}", "not_served_here", where_to_go(centre))])
        handling = centre
    if handling is None:
        raise Refusal("no_centre_for_item")
    intake = intake or handling
    collect = intake
    if application.collect_site_code:
        code = application.collect_site_code
        offered = collect_sites(item, handling, intake)
        chosen = next((known for known in offered if known.code == code), None)
        if chosen is None:
            raise InputFaults([FieldFault("collect_site_code", "not_an_option")])
        collect = chosen
    point = _point(intake, handling, answers.get(village, ""))
    steps = tuple(
        (step, _holder_of_step(step, item, handling, point))
        for step in steps_needed(item, answers, application.channel)
    )
    holder = _holder("township", item.position, handling, None)
    return Route(intake, handling, collect, holder, steps, _deciding_body(item, handling))


def across_townships(item: ItemDefinition) -> bool:
    """Whether the item can be applied for at any site of the county, and not in the own township alone."""
    return item.scope != "township"


def where_to_go(centre: Site) -> dict[str, str]:
    """What somebody is told who came to the wrong township."""
    return {"site": centre.name, "address": centre.address, "phone": centre.phone}


def collect_sites(item: ItemDefinition, handling: Site, intake: Site) -> tuple[Site, ...]:
    """Where a result can be collected: where it was applied for, the handling centre, its points; and any other centre of
    the county where the item is for the whole county."""
    known = [one for one in places().sites.values() if one.closed_on is None or one.closed_on > today()]
    own = [one for one in known if one.handled_by_id == handling.id]
    others = [one for one in known if one.kind == Site.Kind.CENTRE] if across_townships(item) else []
    found = {one.id: one for one in (intake, handling, *own, *others)}
    return tuple(found.values())


def _holder_of_step(step: Step, item: ItemDefinition, handling: Site, point: Site | None) -> Position:
    """Who holds a step; a village without a point has its step done by the township's position."""
    if step.level == "village" and point is None:
        return _holder("township", item.position, handling, None)
    return _holder(step.level, step.position, handling, point)


def _deciding_body(item: ItemDefinition, handling: Site) -> Body:
    """The township behind the centre, or the county body whose office holds the item's deciding position."""
    return _holder(item.decider.level, item.decider.position, handling, None).site.body


def _point(intake: Site, handling: Site, village: str) -> Site | None:
    """The village point that a village step belongs to: the village's own; None where it has no point."""
    if not village:
        return intake if intake.kind == Site.Kind.VILLAGE_POINT else None
    for known in places().sites.values():
        of_village = known.kind == Site.Kind.VILLAGE_POINT and known.division_code == village
        if of_village and known.handled_by_id == handling.id:
            return known
    return None


def _holder(level: str, code: str, handling: Site, point: Site | None) -> Position:
    known = places()
    candidates = {
        "township": [handling] if handling.kind == Site.Kind.CENTRE else [],
        "village": [point] if point else [],
        "county": [office for office in known.sites.values() if office.kind == Site.Kind.COUNTY_OFFICE],
    }
    for place in candidates.get(level, []):
        for position in known.positions.values():
            if position.site_id == place.id and position.code == code:
                return position
    raise Refusal("no_position_for_step", {"position": code})
