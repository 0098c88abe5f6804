"""`tongban divisions`: load a file of divisions, check what is loaded or a file before it is."""

import argparse
import sys
from pathlib import Path
from uuid import uuid4

from tongban.site.command_line.divisions_words import LEVELS, check_sentence, file_sentence
from tongban.site.command_line.language import pick
from tongban.site.faults import Exit


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The sub-commands and their options."""
    commands = parser.add_subparsers(dest="divisions_command", required=True)
    text = pick(
        lang,
        "装入一个区划文件；有一行不对就一行也不装",
        "load a file of divisions; one wrong row and none is loaded",
    )
    load = commands.add_parser("load", help=text, description=text)
    load.add_argument(
        "file",
        type=Path,
        metavar=pick(lang, "文件", "FILE"),
        help="code,name,level,parent_code,valid_from,valid_to",
    )
    text = pick(
        lang, "检查已装入的区划；写了文件就检查文件", "check what is loaded, or a file where one is named"
    )
    check = commands.add_parser("check", help=text, description=text)
    check.add_argument("file", type=Path, nargs="?", metavar=pick(lang, "文件", "FILE"))


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 when loaded or sound, 1 where what is loaded has gaps, 2 where the file cannot be opened,
    3 where it has faults."""
    from tongban.directory.commands import check_division_file, load_division_file
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults

    if args.divisions_command == "check" and args.file is None:
        return _check_loaded(lang)
    try:
        if args.divisions_command == "check":
            faults = check_division_file(args.file)
        else:
            faults = ()
            done = load_division_file(System("operator"), args.file, idempotency_key=uuid4().hex)
    except OSError as error:
        print(f"{args.file}: {error.strerror or error}", file=sys.stderr)
        return Exit.WRONG_USAGE
    except InputFaults as wrong:
        faults = wrong.faults
    if faults:
        for fault in faults[:100]:
            print(file_sentence(fault, lang), file=sys.stderr)
        if len(faults) > 100:
            print(
                pick(lang, "还有别的错，改好这些再查一遍。", "There is more; mend these and check again."),
                file=sys.stderr,
            )
        print(pick(lang, "什么也没有装入。", "Nothing was loaded."), file=sys.stderr)
        return Exit.BAD_DATA
    if args.divisions_command == "check":
        print(pick(lang, "文件没有问题。", "The file is sound."))
        return Exit.OK
    print(
        pick(
            lang,
            f"已装入：新增 {done.new} 行，截止 {done.closed} 行，原来就有 {done.same} 行。",
            f"Loaded: {done.new} new rows, {done.closed} closed, {done.same} already there.",
        )
    )
    return Exit.OK


def _check_loaded(lang: str) -> int:
    from tongban.directory.queries.division_check import check_divisions

    found = check_divisions()
    for level, count in found.counts.items():
        print(f"{pick(lang, *LEVELS[level]):<12} {count}")
    for fault in found.faults:
        print(check_sentence(fault.kind, fault.code, fault.name, lang), file=sys.stderr)
    return Exit.FAULT_FOUND if found.faults else Exit.OK
