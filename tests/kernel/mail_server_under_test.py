"""A mail server on this machine: real SMTP, TLS under a certificate of its own, answers as it is told."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "tongban", "one of the county's"


@dataclass
class MailServer:
    """What came in, and what is answered to a mail; empty: it is taken."""

    host: str = "127.0.0.1"
    port: int = 0
    ca_file: str = ""
    to_recipient: str = ""
    to_mail: list[str] = field(default_factory=list)
    got: list[tuple[str, Mail]] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=default)))
        self.secured.append(session.ssl is not None)
        return self.to_mail.pop(0) if self.to_mail else "250 OK"


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """The server while the block runs: STARTTLS and a log-in needed."""
    one = MailServer(ca_file=str(folder / "server.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    _certificate(folder / "server.pem", folder / "server.key")
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    controller = Controller(
        one,
        hostname=one.host,
        port=_free_port(one.host),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=_known,
    )
    controller.start()
    one.port = controller.port
    try:
        yield one
    finally:
        controller.stop()


def _free_port(host: str) -> int:
    """The controller knocks at the port that it was given, so it cannot be given none."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=right)


def _certificate(certificate: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
