"""Days away as a form: who takes over is told before they are entered, and after."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.directory.queries import AbsenceLine, DutyDays
from tongban.faces.workbench.administration.people.form import day, key_of, number, text
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults

KINDS_OF_ABSENCE = ("leave", "training", "illness", "other")


@dataclass(frozen=True)
class EnteredAbsence:
    """Days that are entered, with who takes over on them."""

    line: AbsenceLine
    cover: tuple[DutyDays, ...]


def acts(request: HttpRequest, actor: Staff, staff_id: int, here: str) -> dict[str, Callable[[], str]]:
    """What the form posts: ``look`` shows who takes over, ``absent`` enters the days, ``back`` strikes them out.

    Args:
        here: the page's own address.
    """

    def look() -> str:
        _cover(request, actor, staff_id)
        raise InputFaults([])  # a look comes back with the form

    def absent() -> str:
        commands.enter_absence(
            actor,
            staff_id=staff_id,
            kind=text(request, "kind"),
            starts=day(request, "away_from"),
            ends=day(request, "away_to"),
            idempotency_key=key_of(request),
        )
        return here

    def back() -> str:
        commands.cancel_absence(actor, number(request, "absence"), idempotency_key=key_of(request))
        return here

    return {"look": look, "absent": absent, "back": back}


def seen(request: HttpRequest, actor: Staff, staff_id: int) -> dict[str, Any]:
    """What the form shows of who takes over, where it was asked; for the template ``people/absence.html``."""
    cover = None
    if request.method == "POST" and request.POST.get("act") == "look":
        try:
            cover = _cover(request, actor, staff_id)
        except InputFaults:
            cover = None  # the form says which day is missing
    return {"cover": cover, "cover_gap": any(one.is_gap for one in cover or ())}


def entered(actor: Staff, staff_id: int, lines: Iterable[AbsenceLine]) -> tuple[EnteredAbsence, ...]:
    """Absences of now and later with who takes over."""
    return tuple(
        EnteredAbsence(line, directory.takeover(actor, staff_id, line.starts, line.ends))
        for line in lines
        if line.state in ("now", "later")
    )


def _cover(request: HttpRequest, actor: Staff, staff_id: int) -> tuple[DutyDays, ...]:
    starts, ends = day(request, "away_from"), day(request, "away_to")
    if ends < starts:
        raise InputFaults([FieldFault("away_to", "ends_before_it_begins")])
    return directory.takeover(actor, staff_id, starts, ends)
