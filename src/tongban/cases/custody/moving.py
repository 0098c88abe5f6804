"""What an act of the register writes beside its event: who signed for it, and what was noted; sealed."""

from collections.abc import Mapping
from typing import Any

from tongban.cases.frame import OpenCase
from tongban.cases.models import StepEntry
from tongban.cases.sealed import seal_values
from tongban.directory.queries import site
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.rules.custody import CARRIED, Place, why_not_handed_over, why_not_moved

NOTE_LENGTH = 200
CERTIFICATE_LENGTH = 60
CONTEXT = "case.custody"


def require_lies_right(case: OpenCase, act: str) -> None:
    """Refuse an act of the register where the result does not lie where it begins.

    Raises:
        Refusal: the codes of `rules.custody.why_not_moved`.
    """
    if code := why_not_moved(act, case.state.result_at):
        raise Refusal(code)


def why_not_deliver(case: OpenCase, *, by_assister: bool) -> str:
    """A code that says why the result cannot be handed over from where it lies; empty where it can."""
    return why_not_handed_over(
        case.state.result_at,
        case.item.definition.result_kind,
        case.state.outcome,
        by_assister=by_assister,
        elsewhere=case.in_part,
    )


def travels(case: OpenCase) -> bool:
    """Whether the result exists once, on its own paper, and must be carried to where it is handed over."""
    return case.state.outcome == "granted" and case.item.definition.result_kind in CARRIED


def collected_away(case: OpenCase) -> bool:
    """Whether it is collected at another township's site than those of the centre that handles it (通办)."""
    there = site(case.state.collect_site_id)
    return case.state.handling_site_id not in (there.id, there.handled_by_id)


def still_to_come(case: OpenCase) -> bool:
    """Whether a paper that exists once is not yet where it is collected: nobody is asked to come for it."""
    here = (Place.WINDOW, Place.SENT) if collected_away(case) else ()
    return travels(case) and case.state.result_at in (Place.COUNTY, *here)


def note_move(case: OpenCase, actor: Staff, said: Mapping[str, Any], kind: str = "result") -> None:
    """Write what was said with a move, sealed under the case's key.

    Args:
        said: by name; what is empty is left out.
        kind: of `StepEntry.Kind`.
    """
    case.batch.insert(
        StepEntry(
            case_id=case.row.id,
            kind=kind,
            by_id=actor.assignment_id,
            at=case.run.at,
            record=seal_values({name: value for name, value in said.items() if value}, case.vault, CONTEXT),
        )
    )


def require_short(**texts: tuple[str, int]) -> None:
    """Refuse texts that are too long; all are told at once.

    Args:
        texts: field → the text and its most characters.

    Raises:
        InputFaults: ``too_long``.
    """
    faults = [
        FieldFault(name, "too_long", {"most": most})
        for name, (text, most) in texts.items()
        if len(text) > most
    ]
    if faults:
        raise InputFaults(faults)
