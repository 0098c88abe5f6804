"""An account for somebody who looks like an administrator (同名、同电话): asked in words before it is made.

Entering a row and appointing it to decide takes the system administrator alone.  Whoever makes the account is the
second person: they say how they know that the row is not the administrator once more, and not about their own name.
"""

from tongban.directory.authority import ADMINISTRATORS
from tongban.directory.commands.assignments import overlapping
from tongban.directory.commands.proposals import checked_reason
from tongban.directory.models import Assignment
from tongban.directory.persons import Alike, alike
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import FieldFault, InputFaults


def administrators_alike(staff_id: int) -> tuple[Alike, ...]:
    """Other rows of the same name or the same phone that are an administrator's, today or later."""
    others = alike(staff_id)
    serving = overlapping(Assignment.objects.filter(role__in=ADMINISTRATORS), time.today(), None)
    keep = set(
        serving.filter(staff_id__in=[one.staff_id for one in others]).values_list("staff_id", flat=True)
    )
    return tuple(one for one in others if one.staff_id in keep)


def told_apart(actor: Actor, staff_id: int, different_people: str) -> str:
    """The words that say these are two people; empty where nobody is alike, or the program itself asks.

    Raises:
        InputFaults: ``staff_code``: ``your_own_name``, where who asks is the one of that name;
            ``different_people``: ``administrator_alike``, where it is not said; ``too_short``, ``reason_...``.
    """
    if not isinstance(actor, StaffActor):
        return ""
    others = administrators_alike(staff_id)
    if any(one.same_name and one.staff_id == actor.staff_id for one in others):
        raise InputFaults([FieldFault("staff_code", "your_own_name")])
    if not others:
        return ""
    if not different_people.strip():
        who = "、".join(f"{one.name}（{one.code}）" for one in others)
        raise InputFaults([FieldFault("different_people", "administrator_alike", {"who": who})])
    return checked_reason(different_people, "different_people")
