"""Where the result of a matter lies until somebody receives it (出件登记), and from where it may be handed over.

A result that exists once, on its own paper (a certificate), must be carried to where it is handed over; any other is
printed there from the record.  Nothing leaves twice.
"""

from enum import StrEnum

from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER


class Place(StrEnum):
    """Where it lies."""

    NOWHERE = ""
    COUNTY = "county"
    WINDOW = "window"
    ASSISTER = "assister"
    OUT = "out"


CARRIED = frozenset({"certificate"})
"""Kinds of result that exist once, on their own paper."""


def lies_first(outcome: str, result_kind: str, *, decided_elsewhere: bool) -> Place:
    """Where the result lies when the matter is concluded.

    Args:
        outcome: of `rules.lifecycle.Outcome`.
        result_kind: of the item: certificate, approval, notice, roster, record, service.
        decided_elsewhere: by another body than the one that took it in.
    """
    if outcome not in OUTCOMES_WITH_PAPER:
        return Place.NOWHERE
    carried = outcome == "granted" and result_kind in CARRIED
    return Place.COUNTY if carried and decided_elsewhere else Place.WINDOW


def why_not_handed_over(place: str, result_kind: str, outcome: str, *, by_assister: bool) -> str:
    """A code that says why it cannot be handed over from here; empty where it can.

    ``not_come_down``: the certificate is still with the county; ``not_taken_out``: it lies at the township's window;
    ``with_the_assister``: an assister has it.
    """
    if outcome != "granted" or result_kind not in CARRIED:
        return ""
    if place == Place.COUNTY:
        return "not_come_down"
    if by_assister:
        return "not_taken_out" if place == Place.WINDOW else ""
    return "with_the_assister" if place == Place.ASSISTER else ""


MOVES: dict[str, tuple[Place, Place]] = {
    "receive_result": (Place.COUNTY, Place.WINDOW),
    "take_out_result": (Place.WINDOW, Place.ASSISTER),
    "bring_back_result": (Place.ASSISTER, Place.WINDOW),
}
"""Act of the delivery register → from where it takes the result, and to where."""

_LIES: dict[Place, str] = {
    Place.NOWHERE: "no_result",
    Place.COUNTY: "not_come_down",
    Place.WINDOW: "lies_at_the_window",
    Place.ASSISTER: "with_the_assister",
    Place.OUT: "handed_over_already",
}


def why_not_moved(act: str, place: str) -> str:
    """A code that says why an act of the register cannot be done with what lies here; empty where it can.

    Args:
        act: a key of `MOVES`.
        place: where the result lies.
    """
    return "" if Place(place) == MOVES[act][0] else _LIES[Place(place)]
