"""The English translations: the file that people edit, and the compiled one that the program reads.

Needs Babel only, so that building the package needs nothing more.
"""

import os
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "src" / "tongban" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def translated() -> Catalog:
    """The translations as they stand; an empty catalogue where there is no file yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def compile_translations() -> None:
    """Writes the compiled file beside the translations; readers never meet a half-written one."""
    compiled = BytesIO()
    write_mo(compiled, translated())
    target = CATALOGUE.with_suffix(".mo")
    if target.exists() and target.read_bytes() == compiled.getvalue():
        return
    beside = target.with_suffix(f".mo.{os.getpid()}")
    beside.write_bytes(compiled.getvalue())
    beside.replace(target)
