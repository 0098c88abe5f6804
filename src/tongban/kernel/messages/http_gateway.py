"""Text messages through a gateway that speaks HTTP: one signed POST for each message.

What is signed, and what the gateway answers, is in docs/operations/sms.md; a county's provider gets a small
translator in front of it, or speaks this itself.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from django.conf import settings

from tongban.kernel import time
from tongban.kernel.messages.transports import GatewayFault, NeverSent, Outgoing, SendLater

LOOPBACK = ("127.0.0.1", "::1", "localhost")
AGAIN = frozenset({408, 409, 425, 429})  # a refusal that may pass; 409: the same id is being worked on
PROVIDER_ID_LENGTH = 80
ANSWER_LENGTH = 20_000  # bytes of an answer that are looked at


def signature(key: bytes, method: str, path: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA-256 over method, path with query, timestamp (seconds since 1970) and body, a line each; hex."""
    signed = b"\n".join((method.encode(), path.encode(), timestamp.encode(), body))
    return hmac.new(key, signed, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class HttpGateway:
    """One gateway.

    Args:
        url: where messages are posted.
        key_id: names the key to the gateway.
        key: the shared secret.
        timeout: seconds to connect, and again between two pieces of the answer.
    """

    url: str
    key_id: str
    key: bytes
    timeout: float

    def __call__(self, message: Outgoing) -> str:
        """Post it; the provider's own id of it, empty where the gateway gives none.

        Raises:
            SendLater: no answer, a fault of the gateway, or too many at once.
            NeverSent: refused for good.
        """
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        body = json.dumps(
            {
                "id": str(message.id),
                "to": message.to,
                "text": message.text,
                "template": message.template,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        timestamp = str(int(time.now().timestamp()))
        try:
            answer = requests.post(
                self.url,
                data=body,
                headers={
                    "Content-Type": "application/json; charset=utf-8",
                    "Idempotency-Key": str(message.id),
                    "X-Tongban-Key": self.key_id,
                    "X-Tongban-Timestamp": timestamp,
                    "X-Tongban-Signature": signature(self.key, "POST", path, timestamp, body),
                },
                timeout=self.timeout,
                allow_redirects=False,  # a number is not handed on to whoever answers
            )
        except requests.RequestException as fault:
            raise SendLater(type(fault).__name__) from fault
        if answer.status_code in AGAIN or answer.status_code >= 500:
            raise SendLater(f"HTTP {answer.status_code}")
        if not 200 <= answer.status_code < 300:
            raise NeverSent(f"HTTP {answer.status_code}")
        return _provider_id(answer.content[:ANSWER_LENGTH])


def _provider_id(answer: bytes) -> str:
    try:
        told = json.loads(answer)
    except ValueError:
        return ""
    return str(told.get("id", ""))[:PROVIDER_ID_LENGTH] if isinstance(told, dict) else ""


def from_settings() -> HttpGateway:
    """The gateway that the settings name.

    Raises:
        GatewayFault: no address, one without TLS that is not this machine's own, or no key.
    """
    parts = urlsplit(settings.SMS_URL)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise GatewayFault("TONGBAN_SMS_URL is no address of a gateway")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise GatewayFault("TONGBAN_SMS_URL must begin with https:// (phone numbers and codes travel there)")
    return HttpGateway(settings.SMS_URL, settings.SMS_KEY_ID, shared_key(), settings.SMS_TIMEOUT)


def shared_key() -> bytes:
    """The secret that this side and the gateway know.

    Raises:
        GatewayFault: no key file, or an empty one.
    """
    path = Path(settings.SMS_KEY_FILE)
    if not path.is_file() or not (key := path.read_bytes().strip()):
        raise GatewayFault(f"the gateway's key file is missing or empty: {path}")
    return key
