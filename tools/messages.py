"""Keeps the English of the product: collects its texts, compiles the translations, checks that none is missing.

Usage: python tools/messages.py --collect | --compile | --check

The sources are written in Simplified Chinese, the translations stand in src/tongban/locale/en/LC_MESSAGES/django.po.
Works with Babel alone: neither xgettext nor msgfmt is needed.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.pofile import write_po
from message_sources import (
    CHINESE,
    Message,
    Unmarked,
    messages_of_python,
    messages_of_template,
    read,
    unmarked_in_asset,
    unmarked_in_python,
    unmarked_in_template,
)
from translations import CATALOGUE, compile_translations, translated

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "tongban"
FACES = PACKAGE / "faces"

# Headers that a second run writes the same; Babel's dates would change with every collection.
HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
# What stays Chinese on an English page: a language's own name on its switch, the product's name.
NAMES = ("简体中文", "中文", "通办")
# Files of the faces whose Chinese strings are data, each with the reason.
CHINESE_BY_NATURE: dict[str, str] = {
    "workbench/templates/workbench/public_notice.html": "the notice that is put up in the village, like every paper",
    "common/citations.py": "reads places in a law as Chinese law writes them",
    "common/catalogue_findings.py": "both languages side by side: the command line speaks them without a web request",
    "common/calendar_findings.py": "both languages side by side: the command line speaks them without a web request",
    "common/dates.py": "writes Chinese dates for Chinese readers and English ones for English readers",
    "common/clock_bases.py": "reads the titles of notices as the calendars' files have them",
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")


def sources(folder: Path, pattern: str) -> list[Path]:
    """The source files below a folder, in a fixed order, without what a build left there."""
    return sorted(path for path in folder.rglob(pattern) if "built" not in path.parts)


def messages() -> Iterator[Message]:
    """Every text of the product that is marked for translation."""
    for path in sources(PACKAGE, "*.html"):
        yield from messages_of_template(read(path))
    for path in sources(PACKAGE, "*.py"):
        yield from messages_of_python(read(path))


def as_catalogue(found: Iterable[Message]) -> Catalog:
    """The texts as an empty catalogue; a text used with and without a plural is kept with it."""
    catalogue = Catalog(locale="en", fuzzy=False)
    for message in sorted(found, key=lambda one: one.plural is not None):
        key = (message.text, message.plural) if message.plural is not None else message.text
        catalogue.add(key, context=message.context)
    return catalogue


def collect() -> None:
    """Brings the file up to the sources: new texts empty, kept ones with their translation, unused ones out."""
    kept, fresh = translated(), as_catalogue(messages())
    for entry in _entries(fresh):
        known = kept.get(_text(entry), entry.context)
        if known is not None and known.pluralizable == entry.pluralizable:
            entry.string = known.string
            entry.flags |= known.flags
    written = BytesIO()
    write_po(written, fresh, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(_with_steady_head(written.getvalue().decode()), encoding="utf-8")


def _with_steady_head(po: str) -> str:
    """The same file with only the headers that the program needs."""
    head, blank, body = po.partition("\n\n")
    lines = [line for line in head.split("\n") if line.startswith(tuple(f'"{name}:' for name in HEADERS))]
    return "\n".join(['msgid ""', 'msgstr ""', *lines]) + blank + body.rstrip("\n") + "\n"


def _entries(catalogue: Catalog) -> list[Entry]:
    return [entry for entry in catalogue if entry.id]


def _text(entry: Entry) -> str:
    return entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id


def _strings(entry: Entry) -> list[str]:
    return list(entry.string) if isinstance(entry.string, (tuple, list)) else [entry.string or ""]


def faults() -> Iterator[str]:
    """Everything that would show Chinese to a reader of English, one line each."""
    yield from faults_of_translations(as_catalogue(messages()), translated())
    for path in sources(FACES, "*.html"):
        if str(path.relative_to(FACES)) not in CHINESE_BY_NATURE:
            yield from _located(path, unmarked_in_template(read(path)))
    for path in sources(FACES, "*.py"):
        if str(path.relative_to(FACES)) not in CHINESE_BY_NATURE:
            yield from _located(path, unmarked_in_python(read(path)))
    for path in [*sources(FACES, "*.js"), *sources(FACES, "*.css")]:
        if str(path.relative_to(FACES)) not in CHINESE_BY_NATURE:
            yield from _located(path, unmarked_in_asset(read(path)))


def _located(path: Path, found: Iterable[Unmarked]) -> Iterator[str]:
    for one in found:
        if CHINESE.search(_without_names(one.text)):
            yield f"{path.relative_to(ROOT)}:{one.line}: not marked for translation: {one.text}"


def faults_of_translations(wanted: Catalog, there: Catalog) -> Iterator[str]:
    """What is wrong with the translations themselves.

    Args:
        wanted: the texts of the sources.
        there: the translations as they stand.
    """
    for entry in _entries(wanted):
        found = there.get(_text(entry), entry.context)
        if found is None or found.pluralizable != entry.pluralizable:
            yield f"not collected, run tools/messages.py --collect: {_text(entry)!r}"
    for entry in _entries(there):
        yield from (f"{fault}: {_text(entry)!r}" for fault in _faults_of_entry(wanted, entry))


def _faults_of_entry(wanted: Catalog, entry: Entry) -> Iterator[str]:
    if wanted.get(_text(entry), entry.context) is None:
        yield "no longer used, run tools/messages.py --collect"
    strings = _strings(entry)
    if not all(strings) or (entry.pluralizable and len(strings) != 2):
        yield "not translated"
        return
    if entry.fuzzy:
        yield "marked fuzzy"
    placeholders = set(_PLACEHOLDER.findall(_text(entry)))
    # "1 day left" may leave the number out: the singular is one by definition, in English.
    required = strings[1:] if entry.pluralizable else strings
    for string in strings:
        given = set(_PLACEHOLDER.findall(string))
        if given - placeholders or (string in required and placeholders - given):
            yield f"placeholders differ in {string!r}"
        if CHINESE.search(_without_names(string)):
            yield f"Chinese in the translation {string!r}"
        if not entry.pluralizable and (string[0] == "\n") != (_text(entry)[0] == "\n"):
            yield f"line ends differ in {string!r}"


def _without_names(string: str) -> str:
    for name in NAMES:
        string = string.replace(name, "")
    return string


def main() -> int:
    parser = argparse.ArgumentParser(description="The English of the product.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--collect", action="store_true", help="bring the translations' file up to the sources")
    what.add_argument("--compile", action="store_true", help="write the file that the program reads")
    what.add_argument("--check", action="store_true", help="say what is missing; exit 1 if anything is")
    asked = parser.parse_args()
    if asked.collect:
        collect()
    elif asked.compile:
        compile_translations()
    else:
        found = list(faults())
        for fault in found:
            print(fault)
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
