"""`tongban backup`: database and files into one folder, the keys into another, while people go on working."""

import argparse
import os
import sys
from pathlib import Path

from tongban.site.command_line.language import pick
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.django_setup import close_connections, refuse_other_tables, set_up_django
from tongban.site.faults import Exit, Fault, from_os_error


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "folder",
        metavar=pick(lang, "目录", "FOLDER"),
        type=Path,
        nargs="?",
        help=pick(lang, "放数据库和文件的新目录", "a new folder for database and files"),
    )
    parser.add_argument(
        "--keys",
        metavar=pick(lang, "目录", "FOLDER"),
        type=Path,
        required=True,
        help=pick(
            lang,
            "放密钥的另一个新目录；请存到别的地方，由别人保管",
            "another new folder, for the keys; keep it elsewhere, with somebody else",
        ),
    )
    parser.add_argument(
        "--keys-only",
        action="store_true",
        help=pick(lang, "只备份密钥（清除个人信息之后就该做）", "the keys alone (do so after each erasure)"),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0, or 1 where a file of the county is missing or damaged (the rest is in the backup)."""
    if (args.folder is None) is not args.keys_only:
        raise Fault(
            "请给出一个备份目录，或者用 --keys-only 只备份密钥。",
            "Name a folder, or use --keys-only for the keys alone.",
            Exit.WRONG_USAGE,
        )
    folder = args.folder.absolute() if args.folder else None
    keys = args.keys.absolute()
    data = use_data_folder()
    refuse_one_place(folder, keys, data.path)
    try:
        with reachable_database(data, start=True):
            set_up_django()
            try:
                refuse_other_tables()
                return _make(folder, keys, lang)
            finally:
                close_connections()
    except OSError as error:
        raise from_os_error(error, folder or keys) from error


def refuse_one_place(folder: Path | None, keys: Path, data: Path) -> None:
    """Keys beside what they open would be no protection.

    Raises:
        Fault: one folder lies in the other, or in the data folder.
    """
    keys, data = keys.resolve(), data.resolve()
    places = [data] if folder is None else [data, folder.resolve()]
    for place in places:
        if keys == place or place in keys.parents or keys in place.parents:
            raise Fault(
                f"密钥目录 {keys} 不能和 {place} 是同一个目录，也不能互相包含。",
                f"The keys' folder {keys} and {place} must be apart, neither inside the other.",
                Exit.WRONG_USAGE,
            )
    if folder is not None and (folder.resolve() == data or data in folder.resolve().parents):
        raise Fault(
            f"备份目录不能放在数据目录 {data} 里面。",
            f"The backup must not lie inside the data folder {data}.",
            Exit.WRONG_USAGE,
        )


def _make(folder: Path | None, keys: Path, lang: str) -> int:
    from tongban.kernel import roots, time
    from tongban.site.backup.making import make

    if folder is not None:
        roots.cut(time.now())  # so that no entry is left without a root in another cluster (ADR 0005)
    url = os.environ.get("TONGBAN_OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]
    made = make(url, folder, keys)
    at = f"{made.made_at:%Y-%m-%d %H:%M:%S %z}"
    if folder is None:
        print(pick(lang, f"密钥已备份（{at}）：{keys}", f"The keys are backed up ({at}): {keys}"))
        return Exit.OK
    print(
        pick(
            lang,
            f"备份完成（{at}）：{made.rows} 行，{made.files} 个文件，在 {folder}；密钥在 {keys}。\n"
            "请把密钥目录移到别处保管；用 tongban restore --drill 试一次恢复。",
            f"Backed up as of {at}: {made.rows} rows, {made.files} files in {folder}; the keys in {keys}.\n"
            "Take the keys' folder elsewhere; try it with tongban restore --drill.",
        )
    )
    for name in made.damaged:
        print(pick(lang, f"文件缺失或损坏：{name}", f"missing or damaged file: {name}"), file=sys.stderr)
    return Exit.FAULT_FOUND if made.damaged else Exit.OK
