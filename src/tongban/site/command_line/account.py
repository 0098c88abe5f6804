"""`tongban account slip --for security_admin`: the first security administrator's slip, lost before it was used."""

import argparse
import sys
from uuid import uuid4

from tongban.site.command_line.language import pick
from tongban.site.command_line.parser import Parser
from tongban.site.faults import Exit

ROLES = ("security_admin",)  # everybody else's slip is printed by this one


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """One action."""
    actions = parser.add_subparsers(
        dest="action", metavar=pick(lang, "动作", "ACTION"), required=True, parser_class=Parser
    )
    text = pick(
        lang,
        "补打安全管理员的首次登录凭条；只在还没有安全管理员登录过时有用",
        "print the security administrator's first slip anew; only while none of them was ever in",
    )
    slip = actions.add_parser("slip", help=text, description=text, lang=lang)
    slip.add_argument(
        "--for",
        dest="role",
        required=True,
        choices=ROLES,
        help=pick(lang, "给哪类管理员", "for which administrator"),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 when printed, 1 where it is refused."""
    from tongban.directory.commands import make_first_slip
    from tongban.kernel.actors import System
    from tongban.kernel.errors import Refusal

    try:
        slip = make_first_slip(System("command line"), idempotency_key=uuid4().hex)
    except Refusal as refused:
        print(_sentence(refused.code, lang), file=sys.stderr)
        return Exit.FAULT_FOUND
    print(
        pick(
            lang,
            f"首次登录凭条 · 安全管理员 · {slip.name}",
            f"First sign-in slip: security administrator, {slip.name}",
        )
    )
    print(pick(lang, f"  用户名  {slip.username}", f"  user name  {slip.username}"))
    print(pick(lang, f"  凭条码  {slip.code}", f"  code       {slip.code}"))
    print(
        pick(
            lang,
            "只显示这一次，七天内有效；以前打的作废。这次补打记在账本里。",
            "Shown once, good for seven days; the earlier one is void. The ledger has it.",
        )
    )
    return Exit.OK


def _sentence(code: str, lang: str) -> str:
    if code == "no_security_admin":
        return pick(
            lang,
            "今天没有带账号的安全管理员。新县先用 tongban setup。",
            "Nobody with an account is security administrator today. A new county begins with `tongban setup`.",
        )
    return pick(
        lang,
        "已经有安全管理员登录过：找回账号要两位管理员在网页上办，命令行不补打。",
        "A security administrator was in already: an account is recovered by two administrators on the pages,"
        " not from the command line.",
    )
