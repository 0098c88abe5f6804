"""Rotating the keys: a new version of the master key, every data key wrapped anew, the old version taken out of use.

Nothing has to stop for it.  Running processes notice a new version by themselves (`secrets.current_master_version`)
and open what is wrapped under any version that is still there.  How far the wrapping has come is told by the rows
alone, so it may be killed at any moment and begun again.
"""

import base64
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection, transaction

from tongban.kernel import ledger, secrets, time
from tongban.kernel.actors import System

BATCH = 500  # data keys in one transaction
STREAM_KIND = "keys"
MASTER_STREAM = "master"
SIGNING_STREAM = "signing"
SIGNING_KEY = "ledger-signing-key"
TRUSTED_KEYS = "ledger-trusted-keys"
DJANGO_KEY = "django-secret-key"
DJANGO_BEFORE = "django-secret-key-before"
RETIRED = "retired"

Told = Callable[[int, int], None]
NOBODY = UUID(int=0)


class RotationRefused(Exception):
    """What cannot be done now, told to the operator at the command line (`site/command_line/keys.py`).

    Args:
        code: why.
        params: values for the sentence.
    """

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class MasterVersion:
    """One version of the master key: when its file was made, and how many living data keys it wraps."""

    version: int
    made_at: datetime | None  # None: the file is not there, though rows need it
    rows: int


def master_keys() -> tuple[MasterVersion, ...]:
    """Every version that has a file or wraps a living key, lowest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT master_version, count(*) FROM kernel_datakey WHERE wrapped IS NOT NULL GROUP BY 1"
        )
        rows = {int(version): int(count) for version, count in cursor.fetchall()}
    there = secrets.master_versions()
    return tuple(
        MasterVersion(version, _made_at(version) if version in there else None, rows.get(version, 0))
        for version in sorted({*there, *rows})
    )


def _made_at(version: int) -> datetime:
    made = (_folder() / f"{secrets.MASTER}{version}").stat().st_mtime
    return datetime.fromtimestamp(made, tz=time.SHANGHAI)


def _folder() -> Path:
    return Path(settings.SECRETS_FOLDER)


def new_master_version() -> int:
    """Make the next version's file and record it; seals made from now on use it, in every process soon.

    Raises:
        RotationRefused: ``rotation_unfinished`` where older versions still wrap keys.
    """
    versions = secrets.master_versions()
    if any(line.rows for line in master_keys() if line.version != versions[-1]):
        raise RotationRefused("rotation_unfinished")
    version = versions[-1] + 1
    if version > 255:  # values under the master key itself carry it in one byte
        raise RotationRefused("versions_used_up")
    write_once(_folder() / f"{secrets.MASTER}{version}", base64.b64encode(os.urandom(32)).decode())
    secrets.forget_master_keys()
    _record(MASTER_STREAM, "master_key_made", {"version": version})
    return version


def rewrap(told: Told = lambda done, left: None) -> int:
    """Wrap every living data key under the newest version; how many were wrapped anew.

    Args:
        told: called after each batch with the keys done so far and those still to do.

    Raises:
        SealBroken, MasterKeyMissing: a key does not open; nothing of its batch is changed.
    """
    newest = secrets.master_versions()[-1]
    done = 0
    left = _left(newest)
    while left:
        for count in _pass(newest):
            done += count
            left = max(left - count, 0)
            told(done, left)
        left = _left(newest)  # rows that were locked, or written meanwhile by a process that had not noticed
    if done:
        _record(MASTER_STREAM, "data_keys_rewrapped", {"version": newest, "keys": done})
    return done


def _left(newest: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM kernel_datakey WHERE master_version <> %s AND wrapped IS NOT NULL", [newest]
        )
        return int(cursor.fetchone()[0])


def _pass(newest: int) -> Iterator[int]:
    """Once through the table in the order of its ids; a key that is in somebody's hands waits for the next pass."""
    last = NOBODY
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, wrapped, master_version FROM kernel_datakey "
                "WHERE id > %s AND master_version <> %s AND wrapped IS NOT NULL "
                # not FOR UPDATE: rows that refer to a key may be inserted meanwhile
                "ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                [last, newest, BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            anew = [
                secrets.rewrapped(key_id, bytes(wrapped), version, newest)
                for key_id, wrapped, version in rows
            ]
            ids = [row[0] for row in rows]
            cursor.execute(
                "UPDATE kernel_datakey SET wrapped = anew.wrapped, master_version = %s "
                "FROM unnest(%s::uuid[], %s::bytea[]) AS anew (id, wrapped) WHERE kernel_datakey.id = anew.id",
                [newest, ids, anew],
            )
            last = ids[-1]
        yield len(rows)


