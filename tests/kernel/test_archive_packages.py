"""An archive package repeats byte by byte, and its check names what was done to it."""

import base64
import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tongban.kernel import archive_packages
from tongban.kernel.archive_packages import FORMAT, MANIFEST, SIGNATURE, Checked, PackageFault

ENTRY = b'{"prev":"' + b"0" * 64 + b'","seq":1}'
NEXT = b'{"prev":"' + hashlib.sha256(ENTRY).hexdigest().encode() + b'","seq":2}'
FILES = (("papers/01.pdf", b"%PDF the decision" * 50), ("record.jsonl", ENTRY + b"\n" + NEXT + b"\n"))
ABOUT = {"case": "640121-103-2026-000187-K", "kept": "30y"}


KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([one]) * 32) for one in (1, 2))
SIGNER = "永宁县胜利乡人民政府"


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def write_package(
    target: Any, files: Any, about: Mapping[str, Any], number: str = "", *, key: Ed25519PrivateKey = KEY
) -> str:
    return archive_packages.write_package(
        target, files, about, number, signer=SIGNER, sign=lambda told: (public(key), key.sign(told))
    )


def check_package(path: Path) -> Checked:
    return archive_packages.check_package(path, {public(KEY)})


def codes(path: Path) -> set[str]:
    return {fault.code for fault in check_package(path).faults}


def package(tmp_path: Path) -> Path:
    path = tmp_path / "file.zip"
    with path.open("wb") as target:
        write_package(target, FILES, ABOUT, "EX-20261123-7K2M9QHD")
    return path


def rewritten(path: Path, change: dict[str, bytes | None], extra: dict[str, bytes] | None = None) -> Path:
    """The package with files altered, left out (None) or added, by whoever has a ZIP program."""
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as new:
        for name, content in {**files, **(extra or {})}.items():
            told = change.get(name, content)
            if told is not None:
                new.writestr(name, told)
    return other


def test_the_same_content_is_the_same_bytes() -> None:
    first, second = BytesIO(), BytesIO()
    assert write_package(first, FILES, ABOUT) == write_package(second, FILES, ABOUT)
    assert first.getvalue() == second.getvalue()


def test_a_whole_package_holds_and_tells_its_export(tmp_path: Path) -> None:
    told = check_package(package(tmp_path))
    assert told.holds and told.files == 2 and told.about == ABOUT and told.number == "EX-20261123-7K2M9QHD"
    assert told.signer == SIGNER


def test_a_record_that_was_cut_is_found_though_its_digest_was_made_anew(tmp_path: Path) -> None:
    """Whoever renews the digests of the files leaves the number of entries and the head that the manifest names."""
    told = {**ABOUT, "ledger_entries": 2, "ledger_head": hashlib.sha256(NEXT).hexdigest()}
    whole, cut, other = (tmp_path / name for name in ("whole.zip", "cut.zip", "other.zip"))
    swapped = NEXT.replace(b'"seq":2', b'"seq":2,"x":1')
    for path, lines in ((whole, (ENTRY, NEXT)), (cut, (ENTRY,)), (other, (ENTRY, swapped))):
        with path.open("wb") as target:
            write_package(target, (("record.jsonl", b"\n".join(lines) + b"\n"),), told)
    assert check_package(whole).holds
    assert {one.code for one in check_package(cut).faults} == {"record_cut", "record_other_head"}
    assert {one.code for one in check_package(other).faults} == {"record_other_head"}


def test_one_byte_altered_one_file_gone_and_one_too_many_are_each_named(tmp_path: Path) -> None:
    whole = package(tmp_path)
    one_byte = bytearray(FILES[0][1])
    one_byte[7] ^= 1
    altered = rewritten(whole, {"papers/01.pdf": bytes(one_byte), "record.jsonl": None}, {"note.txt": b"?"})
    assert set(check_package(altered).faults) == {
        PackageFault("altered", "papers/01.pdf"),
        PackageFault("missing", "record.jsonl"),
        PackageFault("extra", "note.txt"),
        PackageFault("bytes_beside"),
        PackageFault("signature_broken"),
    }


def test_a_manifest_that_was_altered_says_in_which_part(tmp_path: Path) -> None:
    whole = package(tmp_path)
    with zipfile.ZipFile(whole) as file:
        manifest = json.loads(file.read(MANIFEST))
    manifest["about"]["kept"] = "10y"
    told = check_package(rewritten(whole, {MANIFEST: json.dumps(manifest).encode()}))
    assert PackageFault("manifest_altered", "about") in told.faults
    gone = check_package(rewritten(whole, {MANIFEST: None}))
    assert gone.faults == (PackageFault("no_manifest"),)


def test_a_byte_altered_in_the_file_itself_is_found(tmp_path: Path) -> None:
    path = package(tmp_path)
    content = bytearray(path.read_bytes())
    content[content.index(b"record.jsonl") + 20] ^= 0xFF  # within the packed bytes
    path.write_bytes(bytes(content))
    assert PackageFault("altered", "record.jsonl") in check_package(path).faults
    (tmp_path / "none.zip").write_bytes(b"no zip at all")
    assert check_package(tmp_path / "none.zip").faults == (PackageFault("not_a_package"),)


