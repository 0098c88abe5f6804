"""E-mail through the deployment's own SMTP server: TLS, one message a connection, one Message-ID for all tries."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

from django.conf import settings

from tongban.kernel import time
from tongban.kernel.messages.transports import GatewayFault, NeverSent, Outgoing, SendLater

LOOPBACK = ("127.0.0.1", "::1", "localhost")
STARTTLS, IMPLICIT, PLAIN = "starttls", "tls", "none"


@dataclass(frozen=True)
class SmtpServer:
    """One server.

    Args:
        tls: ``starttls``, ``tls`` (from the first byte) or ``none``, which only this machine's own may be.
        user: empty: no log-in.
        sender: the address that mails come from.
        timeout: seconds for each step.
        ca_file: certificates to trust instead of the system's; empty: the system's.
    """

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str
    timeout: float
    ca_file: str = ""

    def __call__(self, message: Outgoing) -> str:
        """Send it; its Message-ID.

        Raises:
            SendLater: no answer, a fault of the server that may pass, or a log-in that fails.
            NeverSent: the address or the mail is refused for good.
        """
        mail, name = self._mail(message)
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(max((code for code, _ in refused.recipients.values()), default=0)) from refused
        except smtplib.SMTPAuthenticationError as fault:
            raise SendLater(
                f"SMTP {fault.smtp_code}"
            ) from fault  # the operator's to mend, not the mail's fault
        except smtplib.SMTPResponseException as fault:
            raise _refusal(fault.smtp_code) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise SendLater(type(fault).__name__) from fault
        return name

    def _mail(self, message: Outgoing) -> tuple[EmailMessage, str]:
        mail = EmailMessage()
        name = f"<{message.id}@{parseaddr(self.sender)[1].rpartition('@')[2]}>"
        try:
            mail["From"], mail["To"] = self.sender, message.to
        except ValueError as fault:  # a line break, or no address at all
            raise NeverSent("no address") from fault
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(time.now())
        mail["Message-ID"] = name
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
        mail.set_content(message.text + "\n", cte="base64")
        return mail, name

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        if self.tls == IMPLICIT:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        if self.tls == STARTTLS:
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server


def _refusal(code: int) -> SendLater | NeverSent:
    """4yz may pass, 5yz does not (RFC 5321, 4.2.1)."""
    return NeverSent(f"SMTP {code}") if 500 <= code < 600 else SendLater(f"SMTP {code}")


def from_settings() -> SmtpServer:
    """The server that the settings name.

    Raises:
        GatewayFault: no sender, no known kind of TLS, none at all to another machine, or a password file that is missing.
    """
    if settings.SMTP_TLS not in (STARTTLS, IMPLICIT, PLAIN):
        raise GatewayFault("TONGBAN_SMTP_TLS is starttls, tls or none")
    if settings.SMTP_TLS == PLAIN and settings.SMTP_HOST not in LOOPBACK:
        raise GatewayFault(
            "TONGBAN_SMTP_TLS=none is for a server on this machine only (addresses travel there)"
        )
    if "@" not in parseaddr(settings.MAIL_FROM)[1]:
        raise GatewayFault("TONGBAN_MAIL_FROM is no mail address")
    password = ""
    if settings.SMTP_USER:
        path = Path(settings.SMTP_PASSWORD_FILE)
        if not path.is_file() or not (password := path.read_text(encoding="utf-8").strip()):
            raise GatewayFault(f"the mail server's password file is missing or empty: {path}")
    return SmtpServer(
        settings.SMTP_HOST,
        settings.SMTP_PORT,
        settings.SMTP_TLS,
        settings.SMTP_USER,
        password,
        settings.MAIL_FROM,
        settings.SMTP_TIMEOUT,
        settings.SMTP_CA_FILE,
    )
