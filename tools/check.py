"""Runs every check in order, names each with its time, and ends with the test runner's own closing lines.

Usage: python tools/check.py [--fast] [-- PYTEST ARGUMENTS]
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from browser import browser_environment

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"

STATIC_CHECKS: list[tuple[str, list[str]]] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy", "--no-error-summary"]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("chokepoint", ["python", "tools/chokepoint.py"]),
    ("messages", ["python", "tools/messages.py", "--check"]),
]


def run(name: str, command: list[str], environment: dict[str, str], *, quiet: bool) -> bool:
    """Runs one check; a quiet one shows its words only when it fails."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    passed = done.returncode == 0
    if quiet and not passed:
        print(done.stdout)
    print(f"   {'ok' if passed else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
    return passed


def test_runs(environment: dict[str, str]) -> list[tuple[str, dict[str, str], list[str]]]:
    """The runs of the tests: name, what the environment has on top, and the selection.

    The database tests run again on an older server of the operator's kind: on the one that
    TEST_DATABASE_URL names, else on Debian's where its programs are installed.
    """
    real = environment.pop("TEST_DATABASE_URL", None)
    runs: list[tuple[str, dict[str, str], list[str]]] = [
        ("unit and database tests", {}, ["-n", "2", "-m", "not browser and not prove"])
    ]
    again = ["-n", "2", "-m", "django_db and not browser and not prove and not once"]
    debian = next(iter(sorted(Path("/usr/lib/postgresql").glob("1[5-7]/bin/postgres"))), None)
    if real:
        runs.append(("database tests on the server of TEST_DATABASE_URL", {"TEST_DATABASE_URL": real}, again))
    elif debian:
        name = f"database tests on PostgreSQL {debian.parent.parent.name}"
        runs.append((name, {"TONGBAN_POSTGRES_BIN": str(debian.parent)}, again))
    runs.append(("browser tests", {}, ["-m", "browser and not prove"]))
    return runs


def main() -> int:
    fast = "--fast" in sys.argv
    extra = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
    environment = dict(os.environ, PATH=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    failed = []
    for name, command in STATIC_CHECKS:
        if command[0] == "python" and not (ROOT / command[1]).exists():
            continue
        if not run(name, command, environment, quiet=True):
            failed.append(name)
    if fast:
        rules = ["pytest", "-q", "tests/rules", *extra]
        if not run("unit tests of the rules", rules, environment, quiet=False):
            failed.append("unit tests of the rules")
    else:
        environment = browser_environment(environment)
        for name, more, selection in test_runs(environment):
            if not run(name, ["pytest", "-q", *selection, *extra], {**environment, **more}, quiet=False):
                failed.append(name)
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
