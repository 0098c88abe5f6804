"""Runs every check in order, names each with its time, and ends with the test runner's own closing lines.

Usage: python tools/check.py [--fast] [-- PYTEST ARGUMENTS]
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from browser import browser_environment

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"

# The longest that asks no database; it uses one processor, so it runs beside the others.
TYPES = ("types", ["mypy", "--no-error-summary"])
STATIC_CHECKS: list[tuple[str, list[str]]] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("chokepoint", ["python", "tools/chokepoint.py"]),
    ("messages", ["python", "tools/messages.py", "--check"]),
]


@dataclass
class Check:
    """A check under way."""

    name: str
    process: subprocess.Popen[bytes]
    words: IO[bytes] | None
    started: float


def start(name: str, command: list[str], environment: dict[str, str], *, quiet: bool) -> Check:
    """Starts a check; a quiet one shows its words only when it fails."""
    words = tempfile.TemporaryFile() if quiet else None  # noqa: SIM115  (closed where the check ends)
    process = subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=subprocess.STDOUT if quiet else None,
    )
    return Check(name, process, words, time.monotonic())


def passed(check: Check, since: float | None = None) -> bool:
    """Waits for a check and says how it went: seconds by the clock, and those that processors worked for it.

    The second number is the one to compare where others use the machine too.

    Args:
        since: when it began to be waited for, where it ran beside others.
    """
    _, status, used = os.wait4(check.process.pid, 0)
    check.process.returncode = os.waitstatus_to_exitcode(status)
    good = check.process.returncode == 0
    if check.words is not None:
        check.words.seek(0)
        if not good:
            print(check.words.read().decode(errors="replace"))
        check.words.close()
    took, worked = time.monotonic() - (since or check.started), used.ru_utime + used.ru_stime
    print(f"   {'ok' if good else 'FAILED'} in {took:.1f} s ({worked:.0f} s of processors)", flush=True)
    return good


def run(name: str, command: list[str], environment: dict[str, str], *, quiet: bool) -> bool:
    """Runs one check from beginning to end."""
    print(f"== {name}", flush=True)
    return passed(start(name, command, environment, quiet=quiet))


def test_runs(environment: dict[str, str]) -> list[tuple[str, dict[str, str], list[str]]]:
    """The runs of the tests: name, what the environment has on top, and the selection.

    The database tests run again on an older server of the operator's kind: on the one that
    TEST_DATABASE_URL names, else on Debian's where its programs are installed.
    """
    real = environment.pop("TEST_DATABASE_URL", None)
    runs: list[tuple[str, dict[str, str], list[str]]] = [
        ("unit and database tests", {}, ["-n", "2", "--dist", "worksteal", "-m", "not browser and not prove"])
    ]
    again = ["-n", "2", "--dist", "worksteal", "-m", "django_db and not browser and not prove and not once"]
    debian = next(iter(sorted(Path("/usr/lib/postgresql").glob("1[5-7]/bin/postgres"))), None)
    if real:
        runs.append(("database tests on the server of TEST_DATABASE_URL", {"TEST_DATABASE_URL": real}, again))
    elif debian:
        name = f"database tests on PostgreSQL {debian.parent.parent.name}"
        runs.append((name, {"TONGBAN_POSTGRES_BIN": str(debian.parent)}, again))
    runs.append(("browser tests", {}, ["-n", "2", "--dist", "worksteal", "-m", "browser and not prove"]))
    return runs


def beside(background: Check) -> bool:
    """Waits for what ran beside the others."""
    print(f"== {background.name}", flush=True)
    return passed(background, time.monotonic())


def main() -> int:
    fast = "--fast" in sys.argv
    extra = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
    environment = dict(os.environ, PATH=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    # Modules are kept compiled whatever the machine prefers: the checks start a hundred processes, each of which would
    # compile the program anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    failed = []
    types = start(*TYPES, environment, quiet=True)
    for name, command in STATIC_CHECKS:
        if command[0] == "python" and not (ROOT / command[1]).exists():
            continue
        if not run(name, command, environment, quiet=True):
            failed.append(name)
    if fast:
        if not beside(types):
            failed.append(types.name)
        rules = ["pytest", "-q", "tests/rules", *extra]
        if not run("unit tests of the rules", rules, environment, quiet=False):
            failed.append("unit tests of the rules")
    else:
        environment = browser_environment(environment)
        for at, (name, more, selection) in enumerate(test_runs(environment)):
            if not run(name, ["pytest", "-q", *selection, *extra], {**environment, **more}, quiet=False):
                failed.append(name)
            if at == 0 and not beside(types):
                failed.append(types.name)
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
