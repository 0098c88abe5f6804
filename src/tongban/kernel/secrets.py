"""Keys and sealing: data keys wrapped by a versioned master key that lives outside the database.

Destroying a data key is how a person or a case is erased, in backups too: the ciphertext stays, nobody
can read it.  The context string is authenticated, so that a ciphertext moved to another row or column does not
open; the ciphers are in `kernel.ciphers`.
"""

import base64
import os
from functools import lru_cache
from pathlib import Path
from time import monotonic
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from django.conf import settings

from tongban.kernel.ciphers import Key
from tongban.kernel.errors import Erased
from tongban.kernel.models.datakey import DataKey

MASTER = "master-key-"
NOTICED = 2.0  # seconds after which every process has noticed a new version


class SealBroken(Exception):
    """A ciphertext does not open with its key and context: altered, moved, or another master key."""


class MasterKeyMissing(Exception):
    """The key file of a version that something was sealed under is not in the secrets folder."""


def _folder() -> Path:
    folder = settings.SECRETS_FOLDER
    return folder if isinstance(folder, Path) else Path(folder)  # making a path anew costs more than a cipher


@lru_cache(maxsize=16)
def _read_master(folder: Path, version: int) -> Key:
    return Key(base64.b64decode((folder / f"{MASTER}{version}").read_text()))


def _master(version: int) -> Key:
    """The cipher of one version; one that this process has not seen yet is looked for on the disk.

    Raises:
        MasterKeyMissing: there is no such file.
    """
    try:
        return _read_master(_folder(), version)  # a failure is not remembered
    except FileNotFoundError as fault:
        raise MasterKeyMissing(f"{MASTER}{version}") from fault


def master_versions() -> tuple[int, ...]:
    """The versions whose files are there, lowest first; asks the disk."""
    names = (path.name.removeprefix(MASTER) for path in _folder().glob(f"{MASTER}*"))
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


_newest: tuple[Path, float, int] | None = None  # folder, until when it holds, version


def current_master_version() -> int:
    """The highest master key version present in the secrets folder, asked of the disk every two seconds.

    So every running process seals under a new version within `NOTICED` of its file's appearance.

    Raises:
        FileNotFoundError: there is no master key at all.
    """
    global _newest
    folder, now = _folder(), monotonic()
    if _newest is not None and _newest[0] == folder and now < _newest[1]:
        return _newest[2]
    versions = master_versions()
    if not versions:
        raise FileNotFoundError(f"no master key in {folder}")
    _newest = (folder, now + NOTICED, versions[-1])
    return versions[-1]


def forget_master_keys() -> None:
    """In this process: what was read of the key files is read again."""
    global _newest
    _newest = None
    _read_master.cache_clear()


def _seal(key: Key, plaintext: bytes, context: str) -> bytes:
    return key.seal(plaintext, context.encode())


def _open(key: Key, sealed: bytes, context: str) -> bytes:
    try:
        return key.open(bytes(sealed), context.encode())
    except InvalidTag as fault:
        raise SealBroken(context) from fault


class Vault:
    """One data key, open: seals and opens what belongs to one case, person or draft."""

    def __init__(self, key_id: UUID, raw: bytes) -> None:
        self.key_id = key_id
        self._key = Key(raw)

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Ciphertext of ``plaintext``; ``context`` names where it will stand, e.g. ``"party"``."""
        return _seal(self._key, plaintext, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """The plaintext.

        Raises:
            SealBroken: altered, or sealed for another place.
        """
        return _open(self._key, sealed, context)


def new_vault() -> tuple[DataKey, Vault]:
    """A fresh data key: the row to insert (wrapped) and the open vault."""
    key_id, raw, version = uuid4(), os.urandom(32), current_master_version()
    wrapped = _seal(_master(version), raw, f"datakey:{key_id}")
    return DataKey(id=key_id, wrapped=wrapped, master_version=version), Vault(key_id, raw)


def open_vault(key: DataKey) -> Vault:
    """The vault of a stored data key.

    Raises:
        Erased: the key was destroyed.
    """
    if key.wrapped is None:
        raise Erased
    return Vault(key.id, _open(_master(key.master_version), key.wrapped, f"datakey:{key.id}"))


def seal_under_master(plaintext: bytes, context: str) -> bytes:
    """Short-lived values without a data key of their own (a signed-in phone number): version byte first."""
    version = current_master_version()
    return bytes([version]) + _seal(_master(version), plaintext, context)


def open_under_master(sealed: bytes, context: str) -> bytes:
    """What `seal_under_master` sealed.

    Raises:
        SealBroken: altered, or sealed for another place.
    """
    return _open(_master(sealed[0]), sealed[1:], context)


def rewrapped(key_id: UUID, wrapped: bytes, version: int, to: int) -> bytes:
    """A data key, opened with one version of the master key and wrapped with another.

    Raises:
        SealBroken: it does not open.
        MasterKeyMissing: a version is not there.
    """
    context = f"datakey:{key_id}"
    return _seal(_master(to), _open(_master(version), wrapped, context), context)
