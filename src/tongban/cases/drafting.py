"""An unfinished application: finding it by its token, opening and sealing its content."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from tongban.cases.beginning import KEPT, Begun, read_begun, submission_key
from tongban.cases.edition import edition_for, kinds_of_applicant
from tongban.cases.models import Draft
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import current
from tongban.kernel import time
from tongban.kernel.batch import Batch
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import hold_key, is_used
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotFound
from tongban.kernel.kept_queries import KeptQuery
from tongban.kernel.secrets import Vault, new_vault, open_vault

THROUGH_HANDLER: dict[str, Any] = {"representation": "representative", "relation": "handler"}


@dataclass(frozen=True)
class DraftMaterial:
    """One material in a draft; ``upload_id`` (hex UUID) empty for paper without a scan, and for a promise."""

    form: str
    file_name: str = ""
    media_type: str = ""
    size: int = 0  # bytes
    upload_id: str = ""
    signed: str = ""  # of a promise in its place, the name typed as signature


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


def nobody_yet(kind: str) -> dict[str, str]:
    """An applicant of whom the kind alone is known."""
    return {"name": "", "number": "", "phone": "", "kind": kind}


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
        """The row's part in a larger write; of a draft that was only begun, the row itself."""
        if self.row._state.adding:
            batch.insert(self.row.key, self.row)
            return
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


def open_draft(token: str, *, lock: bool = False, to_submit: bool = False) -> OpenDraft:
    """The draft a token belongs to; of one that was begun and never saved, what its first save will write.

    Args:
        lock: hold it until the transaction ends.
        to_submit: a command follows, which finds out by its key whether this became a case already.

    Raises:
        NotFound: none, discarded, submitted, or older than 30 days.
    """
    query, digest, since = _LOCKED if lock else _READ, token_digest(token), time.now() - KEPT
    row = query.first(digest=digest, since=since)
    if row is None:
        begun = read_begun(token)
        if lock:
            # its submission, or another first save, may be under way: this one comes after it
            sent = hold_key(begun.owner_key, submission_key(token))
            row = query.first(digest=digest, since=since)
        else:
            sent = not to_submit and is_used(begun.owner_key, submission_key(token))
        if sent:
            raise NotFound("draft")
        if row is None:
            return unsaved(begun, token)
    vault = open_vault(row.key)
    return OpenDraft(row, vault, read_content(row.content, vault))


def unsaved(begun: Begun, token: str) -> OpenDraft:
    """The draft before its first save: its row and key are made here and written by `OpenDraft.save` only."""
    content = DraftContent()
    item = current(begun.item_code, begun.place).definition
    if kinds_of_applicant(item) == ("organization",):
        content = DraftContent(applicant=nobody_yet("organization"), **THROUGH_HANDLER)
    key, vault = new_vault()
    row = Draft(
        token_digest=token_digest(token),
        token_sealed=vault.seal(token.encode(), "draft.token"),
        item_code=begun.item_code,
        place=begun.place,
        channel=begun.channel,
        owner_key=begun.owner_key,
        key=key,
        content=vault.seal(canonical_json(asdict(content)), "draft"),
        updated_at=time.now(),
    )
    return OpenDraft(row, vault, content)
