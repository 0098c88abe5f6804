"""The static files in the data folder, compressed and named by content; laid out again when they changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def lay_out_static_files() -> None:
    """Collects the static files, unless those laid out are the same as those installed."""
    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / ".stamp", _digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def _digest() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            found.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return found.hexdigest()
