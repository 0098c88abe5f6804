"""``tongban catalogue check | import | export``: the items of a county in and out, and what is wrong with them."""

import argparse
import io
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tongban.catalogue.checks.files import BASE_LIST, check_files
from tongban.catalogue.checks.finding import Finding, Surroundings
from tongban.catalogue.checks.run import of_file
from tongban.catalogue.exchange.files import KINDS, check_items, missing_of, parse_file
from tongban.faces.common.catalogue_findings import finding_sentence
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable
from tongban.site.command_line.language import pick
from tongban.site.faults import Exit, Fault

if TYPE_CHECKING:
    from tongban.catalogue.models import ImportJob

DATABASE = "database"
SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Mount ``check``, ``import`` and ``export`` on the parser of ``tongban catalogue``."""
    commands = parser.add_subparsers(dest="catalogue_command", required=True, metavar="COMMAND")
    about = pick(
        lang, "检查事项：逐条说明文件、栏目、问题和改法", "check items: each fault by file, field and mend"
    )
    check = commands.add_parser("check", help=about, description=about)
    check.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help=pick(
            lang,
            "要检查的 YAML 文件或文件夹；写 database 检查数据库；不写检查随附的全部文件",
            "YAML files or folders; 'database' for the database; without any, the shipped ones",
        ),
    )
    about = pick(
        lang,
        "导入事项：全部读完、查完再一次装入，有一处错就什么都不装",
        "import items: all is read and checked first; one fault, and nothing is loaded",
    )
    taking = commands.add_parser("import", help=about, description=about)
    taking.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=pick(
            lang,
            "YAML、XLSX、交换表（ZIP），或 YAML 文件夹",
            "YAML, XLSX, exchange tables (ZIP), or a folder of YAML",
        ),
    )
    taking.add_argument(
        "--kind",
        choices=KINDS,
        default="",
        help=pick(lang, "文件种类；不写则自动辨认", "the kind of file; found out where it is not said"),
    )
    how = taking.add_mutually_exclusive_group()
    how.add_argument(
        "--as-draft",
        action="store_true",
        help=pick(
            lang, "装成草稿，等第二个人批准（默认）", "as drafts that a second person approves (the default)"
        ),
    )
    how.add_argument(
        "--publish",
        action="store_true",
        help=pick(lang, "直接生效，仅用于初次建库", "in force at once: for the first set-up only"),
    )
    taking.add_argument(
        "--reason", default="", help=pick(lang, "为什么公布，记入版本", "why it is published, for the record")
    )
    taking.add_argument(
        "--from",
        dest="first_day",
        default="",
        metavar="YYYY-MM-DD",
        help=pick(lang, "生效的第一天", "its first day"),
    )
    about = pick(lang, "导出事项", "export items")
    giving = commands.add_parser("export", help=about, description=about)
    giving.add_argument(
        "--format",
        choices=KINDS,
        required=True,
        help=pick(lang, "yaml（文件夹）、xlsx 或 tables（ZIP）", "yaml (a folder), xlsx, or tables (a ZIP)"),
    )
    giving.add_argument(
        "--item",
        action="append",
        default=[],
        metavar="CODE",
        help=pick(lang, "只导出这个事项，可多次写", "only this item; may be given several times"),
    )
    giving.add_argument(
        "--no-bom",
        action="store_true",
        help=pick(lang, "交换表开头不加 UTF-8 标记", "no mark of UTF-8 before the tables"),
    )
    giving.add_argument("out", type=Path, metavar="OUT", help=pick(lang, "写到哪里", "where to write"))  # fmt: skip


def run(args: argparse.Namespace, lang: str) -> int:
    """Carry one of them out.

    Returns:
        0; 1 where the check found something; 2 for wrong usage; 3 where a file was refused.
    """
    if args.catalogue_command == "check":
        return _check(args.files, lang)
    from tongban.site.django_setup import program_with_database  # only here: it imports Django

    if args.catalogue_command == "export":
        with program_with_database():
            return _export(args, lang)
    first_day = _first_day(args, lang)
    with program_with_database():
        data = _read_one(args.file, lang)
        return _publish(data, args, first_day, lang) if args.publish else _draft(data, args, lang)


def _first_day(args: argparse.Namespace, lang: str) -> date:
    if not args.publish:
        return date.min
    try:
        day = date.fromisoformat(args.first_day)
    except ValueError:
        raise Fault(
            "--publish 要写 --from YYYY-MM-DD。", "--publish needs --from YYYY-MM-DD.", Exit.WRONG_USAGE
        ) from None
    if not args.reason.strip() or len(args.reason) > 200:
        raise Fault(
            "--publish 要写 --reason，最多 200 字。",
            "--publish needs --reason of at most 200 characters.",
            Exit.WRONG_USAGE,
        )
    return day


def _check(names: Sequence[str], lang: str) -> int:
    from tongban.cases.sample_check import (
        check_sample,  # above the catalogue: the form itself judges the sample
    )

    if list(names) == [DATABASE]:
        from tongban.site.django_setup import program_with_database

        with program_with_database():
            from tongban.catalogue.queries.checking import check_database
            from tongban.kernel.actors import System

            findings = check_database(System("operator"), check_sample)
        return _report(findings, pick(lang, "数据库", "the database"), lang)
    files = _files([Path(name) for name in names], lang) if names else shipped_files()
    from tongban.kernel.time import today

    findings = check_files(files, Surroundings(check_sample=check_sample, today=today().isoformat()))
    return _report(findings, pick(lang, f"{len(files)} 个文件", f"{len(files)} files"), lang)


def shipped_files() -> list[tuple[str, bytes]]:
    """The catalogue that comes with the program: name and content of each file."""
    folder = package_files("tongban") / "data/catalogue"
    found = [(entry.name, entry.read_bytes()) for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    layers = folder / "layers"
    found += [
        (f"layers/{entry.name}", entry.read_bytes())
        for entry in layers.iterdir()
        if entry.name.endswith(".yaml")
    ]
    return sorted(found)


def _files(paths: Iterable[Path], lang: str) -> list[tuple[str, bytes]]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return [(str(path), _bytes(path)) for path in found]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Fault(
            f"无法读取 {path}（{reason}）：请检查文件名和权限。",
            f"Cannot read {path} ({reason}): check its name and its permissions.",
            Exit.WRONG_USAGE,
        ) from error


def _report(findings: Sequence[Finding], what: str, lang: str) -> int:
    for finding in findings:
        print(line_of(finding, lang))
    if findings:
        print(
            pick(lang, f"共 {len(findings)} 处问题。", f"{_faults_in_english(len(findings))}."),
            file=sys.stderr,
        )
        return Exit.FAULT_FOUND
    print(pick(lang, f"已检查{what}，没有发现问题。", f"Checked {what}; no fault found."))
    return Exit.OK


def _faults_in_english(count: int) -> str:
    return "1 fault" if count == 1 else f"{count} faults"


def line_of(finding: Finding, lang: str) -> str:
    """``file:line field: what is wrong: how to mend it``."""
    place = finding.file + (f":{finding.line}" if finding.line else "")
    shown = finding.params.get("path", "") if finding.path == "changes" else ""
    field = " ".join(part for part in (place, finding.path, f"[{shown}]" if shown else "") if part)
    return f"{field}: {finding_sentence(finding.code, finding.params, lang)}"


def _read_one(path: Path, lang: str) -> bytes:
    """A file's bytes; a folder's YAML files as one archive."""
    if not path.is_dir():
        return _bytes(path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(path.glob("*.yaml")):
            if name.name != BASE_LIST:
                archive.writestr(name.name, _bytes(name))
    if any(path.glob("layers/*.yaml")):
        print(
            pick(
                lang,
                "layers/ 没有导入：各地的改动在编辑器里写，由第二个人批准。检查它用 tongban catalogue check。",
                "layers/ is not taken: what places change is written in the editor and approved by a second "
                "person. Check it with tongban catalogue check.",
            ),
            file=sys.stderr,
        )
    return out.getvalue()


def _refused(faults: Sequence[ExchangeFault], count: int, path: Path, lang: str) -> int:
    for fault in faults[:SHOWN]:
        finding = of_file(fault)
        # a file that is no archive does not name itself
        print(line_of(finding if finding.file else replace(finding, file=path.name), lang))
    print(
        pick(
            lang, f"共 {count} 处问题，什么都没有装入。", f"{_faults_in_english(count)}; nothing was loaded."
        ),
        file=sys.stderr,
    )
    return Exit.BAD_DATA


def _draft(data: bytes, args: argparse.Namespace, lang: str) -> int:
    from tongban.catalogue.commands import run_import, start_import
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults

    operator = System("operator")
    try:
        job_id = start_import(
            operator, data, args.kind, file_name=args.file.name, idempotency_key=uuid4().hex, at_once=True
        )
    except InputFaults as refusal:
        code = {"file_empty": "empty_file", "file_too_large": "too_large"}.get(
            refusal.faults[0].code, "unknown_kind"
        )
        return _refused(
            [ExchangeFault(code, str(args.file), params=refusal.faults[0].params)], 1, args.file, lang
        )
    told = _Progress(lang)
    job = run_import(job_id, told)
    told.end()
    if job.state != "done":
        return _refused([ExchangeFault(**fault) for fault in job.faults], job.fault_count, args.file, lang)
    unchanged = job.items_found - len(job.drafts)
    print(
        pick(
            lang,
            f"已装入 {len(job.drafts)} 份草稿，{unchanged} 个事项没有变化。草稿由第二个人批准后生效。",
            f"{len(job.drafts)} drafts loaded, {unchanged} items unchanged. A second person brings them into force.",
        )
    )
    for entry in job.missing:
        print(
            pick(
                lang, f"{entry['item']} 还缺 {entry['path']}", f"{entry['item']} still lacks {entry['path']}"
            )
        )
    return Exit.OK


class _Progress:
    """One line on the terminal that says how far it is; on a file one line a state."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._state = ""

    def __call__(self, job: "ImportJob") -> None:
        if not sys.stderr.isatty() and job.state == self._state:
            return
        self._state = job.state
        end = "\r" if sys.stderr.isatty() else "\n"
        text = pick(
            self._lang,
            f"已读 {job.rows_read} 行，已查 {job.items_checked}/{job.items_found} 个事项，问题 {job.fault_count} 处",
            f"{job.rows_read} rows read, {job.items_checked}/{job.items_found} items checked, {_faults_in_english(job.fault_count)}",
        )
        print(text, end=end, file=sys.stderr, flush=True)

    def end(self) -> None:
        if sys.stderr.isatty():
            print(file=sys.stderr)


