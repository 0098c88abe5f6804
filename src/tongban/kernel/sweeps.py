"""Periodic care: each room registers what it tidies; nothing of law waits for it."""

from collections.abc import Callable
from datetime import datetime

Sweep = Callable[[datetime], int]
_sweeps: dict[str, Sweep] = {}


def register_sweep(name: str, sweep: Sweep) -> None:
    """Register a sweep; `site/wiring.py` shows them all."""
    _sweeps[name] = sweep


def run_sweeps(now: datetime) -> dict[str, int]:
    """Run every sweep; how many rows each one touched.

    Raises:
        ExceptionGroup: of what single sweeps raised, after all of them had their turn.
    """
    touched: dict[str, int] = {}
    faults: list[Exception] = []
    for name, sweep in _sweeps.items():
        try:
            touched[name] = sweep(now)
        except Exception as fault:
            fault.add_note(f"sweep: {name}")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("sweeps", faults)
    return touched