def test_a_record_whose_entries_do_not_follow_each_other_is_told(tmp_path: Path) -> None:
    path = tmp_path / "forged.zip"
    with path.open("wb") as target:
        write_package(target, (("record.jsonl", ENTRY + b"\n" + ENTRY + b"\n"),), ABOUT)
    assert check_package(path).faults == (PackageFault("record_broken", "record.jsonl:2"),)


def test_a_comment_put_in_later_tells_no_number(tmp_path: Path) -> None:
    path = package(tmp_path)
    with zipfile.ZipFile(path, "a") as file:
        file.comment = b"EX-9999 forged"
    told = check_package(path)
    assert PackageFault("comment_altered") in told.faults and told.number == ""


@pytest.mark.parametrize("where", ["before", "after"])
def test_bytes_beside_its_files_are_found(tmp_path: Path, where: str) -> None:
    path = package(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(b"MZ" + whole if where == "before" else whole + b"more")
    assert PackageFault("bytes_beside") in check_package(path).faults


def test_who_says_how_the_record_ends_has_one(tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    with path.open("wb") as target:
        write_package(target, FILES[:1], {**ABOUT, "ledger_entries": 5})
    assert check_package(path).faults == (PackageFault("missing", "record.jsonl"),)


def test_a_name_cannot_lie_in_it_twice() -> None:
    with pytest.raises(ValueError, match=r"a\.txt"):
        write_package(BytesIO(), (("a.txt", b"1"), ("a.txt", b"2")), {})


def test_who_signed_is_told_and_a_key_that_was_not_published_is_none(tmp_path: Path) -> None:
    path = tmp_path / "foreign.zip"
    with path.open("wb") as target:
        write_package(target, FILES, ABOUT, "EX-1", key=OTHER)
    told = check_package(path)
    assert (told.faults, told.signer) == ((PackageFault("foreign_key"),), "")


def test_what_is_not_signed_or_signed_of_something_else_is_refused(tmp_path: Path) -> None:
    whole, other = package(tmp_path), tmp_path / "second.zip"
    assert "unsigned" in codes(rewritten(whole, {SIGNATURE: None}))
    with other.open("wb") as target:
        write_package(target, FILES, ABOUT, "EX-OTHER")
    with zipfile.ZipFile(other) as file:
        borrowed = file.read(SIGNATURE)
    assert "signature_broken" in codes(rewritten(whole, {SIGNATURE: borrowed}))
    said = json.loads(borrowed) | {"signature": base64.b64encode(bytes(64)).decode()}
    assert "signature_broken" in codes(rewritten(whole, {SIGNATURE: json.dumps(said).encode()}))


def test_a_former_form_is_no_way_past_the_check(tmp_path: Path) -> None:
    whole = package(tmp_path)
    with zipfile.ZipFile(whole) as file:
        manifest = file.read(MANIFEST)
    for former in (b"tongban-archive/1", b"tongban-archive/2"):
        told = check_package(rewritten(whole, {MANIFEST: manifest.replace(FORMAT.encode(), former)}))
        assert PackageFault("manifest_unreadable", "format") in told.faults


def _with(path: Path, change: str) -> bytes:
    """The package with a few bytes hidden where a ZIP program looks at none."""
    content = path.read_bytes()
    with zipfile.ZipFile(path) as file:
        central, comment = file.start_dir, len(file.comment)
    end = len(content) - 22 - comment
    files, lines, tail = content[:central], content[central:end], bytearray(content[end:])
    if change == "gap":
        tail[16:20] = struct.pack("<L", central + 4)
        return files + b"gap!" + lines + bytes(tail)
    if change == "time":  # of a file's own header
        return content[:10] + b"\1\2" + content[12:]
    told = bytearray(lines)
    name = struct.unpack("<H", told[28:30])[0]
    told[30 if change == "extra" else 32] = 8
    told[46 + name : 46 + name] = b"\xfe\xca\4\0evil" if change == "extra" else b"evil it!"
    tail[12:16] = struct.pack("<L", len(told))
    return files + bytes(told) + bytes(tail)


@pytest.mark.parametrize("change", ["gap", "time", "extra", "comment"])
def test_only_the_canonical_bytes_are_a_package(tmp_path: Path, change: str) -> None:
    path = package(tmp_path)
    altered = _with(path, change)
    path.write_bytes(altered)
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None, "any ZIP program opens it"
    assert codes(path) == {"bytes_beside"}


def test_the_manifest_too_is_written_in_one_way_alone(tmp_path: Path) -> None:
    whole = package(tmp_path)
    with zipfile.ZipFile(whole) as file:
        manifest = file.read(MANIFEST)
    assert {"bytes_beside", "signature_broken"} <= codes(rewritten(whole, {MANIFEST: manifest + b"\n"}))
