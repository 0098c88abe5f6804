"""Archive packages: a ZIP with a manifest of digests, the same bytes for the same content, and its check.

The manifest names every file with its size and SHA-256, and gives the digest of its own parts; a check needs nothing
but the file and the published public key: the key that signs the ledger's roots signs the digest of the manifest with
the number of the export.  Only the canonical bytes are a package: whatever a ZIP can carry beside its files is refused.
"""

import base64
import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tongban.kernel.canonical import canonical_json
from tongban.kernel.zip_damage import DAMAGED_ZIP

MANIFEST = "manifest.json"
RECORD = "record.jsonl"  # the case's stream: each line an entry, which names the SHA-256 of the line before
ENTRIES, HEAD = "ledger_entries", "ledger_head"  # of the record, in what the package says of itself
FORMAT = "tongban-archive/3"  # what came before bore no signature; nothing of it was ever used for real
SIGNATURE = "signature.json"  # the last file, after the manifest that it signs
EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier time; the same for all, so that bytes repeat
LARGEST = 1 << 30  # bytes of one file that a check will unpack
_PIECE = 1 << 20
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")  # one line of the central directory
_END = struct.Struct("<4s4H2LH")

Sign = Callable[[bytes], tuple[bytes, bytes]]
"""Public key and signature (Ed25519) of some bytes."""


@dataclass(frozen=True)
class PackageFault:
    """One thing that is wrong with a package.

    Args:
        code: ``not_a_package``, ``no_manifest``, ``manifest_unreadable``, ``manifest_altered``, ``altered``,
            ``missing``, ``extra``, ``twice``, ``too_large``, ``record_broken`` (an entry that does not follow the one before),
            ``record_cut`` (fewer or more entries than the manifest counts), ``record_other_head`` (its last entry is
            another than the manifest's), ``comment_altered`` (its number is none of this manifest's), ``bytes_beside``
            (something before, between or after its files, or in a header), ``unsigned``, ``signature_broken``,
            ``foreign_key`` (whole, and signed by a key that is none of those published).
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
    signer: str = ""  # in whose name it was signed; empty where the signature is none

    @property
    def holds(self) -> bool:
        return not self.faults


def write_package(
    target: IO[bytes],
    files: Iterable[tuple[str, bytes]],
    about: Mapping[str, Any],
    number: str = "",
    *,
    signer: str,
    sign: Sign,
) -> str:
    """Write a package.

    Args:
        files: name and content, in the order in which they lie in it.
        about: what the package is: origin, retention and the like; JSON values.
        number: of the export; stands in the ZIP's comment alone, so that everything but the signature repeats byte by byte.
        signer: in whose name it is signed: the body.
        sign: with the county's key.

    Returns:
        SHA-256 (hex) of the manifest.

    Raises:
        ValueError: a name twice, or the manifest's own.
    """
    listed: list[dict[str, Any]] = []
    seen = {MANIFEST, SIGNATURE}
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files:
            if name in seen:
                raise ValueError(name)
            seen.add(name)
            _put(package, name, content)
            listed.append({"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
        manifest = _manifest(listed, about)
        _put(package, MANIFEST, manifest)
        key, signature = sign(_to_sign(manifest, number, signer))
        _put(package, SIGNATURE, _signed_by(signer, key, signature))
        package.comment = _comment(number, manifest)
    return hashlib.sha256(manifest).hexdigest()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(_info(name), content, compresslevel=6)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


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


def check_package(path: Path, trusted: Collection[bytes]) -> Checked:
    """Hold a package against its own manifest and the published keys: every altered, missing and additional file is named.

    Args:
        trusted: public keys (32 bytes each) that sign, or signed, this county's ledger roots.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _checked(package, trusted)
    except DAMAGED_ZIP:
        return Checked(0, {}, "", (PackageFault("not_a_package"),))


