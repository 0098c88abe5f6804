"""`tongban demo`: the demonstration county, loaded once, its accounts and its last year; many cases in bulk."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext

from tongban.site.command_line.language import pick
from tongban.site.django_setup import program_with_database
from tongban.site.embedded_postgres.loading import loading_server
from tongban.site.faults import Exit

GIVES_WAY = 19  # niceness of who fills the last year in: people at a page come before everything of it


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "--json", action="store_true", help=pick(lang, "以 JSON 输出账号", "print the accounts as JSON")
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help=pick(
            lang,
            "只装地方、人员和事项，不装任何办件（第一次装入时有效）",
            "places, people and catalogue alone, without any matter (when it is first loaded)",
        ),
    )
    parser.add_argument(
        "--history",
        action="store_true",
        help=pick(
            lang,
            "把演示县过去一年的办件全部补齐；中断后再执行会接着做",
            "make the county's last year of matters to the end; one that was broken off goes on",
        ),
    )
    parser.add_argument(
        "--progress",
        action="store_true",
        help=pick(lang, "只看过去一年的办件补到哪里了", "say only how far that last year has come"),
    )
    parser.add_argument(
        "--cases",
        type=_counted(lang),
        metavar="N",
        help=pick(
            lang,
            "再批量复制出 N 个办件（不经过逐个办理，用来看大数据量；不含文书和短信；中断后再执行会接着做）",
            "copy N cases in bulk, not through the acts, to see large volumes; without papers and messages;"
            " a run that was broken off goes on when it is called again",
        ),
    )
    parser.add_argument(
        "--processes",
        type=_counted(lang),
        default=os.cpu_count() or 1,
        metavar="N",
        help=pick(lang, "批量复制用几个进程", "how many processes copy"),
    )


def _counted(lang: str) -> Callable[[str], int]:
    """Reads a number of at least 1; any other is refused in a sentence before anything is started."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and int(text) > 0:
            return int(text)
        raise argparse.ArgumentTypeError(
            pick(lang, f"要写 1 以上的整数，不能是“{text}”", f"a whole number of 1 or more, not {text!r}")
        )

    return read


def run(args: argparse.Namespace, lang: str) -> int:
    if args.history:
        os.environ["TONGBAN_DEMO"] = "1"  # nothing of it goes to a real phone
    with loading_server() if args.cases else nullcontext(), program_with_database():
        from tongban.site import demo  # its models need Django set up

        if args.progress:
            return _tell_progress(lang)
        new = _load(args.empty)
        if args.cases:
            return _in_bulk(args.cases, args.processes, lang)
        if args.history:
            return _whole_history(lang)
        history = _history(new and not args.empty)
        first, more = (
            [
                {"role_zh": role_zh, "role_en": role_en, "username": username, "password": password}
                for role_zh, role_en, username, password in listed
            ]
            for listed in (demo.accounts(), demo.more_accounts())
        )
    if args.json:
        print(json.dumps({"accounts": first, "more": more, "history": history}, ensure_ascii=False))
        return Exit.OK
    for account in (*first, *more):
        role = account["role_zh"] if lang == "zh" else account["role_en"]
        print(f"{account['username']:<20} {account['password']:<20} {role}")
    return Exit.OK


def _load(empty: bool) -> bool:
    """The county; whether it was not there before.

    Args:
        empty: without the few matters that show what a first visit looks for.
    """
    from tongban.site import demo
    from tongban.site.demo.duty import load_duty
    from tongban.site.demo.kin import load_kin
    from tongban.site.demo.lists import load_lists
    from tongban.site.demo.promises import load_promises
    from tongban.site.demo.results import load_results
    from tongban.site.demo.second_township import load_second_township
    from tongban.site.demo.steps import load_steps

    new = not demo.loaded()
    if new:
        demo.load()
    if new and not empty:
        demo.load_matters()
        load_promises()
        load_lists()
        load_results()
        load_steps()
        load_duty()
        load_kin()
    load_second_township(matters=not empty)
    return new


def _history(begin: bool) -> dict[str, int] | None:
    """How far the county's last year has come; None where it is to have none.

    Args:
        begin: make its first part now, where the demonstration is to have one.
    """
    from tongban.site.history.progress import matters_wanted, progress
    from tongban.site.history.running import make_first, work_left

    if not matters_wanted():
        return None
    now = (make_first() if begin else None) or progress()
    return None if now is None else {"done": now.done, "total": now.total, "left": work_left(now)}


def _whole_history(lang: str) -> int:
    from tongban.site.history.progress import Progress
    from tongban.site.history.running import make_rest

    def said(now: Progress) -> None:
        if now.done % 100 == 0 or now.complete:
            _say(
                pick(
                    lang,
                    f"过去一年的办件 {now.done}/{now.total}",
                    f"the last year's matters {now.done}/{now.total}",
                )
            )

    os.nice(GIVES_WAY)
    logging.getLogger("tongban.trace").setLevel(logging.WARNING)  # thousands of acts that nobody did today
    make_rest(said)
    return Exit.OK


def _tell_progress(lang: str) -> int:
    from tongban.papers.queries.waiting import papers_to_write
    from tongban.site.history.progress import progress

    now = progress()
    if now is None:
        print(
            pick(
                lang,
                "这里没有过去一年的办件；要补：tongban demo --history。",
                "There is no last year here; to make it: tongban demo --history.",
            )
        )
        return Exit.OK
    papers = papers_to_write().count
    print(
        pick(
            lang,
            f"过去一年的办件：{now.done}/{now.total}，规则不允许而跳过 {now.left_out}；等着排版的文书 {papers}。",
            f"The last year's matters: {now.done}/{now.total}, {now.left_out} left out by the rules;"
            f" papers that wait to be laid out: {papers}.",
        )
    )
    return Exit.OK


def _in_bulk(cases: int, processes: int, lang: str) -> int:
    from tongban.site.demo.bulk.running import Progress, make_in_bulk

    def patterns(done: int, count: int) -> None:
        if done % 20 == 0 or done == count:
            _say(
                pick(
                    lang, f"样本 {done}/{count}（经过逐个办理）", f"patterns {done}/{count}, through the acts"
                )
            )

    def progress(now: Progress) -> None:
        if now.done % 10_000 < 1000 or now.done == now.wanted:
            _say(
                pick(
                    lang,
                    f"批量办件 {now.done}/{now.wanted}，{now.seconds:.0f} 秒，还要约 {now.left:.0f} 秒",
                    f"{now.done}/{now.wanted} cases in bulk, {now.seconds:.0f} s, about {now.left:.0f} s left",
                )
            )

    made = make_in_bulk(cases, processes=processes, said_patterns=patterns, said=progress)
    print(
        pick(
            lang,
            f"批量复制了 {made.done} 个办件、{made.entries} 条账本记录（不经过逐个办理），用时 {made.seconds:.0f} 秒。",
            f"{made.done} cases and {made.entries} entries of the ledger made in bulk, not through the acts,"
            f" in {made.seconds:.0f} s.",
        )
    )
    return Exit.OK


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