def _publish(data: bytes, args: argparse.Namespace, first_day: date, lang: str) -> int:
    from tongban.catalogue.commands import publish_contents
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults

    try:
        parsed = parse_file(data, args.kind)
    except Unreadable as unreadable:
        return _refused(unreadable.faults, len(unreadable.faults), args.file, lang)
    faults = list(check_items(parsed))
    faults += [fault for item in parsed.items for fault in missing_of(parsed, item)]
    if faults:
        return _refused(faults, len(faults), args.file, lang)
    try:
        numbers = publish_contents(
            System("operator"),
            [item.content for item in parsed.items],
            effective_from=first_day,
            reason=args.reason.strip(),
            idempotency_key=uuid4().hex,
        )
    except InputFaults as refusal:
        found = [
            ExchangeFault(fault.code, str(args.file), column=fault.field, params=fault.params)
            for fault in refusal.faults
        ]
        return _refused(found, len(found), args.file, lang)
    print(
        pick(
            lang,
            f"已公布 {len(numbers)} 个事项，{first_day} 起生效。",
            f"{len(numbers)} items published, in force from {first_day}.",
        )
    )
    return Exit.OK  # fmt: skip


def _export(args: argparse.Namespace, lang: str) -> int:
    from tongban.catalogue.queries import export_overrides, export_tables, export_workbook, export_yaml
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults

    operator = System("operator")
    out: Path = args.out
    try:
        if args.format == "yaml":
            texts = export_yaml(operator, args.item)
            if not args.item:
                texts |= export_overrides(operator)
            written = {out / name: text.encode() for name, text in texts.items()}
        elif args.format == "xlsx":
            written = {out: export_workbook(operator, args.item)}
        else:
            written = {out: export_tables(operator, args.item, bom=not args.no_bom)}
    except InputFaults as refusal:
        unknown = ", ".join(str(fault.params.get("item", "")) for fault in refusal.faults)
        print(
            pick(lang, f"--item：没有事项 {unknown}。", f"--item: there is no item {unknown}."),
            file=sys.stderr,
        )
        return Exit.WRONG_USAGE
    try:
        for path, data in written.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Fault(
            f"无法写入 {out}（{reason}）。", f"Cannot write {out} ({reason}).", Exit.WRONG_USAGE
        ) from error
    print(pick(lang, f"已写入 {len(written)} 个文件：{out}", f"{len(written)} files written: {out}"))
    return Exit.OK
