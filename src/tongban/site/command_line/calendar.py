"""``tongban calendar check | publish | recompute | export``: working calendars, and the cases counted by them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tongban.faces.common.calendar_findings import sentence
from tongban.kernel.calendars import check_files, shipped_files
from tongban.site.command_line.language import pick
from tongban.site.faults import Exit, Fault

if TYPE_CHECKING:
    from tongban.cases.calendar.notices import Preview
    from tongban.cases.calendar.progress import Progress


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Mount the four on the parser of ``tongban calendar``."""
    commands = parser.add_subparsers(dest="calendar_command", required=True, metavar="COMMAND")
    about = pick(lang, "检查工作日历文件", "check the files of the working calendar")
    check = commands.add_parser("check", help=about, description=about)
    check.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=pick(
            lang, "要检查的文件；不写则检查随附的全部文件", "files to check; without any, the shipped ones"
        ),
    )
    about = pick(
        lang,
        "公布一份节假日安排通知，全部在办件重算期限",
        "publish a notice of holidays; every open case is counted anew",
    )
    publish = commands.add_parser("publish", help=about, description=about)
    publish.add_argument("file", type=Path, metavar="FILE", help=pick(lang, "通知文件", "the notice's file"))
    publish.add_argument(
        "--dry-run",
        action="store_true",
        help=pick(lang, "只看会改什么，不公布", "tell what it would change, and publish nothing"),
    )
    publish.add_argument(
        "--past-known",
        action="store_true",
        help=pick(lang, "已知有的期限会改到今天以前", "it is known that some last days move to before today"),
    )
    about = pick(
        lang,
        "现在就重算日历变了的在办件；中断后再运行会接着算",
        "count open cases anew now; interrupted, the next run goes on",
    )
    commands.add_parser("recompute", help=about, description=about)
    about = pick(
        lang, "把公布过的、现在有效的通知存成文件", "write the published notices that hold into files"
    )
    export = commands.add_parser("export", help=about, description=about)
    export.add_argument("folder", type=Path, metavar="FOLDER", help=pick(lang, "存到哪里", "where to write"))


def run(args: argparse.Namespace, lang: str) -> int:
    """Carry one of them out.

    Returns:
        0; 2 when a file cannot be read or written, or ``--past-known`` is missing; 3 when a file is faulty.
    """
    if args.calendar_command == "check":
        return _check(args.files, lang)
    from tongban.site.django_setup import program_with_database  # only here: it imports Django

    with program_with_database():
        if args.calendar_command == "publish":
            return _publish(args, lang)
        if args.calendar_command == "export":
            return _export(args.folder, lang)
        return _recompute(lang)


def _check(files: list[Path], lang: str) -> int:
    """Print every fault with its mend."""
    try:
        faults = check_files(files)
    except OSError as error:
        return _unreadable(error, lang)
    for fault in faults:
        print(sentence(fault, lang))
    if faults:
        print(pick(lang, f"共 {len(faults)} 处错误。", f"{len(faults)} faults."), file=sys.stderr)
        return Exit.BAD_DATA
    count = len(files) or len(shipped_files())
    print(pick(lang, f"已检查 {count} 个文件，没有发现错误。", f"{count} files checked, no fault found."))
    return Exit.OK


def _unreadable(error: OSError, lang: str) -> int:
    reason = error.strerror or str(error)
    print(
        pick(
            lang,
            f"FILE: 无法读取 {error.filename}（{reason}）：请检查文件名和权限",
            f"FILE: cannot read {error.filename} ({reason}): check its name and its permissions",
        ),
        file=sys.stderr,
    )
    return Exit.WRONG_USAGE


