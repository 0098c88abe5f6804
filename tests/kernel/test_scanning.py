"""What the scanner cannot vouch for is not taken: away, hanging, dying, talking nonsense, with old signatures."""

import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import md5
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest
from tests.cases.sample_files import picture

from tongban.cases.uploads import inspect
from tongban.kernel import ledger, scanning, time
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults
from tongban.kernel.scanning import Clamd, Infected, ScannerUnavailable, signature_date

# Not the whole text in one piece: a scanner of the developer's machine must not take this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"!$H+H*"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FRESH = "ClamAV 1.4.3/27825/Sun Nov 22 09:35:22 2026"

Talk = Callable[[socket.socket], None]


class FakeDaemon:
    """Answers each connection with the next of the given talks."""

    def __init__(self, folder: Path, *talks: Talk) -> None:
        self.address = str(folder / "clamd.sock")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.address)
        self._listener.listen(8)
        self._talks = list(talks)
        self.connections = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._done.is_set():
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            talk = self._talks[min(self.connections, len(self._talks) - 1)]
            self.connections += 1
            with peer:
                talk(peer)

    def stop(self) -> None:
        self._done.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


def read_stream(peer: socket.socket) -> bytes:
    """What an INSTREAM question carries."""
    file = peer.makefile("rb")
    assert file.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack("!L", file.read(4))[0]:
        content += file.read(size)
    return content


