"""A fault of the surroundings (port, disk, tool, database), said in one sentence with its mend.

The operator reads the sentence, not a traceback; a script reads the exit code.
"""

import errno
from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of the `tongban` command; `--help` lists them."""

    OK = 0
    FAULT_FOUND = 1
    WRONG_USAGE = 2
    BAD_DATA = 3
    ENVIRONMENT = 4
    INTERRUPTED = 130


class Fault(Exception):
    """One sentence for the operator, in Chinese and in English.

    Args:
        zh: the sentence in Simplified Chinese.
        en: the same sentence in English.
        code: what the process exits with.
    """

    def __init__(self, zh: str, en: str, code: Exit = Exit.ENVIRONMENT) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.code = code

    def sentence(self, language: str) -> str:
        """The sentence in `language` ("zh" or "en")."""
        return self.zh if language == "zh" else self.en


DISK_FULL = "53100"  # PostgreSQL's error code (Appendix A, class 53)


def is_full_disk(error: BaseException) -> bool:
    """Whether a full disk is behind `error`, as the operating system or the database said it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if getattr(seen, "sqlstate", None) == DISK_FULL:
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def full_disk(where: object) -> Fault:
    """The sentence for a full disk.

    Args:
        where: the folder or file that was being written.
    """
    return Fault(
        f"磁盘已满：{where} 所在的磁盘没有剩余空间，请清理后重新启动。",
        f"The disk is full: no space is left for {where}; free some and start again.",
    )


def from_os_error(error: OSError, where: object) -> Fault:
    """The sentence for a failed file operation in the data folder `where`.

    Args:
        error: what the operating system said.
        where: the folder or file that was being written.
    """
    if is_full_disk(error):
        return full_disk(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Fault(
            f"没有写入权限：{where}；请换一个用户，或把 TONGBAN_DATA 指向可写的目录。",
            f"No permission to write {where}; use another user, or point TONGBAN_DATA to a writable folder.",
        )
    return Fault(
        f"无法使用 {where}：{error.strerror or error}。",
        f"Cannot use {where}: {error.strerror or error}.",
    )
