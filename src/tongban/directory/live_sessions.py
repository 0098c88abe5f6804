"""Ending the session of an account from this room: sessions are the faces', which register how (`site/wiring.py`)."""

from collections.abc import Callable

End = Callable[[int, str], bool]
_registered: dict[str, End] = {}


def register_session_end(end: End) -> None:
    """Register what ends the live session of an account: (account id, why) → whether there was one."""
    _registered["end"] = end


def end_session_of(account_id: int, why: str) -> bool:
    """End the live session of an account, if there is one.

    Args:
        why: told to its holder at the next request: ``ended_by_administrator``, ``recovered``, ``closed``.
    """
    return _registered["end"](account_id, why)
