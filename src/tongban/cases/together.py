"""One act on several matters by one press: each by itself, with its own event; one that cannot be done holds up no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tongban.cases.requests import Done
from tongban.kernel.errors import FieldFault, InputFaults, Refusal

MOST_AT_ONCE = 100
Chosen = Sequence[tuple[str, int]]
"""Number and the version that was seen."""
Act = Callable[[str, int, str], Done]
"""Of number, version and idempotency key."""


@dataclass(frozen=True)
class Moved:
    """What became of one matter; ``why``: the code of what stood in its way, empty where it was done."""

    number: str
    why: str = ""

    @property
    def done(self) -> bool:
        return not self.why


def require_some(chosen: Chosen) -> None:
    """Raises InputFaults: ``required`` for none chosen, ``too_many_lines``."""
    if not chosen:
        raise InputFaults([FieldFault("chosen", "required")])
    if len(chosen) > MOST_AT_ONCE:
        raise InputFaults([FieldFault("chosen", "too_many_lines", {"most": MOST_AT_ONCE})])


def each(chosen: Chosen, key: str, act: Act) -> tuple[Moved, ...]:
    """Do it to each, once, whatever was ticked twice.

    Args:
        key: of the press; each act gets one of its own from it.
    """
    return tuple(_one(number, version, key, act) for number, version in dict(chosen).items())


def _one(number: str, version: int, key: str, act: Act) -> Moved:
    try:
        return Moved(act(number, version, f"{key}-{number}"[:80] if key else "").number)
    except InputFaults as faulty:
        return Moved(number, faulty.faults[0].code)
    except Refusal as refused:
        return Moved(number, refused.code)
