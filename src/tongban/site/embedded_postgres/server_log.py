"""From what the server wrote to its log, the one sentence that helps."""

from pathlib import Path

from tongban.site.faults import Fault

TAIL = 8_000  # bytes read from the end of the log


def tail(log: Path, start: int = 0) -> str:
    """The end of `log`, not before byte `start`; empty when there is no log."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(start, size - TAIL))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def fault_from_log(text: str, where: Path) -> Fault:
    """The fault behind the messages in `text`, which the server wrote before it stopped.

    Args:
        text: messages of initdb or the server, in English (lc_messages is C).
        where: the cluster's folder, for the sentence.
    """
    low = text.lower()
    if "no space left on device" in low or "disk quota exceeded" in low:
        return Fault(
            f"磁盘已满：数据库目录 {where} 所在的磁盘没有剩余空间，请清理后重新启动，已有数据不会丢失。",
            f"The disk is full: the database in {where} has no space left; free some and start again, no data is lost.",
        )
    if "permission denied" in low or "has wrong ownership" in low or "invalid permissions" in low:
        return Fault(
            f"数据库不能读写 {where}：权限不对；请检查该目录的属主和权限（0700）。",
            f"The database cannot read or write {where}: check the folder's owner and mode (0700).",
        )
    if "read-only file system" in low:
        return Fault(
            f"{where} 所在的磁盘是只读的，数据库无法启动。",
            f"The database cannot start: the disk of {where} is read-only.",
        )
    if "could not map anonymous shared memory" in low or "cannot allocate memory" in low:
        return Fault("内存不足，数据库无法启动。", "The database cannot start: there is not enough memory.")
    if "is not compatible with this version" in low or "initialized by postgresql version" in low:
        return Fault(
            f"{where} 中的数据来自另一个 PostgreSQL 大版本；请先导出再导入。",
            f"The data in {where} comes from another major version of PostgreSQL; dump it and restore it first.",
        )
    lines = [
        line
        for line in text.splitlines()
        if any(word in line for word in ("FATAL", "PANIC", "error:", "ERROR"))
    ]
    said = (lines or text.splitlines() or ["?"])[-1].strip()
    return Fault(
        f"数据库无法启动，它说：{said}",
        f"The database did not start; it said: {said}",
    )
