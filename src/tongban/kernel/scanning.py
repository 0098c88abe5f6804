"""Looking through uploads for malware with ClamAV's daemon; where it cannot look, nothing is taken.

The daemon is asked by its own small protocol (clamd(8), "INSTREAM") over a Unix socket or TCP.  Whether uploads are
scanned is a decision on record: the stream ``security:scanning`` of the ledger.  Its last entry holds; without any,
scanning is required.
"""

import re
import socket
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, System

CHUNK = 64 * 1024  # bytes sent at once
LONGEST_ANSWER = 4096  # bytes
HELD = 5.0  # seconds that a process keeps the decision
FRESH = 60.0  # seconds that a process keeps the signatures' date
STREAM_KIND = "security"
DECISIONS = "scanning"
FINDINGS = "uploads"
OFF, REQUIRED = "scanning_off", "scanning_required"


class ScannerUnavailable(Exception):
    """The file could not be looked through.

    Args:
        code: ``scanner_unreachable``, ``scanner_timeout``, ``scanner_garbled``, ``signatures_missing``,
            ``signatures_outdated``.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


class Infected(Exception):
    """The scanner knows what the file carries; ``signature`` is its name for it."""

    def __init__(self, signature: str) -> None:
        super().__init__(signature)
        self.signature = signature


@dataclass(frozen=True)
class Decision:
    """Whether uploads are scanned, by whose decision and since when."""

    required: bool
    since: datetime | None = None
    reason: str = ""
    proposed_by: int | None = None  # assignments; None: the program's set-up
    confirmed_by: int | None = None


@dataclass(frozen=True)
class ScannerState:
    """What the security page shows of the daemon."""

    decision: Decision
    version: str
    signatures_at: datetime | None
    fault: str  # empty: it would scan now


class Clamd:
    """One daemon.

    Args:
        address: path of its Unix socket, or ``host:port``.
        timeout: seconds for one question, answer included.
    """

    def __init__(self, address: str, timeout: float) -> None:
        self._address = address
        self._timeout = timeout

    def version(self) -> str:
        """What the daemon says of itself, e.g. ``ClamAV 1.4.3/27825/Mon Nov 23 09:35:22 2026``.

        Raises:
            ScannerUnavailable: no sound answer came.
        """
        told = self._ask(b"zVERSION\0", None)
        if not told.startswith("ClamAV "):
            raise ScannerUnavailable("scanner_garbled")
        return told

    def scan(self, content: bytes) -> None:
        """Look through a file; returns where nothing was found.

        Raises:
            Infected: something was.
            ScannerUnavailable: no sound answer came.
        """
        told = self._ask(b"zINSTREAM\0", content)
        if told == "stream: OK":
            return
        if found := re.fullmatch(r"stream: (.{1,200}) FOUND", told):
            raise Infected(re.sub(r"[^\w.:/-]", "?", found[1], flags=re.ASCII))
        raise ScannerUnavailable("scanner_garbled")

    def _ask(self, question: bytes, content: bytes | None) -> str:
        deadline = monotonic() + self._timeout
        try:
            with closing(self._connect()) as peer:
                peer.settimeout(_left(deadline))
                peer.sendall(question)
                if content is not None:
                    self._send(peer, content, deadline)
                return self._answer(peer, deadline)
        except TimeoutError as fault:
            raise ScannerUnavailable("scanner_timeout") from fault
        except OSError as fault:
            raise ScannerUnavailable("scanner_unreachable", type(fault).__name__) from fault

    def _connect(self) -> socket.socket:
        host, colon, port = self._address.rpartition(":")
        if colon and port.isdecimal() and "/" not in self._address:
            return socket.create_connection((host.strip("[]"), int(port)), timeout=self._timeout)
        peer = socket.socket(socket.AF_UNIX)
        try:
            peer.settimeout(self._timeout)
            peer.connect(self._address)
        except BaseException:
            peer.close()
            raise
        return peer

    def _send(self, peer: socket.socket, content: bytes, deadline: float) -> None:
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            peer.settimeout(_left(deadline))
            peer.sendall(struct.pack("!L", len(piece)) + piece)
        peer.sendall(struct.pack("!L", 0))

    def _answer(self, peer: socket.socket, deadline: float) -> str:
        told = b""
        while not told.endswith(b"\0"):
            peer.settimeout(_left(deadline))
            piece = peer.recv(LONGEST_ANSWER)
            if not piece or len(told) + len(piece) > LONGEST_ANSWER:
                raise ScannerUnavailable("scanner_garbled")  # cut off: half an answer is none
            told += piece
        try:
            return told[:-1].decode("ascii")
        except UnicodeDecodeError as fault:
            raise ScannerUnavailable("scanner_garbled") from fault


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def signature_date(version: str) -> datetime | None:
    """When the daemon's signatures were made; None where it has none, or none that say so."""
    parts = version.split("/")
    if len(parts) != 3:
        return None
    try:
        # asctime(3) in the daemon's own time zone; a day is what counts here
        return datetime.strptime(parts[2].strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=time.SHANGHAI)
    except ValueError:
        return None


