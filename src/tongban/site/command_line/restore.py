"""`tongban restore`: a backup into an empty place, proved; with `--drill` into a temporary one, as an exercise."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tongban.site.command_line.language import pick
from tongban.site.data_folder import DataFolder
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.django_setup import close_connections, set_up_django
from tongban.site.faults import Exit, from_os_error


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    folder = pick(lang, "目录", "FOLDER")
    text = pick(lang, "备份的目录（数据库和文件）", "the backup's folder (database and files)")
    parser.add_argument("folder", metavar=folder, type=Path, help=text)
    text = pick(
        lang, "密钥备份的目录：同一次的，或更新的", "the keys' folder: of the same run, or a later one"
    )
    parser.add_argument("--keys", metavar=folder, type=Path, required=True, help=text)
    parser.add_argument(
        "--drill",
        action="store_true",
        help=pick(
            lang,
            "演练：恢复到临时目录，核验，报告，然后删除；不碰正在用的数据",
            "an exercise: restore into a temporary folder, prove it, report, remove; what is in use is not touched",
        ),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 where everything holds, 1 where the proof found a fault."""
    folder, keys = args.folder.absolute(), args.keys.absolute()
    if args.drill:
        return _drill(folder, keys, lang)
    data = use_data_folder()
    try:
        return _restore(folder, keys, data, lang)
    except OSError as error:
        raise from_os_error(error, data.path) from error


def _restore(folder: Path, keys: Path, data: DataFolder, lang: str) -> int:
    from tongban.site.backup import restoring

    def say(zh: str, en: str) -> None:
        print(pick(lang, zh, en), flush=True)

    restoring.refuse_used_place(data)
    say("正在核对备份……", "Comparing the backup with its digests ...")
    manifest, of_keys = restoring.check(folder, keys)
    restoring.put_keys_back(keys, of_keys, data)
    restored = restoring.Restored(manifest.made_at)
    with reachable_database(data, start=True):
        url = os.environ.get("TONGBAN_OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]
        say("正在恢复数据库……", "Restoring the database ...")
        restored.erased_keys = restoring.put_database_back(url, folder, keys)
        restoring.compare(manifest, restored, url)
        restoring.migrate(data)
        set_up_django()
        try:
            say("正在恢复文件……", "Restoring the files ...")
            restored.files = restoring.put_files_back(folder, data, say)
            say("正在核验……", "Proving it ...")
            restoring.prove(manifest, restored, data)
        finally:
            close_connections()
    _report(restored, lang)
    return Exit.OK if restored.holds else Exit.FAULT_FOUND


def _report(restored: "object", lang: str) -> None:
    from tongban.site.backup.restoring import Restored

    assert isinstance(restored, Restored)
    print(
        pick(
            lang,
            f"恢复到 {restored.made_at} 的状态：{restored.rows} 行，{restored.files} 个文件；账本 {restored.entries} 条已核验。",
            f"As of {restored.made_at}: {restored.rows} rows, {restored.files} files; {restored.entries} ledger entries read.",
        )
    )
    if restored.erased_keys:
        print(
            pick(
                lang,
                f"备份之后依法清除的仍然清除：{restored.erased_keys} 把密钥已销毁，{restored.persons} 人、{restored.cases} 件不再查得到。",
                f"What was erased since stays erased: {restored.erased_keys} keys destroyed,"
                f" {restored.persons} persons and {restored.cases} cases no longer found.",
            )
        )
    if restored.editions:
        print(
            pick(
                lang,
                f"公开数据：{restored.editions} 版重新计算，与公布时一致。",
                f"Public figures: {restored.editions} editions counted again, the same as when they were published.",
            )
            if not any(fault.startswith("figures:") for fault in restored.faults)
            else pick(lang, "公开数据与公布时不一致。", "Public figures are not those that were published.")
        )
    for line in (*restored.different, *restored.faults):
        print(f"- {line}")
    print(
        pick(lang, "全部相符，账本完好。", "Everything agrees, the ledger holds.")
        if restored.holds
        else pick(
            lang, "恢复的数据与备份不符，请勿使用。", "What was restored does not agree; do not use it."
        )
    )


def _drill(folder: Path, keys: Path, lang: str) -> int:
    """The same command in a place of its own; nothing of the environment leads it to what is in use."""
    place = Path(tempfile.mkdtemp(prefix="tongban-drill-"))
    place.chmod(0o711)  # the embedded server's own account must get in
    elsewhere = ("DATABASE_URL", "TONGBAN_OWNER_DATABASE_URL", "TONGBAN_SECRETS")
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere}
    environment |= {"TONGBAN_DATA": str(place / "data"), "TONGBAN_LANG": lang}
    command = [sys.executable, "-m", "tongban", "restore", str(folder), "--keys", str(keys)]
    try:
        code = subprocess.run(command, env=environment, check=False).returncode
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if code == Exit.OK:
        print(pick(lang, "演练成功；临时副本已删除。", "The drill succeeded; its copy is removed."))
    else:
        print(
            pick(lang, "演练失败；临时副本已删除。", "The drill failed; its copy is removed."),
            file=sys.stderr,
        )
    return code
