"""What lies in a backup: every file with its digest, written last, so that a broken-off backup has none."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from tongban.site.faults import Exit, Fault

NAME, UNFINISHED = "manifest.json", "unfinished"
DATABASE, FILES, KEY_IDS, ROOTS = "database.dump", "files.tsv", "datakey-ids.copy", "ledger-roots.jsonl"
DATA_KEYS, SECRETS = "datakeys.copy", "secrets"
FORMAT = 1
PIECE = 1024 * 1024  # bytes read at once


@dataclass(frozen=True)
class Manifest:
    """One folder.

    Args:
        kind: ``database`` or ``keys``.
        backup: the id of the run that made it; both folders of one run have the same.
        made_at: the moment of the snapshot by the database's clock, ISO 8601.
        program: the version of Tongban.
        digests: path inside the folder → SHA-256 in hex.
        counts: table → rows in the snapshot; of a database only.
    """

    kind: str
    backup: str
    made_at: str
    program: str
    digests: dict[str, str]
    counts: dict[str, int]
    format: int = FORMAT


def open_folder(folder: Path) -> None:
    """Make the folder for a new backup, or clear one that was broken off.

    Raises:
        Fault: something else lies in it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    there = list(folder.iterdir())
    if there and not (folder / UNFINISHED).exists():
        raise Fault(
            f"{folder} 不是空目录；每次备份请用新的目录。",
            f"{folder} is not empty; use a new folder for each backup.",
            Exit.WRONG_USAGE,
        )
    for path in sorted(folder.rglob("*"), reverse=True):
        if path != folder / UNFINISHED:
            path.rmdir() if path.is_dir() else path.unlink()
    (folder / UNFINISHED).touch()


def close_folder(folder: Path, manifest: Manifest) -> None:
    """Everything to the disk, then the manifest, then it is a backup."""
    os.sync()
    draft = folder / f"{NAME}.draft"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / NAME)
    (folder / UNFINISHED).unlink()
    os.sync()


def read(folder: Path, kind: str) -> Manifest:
    """The manifest of a finished backup, after every digest was compared.

    Raises:
        Fault: it is none, it is of another kind, or a file is missing or altered.
    """
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**told)
    except (OSError, ValueError, TypeError) as error:
        raise Fault(
            f"{folder} 里没有完整的备份（缺少或读不出 {NAME}）。",
            f"There is no finished backup in {folder} ({NAME} is missing or unreadable).",
            Exit.BAD_DATA,
        ) from error
    if (folder / UNFINISHED).exists() or manifest.kind != kind or manifest.format != FORMAT:
        wanted = {
            "database": ("数据库备份", "a backup of the database"),
            "keys": ("密钥备份", "a backup of keys"),
        }
        zh, en = wanted[kind]
        raise Fault(f"{folder} 不是{zh}。", f"{folder} is not {en}.", Exit.BAD_DATA)
    for name, digest in manifest.digests.items():
        path = folder / name
        if folder not in path.parents or ".." in Path(name).parts:
            raise altered(path)
        if not path.is_file() or digest_of(path) != digest:
            raise altered(path)
    return manifest


def altered(path: Path) -> Fault:
    """The sentence for a file of a backup that is not as it was written."""
    return Fault(
        f"备份里的 {path} 缺失或被改动，不能恢复。",
        f"{path} of the backup is missing or altered; nothing is restored.",
        Exit.FAULT_FOUND,
    )


def private_file(path: Path) -> IO[bytes]:
    """A new file that only its owner reads, from its first moment on."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def digest_of(path: Path) -> str:
    """SHA-256 in hex."""
    with path.open("rb") as file:
        return copied(file, None)


def copied(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Copy a file, piece by piece; its digest."""
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()
