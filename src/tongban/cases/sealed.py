"""What a case keeps sealed: the application's content, the conclusion's reasons, the handover."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.kernel.canonical import canonical_json
from tongban.kernel.secrets import Vault


@dataclass(frozen=True)
class Content:
    """The application as handed in, in its one spelling.

    Persons are mappings of name, number, phone; ``representative`` is empty for none.
    """

    applicant: Mapping[str, str]
    representative: Mapping[str, str]
    relation: str
    mandate_seen: bool
    contact_phone: str
    answers: Mapping[str, str]
    salt: str  # hex; of the ledger's commitment to this content
    mandate_until: str = ""  # the last day that a written mandate names
    later_reason: str = ""  # why it was entered later than it was received
    # material → the name typed as signature under a promise, or `rules.promises.ON_PAPER`
    signed: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return dict(self.__dict__)


def seal_content(content: Content, vault: Vault) -> bytes:
    """The sealed column ``content``."""
    return vault.seal(canonical_json(content.plain()), "case.content")


def open_content(sealed: bytes, vault: Vault) -> Content:
    """The application behind the column."""
    return Content(**json.loads(vault.open(sealed, "case.content")))


def seal_values(values: Mapping[str, Any], vault: Vault, context: str) -> bytes:
    """A small mapping under the case's key: ``case.conclusion`` or ``case.handover``."""
    return vault.seal(canonical_json(values), context)


def open_values(sealed: bytes | None, vault: Vault, context: str) -> dict[str, Any]:
    """What `seal_values` sealed; empty for nothing."""
    return dict(json.loads(vault.open(sealed, context))) if sealed else {}


def seal_text(text: str, vault: Vault, context: str) -> bytes | None:
    """A reason or opinion; None for nothing."""
    return vault.seal(text.encode(), context) if text else None


def open_text(sealed: bytes | None, vault: Vault, context: str) -> str:
    """What `seal_text` sealed."""
    return vault.open(sealed, context).decode() if sealed else ""
