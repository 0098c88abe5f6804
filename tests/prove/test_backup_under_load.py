"""A backup while people apply, restored elsewhere: the same rows, the same ledger; what was erased since stays erased."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.data_folder_under_test import empty_data_folder
from tests.prove.county_service import CountyService, eventually
from tests.prove.window import Windows

from tongban.site.backup import manifest as files
from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.roles import OWNER_ROLE
from tongban.site.embedded_postgres.server import EmbeddedPostgres
from tongban.site.faults import Exit

pytestmark = [pytest.mark.prove, pytest.mark.once]

ENDLESS = 100_000  # applications: the windows work until they are closed
LONGEST = 400.0  # seconds


def tongban(data: DataFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command over another data folder."""
    elsewhere = ("DATABASE_URL", "TONGBAN_OWNER_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TONGBAN_SECRETS")
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere}
    environment |= {"TONGBAN_DATA": str(data.path), "TONGBAN_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-m", "tongban", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


@pytest.fixture
def service(data_folder: DataFolder) -> Iterator[CountyService]:
    running = CountyService(data_folder)
    yield running
    running.stop()


def test_a_backup_under_load_is_restored_elsewhere_whole(service: CountyService, tmp_path: Path) -> None:
    backup, keys, later = tmp_path / "backup", tmp_path / "keys", tmp_path / "later-keys"
    windows = Windows(service.port, ENDLESS, clients=4)
    windows.open()
    eventually("some have applied", lambda: len(windows.numbers) >= 5)

    # killed in the middle, it is no backup; begun again into the same folder, it is one
    broken_off = subprocess.Popen(
        [sys.executable, "-m", "tongban", "backup", str(backup), "--keys", str(keys)],
        env=service.environment,
        stdout=subprocess.DEVNULL,
    )
    eventually("the dump has begun", (backup / files.DATABASE).exists)
    broken_off.send_signal(signal.SIGKILL)
    broken_off.wait()
    with empty_data_folder() as place:
        assert tongban(place, "restore", str(backup), "--keys", str(keys)).returncode == Exit.BAD_DATA

    before = set(windows.numbers.values())
    made = service.tongban("backup", str(backup), "--keys", str(keys))
    assert made.returncode == 0, made.stdout + made.stderr
    assert windows.busy
    assert len(windows.numbers) > len(before), "nobody applied while the backup ran"
    windows.close()
    windows.wait(LONGEST)
    assert windows.faults == []

    erased = min(before)
    ground = ("--legal-ground", "(2026) No. 1", "--reason", "court_order")
    done = service.tongban("person", "erase", "--number", erased, *ground)
    assert done.returncode == 0, done.stdout + done.stderr
    assert service.tongban("backup", "--keys-only", "--keys", str(later)).returncode == 0
    assert service.tongban("ledger", "verify").returncode == 0

    with empty_data_folder() as place:
        restored = tongban(place, "restore", str(backup), "--keys", str(later))
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert "Everything agrees" in restored.stdout
        assert "1 persons" in restored.stdout
        again = tongban(place, "restore", str(backup), "--keys", str(later))
        assert again.returncode == Exit.WRONG_USAGE
        verified = tongban(place, "ledger", "verify", "--json")
        assert verified.returncode == 0, verified.stdout
        assert json.loads(verified.stdout.splitlines()[-1])["holds"]
        server = EmbeddedPostgres(place)
        server.start()
        try:
            with psycopg.connect(server.url(OWNER_ROLE)) as connection:
                there = {
                    number for (number,) in connection.execute("SELECT number FROM cases_case").fetchall()
                }
                gone = connection.execute(
                    "SELECT key.wrapped, party.number_digest, name.name_tokens FROM cases_case name "
                    "JOIN parties_party party ON party.id = name.applicant_id "
                    "JOIN kernel_datakey key ON key.id = name.key_id WHERE name.number = %s",
                    [erased],
                ).fetchone()
        finally:
            server.stop()
        assert before <= there
        assert gone == (None, None, [])

    drilled = service.tongban("restore", str(backup), "--keys", str(keys), "--drill")
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr

    altered = tmp_path / "altered"
    shutil.copytree(backup, altered)
    file = next(path for path in (altered / "files").rglob("*") if path.is_file())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with empty_data_folder() as place:
        refused = tongban(place, "restore", str(altered), "--keys", str(keys))
        assert refused.returncode == Exit.FAULT_FOUND
        assert not place.path.exists()
