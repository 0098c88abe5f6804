"""Who may change the catalogue, and where: set-up everywhere, people within their body's division."""

from tongban.directory.queries import chain, site
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.errors import NotAuthorized

EDITORS = frozenset({"catalogue_editor", "catalogue_approver"})


def covers(actor: Actor, division: str) -> bool:
    """Whether an actor's body answers for a division's layer.

    A county's catalogue desk answers for its townships and villages, and in a deployment of one county for the
    layers above it too, since nobody else keeps them there.
    """
    if isinstance(actor, System):
        return True
    if not isinstance(actor, Staff) or actor.role not in EDITORS:
        return False
    own = site(actor.site_id).body.division_code
    return own in chain(division) or (site(actor.site_id).body.level == "county" and division in chain(own))


def require_editor(actor: Actor, division: str) -> None:
    """Refuse who may not work on a division's layer.

    Raises:
        NotAuthorized: ``not_your_role_catalogue``, ``not_your_division``.
    """
    if not isinstance(actor, System) and (not isinstance(actor, Staff) or actor.role not in EDITORS):
        raise NotAuthorized("not_your_role_catalogue")
    if not covers(actor, division):
        raise NotAuthorized("not_your_division")


def require_publisher(actor: Actor, division: str) -> None:
    """Refuse who may not bring a layer into force.

    Raises:
        NotAuthorized: ``not_your_role_publish``, ``not_your_division``.
    """
    if isinstance(actor, System):
        return
    if not isinstance(actor, Staff) or actor.role != "catalogue_approver":
        raise NotAuthorized("not_your_role_publish")
    if not covers(actor, division):
        raise NotAuthorized("not_your_division")
