"""`kin_visible_to(actor)`: the one chokepoint in front of the register of kin (回避)."""

from django.db.models import QuerySet

from tongban.directory.models import Kin
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.guarded import let_through

KEEPER = "security_admin"


def kin_visible_to(actor: Actor) -> QuerySet[Kin]:
    """The entries this actor may see: each person their own; the security administrator, who keeps the register, all
    of them, of which a page tells how many somebody has and not whom.  Whom the program asks for, it asks by digest
    (`queries.kin.kin_among`).
    """
    entries = let_through(Kin.objects.all())
    if isinstance(actor, Staff):
        return entries if actor.role == KEEPER else entries.filter(staff_id=actor.staff_id)
    return entries.none()