def _publish(args: argparse.Namespace, lang: str) -> int:
    from uuid import uuid4

    from tongban.cases.calendar.notices import preview, read_notice
    from tongban.cases.calendar.publishing import publish_calendar
    from tongban.kernel.actors import System

    try:
        text = args.file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        return _unreadable(error, lang)
    read = read_notice(text, str(args.file))
    for fault in read.faults:
        print(sentence(fault, lang))
    if read.faults:
        print(
            pick(
                lang,
                f"共 {len(read.faults)} 处错误，没有公布。",
                f"{len(read.faults)} faults; nothing was published.",
            ),
            file=sys.stderr,
        )
        return Exit.BAD_DATA
    told = preview(read)
    _print_preview(told, lang)
    if args.dry_run:
        return Exit.OK
    if told.past and not args.past_known:
        print(
            pick(
                lang,
                f"{told.past} 件的期限会改到今天以前：确认无误请加 --past-known。",
                f"{told.past} last days move to before today: if that is right, add --past-known.",
            ),
            file=sys.stderr,
        )
        return Exit.WRONG_USAGE
    done = publish_calendar(System("operator"), text, past_known=args.past_known, idempotency_key=uuid4().hex)
    named = ", ".join(f"{region or pick(lang, '全国', 'nation')} {year}" for region, year in done.years)
    print(
        pick(
            lang,
            f"已公布：{named}。后台任务正在重算在办件；tongban calendar recompute 现在就算。",
            f"Published: {named}. The worker counts the open cases anew; tongban calendar recompute does so now.",
        )
    )
    return Exit.OK


def _print_preview(told: "Preview", lang: str) -> None:
    for change in told.days:
        before, after = (
            pick(lang, "上班" if one.working else "休息", "works" if one.working else "rests")
            for one in (change.before, change.after)
        )
        print(f"{change.after.date}  {before} -> {after}  {change.after.name}".rstrip())
    print(
        pick(
            lang,
            f"在办 {told.open} 件：{told.moved} 件改日期，{told.firm} 件由暂定变为确定，{told.doubtful} 件变为暂定；"
            f"要告知 {told.told} 人。",
            f"{told.open} open cases: {told.moved} get another date, {told.firm} become firm, {told.doubtful} become "
            f"provisional; {told.told} people are told.",
        )
    )
    for one in told.examples:
        name = one.item.zh if lang == "zh" else one.item.en or one.item.zh
        print(f"  {name}  {one.was} -> {one.becomes}  ×{one.count}")


def _recompute(lang: str) -> int:
    from tongban.cases.calendar.recount import recount

    done = recount(lambda now: _print_progress(now, lang, end="\r" if sys.stderr.isatty() else "\n"))
    if done is None:
        print(pick(lang, "没有要重算的办件。", "No case is to be counted anew."))
        return Exit.OK
    _print_progress(done, lang, end="\n")
    left = done.ended_at is None
    if left:
        print(
            pick(lang, "其余的正由别的进程办理。", "Another process holds the rest."),
            file=sys.stderr,
        )
    return Exit.OK


def _print_progress(now: "Progress", lang: str, *, end: str) -> None:
    print(
        pick(
            lang,
            f"已核对 {now.checked:,} / {now.total:,}，改了日期 {now.moved:,} 件，短信告知 {now.messages:,} 人，"
            f"要当面或书面告知 {now.in_person:,} 人",
            f"{now.checked:,} of {now.total:,} checked, {now.moved:,} with a new date, {now.messages:,} messages, "
            f"{now.in_person:,} to be told in person or in writing",
        ),
        end=end,
        file=sys.stderr,
        flush=True,
    )


def _export(folder: Path, lang: str) -> int:
    from tongban.kernel.calendars_in_force import content_of_notice, published_notices

    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in published_notices():
            found = content_of_notice(one.number) if one.superseded_at is None else None
            if found is not None:
                (folder / f"{one.region or 'nation'}-{one.year}.yaml").write_text(found[1], "utf-8")
                written += 1
    except OSError as error:
        reason = error.strerror or str(error)
        raise Fault(
            f"无法写入 {folder}（{reason}）。", f"Cannot write {folder} ({reason}).", Exit.WRONG_USAGE
        ) from error
    print(pick(lang, f"已写入 {written} 个文件：{folder}", f"{written} files written: {folder}"))
    return Exit.OK
