"""``tongban calendar check``: are the calendar files sound?"""

import argparse
import sys
from pathlib import Path

from tongban.kernel.calendars import check_files, shipped_files
from tongban.site.command_line.calendar_words import sentence
from tongban.site.faults import Exit


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Mount ``check`` on the parser of ``tongban calendar``."""
    zh = lang == "zh"
    commands = parser.add_subparsers(dest="calendar_command", required=True, metavar="COMMAND")
    about = "检查工作日历文件" if zh else "check the files of the working calendar"
    check = commands.add_parser("check", help=about, description=about)
    check.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="要检查的文件；不写则检查随附的全部文件"
        if zh
        else "files to check; without any, the shipped ones",
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Print every fault with its mend.

    Returns:
        0 when all are sound, 2 when a file cannot be read, 3 when there are faults.
    """
    zh = lang == "zh"
    try:
        faults = check_files(args.files)
    except OSError as error:
        reason = error.strerror or str(error)
        print(
            f"FILE: 无法读取 {error.filename}（{reason}）：请检查文件名和权限"
            if zh
            else f"FILE: cannot read {error.filename} ({reason}): check its name and its permissions",
            file=sys.stderr,
        )
        return Exit.WRONG_USAGE
    for fault in faults:
        print(sentence(fault, lang))
    if faults:
        print(f"共 {len(faults)} 处错误。" if zh else f"{len(faults)} faults.", file=sys.stderr)
        return Exit.BAD_DATA
    count = len(args.files) or len(shipped_files())
    print(f"已检查 {count} 个文件，没有发现错误。" if zh else f"{count} files checked, no fault found.")
    return Exit.OK
