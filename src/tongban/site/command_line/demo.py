"""`tongban demo`: the demonstration county, loaded once, and its accounts; many cases in bulk."""

import argparse
import json
import os
import sys
from contextlib import nullcontext

from tongban.site.command_line.language import pick
from tongban.site.django_setup import program_with_database
from tongban.site.embedded_postgres.loading import loading_server
from tongban.site.faults import Exit


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "--json", action="store_true", help=pick(lang, "以 JSON 输出账号", "print the accounts as JSON")
    )
    parser.add_argument(
        "--cases",
        type=int,
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
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help=pick(lang, "批量复制用几个进程", "how many processes copy"),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    with loading_server() if args.cases else nullcontext(), program_with_database():
        from tongban.site import demo  # its models need Django set up
        from tongban.site.demo.duty import load_duty
        from tongban.site.demo.kin import load_kin
        from tongban.site.demo.lists import load_lists
        from tongban.site.demo.promises import load_promises
        from tongban.site.demo.results import load_results
        from tongban.site.demo.second_township import load_second_township
        from tongban.site.demo.steps import load_steps

        if not demo.loaded():
            demo.load()
            demo.load_matters()
            load_promises()
            load_lists()
            load_results()
            load_steps()
            load_duty()
            load_kin()
        load_second_township()
        if args.cases:
            return _in_bulk(args.cases, args.processes, lang)
        first, more = (
            [
                {"role_zh": role_zh, "role_en": role_en, "username": username, "password": password}
                for role_zh, role_en, username, password in listed
            ]
            for listed in (demo.accounts(), demo.more_accounts())
        )
    if args.json:
        print(json.dumps({"accounts": first, "more": more}, ensure_ascii=False))
        return Exit.OK
    for account in (*first, *more):
        role = account["role_zh"] if lang == "zh" else account["role_en"]
        print(f"{account['username']:<20} {account['password']:<20} {role}")
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
