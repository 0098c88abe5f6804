"""An argument parser that speaks both languages, its own words included."""

import argparse
from typing import Any, NoReturn

from tongban.site.command_line.language import LANGUAGES, pick
from tongban.site.faults import Exit

# argparse's own words and faults (Lib/argparse.py), keyed by the English text that it looks up.
ARGPARSE_ZH = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "子命令",
    "show this help message and exit": "显示这段说明并退出",
    " (default: %(default)s)": "（默认：%(default)s）",
    "%(prog)s: error: %(message)s\n": "%(prog)s：用法有误：%(message)s\n",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "需要一个值",
    "expected at least one argument": "至少需要一个值",
    "expected at most one argument": "最多一个值",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "one of the arguments %s is required": "必须给出 %s 之一",
    "ignored explicit argument %r": "不接受值 %r",
    "invalid %(type)s value: %(value)r": "%(value)r 不是有效的值（%(type)s）",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这一项（可选：%(choices)s）",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 有歧义，可能是 %(matches)s",
}


def speak(lang: str) -> None:
    """Makes argparse's own words come in `lang`.

    argparse looks each of them up through a function `_` of its module; its catalogue ("messages")
    is the system's, where Chinese is rarely installed, so ours stands in for it.
    """
    words = ARGPARSE_ZH if lang == "zh" else {}
    vars(argparse)["_"] = lambda text: words.get(text, text)
    vars(argparse)["ngettext"] = lambda one, many, count: words.get(one, one if count == 1 else many)


class Parser(argparse.ArgumentParser):
    """A parser without abbreviated options, with exit code 2 for wrong usage and `--lang` at every level."""

    def __init__(self, *args: Any, lang: str = "en", **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)
        self.lang = lang
        self.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=pick(lang, "说明和结果用中文（zh）还是英文（en）", "speak Chinese (zh) or English (en)"),
        )

    def error(self, message: str) -> NoReturn:
        self.print_usage()
        text = vars(argparse)["_"]("%(prog)s: error: %(message)s\n")
        self.exit(Exit.WRONG_USAGE, text % {"prog": self.prog, "message": message})
