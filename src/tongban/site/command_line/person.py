"""`tongban person erase`, `tongban person erase-notice`: make a person, or the name on a notice, unreadable."""

import argparse
import sys
from uuid import uuid4

from tongban.site.command_line.language import pick
from tongban.site.faults import Exit


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The sub-command and its options."""
    commands = parser.add_subparsers(dest="person_command", required=True)
    text = pick(
        lang,
        "销毁一个人的密钥：本人和本人全部办件不可再读，账本仍可核验",
        "destroy a person's keys: the person and all their matters become unreadable, the ledger still verifies",
    )
    erase = commands.add_parser("erase", help=text, description=text)
    erase.add_argument(
        "--number",
        required=True,
        metavar=pick(lang, "办件编号", "NUMBER"),
        help=pick(lang, "这个人作为申请人的任一办件", "any case in which the person is the applicant"),
    )
    erase.add_argument(
        "--legal-ground",
        default="",
        metavar=pick(lang, "依据", "GROUND"),
        help=pick(
            lang,
            "保管期限没到也要清除时必填：法律条文或裁判、决定的文号，不写姓名；原因代码用 court_order、"
            "supervision_order 或 unlawful_processing",
            "where the period of keeping is not over: the article of law or the number of the order, no names; "
            "the reason is then court_order, supervision_order or unlawful_processing",
        ),
    )
    text = pick(
        lang,
        "销毁一份一次性告知书的密钥：上面的姓名和文书不可再读，告知了什么仍可查",
        "destroy the key of a one-time notice: its name and paper become unreadable, what was told can still be seen",
    )
    notice = commands.add_parser("erase-notice", help=text, description=text)
    notice.add_argument(
        "--number",
        required=True,
        metavar=pick(lang, "文号", "NUMBER"),
        help=pick(lang, "告知书的文号", "the notice's number"),
    )
    for command in (erase, notice):
        command.add_argument(
            "--reason",
            required=True,
            metavar=pick(lang, "代码", "CODE"),
            help=pick(
                lang,
                "原因代码，小写字母、数字和下划线，记入账本，例如 retention_ended",
                "a code of small letters, digits and underscores, kept in the ledger, such as retention_ended",
            ),
        )


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 when erased, 3 where there is no such case or notice, or the reason is no code."""
    return _erase_notice(args, lang) if args.person_command == "erase-notice" else _erase(args, lang)


def _erase_notice(args: argparse.Namespace, lang: str) -> int:
    from tongban.catalogue.telling import erase_notice
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults, NotFound

    try:
        erase_notice(System("operator"), args.number, reason=args.reason)
    except NotFound:
        text = pick(lang, f"没有告知书 {args.number}。", f"There is no notice {args.number}.")
        print(text, file=sys.stderr)
        return Exit.BAD_DATA
    except InputFaults:
        print(_no_code(lang), file=sys.stderr)
        return Exit.BAD_DATA
    print(
        pick(
            lang,
            "已清除：这份告知书上的姓名和文书不可再读，账本仍可核验。",
            "Erased: the name and the paper of this notice can no longer be read; the ledger still verifies.",
        )
    )
    return Exit.OK


def _no_code(lang: str) -> str:
    return pick(
        lang,
        "--reason：写成代码，例如 retention_ended，不写姓名等个人信息。",
        "--reason: a code such as retention_ended; no names or other personal data.",
    )


def _refused(lang: str, codes: set[str]) -> str:
    if "legal_ground_needed" in codes:
        return pick(
            lang,
            "--legal-ground：写明法律条文或裁判、决定的文号，4 到 120 个字，不写姓名。",
            "--legal-ground: name the article of law or the number of the order, 4 to 120 characters, no names.",
        )
    if "not_an_option" in codes:
        return pick(
            lang,
            "--reason：只能是 retention_ended、court_order、supervision_order 或 unlawful_processing。",
            "--reason: one of retention_ended, court_order, supervision_order, unlawful_processing.",
        )
    return _no_code(lang)


def _in_the_way(lang: str, code: str, number: str) -> str:
    if code == "legal_hold":
        return pick(
            lang,
            f"没有清除：办件 {number} 已依法保全。先由两人解除保全。",
            f"Not erased: case {number} is under a legal hold. Two persons must lift it first.",
        )
    return pick(
        lang,
        f"没有清除：办件 {number} 还没办完，或者保管期限没到。确有法律依据的，用 --legal-ground 写明。",
        f"Not erased: case {number} still runs, or its period of keeping is not over. Name a --legal-ground if there is one.",
    )


def _erase(args: argparse.Namespace, lang: str) -> int:
    from tongban.cases.commands.erasure import erase_applicant
    from tongban.kernel.actors import System
    from tongban.kernel.errors import InputFaults, NotFound, Refusal

    try:
        cases = erase_applicant(
            System("operator"),
            args.number,
            reason=args.reason,
            legal_ground=args.legal_ground,
            idempotency_key=uuid4().hex,
        )
    except NotFound:
        print(pick(lang, f"没有办件 {args.number}。", f"There is no case {args.number}."), file=sys.stderr)
        return Exit.BAD_DATA
    except InputFaults as refused:
        print(_refused(lang, {fault.code for fault in refused.faults}), file=sys.stderr)
        return Exit.BAD_DATA
    except Refusal as refused:
        print(_in_the_way(lang, refused.code, str(refused.params.get("number", ""))), file=sys.stderr)
        return Exit.BAD_DATA
    print(
        pick(
            lang,
            f"已清除：本人及{cases}件办件的内容不可再读，账本仍可核验。为他人代办的办件属于他人，不受影响。",
            f"Erased: the person and {cases} of their cases can no longer be read; the ledger still verifies. "
            "Cases in which they acted for somebody else are that person's and stay.",
        )
    )
    return Exit.OK
