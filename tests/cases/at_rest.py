"""The files of one check, in a folder of its own (fixture `own_files`)."""

from pathlib import Path

from django.core.files.storage import default_storage


def files_at_rest() -> dict[str, bytes]:
    """Name and content of every stored file."""
    folder = Path(default_storage.location)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
