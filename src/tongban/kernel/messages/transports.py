"""Ways out to people's phones: which one a deployment uses, and what each must answer.

A transport takes one message and gives back what the provider calls it.  It is tried again as often as its job,
so a provider may get the same message twice: always under the same id, so that it can tell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True)
class Outgoing:
    """One message to one phone.

    Args:
        id: the same each time this message is tried.
        phone: the number, digits only.
        text: the sentence.
        template: which one it is; some providers want their own template named.
    """

    id: UUID
    phone: str
    text: str
    template: str


class SendLater(Exception):
    """Not sent, or nobody knows: the same message is to be tried again."""


class NeverSent(Exception):
    """The provider refuses this message; trying again would not help."""


Transport = Callable[[Outgoing], str]
_makers: dict[str, Callable[[], Transport]] = {}


def register_transport(name: str, make: Callable[[], Transport]) -> None:
    """Register a way out; `site/wiring.py` shows them all."""
    _makers[name] = make


def transport() -> Transport | None:
    """The deployment's way out; None where it has none and messages wait.

    Raises:
        KeyError: the settings name one that is not registered.
        GatewayFault: it is set up wrongly.
    """
    return _makers[settings.SMS_TRANSPORT]() if settings.SMS_TRANSPORT else None
