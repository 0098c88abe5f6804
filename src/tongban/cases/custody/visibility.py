"""`register_visible_to(actor)`: the chokepoint of the delivery register, which tells a centre's window more than its cases.

Who stands at one window says where any result of the centre lies.  Of another position's it is a row alone: masked,
with the position that hands it over; the case stays that position's.
"""

from django.db.models import Q, QuerySet

from tongban.cases.models import Case
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Staff
from tongban.kernel.guarded import let_through


def register_visible_to(reader: Staff) -> QuerySet[Case]:
    """The matters whose results stand in the reader's register.

    - a clerk: all that the own centre handles, whatever position's, and what is collected at the own window;
    - an assister: what is collected at the own point;
    - the head of the body: what they see.
    """
    mine = visible_to(reader, in_part=True).exclude(result_at="")
    if reader.role == "assister":
        return mine.filter(collect_site_id=reader.site_id)
    if reader.role != "clerk":
        return mine
    here = Q(handling_site_id=reader.site_id)
    collected = Q(id__in=mine.filter(collect_site_id=reader.site_id).values("id"))
    return let_through(Case.objects.filter(here | collected).exclude(result_at=""))


def is_anothers(reader: Staff, row: Case) -> bool:
    """Whether a row of the register is another position's of the own centre: it is shown masked, and leads nowhere."""
    return (
        reader.role == "clerk"
        and row.handling_site_id == reader.site_id
        and row.position_id != reader.position_id
    )
