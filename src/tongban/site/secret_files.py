"""The key files of one deployment: made once, never overwritten, readable by their owner only.

Losing `master-key-1` loses every protected field and file; the operator's guide says how to keep it.
"""

import base64
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from tongban.site.faults import Fault, from_os_error


def _random_base64() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _random_password() -> str:
    return secrets.token_urlsafe(24)


# An Ed25519 private key in its raw form is 32 random bytes (RFC 8032, 5.1.5), so all keys are made alike.
MAKERS: dict[str, Callable[[], str]] = {
    "django-secret-key": lambda: secrets.token_urlsafe(48),
    "master-key-1": _random_base64,
    "ledger-signing-key": _random_base64,
    "digest-key": _random_base64,
    "postgres-superuser-password": _random_password,
    "postgres-owner-password": _random_password,
    "postgres-app-password": _random_password,
}


def read_secret(folder: Path, name: str) -> str:
    """The text of key file `name`, without its newline.

    Raises:
        Fault: the file cannot be read.
    """
    try:
        return (folder / name).read_text().strip()
    except OSError as error:
        raise from_os_error(error, folder / name) from error


def ensure_secrets(folder: Path) -> None:
    """Makes the key files that are missing in `folder`.

    A file appears whole or not at all, whatever is killed meanwhile: it is written and synced under
    another name and then linked, and a link never replaces a key that another process made first.

    Raises:
        Fault: the folder or a file cannot be written; somebody else may read or write a key.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, make in MAKERS.items():
            if not (folder / name).exists():
                _write_once(folder / name, make())
        refuse_open_files(folder)
    except OSError as error:
        raise from_os_error(error, folder) from error


def refuse_open_files(folder: Path) -> None:
    """Stops the start while a key file is open to others.

    Raises:
        Fault: others may read or write a key, or the group may write one; the group may read it (a service manager
            gives keys that way).
    """
    open_to_others = stat.S_IRWXO | stat.S_IWGRP
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_mode & open_to_others:
            raise Fault(
                f"密钥文件 {path} 对别的账户开放，不能启动；请执行 chmod 600 {path}。"
                "如果它已经开放了一段时间，请更换这把密钥（tongban keys rotate）。",
                f"The key file {path} is open to other accounts, so nothing is started; run chmod 600 {path}."
                " If it has been open for a while, change that key (tongban keys rotate).",
            )


def _write_once(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first; its key stands
    finally:
        draft.unlink(missing_ok=True)
