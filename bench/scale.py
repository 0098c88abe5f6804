"""`python -m bench.scale`: lists, searches, desks, sweeps and the export, with ten thousand cases and with a million.

The cases are made in bulk (`tongban demo --cases`) in a folder each, which is kept: the million need be made once.  The
same questions are then asked of both, by the program's own queries against the embedded server with the product's own
settings, and the two are held against each other: nothing may become slower with the number of cases.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.scale_report import table, unmet
from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.server import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("DATABASE_URL", "TONGBAN_OWNER_DATABASE_URL", "TONGBAN_SECRETS", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Asked:
    """One question's figures at one size: milliseconds, how often it was asked, and what it read whole."""

    name: str
    times: int
    p50: float
    p95: float
    limit: float | None
    statements: int
    whole: tuple[str, ...]


def folder_of(folder: Path, cases: int) -> dict[str, str]:
    """The environment of the data folder of one size."""
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    return {**environment, "TONGBAN_DATA": str(folder / f"cases-{cases}"), "TONGBAN_DEMO": "1"}


def make(folder: Path, cases: int) -> None:
    """The cases of one size, where they are not there yet; a run that was broken off goes on."""
    environment = folder_of(folder, cases)
    data = DataFolder(Path(environment["TONGBAN_DATA"]))
    data.path.mkdir(parents=True, exist_ok=True)
    data.path.chmod(0o711)
    done = data.path / "scale-is-whole"
    _tongban(environment, "db", "start")
    try:
        _tongban(environment, "migrate", "--static")
    finally:
        _tongban(environment, "db", "stop")
    if not done.exists():
        _tongban(environment, "demo", "--cases", str(cases))
        done.write_text("")


def ask(folder: Path, cases: int, options: argparse.Namespace) -> dict[str, list[dict[str, object]]]:
    """The figures of one size, by a process of its own."""
    environment = folder_of(folder, cases)
    os.environ.pop("DATABASE_URL", None)
    server = EmbeddedPostgres(DataFolder(Path(environment["TONGBAN_DATA"])))
    server.start()
    try:
        environment["DATABASE_URL"] = server.url()
        _settle(server)
        command = [sys.executable, "-m", "bench.scale_asking", "--times", str(options.times)]
        if options.only:
            command += ["--only", options.only]
        answer = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        figures: dict[str, list[dict[str, object]]] = json.loads(answer.stdout)
        return figures
    finally:
        server.stop()


def _settle(server: EmbeddedPostgres) -> None:
    """What a database has done by itself after so many rows came: vacuumed, analysed, written down."""
    import psycopg

    with psycopg.connect(server.url("postgres"), autocommit=True) as owner:
        row = owner.execute(
            "SELECT count(*) FROM pg_stat_user_tables WHERE relname = 'cases_case' AND last_vacuum IS NULL"
        ).fetchone()
        if row and row[0]:
            owner.execute("VACUUM (ANALYZE)")
            owner.execute("CHECKPOINT")


def _tongban(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tongban", *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=sys.stderr,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("--sizes", default="10000,1000000", help="numbers of cases, the smaller first")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "scale", help="where the data is kept")
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--only", default="", help="only questions whose name has this in it")
    parser.add_argument("--out", type=Path, help="also write the figures there, as JSON")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    for size in sizes:
        make(options.folder, size)
    figures = {size: ask(options.folder, size, options) for size in sizes}
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n")
    print(table(figures))
    faults = unmet(figures)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
