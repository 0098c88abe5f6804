"""The words of messages as they are shipped: data, in both languages, each with what may stand in it.

What a place makes of them is in `editions`; what may be written at all in `checking`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tongban


@dataclass(frozen=True)
class Template:
    """One template.

    Args:
        name_zh, name_en: what it is called on the desk, and the subject of a mail.
        zh, en: the shipped words, with placeholders in braces.
        needed: placeholders that no edition may leave out.
        may: further ones it may use.
        law: it tells of a consequence of law, so a second person approves its words.
        in_person: who can be reached by no wire is told face to face or by letter; else they hold it on paper, or a
            list of its own has them (改期告知, 出件登记).
        urgent: sent at night too.
    """

    code: str
    name_zh: str
    name_en: str
    zh: str
    en: str
    needed: tuple[str, ...]
    may: tuple[str, ...]
    law: bool = False
    in_person: bool = False
    urgent: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        """All that may stand in it."""
        return frozenset((*self.needed, *self.may))


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Template]:
    """Every template by its code, as shipped with this installation."""
    text = (Path(tongban.__file__).parent / "data/messages/texts.json").read_text(encoding="utf-8")
    return {code: _template(code, told) for code, told in json.loads(text)["texts"].items()}


def _template(code: str, told: Mapping[str, object]) -> Template:
    named = {key: value for key, value in told.items() if key not in ("name", "needed", "may")}
    name = told["name"]
    needed, may = told["needed"], told["may"]
    assert isinstance(name, dict) and isinstance(needed, list) and isinstance(may, list)
    return Template(code, name["zh"], name["en"], needed=tuple(needed), may=tuple(may), **named)  # type: ignore[arg-type]  # the file's own shape, which a check reads


def sentence(template: str, values: Mapping[str, str]) -> str:
    """The shipped text of one message.

    Raises:
        KeyError: an unknown template or a missing value.
    """
    return shipped()[template].zh.format_map(values)