def answers(text: bytes) -> Talk:
    def talk(peer: socket.socket) -> None:
        if peer.recv(9, socket.MSG_PEEK) == b"zVERSION\0":
            peer.recv(9)
        else:
            read_stream(peer)
        peer.sendall(text)

    return talk


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: names of Unix sockets have little room."""
    with tempfile.TemporaryDirectory(prefix="clam") as name:
        yield Path(name)


@pytest.fixture
def daemon(folder: Path) -> Iterator[Callable[..., Clamd]]:
    started: list[FakeDaemon] = []

    def start(*talks: Talk, timeout: float = 1.0) -> Clamd:
        started.append(FakeDaemon(folder, *talks))
        return Clamd(started[-1].address, timeout)

    yield start
    for one in started:
        one.stop()


class TestProtocol:
    def test_a_clean_file_passes(self, daemon: Callable[..., Clamd]) -> None:
        daemon(answers(b"stream: OK\0")).scan(b"x" * 200_000)

    def test_every_byte_arrives(self, daemon: Callable[..., Clamd]) -> None:
        heard: list[bytes] = []

        def talk(peer: socket.socket) -> None:
            heard.append(read_stream(peer))
            peer.sendall(b"stream: OK\0")

        content = os.urandom(3 * scanning.CHUNK + 17)
        daemon(talk).scan(content)
        assert heard == [content]

    def test_a_finding_is_told_by_its_name(self, daemon: Callable[..., Clamd]) -> None:
        with pytest.raises(Infected) as found:
            daemon(answers(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")).scan(b"x")
        assert found.value.signature == "Win.Test.EICAR_HDB-1"

    def test_a_name_of_a_finding_brings_no_markup_along(self, daemon: Callable[..., Clamd]) -> None:
        with pytest.raises(Infected) as found:
            daemon(answers(b"stream: <script>x FOUND\0")).scan(b"x")
        assert "<" not in found.value.signature

    def test_over_tcp_too(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]

            def serve() -> None:
                peer, _ = listener.accept()
                with peer:
                    answers(b"stream: OK\0")(peer)

            thread = threading.Thread(target=serve)
            thread.start()
            Clamd(f"127.0.0.1:{port}", 2.0).scan(b"x")
            thread.join(5)


def hangs(peer: socket.socket) -> None:
    read_stream(peer)
    peer.recv(1)  # until the other side gives up


def dies_at_once(peer: socket.socket) -> None:
    peer.recv(12)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drips(peer: socket.socket) -> None:
    """One byte at a time, never an end: the deadline is for the whole answer."""
    read_stream(peer)
    try:
        for _ in range(200):
            peer.sendall(b"s")
            threading.Event().wait(0.05)
    except OSError:
        return


@pytest.mark.parametrize(
    ("talk", "codes"),
    [
        pytest.param(hangs, {"scanner_timeout"}, id="hangs"),
        pytest.param(dies_at_once, {"scanner_unreachable", "scanner_garbled"}, id="dies mid-stream"),
        pytest.param(drips, {"scanner_timeout"}, id="drips"),
        pytest.param(answers(b"stream: O"), {"scanner_garbled"}, id="half an answer"),
        pytest.param(answers(b""), {"scanner_garbled"}, id="no answer"),
        pytest.param(answers(b"\xff\xfe\0"), {"scanner_garbled"}, id="no text"),
        pytest.param(answers(b"HTTP/1.1 200 OK\0"), {"scanner_garbled"}, id="another service"),
        pytest.param(answers(b"x" * 9000), {"scanner_garbled"}, id="without end"),
        pytest.param(
            answers(b"INSTREAM size limit exceeded. ERROR\0"), {"scanner_garbled"}, id="refuses the size"
        ),
        pytest.param(answers(b"stream: not OK\0"), {"scanner_garbled"}, id="nearly ok"),
        pytest.param(answers(b"stream: OK FOUND OK\0"), {"scanner_garbled"}, id="both"),
    ],
)
def test_a_daemon_at_fault_vouches_for_nothing(
    daemon: Callable[..., Clamd], talk: Talk, codes: set[str]
) -> None:
    began = monotonic()
    with pytest.raises(ScannerUnavailable) as unavailable:
        daemon(talk, timeout=0.5).scan(b"x" * 2_000_000)
    assert unavailable.value.code in codes
    assert monotonic() - began < 5


def test_no_daemon_at_all(folder: Path) -> None:
    with pytest.raises(ScannerUnavailable, match="scanner_unreachable"):
        Clamd(str(folder / "nothing.sock"), 1.0).scan(b"x")


@pytest.mark.parametrize(
    ("version", "day"),
    [
        (FRESH, 22),
        ("ClamAV 1.4.3/27825/Sun Nov  1 09:35:22 2026", 1),
        ("ClamAV 1.4.3", None),
        ("ClamAV 1.4.3/27825/", None),
        ("ClamAV 1.4.3/27825/yesterday", None),
        ("", None),
    ],
)
def test_the_date_of_the_signatures(version: str, day: int | None) -> None:
    found = signature_date(version)
    assert (found.day if found else None) == day


@pytest.mark.django_db(transaction=True)
class TestUploads:
    @pytest.fixture(autouse=True)
    def required(self, settings, folder: Path) -> None:
        settings.CLAMD = str(folder / "clamd.sock")
        settings.CLAMD_TIMEOUT = 1.0

    def upload(self, content: bytes | None = None) -> str:
        """The fault's code; empty where the file was taken."""
        with time.frozen(NOON):
            try:
                inspect(content or picture(), "photo.jpg", "materials.identity_card")
            except InputFaults as refused:
                return refused.faults[0].code
        return ""

    def test_nothing_is_taken_where_nobody_decided_and_there_is_no_daemon(self) -> None:
        assert self.upload() == "scanner_away"

    def test_a_clean_file_is_taken(self, daemon: Callable[..., Clamd]) -> None:
        daemon(answers(FRESH.encode() + b"\0"), answers(b"stream: OK\0"))
        assert self.upload() == ""

    def test_old_signatures_vouch_for_nothing(self, daemon: Callable[..., Clamd]) -> None:
        daemon(answers(b"ClamAV 1.4.3/27800/Sat Nov 14 09:35:22 2026\0"), answers(b"stream: OK\0"))
        assert self.upload() == "scanner_away"

    def test_missing_signatures_vouch_for_nothing(self, daemon: Callable[..., Clamd]) -> None:
        daemon(answers(b"ClamAV 1.4.3\0"), answers(b"stream: OK\0"))
        assert self.upload() == "scanner_away"

    def test_signatures_that_came_meanwhile_are_noticed_at_once(self, daemon: Callable[..., Clamd]) -> None:
        daemon(answers(b"ClamAV 1.4.3\0"), answers(FRESH.encode() + b"\0"), answers(b"stream: OK\0"))
        assert self.upload() == "scanner_away"
        assert self.upload() == ""

    def test_an_infected_file_is_refused_and_the_ledger_tells(self, daemon: Callable[..., Clamd]) -> None:
        daemon(answers(FRESH.encode() + b"\0"), answers(b"stream: Test.Eicar FOUND\0"))
        assert self.upload() == "file_infected"
        [entry] = ledger.read(scanning.STREAM_KIND, scanning.FINDINGS)
        assert entry.type == "infected_upload_refused"
        assert entry.data["signature"] == "Test.Eicar"

    def test_the_finding_stays_on_record_when_the_act_around_is_rolled_back(
        self, daemon: Callable[..., Clamd]
    ) -> None:
        from django.db import transaction

        daemon(answers(FRESH.encode() + b"\0"), answers(b"stream: Test.Eicar FOUND\0"))
        with transaction.atomic():
            assert self.upload() == "file_infected"
            transaction.set_rollback(True)
        assert len(ledger.read(scanning.STREAM_KIND, scanning.FINDINGS)) == 1

    def test_switched_off_nothing_is_asked_and_the_decision_is_on_record(self) -> None:
        scanning.decide(False, actor=System("setup"), reason="demonstration", at=NOON, command_id=uuid4())
        assert self.upload() == ""
        held = scanning.current()
        assert (held.required, held.reason, held.since) == (False, "demonstration", NOON)

    def test_switched_on_again_it_asks_again(self) -> None:
        for required in (False, True):
            scanning.decide(
                required, actor=System("setup"), reason="test", at=NOON + timedelta(1), command_id=uuid4()
            )
        assert self.upload() == "scanner_away"


