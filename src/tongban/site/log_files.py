"""The log's files beside a running program: put aside by size, the oldest forgotten.

Web and worker open the file anew when its name leads elsewhere (`WatchedFileHandler`), so renaming it is enough.
"""

from pathlib import Path

AT_BYTES = 50 * 1024 * 1024
KEPT = 6


def put_aside(log: Path, at_bytes: int = AT_BYTES, kept: int = KEPT) -> bool:
    """Rename a log that has grown: `x.jsonl` becomes `x.jsonl.1`, that one `x.jsonl.2`; whether it was done.

    Args:
        log: the file that is written.
        at_bytes: from which size on.
        kept: how many older ones stay.
    """
    try:
        if log.stat().st_size < at_bytes:
            return False
    except FileNotFoundError:
        return False
    for number in range(kept, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if number == kept:
            older.unlink(missing_ok=True)
        elif older.exists():
            older.rename(log.with_name(f"{log.name}.{number + 1}"))
    log.rename(log.with_name(f"{log.name}.1"))
    return True
