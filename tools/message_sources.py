"""Reads the product's own text out of templates and Python: what is marked for translation, and what is not.

Templates go through Django's own reader of translation tags, so what is collected is what the pages ask for.
Python goes through its syntax tree, so a string in several pieces and a function under another name are read
as Python reads them.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import templatize

# Letters and the punctuation that goes with them: a full-width colon between two English words is a fault too.
CHINESE = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e\uffe0-\uffe6]"
)

# Where the context, the text and its plural stand among the arguments.
_FORMS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# The same in Babel's counting, for the code that Django makes of a template.
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_MARKED_CONSTANT = re.compile(r'_\(\s*(?:"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')\s*\)')
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.S)


@dataclass(frozen=True)
class Message:
    """One text marked for translation; `plural` and `context` where the code gives them."""

    text: str
    plural: str | None = None
    context: str | None = None


@dataclass(frozen=True)
class Unmarked:
    """Chinese that a reader of English would meet as it is."""

    line: int
    text: str


def messages_of_template(source: str) -> Iterator[Message]:
    """The texts of one template's translation tags and of its `_("…")` constants."""
    # Django blanks everything else out; what is left is Python except for its indentation.
    code = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = extract_python(BytesIO(code.encode()), list(_KEYWORDS), [], {"encoding": "utf-8"})
    for _line, function, texts, _comments in found:
        texts = texts if isinstance(texts, tuple) else (texts,)
        context, text, plural = _FORMS["gettext" if function == "_" else function]
        if texts[text]:
            yield Message(
                texts[text],
                texts[plural] if plural is not None else None,
                texts[context] if context is not None else None,
            )


def unmarked_in_template(source: str) -> Iterator[Unmarked]:
    """Chinese in a template's text, attributes and tags that no translation tag covers."""
    translated: str | None = None  # the closing tag of the block that we are in
    for token in Lexer(source).tokenize():
        name = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK:
            if translated is not None:
                translated = None if name == translated else translated
                continue
            if name in ("blocktranslate", "blocktrans", "comment"):
                translated = f"end{name}"
                continue
        if translated is None:
            yield from _unmarked_in_token(token, name)


def _unmarked_in_token(token: Token, name: str) -> Iterator[Unmarked]:
    if token.token_type is TokenType.TEXT:
        for number, line in enumerate(token.contents.split("\n")):
            if CHINESE.search(line):
                yield Unmarked(token.lineno + number, line.strip())
    elif token.token_type in (TokenType.VAR, TokenType.BLOCK):
        rest = _MARKED_CONSTANT.sub("", token.contents)
        if name in ("translate", "trans"):
            rest = _CONSTANT.sub("", rest, count=1)
        if CHINESE.search(rest):
            yield Unmarked(token.lineno, token.contents.strip())


def messages_of_python(source: str) -> Iterator[Message]:
    """The texts that one Python file gives to gettext, under whatever names it imported it."""
    tree = ast.parse(source)
    names = _names_of_gettext(tree)
    for node in ast.walk(tree):
        if (form := _form(node, names)) is None:
            continue
        assert isinstance(node, ast.Call)
        context, text, plural = (_constant(node, place) for place in form)
        if text:
            yield Message(text, plural, context)


def unmarked_in_python(source: str) -> Iterator[Unmarked]:
    """Chinese in a Python file's strings that are neither given to gettext nor documentation."""
    tree = ast.parse(source)
    names = _names_of_gettext(tree)
    covered: set[int] = set()
    for node in ast.walk(tree):
        if _form(node, names) is not None:
            assert isinstance(node, ast.Call)
            covered.update(id(argument) for argument in node.args)
        elif isinstance(node, ast.Expr):  # a string that stands alone is documentation
            covered.add(id(node.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in covered
            and CHINESE.search(node.value)
        ):
            yield Unmarked(node.lineno, node.value)


def _names_of_gettext(tree: ast.Module) -> dict[str, str]:
    """What this file calls the functions: the name in the file → Django's name."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in _FORMS
    }


def _form(node: ast.AST, names: dict[str, str]) -> tuple[int | None, int, int | None] | None:
    """Where a call's texts stand, or None where the node is no call of gettext."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return _FORMS.get(names.get(node.func.id, ""))
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        module = node.func.value.id in ("translation", "i18n")
        return _FORMS.get(node.func.attr) if module else None
    return None


def _constant(call: ast.Call, place: int | None) -> str | None:
    if place is None or place >= len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def unmarked_in_asset(source: str) -> Iterator[Unmarked]:
    """Chinese in a script or a style sheet: their words belong into the page that loads them."""
    for number, line in enumerate(_BLOCK_COMMENT.sub(_line_ends, source).split("\n"), start=1):
        if CHINESE.search(line):
            yield Unmarked(number, line.strip())


def _line_ends(found: re.Match[str]) -> str:
    """A comment as the empty lines that it takes, so that the lines after it keep their numbers."""
    return "\n" * found[0].count("\n")


def read(path: Path) -> str:
    """A source file's text."""
    return path.read_text(encoding="utf-8")
