"""Who is here today at the posts of an authority, for its head to give several matters to."""

from tongban.directory.authority import APPROVERS, require_role
from tongban.directory.queries.duty import Present, present_at
from tongban.directory.queries.places import places
from tongban.kernel.actors import Actor

HANDLES = frozenset({"clerk", "reviewer", "county_reviewer", "assister"})


def people_here(actor: Actor) -> tuple[Present, ...]:
    """Who handles matters at a position of the head's own authority and is here today, by position, A before B.

    Whether one of them may act in a matter is asked of the matter itself.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    own = (one.id for one in places().positions.values() if one.site.body_id == staff.body_id)
    return tuple(
        one for position_id in own for one, person in present_at(position_id) if person.role in HANDLES
    )
