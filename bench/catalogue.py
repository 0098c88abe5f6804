"""`python -m bench.catalogue`: guide, search and lists over HTTP with ten thousand items at five levels."""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.cpu import descendants, milliseconds
from bench.deployment import Deployment
from bench.http_client import Browser

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "tests" / "catalogue" / "search_queries.tsv"


@dataclass(frozen=True)
class Row:
    """One line of the table, in milliseconds; ``cpu``: of the web processes for one request, ``limit``: of the p95."""

    what: str
    count: int
    median: float
    p95: float
    cpu: float
    limit: float | None


def measured(
    what: str, paths: list[str], browser: Browser, deployment: Deployment, limit: float | None = None
) -> Row:
    """Ask for each path once, one after the other, over one kept connection."""
    spans = []
    web = descendants(deployment.web.pid)
    before = milliseconds(web)
    for path in paths:
        started = time.perf_counter()
        answer = browser.get(path)
        spans.append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    cpu = (milliseconds(web) - before) / len(spans)
    spans.sort()
    return Row(what, len(spans), statistics.median(spans), spans[int(len(spans) * 0.95)], cpu, limit)


def run(items: int, requests: int, told: Callable[[str], None]) -> list[Row]:
    """Build the catalogue in a deployment of its own and measure it."""
    deployment = Deployment()
    try:
        deployment.start()
        deployment.pause_worker()  # its sweeps would tidy away what is only half there
        told("the deployment runs")
        from tongban.site.django_setup import program_with_database

        with program_with_database():
            from bench.catalogue_data import VILLAGE, build, names, settle

            started = time.perf_counter()
            build(items)
            with deployment.superuser() as owner:
                settle(owner)
            told(f"{items} items at five levels in {time.perf_counter() - started:.0f} s")
        chosen = random.Random(3)
        browser = Browser(deployment.port)
        browser.cookies["tongban_place"] = VILLAGE
        for _ in range(10):  # every web process reads what it keeps for a minute, as on any other day
            browser.get("/items/")
            browser.close()
        synthetic = [name for _, name in zip(range(items), names(), strict=False)]
        spoken = [
            line.split("\t")[0]
            for line in QUERIES.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        ]
        queries = [
            *(chosen.choice(synthetic)[: chosen.choice((2, 3, 4, 8))] for _ in range(requests)),
            *(chosen.choice(spoken) for _ in range(requests)),
        ]
        chosen.shuffle(queries)
        codes = [f"/items/GX-{number:05d}/" for number in chosen.sample(range(items), requests)]
        wanted: list[tuple[str, list[str], float | None]] = [
            ("guide, never read before", codes, 30.0),
            ("guide, read before", codes, 30.0),
            ("search, suggestions", [f"/items/suggestions/?q={quote(q)}" for q in queries], 20.0),
            ("search, the same again", [f"/items/suggestions/?q={quote(q)}" for q in queries], 20.0),
            ("search, page of results", [f"/items/?q={quote(q)}" for q in queries[:requests]], None),
            ("list of all items", [f"/items/?page={chosen.randint(1, 200)}" for _ in range(100)], None),
            ("list of one event", ["/items/?event=hardship"] * 50, None),
            ("first page", ["/"] * 50, None),
        ]
        return [measured(what, paths, browser, deployment, limit) for what, paths, limit in wanted]
    finally:
        deployment.stop()


def table(rows: list[Row], items: int) -> str:
    """The figures beside their limits, with the conditions."""
    lines = [
        f"{items} items × 5 levels; one client over HTTP on one kept connection; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},",
        "shared with the client and whatever else runs; the product's own settings, embedded PostgreSQL with fsync on.",
        "",
        f"{'milliseconds':28} {'asked':>6} {'median':>8} {'p95':>8} {'limit':>7} {'web cpu':>9}",
    ]
    for row in rows:
        limit = f"{row.limit:.0f}" if row.limit else ""
        verdict = "" if row.limit is None else " ok" if row.p95 <= row.limit else " ABOVE"
        lines.append(
            f"{row.what:28} {row.count:6d} {row.median:8.1f} {row.p95:8.1f} {limit:>7} {row.cpu:9.1f}{verdict}"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.catalogue", description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=300, help="of each kind")
    options = parser.parse_args()
    rows = run(options.items, options.requests, lambda line: print(line, file=sys.stderr))
    print(table(rows, options.items))
    return 0 if all(row.limit is None or row.p95 <= row.limit for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
