"""`tongban run`: everything at once."""

import argparse
import signal

from tongban.site.command_line.address_options import add_address_options, port_number
from tongban.site.command_line.language import pick
from tongban.site.database_address import use_data_folder
from tongban.site.embedded_postgres.parent_death import die_with_parent
from tongban.site.faults import Exit
from tongban.site.supervisor import Supervisor


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    add_address_options(parser, lang)
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=pick(
            lang,
            "是否装入演示县；默认只装入自带数据库，不装入 DATABASE_URL 指向的数据库",
            "load the demonstration county or not; by default only into the embedded database, never into DATABASE_URL's",
        ),
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help=pick(
            lang,
            "演示县里不装任何办件（第一次启动时有效）",
            "the demonstration county without any matter (at the first start)",
        ),
    )
    parser.add_argument(
        "--end-with-parent",
        action="store_true",
        help=pick(
            lang,
            "启动它的程序（如 make）结束时一并停止",
            "stop when the program that started it (make, say) ends",
        ),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    if args.end_with_parent:
        ask_for_signal_at_parents_death()
    Supervisor(use_data_folder(), args.host, port_number(args.port), args.demo, lang, args.empty).run()
    return Exit.OK


def ask_for_signal_at_parents_death() -> None:
    """Turns the death of the starting program into the ordinary request to stop."""
    die_with_parent(signal.SIGTERM, of_parent=True)()
