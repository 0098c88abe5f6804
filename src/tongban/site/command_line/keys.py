"""`tongban keys`: which keys there are, a new version of them, and the end of an old one."""

import argparse
import base64
import secrets as randomness
import sys

from tongban.site.command_line.language import pick
from tongban.site.faults import Exit

REFUSALS = {
    "rotation_unfinished": (
        "还有数据密钥在旧版本下；请先执行 tongban keys rotate --continue。",
        "Data keys are still wrapped under an older version; run `tongban keys rotate --continue` first.",
    ),
    "versions_used_up": ("主密钥版本号已用完。", "There is no version number left for another master key."),
    "version_unknown": ("没有这个版本的主密钥。", "There is no master key of this version."),
    "version_newest": (
        "这是正在使用的版本，不能停用；请先执行 tongban keys rotate。",
        "This version is in use and cannot be retired; run `tongban keys rotate` first.",
    ),
    "version_in_use": (
        "还有 {rows} 个数据密钥在这个版本下；请先执行 tongban keys rotate --continue。",
        "{rows} data keys are still wrapped under this version; run `tongban keys rotate --continue` first.",
    ),
    "version_too_fresh": (
        "新版本启用不久，登录中的人还用着旧版本；请 {hours} 小时后再停用。",
        "The newer version is young and sessions still need the old one; retire it in {hours} hours.",
    ),
}


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The sub-commands and their options."""
    commands = parser.add_subparsers(dest="keys_command", required=True)
    text = pick(
        lang, "列出主密钥各版本和各自保护的数据密钥数", "list the master key's versions and what each wraps"
    )
    commands.add_parser("list", help=text, description=text)
    text = pick(
        lang,
        "换一把主密钥并重新包装全部数据密钥；服务不用停，中断后可继续",
        "make a new master key and wrap every data key anew; nothing has to stop, and it can be resumed",
    )
    rotate = commands.add_parser("rotate", help=text, description=text)
    which = rotate.add_mutually_exclusive_group()
    which.add_argument(
        "--continue",
        dest="resume",
        action="store_true",
        help=pick(lang, "不换新的，接着上次没做完的做", "make no new one: finish what was begun"),
    )
    which.add_argument(
        "--signing",
        action="store_true",
        help=pick(lang, "换账本日根的签名密钥", "change the key that signs the ledger's roots"),
    )
    which.add_argument(
        "--django",
        action="store_true",
        help=pick(
            lang,
            "换会话签名密钥（重启网页服务后生效）",
            "change the key of sessions and forms (restart the web server)",
        ),
    )
    text = pick(
        lang,
        "停用旧版本的主密钥；还有数据用着它时拒绝",
        "take an old version of the master key out of use; refused while anything needs it",
    )
    retire = commands.add_parser("retire", help=text, description=text)
    retire.add_argument("version", type=int, help=pick(lang, "版本号", "the version's number"))


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 when done, 1 where it is refused (a sentence says why)."""
    from tongban.kernel import key_rotation

    try:
        if args.keys_command == "list":
            _list(lang)
        elif args.keys_command == "retire":
            place = key_rotation.retire(args.version)
            print(
                pick(
                    lang,
                    f"已停用。文件移到 {place}：更早的备份还要靠它，等这些备份过期后再销毁。",
                    f"Retired. The file now lies in {place}: older backups need it; destroy it when they have expired.",
                )
            )
        elif args.signing:
            public = base64.b64encode(key_rotation.rotate_signing_key()).decode()
            print(
                pick(
                    lang,
                    f"已更换。新的公钥，请公布：{public}",
                    f"Changed. The new public key, to be published: {public}",
                )
            )
        elif args.django:
            key_rotation.rotate_django_key(randomness.token_urlsafe(48))
            print(pick(lang, "已更换；重启网页服务后生效。", "Changed; restart the web server for it."))
        else:
            _rotate(lang, resume=args.resume)
    except key_rotation.RotationRefused as refusal:
        words = REFUSALS.get(refusal.code, (refusal.code, refusal.code))
        print(pick(lang, *words).format(**refusal.params), file=sys.stderr)
        return Exit.FAULT_FOUND
    return Exit.OK


def _list(lang: str) -> None:
    from tongban.kernel import key_rotation

    for line in key_rotation.master_keys():
        made = (
            line.made_at.strftime("%Y-%m-%d %H:%M")
            if line.made_at
            else pick(lang, "文件不在！", "file missing!")
        )
        print(
            pick(
                lang,
                f"主密钥 {line.version}  {made}  数据密钥 {line.rows} 个",
                f"master key {line.version}  {made}  wraps {line.rows} data keys",
            )
        )


def _rotate(lang: str, *, resume: bool) -> None:
    from tongban.kernel import key_rotation

    def told(done: int, left: int) -> None:
        print(
            pick(lang, f"已重新包装 {done} 个，还剩 {left} 个", f"{done} wrapped anew, {left} left"),
            flush=True,
        )

    if not resume:
        version = key_rotation.new_master_version()
        print(
            pick(
                lang,
                f"新主密钥：版本 {version}。请马上另存一份到密钥备份处。",
                f"New master key: version {version}. Store a copy with the key backup now.",
            ),
            flush=True,
        )
    done = key_rotation.rewrap(told)
    print(pick(lang, f"完成，共 {done} 个。", f"Done: {done} in all."))
