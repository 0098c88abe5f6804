"""`tongban setup`: the first administrators of a new county, with the slips by which they sign in for the first time."""

import argparse
import sys
from uuid import uuid4

from tongban.site.command_line.language import pick
from tongban.site.faults import Exit

ROLES = {
    "system_admin": ("系统管理员", "system administrator"),
    "security_admin": ("安全管理员", "security administrator"),
    "auditor": ("审计管理员", "auditor"),
}


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The options; three people, since nobody holds two of the three."""
    parser.add_argument(
        "--county",
        required=True,
        metavar=pick(lang, "代码", "CODE"),
        help=pick(lang, "县的 6 位区划代码（GB/T 2260）", "the county's code, 6 digits (GB/T 2260)"),
    )
    parser.add_argument(
        "--body",
        required=True,
        metavar=pick(lang, "机关", "NAME"),
        help=pick(lang, "管理本系统的机关全称", "the authority that runs this deployment"),
    )
    for role, (zh, en) in ROLES.items():
        parser.add_argument(
            f"--{role.replace('_', '-')}",
            required=True,
            metavar=pick(lang, "姓名", "NAME"),
            help=pick(lang, f"{zh}的姓名", f"name of the {en}"),
        )


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 when done, 1 where there is an account already, 3 where an option is no good."""
    from tongban.directory.commands import County, set_up_county
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults, Refusal

    names = {role: getattr(args, role).strip() for role in ROLES}
    county = County(args.county.strip(), args.body.strip(), names)
    try:
        slips = set_up_county(System("setup"), county, idempotency_key=uuid4().hex)
    except InputFaults as wrong:
        for fault in wrong.faults:
            print(_sentence(fault.field, fault.code, lang), file=sys.stderr)
        return Exit.BAD_DATA
    except Refusal:
        print(
            pick(
                lang,
                "已经有账号了：这个命令只用一次。缺凭条请由安全管理员在“账号”里开；安全管理员自己的凭条没用就丢了，用 tongban account slip --for security_admin 补打。",
                "There is an account already: this command works once. The security administrator prints slips at the"
                " accounts desk; if that one's own was lost unused: `tongban account slip --for security_admin`.",
            ),
            file=sys.stderr,
        )
        return Exit.FAULT_FOUND
    for slip, (zh, en) in zip(slips, ROLES.values(), strict=True):
        print(pick(lang, f"首次登录凭条 · {zh} · {slip.name}", f"First sign-in slip: {en}, {slip.name}"))
        print(pick(lang, f"  用户名  {slip.username}", f"  user name  {slip.username}"))
        print(pick(lang, f"  凭条码  {slip.code}", f"  code       {slip.code}"))
        print()
    print(
        pick(
            lang,
            "凭条只显示这一次，七天内有效，每张只能用一次。交给本人，在 /work/first/ 设密码、绑定动态码。\n"
            "系统管理员登录以后，从“机构和网点 → 建县向导”开始。",
            "The slips are shown once, are good for seven days and once each. Hand them over in person; password and\n"
            "second factor are set at /work/first/. The system administrator goes on with the set-up at /work/set-up/.",
        )
    )
    return Exit.OK


def _sentence(field: str, code: str, lang: str) -> str:
    option = "--" + {"division_code": "county", "body_name": "body"}.get(field, field.replace("_", "-"))
    if code == "same_person":
        text = pick(lang, "三个管理员要是三个人", "the three administrators must be three people")
    elif field == "division_code":
        text = pick(lang, "要写 6 位数字", "six digits, please")
    else:
        text = pick(
            lang, "写得不对，姓名 2 到 40 个字，不带数字", "no good: a name of 2 to 40 letters, no digits"
        )
    return f"{option}: {text}"
