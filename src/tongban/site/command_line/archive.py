"""`tongban archive verify FILE.zip`: hold an archive package against its own manifest and the published key."""

import argparse
import base64
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tongban.kernel.archive_packages import check_package
from tongban.site.command_line.language import pick
from tongban.site.data_folder import default_data_path

FAULTS = {
    "not_a_package": ("打不开，不是案卷包", "not an archive package"),
    "no_manifest": ("没有清单 manifest.json", "no manifest.json"),
    "manifest_unreadable": ("清单读不出", "the manifest cannot be read"),
    "manifest_altered": ("清单被改动", "the manifest was altered"),
    "altered": ("文件被改动", "altered"),
    "missing": ("缺少文件", "missing"),
    "extra": ("多出文件", "not in the manifest"),
    "twice": ("文件出现两次", "in the package twice"),
    "too_large": ("文件太大，没有核对", "too large to check"),
    "record_cut": (
        "办理记录的条数和清单不符",
        "the record has another number of entries than the manifest says",
    ),
    "record_other_head": ("办理记录的最后一条和清单不符", "the record ends otherwise than the manifest says"),
    "comment_altered": ("导出编号和清单对不上", "the number of the export is none of this manifest's"),
    "bytes_beside": (
        "包里夹带了清单以外的内容，或者不是原样的包",
        "something lies in the package beside its files, or it is not as it was written",
    ),
    "unsigned": ("没有签名，看不出是谁出的", "it is not signed: nobody answers for it"),
    "signature_broken": ("签名和内容对不上", "the signature is none of this content"),
    "foreign_key": (
        "签名用的不是本县公布的公钥",
        "it is signed by a key that is none of those published",
    ),
    "record_broken": ("办理记录的链条断开", "the chain of the record is broken"),
}


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """The sub-command and its options."""
    commands = parser.add_subparsers(dest="archive_command", required=True)
    text = pick(
        lang, "核对导出的案卷：清单、每个文件、办理记录", "check an exported file: manifest, files, record"
    )
    verify = commands.add_parser("verify", help=text, description=text)
    verify.add_argument("file", type=Path, metavar="FILE.zip")
    verify.add_argument(
        "--roots",
        type=Path,
        metavar="ledger-roots.jsonl",
        help=pick(
            lang,
            "公布的账本根，公钥从里面取；不写就用本机的",
            "the published roots, from which the public key is taken; else this machine's",
        ),
    )
    verify.add_argument("--json", action="store_true", help=pick(lang, "以JSON输出", "print JSON"))


def run(args: argparse.Namespace, lang: str) -> int:
    """Exit code 0 where everything holds, 1 where a fault was found, 2 where there is no such file."""
    if not args.file.is_file():
        print(pick(lang, f"没有文件 {args.file}", f"no file {args.file}"), file=sys.stderr)
        return 2
    roots = args.roots or default_data_path() / "ledger-roots.jsonl"
    if not roots.is_file():
        print(
            pick(
                lang, f"没有公布的账本根 {roots}，不知道公钥", f"no published roots {roots}: no key is known"
            ),
            file=sys.stderr,
        )
        return 2
    told = check_package(args.file, _keys(roots))
    if args.json:
        print(json.dumps({**asdict(told), "holds": told.holds}, ensure_ascii=False))
        return 0 if told.holds else 1
    for fault in told.faults:
        print(f"{pick(lang, *FAULTS[fault.code])} {fault.name}".rstrip())
    if told.holds:
        number = told.about.get("archive_number", "")
        print(
            pick(
                lang,
                f"完好：{number}，{told.files} 个文件，导出编号 {told.number or '没有写明'}，签名 {told.signer}",
                f"whole: {number}, {told.files} files, export {told.number or 'not told'}, signed {told.signer}",
            )
        )
    return 0 if told.holds else 1


def _keys(roots: Path) -> frozenset[bytes]:
    """The public keys under which roots were published."""
    lines = (line for line in roots.read_text(encoding="utf-8").splitlines() if line.strip())
    return frozenset(base64.b64decode(json.loads(line)["public_key"]) for line in lines)
