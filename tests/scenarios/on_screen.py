"""A scenario whose days are read off the page in a real browser.

The acts are done by the commands.  The page comes from the program at the scenario's own moment and is shown by the
browser with its real styles and scripts; what stands in its tables is what is compared.
"""

import mimetypes
from collections.abc import Mapping
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route
from tests.scenarios.county import World
from tests.scenarios.in_http import InHttp
from tests.scenarios.in_python import InPython

ADDRESS = "http://county.test"
# every clock of the page: its first and last row, which rows count, whether one of them may still change
SEEN = """() => [...document.querySelectorAll('section.clock-part')]
    .filter(part => part.querySelector('.clock'))
    .map(part => {
        part.querySelectorAll('details').forEach(one => { one.open = true })
        return {
            sentence: part.querySelector('.clock-sentence').innerText,
            rows: [...part.querySelectorAll('.day-table tbody tr')].map(row => ({
                date: row.cells[0].innerText.trim(),
                says: row.cells[2].innerText.trim(),
                ordinal: row.cells[3].innerText.trim(),
                tags: [...row.querySelectorAll('.tag')].map(tag => tag.innerText.trim()),
            })),
        }
    })"""
COUNTS, RESTS = "算", "不算"
LAST, PROVISIONAL = "最后一天", "暂定"


class OnScreen(InPython):
    """The driver that looks at the screen."""

    def __init__(self, world: World, page: Page) -> None:
        super().__init__(world)
        self.page = page
        self._pages: dict[str, bytes] = {}
        page.route(f"{ADDRESS}/**", self._answer)

    def days(self) -> Mapping[str, Any]:
        """The explanation with every clock's days as they stand on the screen."""
        told = dict(super().days())
        address = f"/work/cases/{self.world.number}/days/"
        self._pages[address] = InHttp(self.world).page_of_days()
        self.page.goto(ADDRESS + address)
        shown = self.page.evaluate(SEEN)
        assert len(shown) == len(told["clocks"]), "every clock stands on the page"
        told["clocks"] = [_seen(clock, seen) for clock, seen in zip(told["clocks"], shown, strict=True)]
        return told

    def _answer(self, route: Route) -> None:
        """What the program sent for this address; styles and scripts from their files."""
        path = route.request.url.removeprefix(ADDRESS).split("?")[0]
        if path in self._pages:
            route.fulfill(body=self._pages[path], content_type="text/html; charset=utf-8")
            return
        file = finders.find(path.removeprefix("/static/"))
        if file is None:
            route.fulfill(status=404)
            return
        route.fulfill(path=file, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")


def _seen(clock: Mapping[str, Any], seen: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = seen["rows"]
    if not rows:
        assert clock["due"] is None, "a clock that runs shows its days"
        return clock
    assert all(row["says"] in (COUNTS, RESTS) for row in rows)
    counted = [row for row in rows if row["says"] == COUNTS]
    if clock["kind"] != "correction":
        assert [row["ordinal"] for row in counted] == [str(n + 1) for n in range(len(counted))]
    assert [LAST in row["tags"] for row in rows] == [False] * (len(rows) - 1) + [True]
    return {
        **clock,
        "start": rows[0]["date"],
        "due": rows[-1]["date"],
        "provisional": any(PROVISIONAL in row["tags"] for row in rows),
        "days": [{"date": row["date"], "counted": row["says"] == COUNTS} for row in rows],
    }