def retire(version: int) -> Path:
    """Take an old version out of use; its file is moved to ``retired/``, since older backups need it.

    Returns:
        where the file lies now.

    Raises:
        RotationRefused: ``version_unknown``; ``version_newest``; ``version_in_use`` (rows) where a living key is wrapped
            under it; ``version_too_fresh`` (hours) where the newest version is younger than a session: what a
            session holds sealed could not be opened any more.
    """
    there = secrets.master_versions()
    if version not in there:
        raise RotationRefused("version_unknown")
    if version == there[-1]:
        raise RotationRefused("version_newest")
    age = time.now() - _made_at(there[-1])
    wait = settings.SESSION_COOKIE_AGE - age.total_seconds()
    if wait > 0:
        raise RotationRefused("version_too_fresh", {"hours": int(wait // 3600) + 1})
    target = _folder() / RETIRED / f"{secrets.MASTER}{version}"
    with transaction.atomic(), connection.cursor() as cursor:
        # whoever is about to commit a key comes first, whoever comes later waits until the file has gone
        cursor.execute("LOCK TABLE kernel_datakey IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            "SELECT count(*) FROM kernel_datakey WHERE master_version = %s AND wrapped IS NOT NULL", [version]
        )
        if rows := int(cursor.fetchone()[0]):
            raise RotationRefused("version_in_use", {"rows": rows})
        _append(MASTER_STREAM, "master_key_retired", {"version": version})
        target.parent.mkdir(mode=0o700, exist_ok=True)
        (_folder() / f"{secrets.MASTER}{version}").rename(target)
    secrets.forget_master_keys()
    return target


def rotate_signing_key() -> bytes:
    """A new key for the ledger's roots; the old one's public half stays trusted, and the ledger tells of the change.

    Returns:
        the new public key, to be published beside the roots.
    """
    path = _folder() / SIGNING_KEY
    old = public_half(path.read_text())
    draft = path.with_name(f".{SIGNING_KEY}.new")
    draft.unlink(missing_ok=True)
    write_once(draft, base64.b64encode(os.urandom(32)).decode())
    new = public_half(draft.read_text())
    # trusted first: killed in between, one key too many is listed, never one too few
    trusted = _folder() / TRUSTED_KEYS
    lines = trusted.read_text().split() if trusted.exists() else []
    if (line := base64.b64encode(old).decode()) not in lines:
        replace_file(trusted, "\n".join([*lines, line]))
    with transaction.atomic():
        _append(SIGNING_STREAM, "signing_key_changed", {"before": old, "after": new})
        draft.replace(path)
        _force_to_disk(_folder())
    return new


def public_half(text: str) -> bytes:
    """The public key of an Ed25519 key file."""
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text))
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def rotate_django_key(text: str) -> None:
    """A new key for signed cookies and forms; the one before stays good for what it signed.

    Args:
        text: the new key.
    """
    path = _folder() / DJANGO_KEY
    replace_file(_folder() / DJANGO_BEFORE, path.read_text().strip())
    replace_file(path, text)
    _record(SIGNING_STREAM, "session_key_changed", {})


def _record(stream: str, event: str, data: dict[str, object]) -> None:
    with transaction.atomic():
        _append(stream, event, data)


def _append(stream: str, event: str, data: dict[str, object]) -> None:
    ledger.append(
        STREAM_KIND,
        stream,
        [ledger.Event(event, data)],
        at=time.now(),
        actor=System("keys"),
        command_id=uuid4(),
    )


def write_once(path: Path, text: str) -> None:
    """A new key file, readable by its owner only; whole and on the disk, or not there.

    Raises:
        FileExistsError: it is there already.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        _write(draft, text)
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _force_to_disk(path.parent)


def replace_file(path: Path, text: str) -> None:
    """A key file's new content, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    _write(draft, text)
    draft.replace(path)
    _force_to_disk(path.parent)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _force_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
