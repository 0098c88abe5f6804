"""Files at rest: encrypted under their owner's data key, named at random, checked when read."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tongban.kernel import time
from tongban.kernel.models import Blob
from tongban.kernel.secrets import SealBroken, Vault


def store(content: bytes, media_type: str, vault: Vault, pages: int = 1) -> Blob:
    """Write the file; the returned row is still to be inserted, in the transaction that refers to it.

    A file whose row never comes (the transaction was rolled back) is an orphan that holds ciphertext only.
    """
    blob_id = uuid4()
    sealed = vault.seal(content, f"blob:{blob_id}")
    name = f"{blob_id.hex[:2]}/{blob_id.hex[2:4]}/{blob_id.hex}"
    # `save` would look for a free name; this one is chance
    default_storage._save(name, ContentFile(sealed))  # type: ignore[attr-defined]  # not in the stubs
    _force_to_disk(name)
    return Blob(
        id=blob_id,
        name=name,
        key_id=vault.key_id,
        media_type=media_type,
        size=len(content),
        pages=pages,
        sha256=hashlib.sha256(sealed).digest(),
        stored_at=time.now(),
    )


def _force_to_disk(name: str) -> None:
    """A row may only be committed for a file that a power cut cannot take away again."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        return  # an object store answers only once it has kept the file
    for place in (path, path.parent, path.parent.parent):  # the folders may be new too
        descriptor = os.open(place, os.O_RDONLY)
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
