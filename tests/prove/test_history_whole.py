"""The whole year of the demonstration, 3,000 matters, filled in beside a running program, killed once and resumed."""

import json
from time import monotonic
from urllib.request import urlopen

import pytest
from tests.prove.county_service import CountyService, _children, _command_line, eventually

from tongban.site.data_folder import DataFolder

pytestmark = pytest.mark.prove

MATTERS, KILLED_AFTER = 3_000, 800
MOST = 2_700.0  # seconds for all of it on a busy machine
FEW = 5  # left out at most: where two rules of chance meet in a way that the law refuses
LONGEST_ANSWER = 10.0  # seconds that a visitor waits for the first page meanwhile
UNITS = "SELECT count(*) FROM kernel_command WHERE actor_key = 'system:history'"
OUTCOMES = "SELECT coalesce(nullif(outcome, ''), status), count(*) FROM cases_case GROUP BY 1 ORDER BY 2 DESC"
TWICE = "SELECT key FROM kernel_command WHERE key LIKE 'history:%' GROUP BY key HAVING count(*) > 1"
SUBMITTED = "SELECT count(*) FROM kernel_command WHERE key LIKE 'history:%:1' AND name = 'cases.submit'"
LEFT_OUT = UNITS + " AND reference ? 'left_out'"
ITEMS = "SELECT count(DISTINCT item_id) FROM cases_case c JOIN catalogue_item_version v ON v.id = c.item_version_id"


def makers(county: CountyService) -> list[int]:
    """The processes that fill the year in."""
    return [pid for pid in _children(county.process.pid) if "demo --history" in _command_line(pid)]


def test_three_thousand_matters_are_filled_in_though_the_maker_is_killed(
    data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGBAN_HISTORY", str(MATTERS))
    began = monotonic()
    county = CountyService(data_folder)
    try:
        first_answer, there = monotonic() - began, county.value(UNITS)
        slowest = 0.0

        def filled(wanted: int) -> bool:
            nonlocal slowest
            asked = monotonic()
            urlopen(f"http://127.0.0.1:{county.port}/", timeout=60).close()
            slowest = max(slowest, monotonic() - asked)
            return bool(county.value(UNITS) >= wanted)

        eventually("the maker is at work", lambda: filled(KILLED_AFTER), MOST)
        (maker,) = makers(county)
        county.kill(maker)
        before = county.value(UNITS)
        total = county.value(
            "SELECT (reference->>'of')::int FROM kernel_command WHERE actor_key = 'system:history' LIMIT 1"
        )
        eventually("the year is whole", lambda: filled(total), MOST)
        took = monotonic() - began
        assert before < total == county.value(UNITS)
        assert county.rows(TWICE) == []
        left_out = county.value(LEFT_OUT)
        assert left_out <= FEW
        assert MATTERS - left_out <= county.value(SUBMITTED) <= MATTERS
        assert county.value(ITEMS) == 27
        verified = county.tongban("ledger", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert slowest < LONGEST_ANSWER
        outcomes = json.dumps(dict(county.rows(OUTCOMES)))
    finally:
        county.stop()
    with capsys.disabled():
        print(
            f"\n{total} units in {took:.0f} s, {there} of them after {first_answer:.0f} s when it first answered; killed at"
            f" {before}; {left_out} left out; slowest first page meanwhile {slowest:.1f} s\n{outcomes}"
        )
