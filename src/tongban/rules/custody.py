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
    SENT = "sent"
    ELSEWHERE = "elsewhere"
    OUT = "out"


READY = (Place.WINDOW, Place.ASSISTER, Place.ELSEWHERE)
"""Where it lies ready to be fetched."""

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


def why_not_handed_over(
    place: str, result_kind: str, outcome: str, *, by_assister: bool, elsewhere: bool = False
) -> str:
    """A code that says why it cannot be handed over from here; empty where it can.

    ``not_come_down``: the certificate is still with the county; ``not_taken_out``: it lies at the township's window;
    ``with_the_assister``: an assister has it, the certificate or the printed copy that they signed for;
    ``not_sent_here``: it was not sent to this site; ``on_its_way``: it was, and
    has not come; ``sent_elsewhere``: it left for another township's site, or lies there.

    Args:
        elsewhere: another township's site hands it over (通办).
    """
    if outcome != "granted" or result_kind not in CARRIED:
        return "with_the_assister" if place == Place.ASSISTER and not by_assister else ""
    if place == Place.COUNTY:
        return "not_come_down"
    if elsewhere:
        return {Place.ELSEWHERE.value: "", Place.SENT.value: "on_its_way"}.get(place, "not_sent_here")
    if place in (Place.SENT, Place.ELSEWHERE):
        return "sent_elsewhere"
    if by_assister:
        return "not_taken_out" if place == Place.WINDOW else ""
    return "with_the_assister" if place == Place.ASSISTER else ""


def why_not_this_way(result_kind: str, outcome: str, mode: str, *, relation: str, by_assister: bool) -> str:
    """A code that says why a certificate does not leave in this way; empty where it may, and of any other result.

    ``paper_not_electronic``: it reaches nobody by page and message; ``assister_signs_first``: an assister signs for it
    in the register and then hands it over themselves; nobody else records that, and it does not end with them.

    Args:
        mode: the way of delivery (`rules.delivery.WAYS`).
        relation: of who takes it (`rules.delivery.RELATIONS`).
    """
    if outcome != "granted" or result_kind not in CARRIED:
        return ""
    if mode == "electronic":
        return "paper_not_electronic"
    carried_along = mode == "through_assister" and not by_assister
    return "assister_signs_first" if carried_along or relation == "assister" else ""


MOVES: dict[str, tuple[Place, Place]] = {
    "receive_result": (Place.COUNTY, Place.WINDOW),
    "take_out_result": (Place.WINDOW, Place.ASSISTER),
    "bring_back_result": (Place.ASSISTER, Place.WINDOW),
    "send_result": (Place.WINDOW, Place.SENT),
    "receive_sent_result": (Place.SENT, Place.ELSEWHERE),
}
"""Act of the delivery register → from where it takes the result, and to where."""

ALSO_FROM: dict[str, frozenset[Place]] = {"bring_back_result": frozenset({Place.SENT, Place.ELSEWHERE})}
"""What was sent to another township's site and is not collected there comes back as from an assister."""

_LIES: dict[Place, str] = {
    Place.NOWHERE: "no_result",
    Place.COUNTY: "not_come_down",
    Place.WINDOW: "lies_at_the_window",
    Place.ASSISTER: "with_the_assister",
    Place.SENT: "on_its_way",
    Place.ELSEWHERE: "sent_elsewhere",
    Place.OUT: "handed_over_already",
}


def why_not_moved(act: str, place: str) -> str:
    """A code that says why an act of the register cannot be done with what lies here; empty where it can.

    Args:
        act: a key of `MOVES`.
        place: where the result lies.
    """
    lies = Place(place)
    return "" if lies == MOVES[act][0] or lies in ALSO_FROM.get(act, ()) else _LIES[lies]
