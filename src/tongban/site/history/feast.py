"""The calendar that changes in the middle of the year: the region announces a feast whose days were only reckoned before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import yaml

from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.recount import recount
from tongban.kernel.actors import System
from tongban.site.demo.catalogue import LOADER
from tongban.site.history.desks import Desks

OPERATOR = System("operator")
REGION, FEAST = "640000", "古尔邦节"
BEFORE = timedelta(days=14)  # so long before the feast the notice comes
SETTLED, PAST = timedelta(days=30), timedelta(days=60)  # how far inside the year it has to lie


@dataclass(frozen=True)
class Feast:
    """An invented notice, and it says so: the feast is a day longer than it was reckoned.

    Args:
        told: the day of the notice.
        year: the year's shipped file.
    """

    told: date
    region: Mapping[str, Any]
    year: Mapping[str, Any]

    @property
    def extra(self) -> date:
        """The day that the notice adds: the counters are closed."""
        return next(one["last"] for one in self._holidays if one["name"] == FEAST)

    @property
    def _holidays(self) -> list[dict[str, Any]]:
        longer = timedelta(days=1)
        return [
            one | ({"last": one["last"] + longer} if one["name"] == FEAST else {})
            for one in self.year["holidays"]
        ]

    def publish(self, desks: Desks, key: str) -> None:
        """It is published, and what is open is counted anew."""
        number = self.year["year"]
        source = {
            "document": f"演示用的{number}年自治区节假日安排（编造的，不是真实的通知）",
            "number": f"演示〔{number}〕1号",
            "date": self.told,
        }
        year = {
            "year": number,
            "confirmed": True,
            "source": source,
            "holidays": self._holidays,
            "make_up_workdays": self.year["make_up_workdays"],
        }
        told = {
            "calendar": "region",
            "region": self.region["region"],
            "name": self.region["name"],
            "years": [year],
        }
        text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
        publish_calendar(OPERATOR, text, past_known=True, idempotency_key=key)
        recount()


def feast_of(today: date, since: date) -> Feast | None:
    """The one whose notice falls into the history; None where the shipped files know of none, or know it for certain."""
    path = files("tongban") / "data" / "calendars" / "regions" / f"{REGION}.yaml"
    region: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    for year in region["years"]:
        first = next((one["first"] for one in year["holidays"] if one["name"] == FEAST), None)
        if first is not None and not year["confirmed"]:
            told = first - BEFORE
            if since + SETTLED < told < today - PAST:
                return Feast(told, region, year)
    return None
