"""A hundred thousand cases made in bulk: the ledger holds, a kill costs one portion, and lists read no large table whole."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.server import EmbeddedPostgres

pytestmark = pytest.mark.prove

CASES = 100_000
LARGER = 10  # times as many as the smaller county
LEAST_BEFORE_THE_KILL = 5_000
PATIENCE = 1800.0  # seconds
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    tmp_path.chmod(0o711)  # root's database server runs as an account of its own
    for above in tmp_path.parents:
        if above.owner() == tmp_path.owner() and above != Path("/") and above != Path("/tmp"):
            above.chmod(0o711)
    yield tmp_path


def of_its_own() -> dict[str, str]:
    """The environment without what the tests themselves run with."""
    ours = ("TONGBAN_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def tongban(data: Path, *arguments: str) -> "subprocess.Popen[str]":
    environment = {**of_its_own(), "TONGBAN_DATA": str(data), "TONGBAN_DEMO": "1", "TONGBAN_LANG": "en"}
    return subprocess.Popen(
        [sys.executable, "-m", "tongban", *arguments],
        env=environment,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def told(data: Path, *arguments: str) -> str:
    process = tongban(data, *arguments)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err[-2000:]
    return out


def test_a_killed_run_goes_on_and_the_ledger_of_all_holds(folder: Path) -> None:
    data = folder / f"cases-{CASES}"
    _migrated(data)
    process = tongban(data, "demo", "--cases", str(CASES))
    assert process.stderr is not None
    ended = time.monotonic() + PATIENCE
    for line in process.stderr:
        assert time.monotonic() < ended
        if " cases in bulk" in line and int(line.split("/")[0]) > LEAST_BEFORE_THE_KILL:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    said = told(data, "demo", "--cases", str(CASES))
    rest = int(said.split()[0])
    assert 0 < rest < CASES
    assert told(data, "demo", "--cases", str(CASES)).startswith("0 cases")
    server = EmbeddedPostgres(DataFolder(data))
    server.start()
    try:
        assert "The ledger holds." in told(data, "ledger", "verify")
    finally:
        server.stop()
    (data / "scale-is-whole").write_text("")
    environment = of_its_own()
    sizes = f"{CASES // LARGER},{CASES}"
    asked = subprocess.run(
        [sys.executable, "-m", "bench.scale", "--folder", str(folder), "--sizes", sizes, "--times", "10"],
        env=environment,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
    )
    assert "export of" in asked.stdout, asked.stdout[-2000:]
    assert "WHOLE TABLE" not in asked.stdout, asked.stdout[-4000:]
    assert "MEMORY" not in asked.stdout, asked.stdout[-4000:]


def _migrated(data: Path) -> None:
    data.mkdir()
    data.chmod(0o711)
    told(data, "db", "start")
    try:
        told(data, "migrate", "--static")
    finally:
        told(data, "db", "stop")
