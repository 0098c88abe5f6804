"""A sheet laid out as PDF, and the few that were asked for lately kept in memory.

Kept is what depends on nothing but the catalogue and the directory.  The key is the digest of everything that
stands on the sheet, so that a new edition, another situation or a moved office is another sheet by itself.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from datetime import datetime, time
from functools import lru_cache
from typing import Final

import typst

from tongban.papers.content_values import CHINA_TIME, encode_object
from tongban.papers.rendering.glyphs import left_open, printed_values, unprintable_characters
from tongban.papers.rendering.sheet import TEMPLATES, compiler_of_thread
from tongban.papers.rendering.verification_code import qr_svg
from tongban.papers.sheets.content import FormSheet, GuideSheet
from tongban.papers.sheets.promise import PromiseSheet
from tongban.papers.sheets.statement import ClockStatement

KEPT_BYTES: Final = 16 * 1024 * 1024
"""How much a process keeps of finished sheets."""


class SheetFailed(Exception):
    """The sheet could not be laid out."""


class KeptSheets:
    """Finished sheets by digest, the least lately asked for dropped first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: bytes) -> bytes | None:
        """The sheet, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: bytes, document: bytes) -> None:
        """Keep a sheet; one larger than a quarter of the room is not kept."""
        if len(document) * 4 > self._most:
            return
        with self._lock:
            if key in self._held:
                return
            self._held[key] = document
            self._size += len(document)
            while self._size > self._most:
                _, dropped = self._held.popitem(last=False)
                self._size -= len(dropped)

    @property
    def size(self) -> int:
        """Bytes kept now."""
        return self._size


kept_sheets = KeptSheets(KEPT_BYTES)
_symbol = lru_cache(maxsize=256)(qr_svg)  # drawing one takes longer than all the rest of a kept sheet's key


def render_sheet(sheet: GuideSheet | FormSheet | ClockStatement | PromiseSheet) -> bytes:
    """The PDF of a sheet.

    A form with an applicant's answers is never kept, nor is what tells of a case.

    Raises:
        SheetFailed: the template refuses the content.
    """
    given = _given(sheet)
    if isinstance(sheet, ClockStatement | PromiseSheet) or (
        isinstance(sheet, FormSheet) and sheet.use == "application"
    ):
        return _laid_out(sheet, given)
    key = hashlib.sha256(f"{sheet.kind}\0{given}".encode()).digest()
    kept = kept_sheets.get(key)
    if kept is None:
        kept = _laid_out(sheet, given)
        kept_sheets.put(key, kept)
    return kept


def _given(sheet: GuideSheet | FormSheet | ClockStatement | PromiseSheet) -> str:
    content = printed_values(encode_object(sheet))
    if missing := unprintable_characters(content):
        content = left_open(content, missing)
    addresses = {sheet.head.guide_url}
    if isinstance(sheet, GuideSheet):
        addresses |= {guide.guide_url for guide in sheet.guides}
    symbols = {address: _symbol(address) for address in sorted(addresses) if address}
    return json.dumps({"sheet": content, "qr": symbols}, ensure_ascii=False)


def _laid_out(sheet: GuideSheet | FormSheet | ClockStatement | PromiseSheet, given: str) -> bytes:
    dated = datetime.combine(sheet.head.effective_from, time(), tzinfo=CHINA_TIME)
    try:
        document = compiler_of_thread().compile(
            input=str(TEMPLATES / "sheets" / f"{sheet.kind}.typ"),
            format="pdf",
            sys_inputs={"sheet": given},
            pdf_standards="a-2b",
            timestamp=int(dated.timestamp()),
        )
    except typst.TypstError as error:
        raise SheetFailed(f"{sheet.kind}: {error}") from error
    if not isinstance(document, bytes):
        raise SheetFailed(f"{sheet.kind}: the compiler returned no document")
    return document