def scanner() -> Clamd:
    """The daemon of the settings."""
    return Clamd(settings.CLAMD, settings.CLAMD_TIMEOUT)


_known: dict[str, tuple[float, object]] = {}


def _held(name: str, seconds: float, read: Callable[[], object]) -> object:
    until, value = _known.get(name, (0.0, None))
    if monotonic() >= until:
        value = read()
        _known[name] = (monotonic() + seconds, value)
    return value


def forget_scanning() -> None:
    """In this process: decision and signatures' date are asked for again."""
    _known.clear()


def decision() -> Decision:
    """Whether uploads are scanned, as the ledger says; a process may be `HELD` seconds behind."""
    held = _held("decision", HELD, current)
    assert isinstance(held, Decision)
    return held


def current() -> Decision:
    """The decision as the ledger stands at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT canonical FROM kernel_ledger_entry WHERE kind = %s AND stream = %s ORDER BY seq DESC LIMIT 1",
            [STREAM_KIND, DECISIONS],
        )
        row = cursor.fetchone()
    if row is None:
        return Decision(required=True)
    told = ledger.decode(bytes(row[0]))
    return Decision(
        required=told.type != OFF,
        since=told.at,
        reason=str(told.data.get("reason", "")),
        proposed_by=told.data.get("proposed_by"),
        confirmed_by=told.data.get("confirmed_by"),
    )


def decide(
    required: bool,
    *,
    actor: Actor,
    reason: str,
    at: datetime,
    command_id: UUID,
    proposed_by: int | None = None,
    confirmed_by: int | None = None,
) -> None:
    """Write down whether uploads are scanned from now on; who may decide that, the caller has asked.

    Args:
        reason: why, without personal data.
        proposed_by, confirmed_by: assignments of the two persons it took.
    """
    data = {"reason": reason, "proposed_by": proposed_by, "confirmed_by": confirmed_by}
    with transaction.atomic():
        event = ledger.Event(REQUIRED if required else OFF, data)
        ledger.append(STREAM_KIND, DECISIONS, [event], at=at, actor=actor, command_id=command_id)
    forget_scanning()
    transaction.on_commit(forget_scanning)  # somebody may have read the old one meanwhile


def decided() -> bool:
    """Whether anybody has decided at all, as the ledger stands now."""
    return current().since is not None


def state() -> ScannerState:
    """What is decided, and whether the daemon would scan now; asks it."""
    version, signatures, fault = "", None, ""
    try:
        version = scanner().version()
        signatures = signature_date(version)
        _refuse_old(signatures)
    except ScannerUnavailable as unavailable:
        fault = unavailable.code
    return ScannerState(current(), version, signatures, fault)


def _refuse_old(signatures: datetime | None) -> None:
    if signatures is None:
        raise ScannerUnavailable("signatures_missing")
    if time.now() - signatures > timedelta(days=settings.SIGNATURE_DAYS):
        raise ScannerUnavailable("signatures_outdated")


def require_clean(content: bytes) -> None:
    """Look through a file that is to be taken, where scanning is required.

    Raises:
        Infected: it is not taken; the ledger's stream ``security:uploads`` has the finding.
        ScannerUnavailable: it cannot be looked through now.
    """
    if not decision().required:
        return
    daemon = scanner()
    signatures = _held("signatures", FRESH, lambda: signature_date(daemon.version()))
    assert signatures is None or isinstance(signatures, datetime)
    try:
        _refuse_old(signatures)
    except ScannerUnavailable:
        _known.pop("signatures", None)  # they may come any moment
        raise
    try:
        daemon.scan(content)
    except Infected as found:
        _record(found.signature, len(content))
        raise


def _record(signature: str, size: int) -> None:
    """One finding, whatever becomes of the transaction around: a connection of its own carries it."""
    event = ledger.Event("infected_upload_refused", {"signature": signature, "size": size})

    def write() -> None:
        with transaction.atomic():
            ledger.append(
                STREAM_KIND, FINDINGS, [event], at=moment, actor=System("scanner"), command_id=uuid4()
            )

    moment = time.now()
    if not connection.in_atomic_block:
        write()
        return

    def apart() -> None:
        try:
            write()
        finally:
            connection.close()

    thread = Thread(target=apart)
    thread.start()
    thread.join()
