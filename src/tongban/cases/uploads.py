"""Files that people hand in: the type is what the content says, sizes have limits, nothing is run.

A file is opened by a real decoder before it is taken, so that one that is not what its name says is refused
with a sentence instead of lying in a case unreadable.
"""

import io
import logging
import struct
import threading
from dataclasses import dataclass

import pypdfium2
from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from tongban.kernel import scanning
from tongban.kernel.errors import FieldFault, InputFaults

LOG = logging.getLogger("tongban.uploads")

# many phones write MPO: a JPEG with a second picture behind it
MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
DECODERS = ("JPEG", "PNG", "WEBP")  # no other decoder is let near a stranger's file
EXTENSIONS = {
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
}
PIXELS = 60_000_000  # a phone's largest photograph; more is a decompression bomb
PAGES = 60
SHOWN_WIDTH = 1400  # pixels of a page image shown to officers
_pdfium = threading.Lock()  # PDFium is not made for two threads at once


@dataclass(frozen=True)
class Inspected:
    """What a file really is."""

    media_type: str
    pages: int


def inspect(content: bytes, file_name: str, field: str) -> Inspected:
    """Look at a file as handed in.

    Args:
        file_name: its name; empty where it has none (a camera).
        field: the form field, for the fault.

    Raises:
        InputFaults: ``file_empty``, ``file_too_large`` (most, in MB), ``file_type_refused``,
            ``file_type_mismatch`` (said, found), ``file_unreadable``, ``file_too_many_pages`` (most);
            ``file_infected``; ``scanner_away`` where it cannot be looked through for malware now.
    """

    def refuse(code: str, **params: object) -> InputFaults:
        return InputFaults([FieldFault(field, code, params)])

    if not content:
        raise refuse("file_empty")
    if len(content) > settings.UPLOAD_FILE_LIMIT:
        raise refuse("file_too_large", most=settings.UPLOAD_FILE_LIMIT // (1024 * 1024))
    if content[:5] == b"%PDF-":
        found = Inspected("application/pdf", _pdf_pages(content, refuse))
    else:
        found = Inspected(_image_type(content, refuse), 1)
    extension = file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    if extension and extension not in EXTENSIONS[found.media_type]:
        raise refuse("file_type_mismatch", said=extension, found=EXTENSIONS[found.media_type][0])
    try:
        scanning.require_clean(content)
    except scanning.Infected as fault:
        raise refuse("file_infected") from fault
    except scanning.ScannerUnavailable as fault:
        LOG.warning("uploads are refused: %s", fault)
        raise refuse("scanner_away") from fault
    return found


def _pdf_pages(content: bytes, refuse: object) -> int:
    assert callable(refuse)
    try:
        with _pdfium:
            document = pypdfium2.PdfDocument(content)
            pages = len(document)
            for number in range(min(pages, PAGES)):  # a page that is counted may still not open
                document[number].close()
            document.close()
    except pypdfium2.PdfiumError as fault:
        raise refuse("file_unreadable") from fault
    if not pages:
        raise refuse("file_unreadable")
    if pages > PAGES:
        raise refuse("file_too_many_pages", most=PAGES)
    return pages


def _image_type(content: bytes, refuse: object) -> str:
    assert callable(refuse)
    try:
        with Image.open(io.BytesIO(content), formats=DECODERS) as image:
            name = image.format or ""
            if name not in MEDIA_TYPES:
                raise refuse("file_type_refused")
            if image.width * image.height > PIXELS:
                raise refuse("file_unreadable")
            image.draft("RGB", (64, 64))
            image.load()
    except UnidentifiedImageError as fault:
        raise refuse("file_type_refused") from fault
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError) as fault:
        raise refuse("file_unreadable") from fault
    return MEDIA_TYPES[name]


def page_count(document: bytes) -> int:
    """How many pages a sound PDF has."""
    with _pdfium:
        opened = pypdfium2.PdfDocument(document)
        pages = len(opened)
        opened.close()
    return pages


def page_image(content: bytes, media_type: str, page: int) -> bytes:
    """One page as a fresh JPEG: what officers look at, so that no file of a stranger runs on their machine.

    Args:
        page: from 1.

    Raises:
        IndexError: there is no such page.
    """
    if media_type == "application/pdf":
        with _pdfium:
            document = pypdfium2.PdfDocument(content)
            if not 1 <= page <= len(document):
                raise IndexError(page)
            sheet = document[page - 1]
            picture = sheet.render(scale=min(SHOWN_WIDTH / sheet.get_width(), 3)).to_pil().convert("RGB")
            document.close()
    else:
        if page != 1:
            raise IndexError(page)
        picture = Image.open(io.BytesIO(content), formats=DECODERS)
        # a phone held sideways says so beside the picture; officers see it upright
        picture = ImageOps.exif_transpose(picture).convert("RGB")
    picture.info.clear()  # comments and profiles of the stranger's file are written along otherwise
    picture.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH * 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()
