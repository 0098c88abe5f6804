"""`--host` and `--port`, the same for every command that serves."""

import argparse
import os

from tongban.site.command_line.language import pick
from tongban.site.faults import Exit, Fault


def add_address_options(parser: argparse.ArgumentParser, lang: str) -> None:
    """Adds the two options; without them `TONGBAN_HOST` and `TONGBAN_PORT` count."""
    parser.add_argument(
        "--host",
        default=os.environ.get("TONGBAN_HOST", "127.0.0.1"),
        help=pick(
            lang,
            "监听地址，默认只在本机（127.0.0.1）",
            "address to serve on; only this machine by default (127.0.0.1)",
        ),
    )
    parser.add_argument(
        "--port",
        default=os.environ.get("TONGBAN_PORT", "8000"),
        help=pick(lang, "端口，默认 8000", "port, 8000 by default"),
    )


def port_number(text: str) -> int:
    """The port that `text` names.

    Raises:
        Fault: it is not a number from 1 to 65535.
    """
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise Fault(
        f"端口必须是 1 到 65535 的整数，不是 {text!r}。",
        f"A port is a number from 1 to 65535, not {text!r}.",
        Exit.WRONG_USAGE,
    )
