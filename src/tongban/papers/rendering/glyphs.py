"""Which characters the papers' fonts can print.

A character that no font has is printed as 〓, the printers' mark for a character still to be set: the paper
comes, nobody reads a wrong character for the right one, and the clerk writes it in by hand. The snapshot keeps
the character itself, so that a later font prints it.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn

FONT_FILES = (Path(pylopdf_fonts_zh_cn.serif_path()), Path(pylopdf_fonts_zh_cn.sans_path()))
"""Noto Serif SC and Noto Sans SC (SIL Open Font License), serif first as on the sheet."""


def printed_form(text: str) -> str:
    """What of a text reaches the paper: lines kept, tabs as spaces, other controls dropped.

    Invisible format characters (zero-width marks, direction overrides) come in by copying from other
    programs; a direction override could even make a paper read otherwise than it was stored.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\t", " ")
    return "".join(
        sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )


def printed_values(snapshot: Any) -> Any:
    """A snapshot with every text in its printed form."""
    if isinstance(snapshot, str):
        return printed_form(snapshot)
    if isinstance(snapshot, dict):
        return {key: printed_values(value) for key, value in snapshot.items()}
    if isinstance(snapshot, list):
        return [printed_values(entry) for entry in snapshot]
    return snapshot


LEFT_OPEN = "〓"


def left_open(snapshot: Any, missing: str) -> Any:
    """A snapshot with the mark for a character to be set in the place of each missing one."""
    if isinstance(snapshot, str):
        return snapshot.translate(dict.fromkeys(map(ord, missing), LEFT_OPEN))
    if isinstance(snapshot, dict):
        return {key: left_open(value, missing) for key, value in snapshot.items()}
    if isinstance(snapshot, list):
        return [left_open(entry, missing) for entry in snapshot]
    return snapshot


def unprintable_characters(snapshot: Any) -> str:
    """The characters of a snapshot (or of one text) that no font of the papers has, each once, in order."""
    known = printable_code_points()
    found = dict.fromkeys(
        sign
        for text in _texts(printed_values(snapshot))
        for sign in text
        if sign != "\n" and ord(sign) not in known and not _selects_a_variant(sign)
    )
    return "".join(found)


@cache
def printable_code_points() -> frozenset[int]:
    """Every code point for which one of the fonts has a glyph."""
    return frozenset(point for file in FONT_FILES for point in _mapped_code_points(file.read_bytes()))


def _selects_a_variant(sign: str) -> bool:
    """Variation selectors choose a shape of the character before them and print nothing themselves."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)


def _mapped_code_points(font: bytes) -> Iterator[int]:
    """Read the segmented coverage (format 12) of an OpenType `cmap` table (ISO/IEC 14496-22, 5.2.1).

    Raises:
        ValueError: the font has no such table; every font with characters beyond U+FFFF has one.
    """
    (tables,) = struct.unpack_from(">H", font, 4)
    for record in range(tables):
        tag, _checksum, cmap, _length = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if tag == b"cmap":
            break
    else:
        raise ValueError("the font has no cmap table")
    (encodings,) = struct.unpack_from(">H", font, cmap + 2)
    for encoding in range(encodings):
        (offset,) = struct.unpack_from(">I", font, cmap + 4 + 8 * encoding + 4)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if form != 12:
            continue
        (groups,) = struct.unpack_from(">I", font, cmap + offset + 12)
        for group in range(groups):
            first, last, glyph = struct.unpack_from(">III", font, cmap + offset + 16 + 12 * group)
            # Glyph 0 is "no such character"; a group that starts there begins one code point later.
            yield from range(first if glyph else first + 1, last + 1)
        return
    raise ValueError("the font's cmap table has no format 12 coverage")
