"""Ways out over a wire, to phones and to mail boxes: which one a deployment uses, and what each must answer.

A transport takes one message and gives back what the provider calls it.  It is tried again as often as its job,
so a provider may get the same message twice: always under the same id, so that it can tell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True)
class Outgoing:
    """One message to one phone or mail box.

    Args:
        id: the same each time this message is tried.
        to: the number, digits only; or the mail address.
        text: the sentence.
        template: which one it is; some providers want their own template named.
        subject: of a mail.
    """

    id: UUID
    to: str
    text: str
    template: str
    subject: str = ""


class SendLater(Exception):
    """Not sent, or nobody knows: the same message is to be tried again."""


class NeverSent(Exception):
    """The provider refuses this message; trying again would not help."""


class GatewayFault(RuntimeError):
    """A way out is set up wrongly: said to the operator, never to a citizen."""


Transport = Callable[[Outgoing], str]
_makers: dict[str, Callable[[], Transport]] = {}


def register_transport(name: str, make: Callable[[], Transport]) -> None:
    """Register a way out; `site/wiring.py` shows them all."""
    _makers[name] = make


def transport(channel: str = "sms") -> Transport | None:
    """The deployment's way out of a channel; None where it has none and messages wait.

    Raises:
        KeyError: the settings name one that is not registered.
        GatewayFault: it is set up wrongly.
    """
    name = settings.SMS_TRANSPORT if channel == "sms" else settings.MAIL_TRANSPORT
    return _makers[name]() if name else None
