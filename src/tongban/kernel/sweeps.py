"""Periodic care: each room registers what it tidies; nothing of law waits for it."""

from collections.abc import Callable
from datetime import datetime

Sweep = Callable[[datetime], int]
_sweeps: dict[str, Sweep] = {}


def register_sweep(name: str, sweep: Sweep) -> None:
    """Register a sweep; `site/wiring.py` shows them all."""
    _sweeps[name] = sweep


def run_sweeps(now: datetime) -> dict[str, int]:
    """Run every sweep; how many rows each one touched."""
    return {name: sweep(now) for name, sweep in _sweeps.items()}
