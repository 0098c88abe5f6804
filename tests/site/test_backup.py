"""A backup is whole or none, and keys do not lie beside what they open."""

from pathlib import Path

import pytest

from tongban.site.backup import manifest as files
from tongban.site.backup.manifest import Manifest, close_folder, digest_of, open_folder, read
from tongban.site.backup.restoring import check, refuse_used_place
from tongban.site.command_line.backup import refuse_one_place
from tongban.site.data_folder import DataFolder
from tongban.site.faults import Exit, Fault

pytestmark = pytest.mark.once


def made(folder: Path, kind: str, at: str, **content: str) -> Path:
    open_folder(folder)
    for name, text in content.items():
        (folder / name).write_text(text)
    digests = {name: digest_of(folder / name) for name in content}
    close_folder(folder, Manifest(kind, "run", at, "0", digests, {}))
    return folder


@pytest.mark.parametrize(
    ("folder", "keys"), [("b", "b"), ("b", "b/keys"), ("keys/b", "keys"), ("b", "data/keys"), ("data/b", "k")]
)
def test_keys_database_and_data_lie_apart(tmp_path: Path, folder: str, keys: str) -> None:
    with pytest.raises(Fault) as refused:
        refuse_one_place(tmp_path / folder, tmp_path / keys, tmp_path / "data")
    assert refused.value.code == Exit.WRONG_USAGE


def test_apart_through_a_link_is_not_apart(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "k").symlink_to(tmp_path / "b")
    with pytest.raises(Fault):
        refuse_one_place(tmp_path / "b", tmp_path / "k", tmp_path / "data")
    refuse_one_place(tmp_path / "b", tmp_path / "elsewhere", tmp_path / "data")


def test_a_broken_off_backup_is_none_and_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    open_folder(folder)
    (folder / "files").mkdir()
    (folder / "files" / "half").write_text("x")
    with pytest.raises(Fault) as refused:
        read(folder, "database")
    assert refused.value.code == Exit.BAD_DATA
    made(folder, "database", "2026")
    assert not (folder / "files").exists()
    assert read(folder, "database").backup == "run"


def test_a_finished_backup_is_not_written_over(tmp_path: Path) -> None:
    made(tmp_path / "b", "database", "2026")
    with pytest.raises(Fault):
        open_folder(tmp_path / "b")


def test_an_altered_or_missing_file_is_noticed(tmp_path: Path) -> None:
    folder = made(tmp_path / "b", "database", "2026", a="1", b="2")
    (folder / "a").write_text("3")
    with pytest.raises(Fault) as refused:
        read(folder, "database")
    assert refused.value.code == Exit.FAULT_FOUND
    (folder / "a").write_text("1")
    (folder / "b").unlink()
    with pytest.raises(Fault):
        read(folder, "database")


def test_keys_older_than_the_database_are_refused_and_newer_ones_taken(tmp_path: Path) -> None:
    folder = made(tmp_path / "b", "database", "2026-11-02", **{files.FILES: ""})
    with pytest.raises(Fault):
        check(folder, made(tmp_path / "older", "keys", "2026-11-01"))
    with pytest.raises(Fault):
        check(folder, folder)
    check(folder, made(tmp_path / "newer", "keys", "2026-11-03"))


@pytest.mark.parametrize("name", ["../outside", "/outside", "aa/../../outside"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = made(tmp_path / "b", "database", "2026", **{files.FILES: f"{name}\t00\n"})
    (tmp_path / "outside").write_text("")
    with pytest.raises(Fault) as refused:
        check(folder, made(tmp_path / "k", "keys", "2026"))
    assert refused.value.code == Exit.FAULT_FOUND


def test_a_restore_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    data = DataFolder(tmp_path / "data")
    refuse_used_place(data)
    (data.path / "blobs").mkdir(parents=True)
    with pytest.raises(Fault) as refused:
        refuse_used_place(data)
    assert refused.value.code == Exit.WRONG_USAGE
