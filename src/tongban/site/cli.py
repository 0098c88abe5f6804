"""The `tongban` command: finds the sub-command, and turns faults into one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from types import ModuleType

from tongban.site.command_line.language import choose_language, pick
from tongban.site.command_line.parser import Parser, speak
from tongban.site.faults import Exit, Fault, full_disk, is_full_disk


@dataclass(frozen=True)
class Command:
    """One sub-command.

    Args:
        module: its module in `tongban.site.command_line`, imported only when it is called.
        zh: what it does, in Chinese.
        en: the same in English.
        database: whether its `run` is called with Django set up and a migrated database within reach.
    """

    module: str
    zh: str
    en: str
    database: bool = False


COMMANDS = {
    "run": Command("run", "启动全部：数据库、网页、后台任务", "start everything: database, web and worker"),
    "demo": Command(
        "demo", "装入演示县并列出演示账号", "load the demonstration county and list its accounts"
    ),
    "setup": Command(
        "setup",
        "建一个新县：首批管理员和首次登录凭条",
        "a new county: its first administrators and their slips",
        database=True,
    ),
    "account": Command(
        "account",
        "账号：补打第一位安全管理员的凭条",
        "accounts: the first security administrator's slip anew",
        database=True,
    ),
    "serve": Command("serve", "只启动网页服务", "start the web server only"),
    "worker": Command("worker", "只启动后台任务", "start the worker only"),
    "migrate": Command("migrate", "把数据库升级到本版本", "bring the database's tables to this version"),
    "db": Command("database", "自带数据库：启动、停止、地址", "the embedded database: start, stop, address"),
    "clock": Command("clock", "计算办理时限", "compute the limits of a matter"),
    "calendar": Command(
        "calendar",
        "工作日历：检查、公布、重算、导出",
        "the calendars of working days: check, publish, recompute, export",
    ),
    "catalogue": Command(
        "catalogue", "事项目录：检查、导入、导出", "the catalogue of items: check, import, export"
    ),
    "divisions": Command(
        "divisions", "行政区划：装入、检查", "administrative divisions: load, check", database=True
    ),
    "person": Command("person", "个人信息：依法清除", "personal data: erase lawfully", database=True),
    "keys": Command("keys", "密钥：列出、更换、停用", "keys: list, rotate, retire", database=True),
    "archive": Command("archive", "核对导出的案卷", "check an exported case file"),
    "backup": Command(
        "backup",
        "备份：数据库和文件，密钥另放",
        "back up database and files, the keys apart",
    ),
    "restore": Command(
        "restore",
        "从备份恢复并核验；--drill 只是演练",
        "restore a backup and prove it; --drill only practises",
    ),
    "doctor": Command(
        "doctor",
        "体检：密钥、数据库、后台任务、日历、备份、磁盘",
        "look at keys, database, worker, calendars, backups and disk",
    ),
    "figures": Command(
        "figures",
        "公开数据：公布、更正、列出",
        "public figures: publish, correct, list",
        database=True,
    ),
    "ledger": Command("ledger", "核验账本、生成日根", "verify the ledger, cut its daily root", database=True),
}

EXIT_CODES = {
    "zh": """\
退出码：
  0    正常
  1    发现问题（例如核验不通过）
  2    用法有误
  3    输入的数据有误
  4    环境有问题（端口、磁盘、数据库、缺少工具）
  130  被中断（Ctrl-C）
""",
    "en": """\
exit codes:
  0    all is well
  1    a fault was found (a verification failed, for example)
  2    wrong usage
  3    bad input data
  4    the surroundings are at fault (port, disk, database, a missing tool)
  130  interrupted (Ctrl-C)
""",
}


def build_parser(lang: str, called: str | None) -> argparse.ArgumentParser:
    """The parser for the command line in `lang`.

    Args:
        called: the sub-command on the command line; only its module is imported for its arguments, so
            that `tongban clock` needs neither Django nor a database.
    """
    speak(lang)
    parser = Parser(
        prog="tongban",
        lang=lang,
        description=pick(
            lang,
            "通办：县、乡镇、村政务服务平台。",
            "Tongban: government service in counties, townships and villages.",
        ),
        epilog=EXIT_CODES[lang],
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"tongban {version('tongban')}",
        help=pick(lang, "显示版本", "print the version"),
    )
    commands = parser.add_subparsers(
        dest="command", metavar=pick(lang, "命令", "COMMAND"), title=pick(lang, "命令", "commands")
    )
    for name, command in COMMANDS.items():
        text = pick(lang, command.zh, command.en)
        child = commands.add_parser(name, help=text, description=text, epilog=EXIT_CODES[lang], lang=lang)
        if name == called:
            _module(command).add_arguments(child, lang)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code (see `tongban.site.faults.Exit`)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = choose_language(given)
    called = next((word for word in given if word in COMMANDS), None)
    try:
        parser = build_parser(lang, called)
        args = parser.parse_args(given)
        if args.command is None:
            parser.print_help()
            return Exit.WRONG_USAGE
        return _call(COMMANDS[args.command], args, lang)
    except Fault as fault:
        print(fault.sentence(lang), file=sys.stderr)
        return fault.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) went away; what is still in the buffer has no one to go to.
        sys.stderr.close()
        return Exit.OK
    except Exception as error:
        if not is_full_disk(error):
            raise
        full = full_disk(os.environ.get("TONGBAN_DATA", "TONGBAN_DATA"))
        print(full.sentence(lang), file=sys.stderr)
        return full.code


def _call(command: Command, args: argparse.Namespace, lang: str) -> int:
    if not command.database:
        return int(_module(command).run(args, lang))
    from tongban.site.django_setup import program_with_database  # only here: it imports Django

    with program_with_database():
        return int(_module(command).run(args, lang))


def _module(command: Command) -> ModuleType:
    return import_module(f"tongban.site.command_line.{command.module}")


if __name__ == "__main__":
    sys.exit(main())
