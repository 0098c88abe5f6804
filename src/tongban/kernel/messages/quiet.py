"""The hours at which nobody is woken: what would go then waits for the morning; a practice of the place, data."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

import tongban
from tongban.kernel.messages.templates import shipped
from tongban.kernel.time import SHANGHAI

OFF = "off"


@dataclass(frozen=True)
class QuietHours:
    """From one time of the day to another, over midnight or not; both the same: never.

    Args:
        channels: the ways that ring at somebody's bed.
    """

    begins: time
    ends: time
    channels: tuple[str, ...]

    def morning(self, at: datetime) -> datetime | None:
        """When the quiet that a moment lies in is over; None where it lies in none."""
        local = at.astimezone(SHANGHAI)
        now = local.time()
        if self.begins <= self.ends:
            quiet, over = self.begins <= now < self.ends, local.date()
        else:
            quiet = now >= self.begins or now < self.ends
            over = local.date() + timedelta(days=now >= self.begins)
        return datetime.combine(over, self.ends, SHANGHAI) if quiet else None


def quiet_hours() -> QuietHours:
    """As `TONGBAN_QUIET_HOURS` says (``22:00-07:00``, or ``off``), else as shipped.

    Raises:
        ValueError: the setting is no such thing.
    """
    begins, ends, channels = _shipped()
    told = settings.QUIET_HOURS
    if told == OFF:
        return QuietHours(time(0), time(0), ())
    if told:
        begins, _, ends = told.partition("-")
    return QuietHours(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()), channels)


@lru_cache(maxsize=1)
def _shipped() -> tuple[str, str, tuple[str, ...]]:
    text = (Path(tongban.__file__).parent / "data/messages/quiet_hours.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return told["from"], told["to"], tuple(told["channels"])


def waits_until(template: str, channel: str, act_by: date | None, now: datetime) -> datetime | None:
    """Until when a message waits for the morning; None: it goes now.

    A code is asked for by who waits for it.  What is to be done by today goes at night: in the morning it is too late.
    """
    hours = quiet_hours()
    known = shipped().get(template)
    if channel not in hours.channels or (known is not None and known.urgent):
        return None
    over = hours.morning(now)
    if over is None or (act_by is not None and over.astimezone(SHANGHAI).date() > act_by):
        return None
    return over
