"""What follows a command outside its transaction: papers to render, messages to send.

A command defers one job at most, named by the command's id; the job runs every registered effect, each of
which finds its own unfinished rows, so that running it twice or late does no harm (at least once).
"""

from collections.abc import Callable
from uuid import UUID

Effect = Callable[[UUID], None]
_effects: dict[str, Effect] = {}


def register_effect(name: str, effect: Effect) -> None:
    """Register an effect; `site/wiring.py` shows them all."""
    _effects[name] = effect


def run_effects(command_id: UUID) -> None:
    """Run every effect for one command.

    Raises:
        ExceptionGroup: of what single effects raised, after all of them had their turn.
    """
    faults: list[Exception] = []
    for effect in _effects.values():
        try:
            effect(command_id)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup(f"effects of command {command_id}", faults)
