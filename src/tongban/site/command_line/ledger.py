"""`tongban ledger verify` and `tongban ledger cut`."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tongban.site.command_line.language import pick

FAULTS = {
    "altered": ("内容被改动", "altered bytes"),
    "column_differs": ("列与原文不一致", "a column differs from the bytes"),
    "unreadable": ("无法读出", "unreadable"),
    "gap": ("缺少条目", "entries missing"),
    "chain_broken": ("链条断开", "chain broken"),
    "head_missing": (
        "日根记有此流，账本里没有（被截断或删除）",
        "a root knows this head, the ledger does not: cut or deleted",
    ),
    "root_missing": ("缺少日根", "root missing"),
    "root_chain_broken": ("日根链条断开", "chain of roots broken"),
    "root_altered": ("日根与叶子不符", "root does not follow from its leaves"),
    "signature_invalid": ("日根签名无效", "signature invalid"),
    "foreign_key": ("日根不是本机密钥所签", "signed with another key"),
    "published_root_missing": ("已公布的日根不在库中", "a published root is not in the database"),
    "published_root_differs": ("已公布的日根与库中不同", "a published root differs"),
    "stream_missing": ("账本里没有这个流", "the ledger has no such stream"),
    "tail_cut": ("账本尾部被截断", "tail cut"),
    "head_differs": ("业务数据与账本末条不符", "head differs"),
    "not_replayable": ("无法重放", "cannot be replayed"),
    "projection_differs": ("业务数据与账本不符", "the row is not what the ledger gives"),
}


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The two sub-commands and their options."""
    commands = parser.add_subparsers(dest="ledger_command", required=True)
    text = pick(lang, "核验账本：逐条、日根、办件投影", "verify chains, roots and projections")
    verify = commands.add_parser("verify", help=text, description=text)
    verify.add_argument("--stream", metavar="KIND:ID", help=pick(lang, "只核验一个流", "one stream only"))
    verify.add_argument(
        "--roots",
        type=Path,
        metavar="FILE",
        help=pick(lang, "已公布的日根文件，逐行核对", "a file of published roots to hold against"),
    )
    verify.add_argument("--json", action="store_true", help=pick(lang, "以JSON输出", "print JSON"))
    text = pick(lang, "现在生成并公布一个签名的日根", "cut, sign and publish a root now")
    commands.add_parser("cut", help=text, description=text)


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 where everything holds, 1 where a fault was found, 2 for wrong usage."""
    from tongban.kernel import roots, time, verify

    if args.ledger_command == "cut":
        root = roots.cut(time.now())
        if root is None:
            print(pick(lang, "没有新的条目，不生成日根。", "Nothing new since the last root."))
        else:
            print(json.dumps(roots.published(root), indent=1))
        return 0
    only = None
    if args.stream:
        kind, _, stream = args.stream.partition(":")
        if not stream:
            print(pick(lang, "--stream：写成 KIND:ID", "--stream: write KIND:ID"), file=sys.stderr)
            return 2
        only = (kind, stream)
    if args.roots is not None and not args.roots.is_file():
        print(
            pick(lang, f"--roots：没有文件 {args.roots}", f"--roots: no file {args.roots}"), file=sys.stderr
        )
        return 2
    report = verify.verify(only=only, published=args.roots)
    if args.json:
        print(json.dumps({**asdict(report), "holds": report.holds}))
    else:
        _print(report, lang)
    return 0 if report.holds else 1


def _print(report: "object", lang: str) -> None:
    from tongban.kernel.verify import Report

    assert isinstance(report, Report)
    print(
        pick(
            lang,
            f"已核验：{report.entries}条，{report.streams}个流，{report.roots}个日根，{report.projections}行业务数据。",
            f"Read {report.entries} entries, {report.streams} streams, {report.roots} roots, "
            f"{report.projections} projections.",
        )
    )
    for fault in report.faults:
        words = pick(lang, *FAULTS.get(fault.code, (fault.code, fault.code)))
        place = f"{fault.kind}:{fault.stream}" + (f" #{fault.seq}" if fault.seq is not None else "")
        print(f"- {place}: {words}" + (f" ({fault.detail})" if fault.detail else ""))
    print(
        pick(lang, "账本完好。", "The ledger holds.")
        if report.holds
        else pick(lang, f"发现{len(report.faults)}处问题。", f"{len(report.faults)} faults.")
    )
