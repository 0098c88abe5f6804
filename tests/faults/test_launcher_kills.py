"""`tongban run` under kill -9: whichever process dies, the service comes back, or starts again."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from tongban.site.data_folder import DataFolder

PATIENCE = 40.0  # seconds for any one thing to happen on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(what: str, happened: Callable[[], bool]) -> None:
    """Waits until `happened()`, looking ten times a second."""
    pause = Event()
    for _ in range(int(PATIENCE * 10)):
        if happened():
            return
        pause.wait(0.1)
    pytest.fail(f"within {PATIENCE:.0f} s this did not happen: {what}")


class Service:
    """One `tongban run` over a data folder."""

    def __init__(self, data: DataFolder) -> None:
        self.port = free_port()
        environment = {
            key: value
            for key, value in os.environ.items()
            if key
            not in ("DATABASE_URL", "TONGBAN_OWNER_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TONGBAN_SECRETS")
        }
        environment.update(TONGBAN_DATA=str(data.path), TONGBAN_LANG="en")
        self.output = data.path.parent / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tongban",
                    "run",
                    "--no-demo",
                    "--end-with-parent",
                    "--port",
                    str(self.port),
                ],
                env=environment,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
        try:
            eventually("the service is up", self.has_started)
        except BaseException:
            self.stop()
            raise

    def has_started(self) -> bool:
        text = self.output.read_text()
        assert self.process.poll() is None, text
        return "Tongban is running" in text

    def children(self) -> dict[str, int]:
        """The pids of the supervisor's children by what they are."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = {}
        for pid in pids:
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            except OSError:
                continue
            for name in ("gunicorn", "worker", "postgres"):
                if name in line.replace("tongban.site.web_server", ""):
                    found[name] = int(pid)
                    break
        return found

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False
        return True

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def service(data_folder: DataFolder) -> Iterator[Service]:
    running = Service(data_folder)
    yield running
    running.stop()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_each_part_comes_back_after_kill_9(service: Service) -> None:
    for name in ("gunicorn", "worker", "postgres"):
        before = service.children()
        assert set(before) == {"gunicorn", "worker", "postgres"}, service.output.read_text()
        os.kill(before[name], signal.SIGKILL)
        eventually(f"{name} is replaced", lambda n=name, b=before: service.children().get(n, b[n]) != b[n])
        eventually(f"pages answer after {name} died", service.answers)


def test_killing_the_supervisor_leaves_nothing_behind_and_a_folder_that_starts(
    data_folder: DataFolder,
) -> None:
    first = Service(data_folder)
    children = first.children()
    first.stop(signal.SIGKILL)
    for name, pid in children.items():
        eventually(f"{name} ends with its supervisor", lambda p=pid: gone(p))
    again = Service(data_folder)
    assert again.answers()
    assert again.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything_in_seconds(service: Service, number: signal.Signals) -> None:
    children = service.children()
    assert service.stop(number) == 0
    assert all(gone(pid) for pid in children.values())
    assert "Stopped." in service.output.read_text()
