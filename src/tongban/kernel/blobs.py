"""Files at rest: encrypted under their owner's data key, named at random, checked when read."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tongban.kernel import time
from tongban.kernel.batch import fresh
from tongban.kernel.models import Blob
from tongban.kernel.secrets import SealBroken, Vault


@dataclass(frozen=True)
class NewFile:
    """A file to be stored.

    Args:
        pages: how many it has; a picture has one.
    """

    content: bytes
    media_type: str
    pages: int = 1


def store(content: bytes, media_type: str, vault: Vault, pages: int = 1) -> Blob:
    """One file, as `store_all` does it."""
    return store_all([NewFile(content, media_type, pages)], vault)[0]


def store_all(files: Sequence[NewFile], vault: Vault) -> list[Blob]:
    """Write files; the returned rows are still to be inserted, in the transaction that refers to them.

    A row may only be committed for a file that a power cut cannot take away again, so each is forced to the disk
    here.  All of them lie in one folder, which then needs it once.  A file whose row never comes (the transaction
    was rolled back) is an orphan that holds ciphertext only.
    """
    folder = vault.key_id.hex[:2]
    rows, sealed = [], {}
    for file in files:
        blob_id = uuid4()
        name = f"{folder}/{blob_id.hex}"
        sealed[name] = vault.seal(file.content, f"blob:{blob_id}")
        rows.append(
            fresh(
                Blob,
                id=blob_id,
                name=name,
                key_id=vault.key_id,
                media_type=file.media_type,
                size=len(file.content),
                pages=file.pages,
                sha256=hashlib.sha256(sealed[name]).digest(),
                stored_at=time.now(),
            )
        )
    try:
        _write(folder, sealed)
    except BaseException:
        for name in sealed:
            default_storage.delete(name)
        raise
    return rows


def _write(folder: str, sealed: dict[str, bytes]) -> None:
    try:
        place = Path(default_storage.path(folder))
    except NotImplementedError:  # an object store answers only once it has kept the file
        for name, content in sealed.items():
            # `save` would look for a free name; this one is chance
            default_storage._save(name, ContentFile(content))  # type: ignore[attr-defined]  # not in the stubs
        return
    if not place.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        _force_to_disk(place.parent)
    written: list[int] = []
    try:
        for name, content in sealed.items():
            written.append(os.open(default_storage.path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with open(written[-1], "wb", closefd=False) as file:
                file.write(content)
        for descriptor in written:  # once all are written: the first takes the others along
            os.fsync(descriptor)
    finally:
        for descriptor in written:
            os.close(descriptor)
    _force_to_disk(place)


def _force_to_disk(folder: Path) -> None:
    """The names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load(blob: Blob, vault: Vault) -> bytes:
    """The content.

    Raises:
        SealBroken: the file is not the one that was stored.
    """
    with default_storage.open(blob.name) as file:
        sealed = file.read()
    if hashlib.sha256(sealed).digest() != bytes(blob.sha256):
        raise SealBroken(blob.name)
    return vault.open(sealed, f"blob:{blob.id}")
