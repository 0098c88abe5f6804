"""`tongban figures`: publish a month by hand, or correct one by another edition with its reason."""

import argparse
import sys

from tongban.site.command_line.language import pick
from tongban.site.faults import Exit

REFUSED = {
    "month_runs": ("这个月还没过完，不能公布。", "The month is not over; it cannot be published."),
    "too_few_cases": (
        "这个月不足5件，公布会让人认出当事人，所以不公布。",
        "The month has fewer than 5 matters; people could be recognised, so it is not published.",
    ),
    "not_held_yet": (
        "数据库里还有未结束的事务，日根暂时生成不了，请稍后再试。",
        "A transaction that is still open keeps the root back; try again.",
    ),
}


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The sub-commands and their options."""
    commands = parser.add_subparsers(dest="figures_command", required=True)
    text = pick(
        lang,
        "公布一个月的公开数据；已公布过的，出一份写明原因的更正版",
        "publish a month's figures; one that was published is corrected by another edition, with its reason",
    )
    publish = commands.add_parser("publish", help=text, description=text)
    publish.add_argument("month", metavar=pick(lang, "年-月", "YYYY-MM"))
    publish.add_argument(
        "--reason", default="", help=pick(lang, "更正的原因（公开）", "why it is corrected (public)")
    )
    text = pick(lang, "列出已公布的各月各版", "list what was published")
    commands.add_parser("list", help=text, description=text)


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 where it was published, 1 where it cannot be now, 2 for wrong usage."""
    from uuid import uuid4

    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults
    from tongban.oversight.commands import publish_figures
    from tongban.oversight.figures.publishing import NotYet
    from tongban.oversight.queries import published_months

    if args.figures_command == "list":
        for month in published_months():
            for edition in month.editions:
                print(f"{edition.month}  {edition.number}  {edition.lines}  {edition.reason}")
        return Exit.OK
    try:
        number = publish_figures(
            System("operator"), args.month, reason=args.reason, idempotency_key=uuid4().hex
        )
    except InputFaults as faults:
        field = faults.faults[0].field
        zh = (
            "月份写成 2026-10 这样。"
            if field == "month"
            else "这个月已经公布过，更正要用 --reason 写明原因（不超过500字）。"
        )
        en = (
            "Write the month as 2026-10."
            if field == "month"
            else "This month was published; say why it is corrected with --reason (at most 500 characters)."
        )
        print(pick(lang, zh, en), file=sys.stderr)
        return Exit.WRONG_USAGE
    except NotYet as refusal:
        print(pick(lang, *REFUSED[refusal.code]), file=sys.stderr)
        return Exit.FAULT_FOUND
    print(pick(lang, f"已公布 {args.month} 第{number}版。", f"Published {args.month}, edition {number}."))
    return Exit.OK