def _checked(package: zipfile.ZipFile, trusted: Collection[bytes]) -> Checked:
    number = ""
    names = [info.filename for info in package.infolist()]
    faults = [PackageFault("twice", name) for name in sorted({n for n in names if names.count(n) > 1})]
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
    if (
        form != FORMAT
    ):  # also one of a former form: what an older check did not look at is no way past this one
        faults.append(PackageFault("manifest_unreadable", "format"))
    number = package.comment.decode("ascii", "replace").partition(" ")[0]
    if not number.isascii() or package.comment != _comment(number, manifest):
        number = ""
        faults.append(PackageFault("comment_altered"))
    signer, why = "", "unsigned"
    if SIGNATURE in names:
        signer, why = _signature(package.read(SIGNATURE), manifest, number, trusted)
    if why:
        faults.append(PackageFault(why))
    canonical = manifest == _manifest(told["files"], about)
    if not (canonical and _canonical(package, names, [*listed, MANIFEST, SIGNATURE])):
        faults.append(PackageFault("bytes_beside"))
    if digests.get("about") != _digest(about):
        faults.append(PackageFault("manifest_altered", "about"))
    if digests.get("files") != _digest(told["files"]):
        faults.append(PackageFault("manifest_altered", "files"))
    faults += _files(package, listed, set(names) - {MANIFEST, SIGNATURE})
    if RECORD in names and not any(fault.name == RECORD for fault in faults):
        content = package.read(RECORD)
        faults += [*_record(content), *_end_of_record(content, about)]
    elif RECORD not in listed and RECORD not in names and about.keys() & {ENTRIES, HEAD}:
        faults.append(PackageFault("missing", RECORD))  # it says how the record ends, and has none
    return Checked(len(listed), about, number, tuple(faults), signer)


def _canonical(package: zipfile.ZipFile, names: list[str], wanted: list[str]) -> bool:
    """Whether the file is, byte by byte, what `write_package` writes around these packed contents: nothing before, between
    and after them, in no header, comment or extra field, and nothing behind the end of a packed stream."""
    file, ends, central = package.fp, 0, b""
    assert file is not None
    if names != wanted:
        return False
    for info in package.infolist():
        own = _info(info.filename)
        own.CRC, own.file_size, own.compress_size = info.CRC, info.file_size, info.compress_size
        head = own.FileHeader(zip64=False)
        if info.header_offset != ends or max(own.file_size, own.compress_size, ends) > LARGEST:
            return False
        file.seek(ends)
        if file.read(len(head)) != head or not _ends_with_its_stream(file, own.compress_size):
            return False
        name = info.filename.encode()
        central += (
            _CENTRAL.pack(
                b"PK\1\2",
                20,
                3,
                20,
                0,
                *struct.unpack("<4H3L", head[6:26]),
                len(name),
                0,
                0,
                0,
                0,
                own.external_attr,
                ends,
            )
            + name
        )
        ends += len(head) + own.compress_size
    count, comment = len(names), package.comment
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), ends, len(comment)) + comment
    file.seek(ends)
    return file.read(len(central) + len(end) + 1) == central + end


def _ends_with_its_stream(file: IO[bytes], size: int) -> bool:
    unpacking, left = zlib.decompressobj(-15), size
    while left:
        piece = file.read(min(left, _PIECE))
        if not piece or unpacking.eof:
            return False
        left -= len(piece)
        while piece and not unpacking.eof:
            try:
                unpacking.decompress(piece, _PIECE)
            except zlib.error:
                return False
            piece = unpacking.unconsumed_tail
        if unpacking.unused_data:
            return False
    return unpacking.eof


def _signature(told: bytes, manifest: bytes, number: str, trusted: Collection[bytes]) -> tuple[str, str]:
    """Who signed, and a code that says why that is not believed; empty where it is."""
    try:
        said = json.loads(told)
        signer, key = str(said["signer"]), base64.b64decode(said["public_key"], validate=True)
        if told != _signed_by(signer, key, signature := base64.b64decode(said["signature"], validate=True)):
            return "", "signature_broken"
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _to_sign(manifest, number, signer))
    except (ValueError, KeyError, TypeError, InvalidSignature):
        return "", "signature_broken"
    return (signer, "") if key in trusted else ("", "foreign_key")


def _to_sign(manifest: bytes, number: str, signer: str) -> bytes:
    digest = hashlib.sha256(manifest).hexdigest()
    return canonical_json({"format": FORMAT, "manifest": digest, "number": number, "signer": signer})


def _signed_by(signer: str, key: bytes, signature: bytes) -> bytes:
    told = {
        "signer": signer,
        "public_key": base64.b64encode(key).decode(),
        "signature": base64.b64encode(signature).decode(),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


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
