"""An archive package repeats byte by byte, and its check names what was done to it."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tongban.kernel.archive_packages import MANIFEST, PackageFault, check_package, write_package

ENTRY = b'{"prev":"' + b"0" * 64 + b'","seq":1}'
NEXT = b'{"prev":"' + hashlib.sha256(ENTRY).hexdigest().encode() + b'","seq":2}'
FILES = (("papers/01.pdf", b"%PDF the decision" * 50), ("record.jsonl", ENTRY + b"\n" + NEXT + b"\n"))
ABOUT = {"case": "640121-103-2026-000187-K", "kept": "30y"}


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
    }


def test_a_manifest_that_was_altered_says_in_which_part(tmp_path: Path) -> None:
    whole = package(tmp_path)
    with zipfile.ZipFile(whole) as file:
        manifest = json.loads(file.read(MANIFEST))
    manifest["about"]["kept"] = "10y"
    told = check_package(rewritten(whole, {MANIFEST: json.dumps(manifest).encode()}))
    assert told.faults == (PackageFault("manifest_altered", "about"),)
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
    assert (told.faults, told.number) == ((PackageFault("comment_altered"),), "")


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
