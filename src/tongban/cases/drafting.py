"""An unfinished application: finding it by its token, opening and sealing its content."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from tongban.cases.edition import edition_for
from tongban.cases.models import Draft
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel import time
from tongban.kernel.batch import Batch
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotFound
from tongban.kernel.kept_queries import KeptQuery
from tongban.kernel.secrets import Vault, open_vault

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class DraftMaterial:
    """One material in a draft; ``upload_id`` (hex UUID) empty for paper without a scan."""

    form: str
    file_name: str = ""
    media_type: str = ""
    size: int = 0  # bytes
    upload_id: str = ""


@dataclass(frozen=True)
class DraftContent:
    """What a draft holds, sealed under its own key."""

    answers: dict[str, str] = field(default_factory=dict)
    applicant: dict[str, str] = field(default_factory=dict)  # name, number, phone as typed, kind
    representative: dict[str, str] = field(default_factory=dict)
    representation: str = ""  # self, representative, assister; empty: not asked yet
    relation: str = ""
    mandate_seen: bool = False
    mandate_until: str = ""  # an ISO date; empty: none named
    materials: dict[str, DraftMaterial] = field(default_factory=dict)


@dataclass
class OpenDraft:
    """A draft with its key open."""

    row: Draft
    vault: Vault
    content: DraftContent

    def save(self, **changes: Any) -> None:
        """Seal the changed content and write it."""
        self.change(**changes)
        batch = Batch()
        self.write_with(batch)
        batch.write()

    def change(self, **changes: Any) -> None:
        """Seal the changed content; writing is the caller's."""
        self.content = replace(self.content, **changes)
        self.row.content = self.vault.seal(canonical_json(asdict(self.content)), "draft")
        self.row.updated_at = time.now()

    def write_with(self, batch: Batch) -> None:
        """The row's part in a larger write."""
        values = {"content": self.row.content, "updated_at": self.row.updated_at}
        batch.update(Draft, {"id": self.row.id}, values)


def item_of(row: Draft, content: DraftContent) -> ItemDefinition:
    """The edition that a draft is written under: of its village's township, else of where it was begun.

    Raises:
        NotFound: the item is gone.
    """
    return edition_for(row.item_code, row.place, content.answers).definition


def new_token() -> str:
    """A bearer token: 32 bytes of chance, URL-safe."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """What a draft is found by."""
    return keyed_digest("draft", token)


def read_content(sealed: bytes, vault: Vault) -> DraftContent:
    """The content behind the column."""
    values = json.loads(vault.open(sealed, "draft"))
    values["materials"] = {code: DraftMaterial(**entry) for code, entry in values["materials"].items()}
    return DraftContent(**values)


def _drafts(digest: bytes, since: datetime) -> QuerySet[Draft]:
    return Draft.objects.select_related("key").filter(token_digest=digest, updated_at__gt=since)


_PROBES = {"digest": b"a digest", "since": datetime(1, 1, 1, tzinfo=UTC)}
_READ = KeptQuery[Draft](_drafts, _PROBES)
_LOCKED = KeptQuery[Draft](
    lambda digest, since: _drafts(digest, since).select_for_update(of=("self",)), _PROBES
)


def ask_for_row(token: str) -> Callable[[], Draft | None]:
    """Ask for the row of a token, held until the transaction ends.

    What is returned gives it; None where it became a case or is gone.
    """
    rows = _LOCKED.ask(digest=token_digest(token), since=time.now() - KEPT)
    return lambda: next(iter(rows()), None)


def open_draft(token: str, *, lock: bool = False) -> OpenDraft:
    """The draft a token belongs to.

    Raises:
        NotFound: none, discarded, submitted, or older than 30 days.
    """
    row = (_LOCKED if lock else _READ).first(digest=token_digest(token), since=time.now() - KEPT)
    if row is None:
        raise NotFound("draft")
    vault = open_vault(row.key)
    return OpenDraft(row, vault, read_content(row.content, vault))
