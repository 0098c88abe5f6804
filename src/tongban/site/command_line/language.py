"""Which language the command speaks: Chinese or English, as asked, as set, or as the terminal's."""

import os
from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")


def choose_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """`--lang`, else `TONGBAN_LANG`, else the terminal's locale; a Chinese locale gives "zh", any other "en".

    Args:
        arguments: the command line without the program's name; an unknown `--lang` is left to the parser.
        environment: the environment variables.
    """
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
        else:
            continue
        if asked in LANGUAGES:
            return asked
    # The order in which the C library reads the locale: LC_ALL, LC_MESSAGES, LANG.
    for name in ("TONGBAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def pick(lang: str, zh: str, en: str) -> str:
    """The text in `lang`."""
    return zh if lang == "zh" else en
