"""When this data folder was last backed up, for `tongban doctor`: two moments in a file, nothing else."""

import json
from datetime import datetime
from pathlib import Path

NAME = "last-backup.json"


def remember(data: Path, kind: str, at: datetime) -> None:
    """Write down that a backup was finished.

    Args:
        kind: ``database`` or ``keys``.
    """
    path = data / NAME
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps({**read(data), kind: at.isoformat()}))
    draft.rename(path)


def read(data: Path) -> dict[str, str]:
    """Kind → moment, as far as they are known."""
    try:
        told = json.loads((data / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return {str(kind): str(at) for kind, at in told.items()} if isinstance(told, dict) else {}
