"""The master key is changed while people apply and officers open what was applied: nothing is lost, nothing waits.

Two changes in a row, each killed with -9 in the middle of its wrapping and begun again; the first version is taken out
of use while the load goes on.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from tests.database_under_test import Server

from tongban.cases import queries as cases
from tongban.kernel import key_rotation, secrets, time, verify
from tongban.kernel.models import DataKey
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

APPLICANTS, OPENERS = 2, 2  # threads
FIRST_CASES = 40
LONGEST = 240.0  # seconds
BATCH = 7  # keys: many transactions, so that the kill falls between and into them
KILLED_AFTER = 3  # batches

ROTATE = f"""
from tongban.site.django_setup import set_up_django
set_up_django()
from tongban.kernel import key_rotation
import sys
if sys.argv[1] == "new":
    key_rotation.BATCH = {BATCH}
    print("version", key_rotation.new_master_version(), flush=True)
print("done", key_rotation.rewrap(lambda done, left: print("batch", done, left, flush=True)), flush=True)
"""


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Key files of this proof's own."""
    shutil.copytree(settings.SECRETS_FOLDER, tmp_path / "secrets")
    settings.SECRETS_FOLDER = tmp_path / "secrets"
    secrets.forget_master_keys()
    yield tmp_path / "secrets"
    secrets.forget_master_keys()


class Load:
    """People who apply and officers who open, until they are stopped; every fault is kept."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.opened = 0
        self.faults: list[BaseException] = []
        self._serials = count(1000)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(act,))
            for act in [self._apply] * APPLICANTS + [self._open] * OPENERS
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _run(self, act: Any) -> None:
        try:
            while not self._stop.is_set():
                act()
        except BaseException as fault:
            self.faults.append(fault)
        finally:
            connection.close()

    def _apply(self) -> None:
        self.numbers.append(Scenario(serial=next(self._serials)).submitted().number)

    def _open(self) -> None:
        if self.numbers:
            number = self.numbers[self.opened * 7919 % len(self.numbers)]
            assert_opens(number)
            self.opened += 1


def assert_opens(number: str) -> None:
    view = cases.case_for(staff("clerk"), number)
    assert view.applicant.name, number


def wait_for(true: Any) -> None:
    for _ in range(int(LONGEST * 10)):
        if true():
            return
        threading.Event().wait(0.1)
    raise AssertionError("it took too long")


def test_a_change_of_key_under_load_loses_nothing(
    folder: Path,
    database_server: Server,
    database_name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    demo.load(items=["SB-001"])
    before = [Scenario(serial=serial).submitted().number for serial in range(100, 100 + FIRST_CASES)]
    load = Load()
    load.numbers.extend(before)
    environment = rotating(database_server, database_name, folder, tmp_path)
    load.start()
    try:
        for version in (2, 3):
            kill_in_the_middle(environment)
            assert living(f"master_version < {version}"), "the kill came too late to prove anything"
            seen = load.opened, len(load.numbers)
            done = subprocess.run(
                [sys.executable, "-c", ROTATE, "continue"],
                env=environment,
                capture_output=True,
                text=True,
                timeout=LONGEST,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            wait_for(lambda seen=seen: load.opened > seen[0] + 5 and len(load.numbers) > seen[1] + 5)
            wait_for(lambda version=version: load.faults or secrets.current_master_version() == version)
            key_rotation.rewrap()  # what a process wrote that had not noticed yet
            assert not living(f"master_version < {version}")
            old(folder / f"master-key-{version}")
            key_rotation.retire(version - 1)
        seen = load.opened, len(load.numbers)
        wait_for(lambda: load.faults or (load.opened > seen[0] + 10 and len(load.numbers) > seen[1] + 10))
    finally:
        load.stop()
    assert not load.faults, load.faults
    secrets.forget_master_keys()
    assert secrets.master_versions() == (3,)
    assert len(set(load.numbers)) == len(load.numbers)
    for number in load.numbers:
        assert_opens(number)
    assert {line.version for line in key_rotation.master_keys()} == {3}
    assert DataKey.objects.filter(wrapped=None).count() == 0
    assert verify.verify().holds
    with capsys.disabled():
        print(
            f"\n{len(load.numbers)} applications, {load.opened} opened meanwhile, "
            f"{DataKey.objects.count()} data keys, two changes of key, each killed once"
        )


def kill_in_the_middle(environment: dict[str, str]) -> None:
    rotating_process = subprocess.Popen(
        [sys.executable, "-c", ROTATE, "new"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert rotating_process.stdout is not None and rotating_process.stderr is not None
    batches = 0
    for line in rotating_process.stdout:
        batches += line.startswith("batch")
        if batches == KILLED_AFTER:
            rotating_process.send_signal(signal.SIGKILL)
            break
    code = rotating_process.wait(30)
    assert code == -signal.SIGKILL, rotating_process.stderr.read()


def living(where: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM kernel_datakey WHERE wrapped IS NOT NULL AND {where}")
        return int(cursor.fetchone()[0])


def old(path: Path) -> None:
    """The key was made two days ago: nobody's session is older than it."""
    moment = (time.now() - timedelta(days=2)).timestamp()
    os.utime(path, (moment, moment))


def rotating(server: Server, name: str, folder: Path, data: Path) -> dict[str, str]:
    """The environment of a process of its own on the same database and keys."""
    entry = server.django_entry("app", name)
    url = (
        f"postgresql://{quote(entry['USER'])}:{quote(entry['PASSWORD'])}@/{name}"
        f"?host={quote(entry['HOST'], safe='')}&port={entry['PORT']}"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    return environment | {
        "DATABASE_URL": url,
        "TONGBAN_SECRETS": str(folder),
        "TONGBAN_DATA": str(data),
    }
