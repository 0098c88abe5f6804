"""The table that `make bench` prints."""

from bench.measuring import Figures, Measured

LEAST_RATIO = 0.25
MOST_CPU = 20.0  # milliseconds per case, web and database
MOST_SQL = 60


def table(figures: Figures) -> str:
    """Every system at every number of clients, the ratios, and the goals beside what was found."""
    lines = [
        "",
        (
            f"{'system':<20} {'clients':>7} {'cases/s':>8} {'of view':>8} {'of SQL':>7} {'p50 ms':>7} {'p95 ms':>7} "
            f"{'CPU ms':>7} {'web':>6} {'db':>6} {'worker':>7} {'client':>7} {'SQL':>6}"
        ),
    ]
    by_place = {(one.system, one.clients): one for one in figures.measured}
    for one in figures.measured:
        view, bare = by_place["bare view", one.clients], by_place["bare SQL", one.clients]
        statements = figures.sql_per_case.get(one.system.split(",")[0], 0.0)
        lines.append(
            f"{one.system:<20} {one.clients:>7} {one.rate:>8.1f} {one.rate / view.rate:>8.2f} "
            f"{one.rate / bare.rate:>7.2f} {one.p50:>7.1f} {one.p95:>7.1f} {one.cpu:>7.1f} {one.cpu_web:>6.1f} "
            f"{one.cpu_database:>6.1f} {one.cpu_worker:>7.1f} {one.cpu_client:>7.1f} {statements:>6.1f}"
        )
    lines += ["", "ms per act, p50 / p95:"]
    lines += [
        _acts(one) for one in figures.measured if one.system.startswith("ours") or one.system == "bare view"
    ]
    lines += ["", *_goals(figures, by_place)]
    return "\n".join(lines)


def _acts(one: Measured) -> str:
    told = "  ".join(f"{act} {p50:.1f}/{p95:.1f}" for act, (p50, p95) in one.acts.items())
    return f"  {one.system}, {one.clients}: {told}"


def _goals(figures: Figures, by_place: dict[tuple[str, int], Measured]) -> list[str]:
    told = []
    for one in figures.measured:
        if one.system.startswith("ours"):
            ratio = one.rate / by_place["bare view", one.clients].rate
            with_files = one.rate / by_place["bare view, files", one.clients].rate
            told.append(
                f"{one.system}, {one.clients} clients: {ratio:.0%} of the bare view (goal {LEAST_RATIO:.0%}), "
                f"{with_files:.0%} of it where it stores the files too, "
                f"{one.cpu:.1f} ms of CPU per case (goal {MOST_CPU:.0f})"
            )
    told.append(f"{figures.sql_per_case['ours']:.1f} statements per case (goal {MOST_SQL})")
    return told
