"""Archives from strangers: looked at before anything in them is unpacked.

A workbook is an archive too.  A few kilobytes of it can stand for gigabytes, so its members' sizes, their ratios,
their number and their kinds have limits; and its XML has no document type, hence no entities.
"""

import io
import re
import zipfile
from collections.abc import Callable

from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable
from tongban.kernel.zip_damage import DAMAGED_ZIP

LARGEST_FILE = 10_000_000
"""Bytes of an uploaded file."""
LARGEST_TOTAL = 80_000_000
LARGEST_MEMBER = 60_000_000
MOST_MEMBERS = 400
HIGHEST_RATIO = 120
"""A sheet of one repeated row packs to about 1:60; beyond this only a bomb does."""
RATIO_COUNTS_FROM = 200_000
_DAMAGED = (*DAMAGED_ZIP, KeyError)  # KeyError: a member that the list names and the file has not
_PIECE = 65_536
_FORBIDDEN = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An archive that is safe to unpack member by member.

    Raises:
        Unreadable: ``too_large``, ``not_an_archive``, ``archive_too_many``, ``archive_bomb`` (the member),
            ``archive_encrypted``, ``archive_name`` (a path that leaves its folder, or a name twice).
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(ExchangeFault("too_large", params={"most": LARGEST_FILE}))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED_ZIP as fault:
        raise Unreadable(ExchangeFault("not_an_archive")) from fault
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Unreadable(
            ExchangeFault("archive_too_many", params={"most": MOST_MEMBERS, "found": len(members)})
        )
    faults: list[ExchangeFault] = []
    total, names = 0, set()
    for member in members:
        name = member.filename
        total += member.file_size
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            faults.append(ExchangeFault("archive_encrypted", sheet=name[:100]))
        if _leaves(name) or name in names:
            faults.append(ExchangeFault("archive_name", sheet=name[:100]))
        names.add(name)
        ratio = member.file_size / max(member.compress_size, 1)
        bomb = member.file_size > RATIO_COUNTS_FROM and ratio > HIGHEST_RATIO
        if bomb or member.file_size > LARGEST_MEMBER:
            faults.append(
                ExchangeFault(
                    "archive_bomb", sheet=name[:100], params={"size": member.file_size, "ratio": int(ratio)}
                )
            )
    if total > LARGEST_TOTAL and not any(fault.code == "archive_bomb" for fault in faults):
        faults.append(
            ExchangeFault("archive_bomb", params={"size": total, "ratio": total // max(len(data), 1)})
        )
    if faults:
        raise Unreadable(*faults[:20])
    return archive


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member's bytes; never more than its header says, which `open_archive` has looked at.

    Raises:
        Unreadable: ``archive_damaged``.
    """
    try:
        return archive.read(name)
    except _DAMAGED as fault:
        raise Unreadable(ExchangeFault("archive_damaged", sheet=name[:100])) from fault


def scan_xml(archive: zipfile.ZipFile, name: str, look: Callable[[bytes], None]) -> None:
    """Read an XML member through once, piece by piece, before any parser sees it.

    Args:
        look: is given each piece with the last bytes of the one before it in front.

    Raises:
        Unreadable: ``xml_doctype`` (entities), ``xml_encoding`` (anything but UTF-8), ``archive_damaged``.
    """
    tail = b""
    first = True
    try:
        with archive.open(name) as file:
            while piece := file.read(_PIECE):
                if first and not _is_utf8(piece):
                    raise Unreadable(ExchangeFault("xml_encoding", sheet=name[:100]))
                first = False
                window = tail + piece
                if _FORBIDDEN.search(window):
                    raise Unreadable(ExchangeFault("xml_doctype", sheet=name[:100]))
                look(window)
                tail = window[-16:]
    except _DAMAGED as fault:
        raise Unreadable(ExchangeFault("archive_damaged", sheet=name[:100])) from fault


def _is_utf8(beginning: bytes) -> bool:
    """By its mark, its first bytes and its declaration: another encoding would hide a document type from us."""
    if beginning[:3] == b"\xef\xbb\xbf":
        beginning = beginning[3:]
    if not beginning.lstrip().startswith(b"<") or b"\0" in beginning[:200]:
        return False
    declared = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", beginning.lstrip())
    return declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
