"""The figures of `bench.scale` as a table, and what of its goals is not met."""

import os
from collections.abc import Iterator
from typing import Any

RATIO = 1.5  # of p95 at the largest and the smallest size
LEAST = 5.0  # milliseconds below which a ratio says nothing
GROWTH = 20 * 1024  # kilobytes by which a process may grow while it exports twenty times as much
Figures = dict[int, dict[str, list[dict[str, Any]]]]


def table(figures: Figures) -> str:
    """Every question at every size."""
    sizes = sorted(figures)
    lines = [
        f"milliseconds; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; embedded PostgreSQL with the product's settings",
        "",
        f"{'question':44}"
        + "".join(f"{size:>11} p50{'p95':>8}{'cpu':>7}" for size in sizes)
        + "   ratio  of cpu  statements",
    ]
    for rows in _side_by_side(figures):
        cells = "".join(f"{row['p50']:15.1f}{row['p95']:8.1f}{row['cpu']:7.1f}" for row in rows)
        ratio = f"{_ratio(rows):8.2f}{_ratio(rows, 'cpu'):8.2f}" if len(rows) > 1 else ""
        lines.append(f"{rows[0]['name'][:44]:44}{cells}{ratio}  {rows[-1]['statements']:4}")
    for size in sizes:
        for sweep in figures[size]["sweeps"]:
            lines.append(
                f"{size:>9}: sweep of {sweep['name']}: {sweep['ms']:.0f} ms, {sweep['written']} written"
            )
        for told in figures[size]["exported"]:
            lines.append(
                f"{size:>9}: export of {told['rows']} rows: {told['seconds']:.1f} s, the process grew by {told['grew'] / 1024:.1f} MB"
            )
    return "\n".join(lines)


def unmet(figures: Figures) -> list[str]:
    """The goals that are not met, a line each."""
    found = []
    for rows in _side_by_side(figures):
        last = rows[-1]
        if last["limit"] and last["p95"] > last["limit"]:
            found.append(f"ABOVE {last['limit']:.0f} ms: {last['name']}: {last['p95']:.1f}")
        if len(rows) > 1 and _ratio(rows) > RATIO and last["p95"] > LEAST:
            found.append(
                f"RATIO {_ratio(rows):.1f}: {last['name']}: {rows[0]['p95']:.1f} -> {last['p95']:.1f}"
            )
        found += [f"WHOLE TABLE: {last['name']}: {text[:160]}" for text in last["whole"]]
    for told in figures[max(figures)]["exported"][1:]:
        if told["grew"] > GROWTH:
            found.append(f"MEMORY: export of {told['rows']} rows grew by {told['grew']} KB")
    return found


def _side_by_side(figures: Figures) -> Iterator[list[dict[str, Any]]]:
    sizes = sorted(figures)
    by_name = {size: {row["name"]: row for row in figures[size]["asked"]} for size in sizes}
    for name in by_name[sizes[0]]:
        if all(name in by_name[size] for size in sizes):
            yield [by_name[size][name] for size in sizes]


def _ratio(rows: list[dict[str, Any]], what: str = "p95") -> float:
    return float(rows[-1][what]) / max(float(rows[0][what]), 0.1)