CONFIGURATION = """LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
Foreground yes
LogFile {folder}/clamd.log
SelfCheck 0
"""


@pytest.fixture(scope="module")
def real_clamd() -> Iterator[Clamd]:
    """ClamAV's own daemon with two signatures of ours, not of the network's."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("ClamAV's daemon (Debian: clamav-daemon) is not installed on this machine")
    with tempfile.TemporaryDirectory(prefix="clamd") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "signatures").mkdir()
        line = f"{md5(EICAR).hexdigest()}:{len(EICAR)}:Test.Eicar\n"  # how ClamAV names files, no safeguard
        (folder / "signatures/test.hdb").write_text(line)
        (folder / "signatures/test.ndb").write_text(f"Test.Eicar.Anywhere:0:*:{EICAR[:48].hex()}\n")
        (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))
        running = subprocess.Popen(
            [program, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        client = Clamd(str(folder / "clamd.sock"), 10.0)
        try:
            _wait_for(client, running)
            yield client
        finally:
            running.terminate()
            running.wait(20)


def _wait_for(client: Clamd, running: "subprocess.Popen[bytes]") -> None:
    deadline = monotonic() + 60
    while running.poll() is None and monotonic() < deadline:
        try:
            client.version()
        except ScannerUnavailable:
            threading.Event().wait(0.1)
        else:
            return
    raise AssertionError("ClamAV's daemon did not come up")


class TestRealDaemon:
    def test_it_finds_the_test_file(self, real_clamd: Clamd) -> None:
        with pytest.raises(Infected, match=r"Test\.Eicar"):
            real_clamd.scan(EICAR)

    def test_it_finds_it_behind_a_picture(self, real_clamd: Clamd) -> None:
        with pytest.raises(Infected, match=r"Test\.Eicar"):
            real_clamd.scan(picture() + EICAR)

    def test_it_lets_a_picture_pass(self, real_clamd: Clamd) -> None:
        real_clamd.scan(picture())

    def test_signatures_without_a_date_count_as_missing(self, real_clamd: Clamd) -> None:
        assert real_clamd.version().startswith("ClamAV ")
        assert signature_date(real_clamd.version()) is None
