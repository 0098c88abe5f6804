"""How long a result may lie before its receiver is reminded, and when it counts as old: data of the place."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import tongban


@dataclass(frozen=True)
class UnclaimedRule:
    """The days that a result lies ready.

    Args:
        remind_after: calendar days after which the applicant is reminded, each once, in order.
        old_after: calendar days after which the register shows it as old.
    """

    remind_after: tuple[int, ...]
    old_after: int

    def step(self, since: date, today: date) -> int | None:
        """The last of the reminders whose day has come, in days; None before the first."""
        lain = (today - since).days
        return max((days for days in self.remind_after if days <= lain), default=None)


@lru_cache(maxsize=1)
def unclaimed_rule() -> UnclaimedRule:
    """The rule as shipped with this installation."""
    text = (Path(tongban.__file__).parent / "data/custody/unclaimed.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return UnclaimedRule(tuple(sorted(told["remind_after_days"])), int(told["old_after_days"]))


def days_lain(since: date | None, today: date) -> int:
    """Calendar days that something has lain; 0 on the first."""
    return max(0, (today - since) // timedelta(days=1)) if since else 0
