"""Archive packages: a ZIP with a manifest of digests, the same bytes for the same content, and its check.

The manifest names every file with its size and SHA-256, and gives the digest of its own parts; a check needs nothing
but the file.  What the digests cannot show is who made them: the number of the export in the ZIP's comment leads to
the access log, and the ledger stream within leads to the signed roots.
"""

import hashlib
import json
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tongban.kernel.canonical import canonical_json
from tongban.kernel.zip_damage import DAMAGED_ZIP

MANIFEST = "manifest.json"
RECORD = "record.jsonl"  # the case's stream: each line an entry, which names the SHA-256 of the line before
ENTRIES, HEAD = "ledger_entries", "ledger_head"  # of the record, in what the package says of itself
FORMAT = "tongban-archive/2"
FIRST = (
    "tongban-archive/1"  # bound no number of an export to its manifest: what its comment says is not told on
)
EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier time; the same for all, so that bytes repeat
LARGEST = 1 << 30  # bytes of one file that a check will unpack
_PIECE = 1 << 20
_LOCAL = struct.Struct("<26xHH")  # of a file's own header: how long its name is and what is added to it
_ZIP64_END = 76  # bytes before the end of a package with files past 4 GiB


@dataclass(frozen=True)
class PackageFault:
    """One thing that is wrong with a package.

    Args:
        code: ``not_a_package``, ``no_manifest``, ``manifest_unreadable``, ``manifest_altered``, ``altered``,
            ``missing``, ``extra``, ``twice``, ``too_large``, ``record_broken`` (an entry that does not follow the one before),
            ``record_cut`` (fewer or more entries than the manifest counts), ``record_other_head`` (its last entry is
            another than the manifest's), ``comment_altered`` (its number is none of this manifest's), ``bytes_beside``
            (something before, between or after its files).
        name: the file it is about, or the part of the manifest.
    """

    code: str
    name: str = ""


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    files: int
    about: Mapping[str, Any]
    number: str  # of the export, from the comment that is bound to the manifest; empty where it is none
    faults: tuple[PackageFault, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def write_package(
    target: IO[bytes], files: Iterable[tuple[str, bytes]], about: Mapping[str, Any], number: str = ""
) -> str:
    """Write a package.

    Args:
        files: name and content, in the order in which they lie in it.
        about: what the package is: origin, retention and the like; JSON values.
        number: of the export; stands in the ZIP's comment alone, so that everything else repeats byte by byte.

    Returns:
        SHA-256 (hex) of the manifest.

    Raises:
        ValueError: a name twice, or the manifest's own.
    """
    listed: list[dict[str, Any]] = []
    seen = {MANIFEST}
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files:
            if name in seen:
                raise ValueError(name)
            seen.add(name)
            _put(package, name, content)
            listed.append({"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
        manifest = _manifest(listed, about)
        _put(package, MANIFEST, manifest)
        package.comment = _comment(number, manifest)
    return hashlib.sha256(manifest).hexdigest()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    package.writestr(info, content, compresslevel=6)


def _manifest(listed: list[dict[str, Any]], about: Mapping[str, Any]) -> bytes:
    told = {
        "format": FORMAT,
        "about": dict(about),
        "files": listed,
        "digests": {"about": _digest(dict(about)), "files": _digest(listed)},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _comment(number: str, manifest: bytes) -> bytes:
    """The number of the export, bound to the manifest: a comment put in later tells no other."""
    if not number:
        return b""
    bound = hashlib.sha256(number.encode("ascii") + hashlib.sha256(manifest).digest()).hexdigest()
    return f"{number} {bound}".encode("ascii")


def _digest(part: Any) -> str:
    return hashlib.sha256(canonical_json(part)).hexdigest()


def check_package(path: Path) -> Checked:
    """Hold a package against its own manifest: every altered, missing and additional file is named."""
    try:
        with zipfile.ZipFile(path) as package:
            return _checked(package)
    except DAMAGED_ZIP:
        return Checked(0, {}, "", (PackageFault("not_a_package"),))


def _checked(package: zipfile.ZipFile) -> Checked:
    number = ""
    names = [info.filename for info in package.infolist()]
    faults = [PackageFault("twice", name) for name in sorted({n for n in names if names.count(n) > 1})]
    if not _only_its_files(package):
        faults.append(PackageFault("bytes_beside"))
    if MANIFEST not in names:
        return Checked(len(names), {}, number, (*faults, PackageFault("no_manifest")))
    try:
        manifest = package.read(MANIFEST)
        told = json.loads(manifest)
        listed = {str(one["name"]): one for one in told["files"]}
        about, digests = dict(told["about"]), dict(told["digests"])
        form = told["format"]
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return Checked(len(names), {}, number, (*faults, PackageFault("manifest_unreadable")))
    if form not in (FORMAT, FIRST):
        faults.append(PackageFault("manifest_unreadable", "format"))
    if form == FORMAT:
        number = package.comment.decode("ascii", "replace").partition(" ")[0]
        if not number.isascii() or package.comment != _comment(number, manifest):
            number = ""
            faults.append(PackageFault("comment_altered"))
    if digests.get("about") != _digest(about):
        faults.append(PackageFault("manifest_altered", "about"))
    if digests.get("files") != _digest(told["files"]):
        faults.append(PackageFault("manifest_altered", "files"))
    faults += _files(package, listed, set(names) - {MANIFEST})
    if RECORD in names and not any(fault.name == RECORD for fault in faults):
        content = package.read(RECORD)
        faults += [*_record(content), *_end_of_record(content, about)]
    elif RECORD not in listed and RECORD not in names and about.keys() & {ENTRIES, HEAD}:
        faults.append(PackageFault("missing", RECORD))  # it says how the record ends, and has none
    return Checked(len(listed), about, number, tuple(faults))


def _only_its_files(package: zipfile.ZipFile) -> bool:
    """Whether nothing stands before, between and after what the package lists."""
    file, ends = package.fp, 0
    assert file is not None
    listed = sorted(package.infolist(), key=lambda info: info.header_offset)
    for info in listed:
        if info.header_offset != ends:
            return False
        file.seek(ends)
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size:
            return False
        name, extra = _LOCAL.unpack(head)
        ends += _LOCAL.size + name + extra + info.compress_size
    if package.start_dir != ends:
        return False
    size = sum(46 + len(info.orig_filename.encode()) + len(info.extra) + len(info.comment) for info in listed)
    tail = 22 + len(package.comment)
    return file.seek(0, 2) - ends - size in (tail, tail + _ZIP64_END)


def _files(
    package: zipfile.ZipFile, listed: Mapping[str, Mapping[str, Any]], there: set[str]
) -> Iterator[PackageFault]:
    for name in sorted(listed.keys() | there):
        if name not in there:
            yield PackageFault("missing", name)
        elif name not in listed:
            yield PackageFault("extra", name)
        elif package.getinfo(name).file_size > LARGEST:
            yield PackageFault("too_large", name)
        elif not _same(package, name, listed[name]):
            yield PackageFault("altered", name)


def _record(content: bytes) -> Iterator[PackageFault]:
    """Whether each entry of the ledger follows the one before it; the first that does not."""
    before = "0" * 64
    for number, line in enumerate(content.splitlines(), 1):
        try:
            told = str(json.loads(line)["prev"])
        except (ValueError, KeyError, TypeError):
            told = ""
        if told != before:
            yield PackageFault("record_broken", f"{RECORD}:{number}")
            return
        before = hashlib.sha256(line).hexdigest()


def _end_of_record(content: bytes, about: Mapping[str, Any]) -> Iterator[PackageFault]:
    """Whether the record ends where the manifest says: how many entries, and the digest of the last."""
    lines = content.splitlines()
    if ENTRIES in about and about[ENTRIES] != len(lines):
        yield PackageFault("record_cut", RECORD)
    if HEAD in about and about[HEAD] != hashlib.sha256(lines[-1] if lines else b"").hexdigest():
        yield PackageFault("record_other_head", RECORD)


def _same(package: zipfile.ZipFile, name: str, told: Mapping[str, Any]) -> bool:
    """Whether a file has the size and digest that the manifest gives; one that cannot be unpacked has not."""
    digest, size = hashlib.sha256(), 0
    try:
        with package.open(name) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except DAMAGED_ZIP:
        return False
    return size == told.get("size") and digest.hexdigest() == told.get("sha256")
