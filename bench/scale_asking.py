"""`python -m bench.scale_asking`: asks one data folder's database every question of `bench.scale`, and writes JSON."""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tongban.site.django_setup import set_up_django

EXPORTED = (5_000, 100_000)  # rows
WARM = 2
LONGEST = "20s"  # of one statement


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.scale_asking", description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    set_up_django()
    from django.db import connection

    from bench.scale_questions import questions
    from tongban.site.demo.county import load, loaded

    if not loaded():  # the folder is older than somebody of the demonstration
        load()
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{LONGEST}'")
    exported = [] if options.only else _exports()  # first: what the questions take would hide its memory
    asked = [_asked(question, options.times) for question in questions() if options.only in question.name]
    sweeps = [] if options.only else _sweeps()
    json.dump({"asked": asked, "sweeps": sweeps, "exported": exported}, sys.stdout)
    return 0


def _asked(question: Any, times: int) -> dict[str, Any]:
    from bench.plans import plans, statements

    whole: set[str] = set()
    count = 0
    for way in question.ways:
        with statements() as sent:
            way()
        count = max(count, len(sent))
        whole |= {f"{table}: {plan.text[:4000]}" for plan in plans(sent) for table in plan.whole}
    spans, began_cpu = [], 0.0
    for number in range(WARM + max(times, len(question.ways))):
        way = question.ways[number % len(question.ways)]
        began = time.perf_counter()
        way()
        if number == WARM - 1:
            began_cpu = _cpu()
        if number >= WARM:
            spans.append((time.perf_counter() - began) * 1000)
    cpu = (_cpu() - began_cpu) / len(spans)
    spans.sort()
    print(f"{question.name}: {statistics.median(spans):.1f} ms, cpu {cpu:.1f}", file=sys.stderr)
    return {
        "name": question.name,
        "times": len(spans),
        "p50": statistics.median(spans),
        "p95": spans[int(len(spans) * 0.95)],
        "cpu": cpu,
        "limit": question.limit,
        "statements": count,
        "whole": sorted(whole),
    }


def _cpu() -> float:
    """Milliseconds of the processors that this process and its database process took; the load leaves them alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [(backend,)] = cursor.fetchall()
    behind = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e6
    return time.process_time() * 1000 + behind


def _sweeps() -> list[dict[str, Any]]:
    """One turn of each sweep in which it has everything to do, and one in which it has nothing."""
    from tongban.cases.commands.settling import settle_overdue
    from tongban.kernel import time as clock
    from tongban.oversight.warnings.sweeping import write_warnings

    told = []
    sweeps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("warnings", lambda: write_warnings(clock.now())),
        ("what dates have done", lambda: settle_overdue(clock.now())),
    )
    for name, sweep in sweeps:
        for turn in ("first", "next"):
            began = time.perf_counter()
            done = sweep()
            spent = (time.perf_counter() - began) * 1000
            print(f"sweep {name}, {turn}: {spent:.0f} ms, {done}", file=sys.stderr)
            told.append({"name": f"{name}, {turn} turn", "ms": spent, "written": int(done or 0)})
    return told


def _exports() -> list[dict[str, Any]]:
    """Rows of the head's whole list as they are sent, and how much the process grew by them."""
    from bench.scale_questions import reader
    from tongban.cases.list_filter import ListFilter
    from tongban.cases.queries.lists import rows_to_export

    head, told = reader("approver"), []
    for most in EXPORTED:
        before, began, count = _peak(), time.perf_counter(), 0
        for _row in rows_to_export(head, group="all", search="", mine=False, chosen=ListFilter()):
            count += 1
            if count == most:
                break
        told.append({"rows": count, "seconds": time.perf_counter() - began, "grew": _peak() - before})
        print(f"export of {count}: {told[-1]['seconds']:.1f} s, {told[-1]['grew']} KB", file=sys.stderr)
    return told


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
