"""The data folder and its key files."""

import os
from pathlib import Path

import pytest

from tongban.site.data_folder import DataFolder, default_data_path
from tongban.site.faults import Exit, Fault
from tongban.site.secret_files import MAKERS, ensure_secrets


class TestDefaultFolder:
    def test_the_operators_choice_wins(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("TONGBAN_DATA", str(tmp_path))
        assert default_data_path() == tmp_path

    def test_root_gets_a_folder_that_the_databases_account_can_reach(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("TONGBAN_DATA", raising=False)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert default_data_path() == Path("/var/lib/tongban")

    def test_a_user_gets_one_in_the_home(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("TONGBAN_DATA", raising=False)
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert default_data_path() == tmp_path / ".local" / "share" / "tongban"


class TestLock:
    def test_one_supervisor_at_a_time(self, data_folder: DataFolder) -> None:
        data_folder.prepare()
        held = data_folder.lock()
        with pytest.raises(Fault, match=f"Process {os.getpid()} is using") as caught:
            data_folder.lock()
        assert caught.value.code == Exit.ENVIRONMENT
        held.close()
        data_folder.lock().close()


class TestKeyFiles:
    def test_are_made_once(self, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        first = {path.name: path.read_text() for path in tmp_path.iterdir()}
        assert set(first) == set(MAKERS)
        ensure_secrets(tmp_path)
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == first

    def test_are_all_different(self, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        assert len({path.read_text() for path in tmp_path.iterdir()}) == len(MAKERS)

    def test_a_missing_one_is_made_without_touching_the_others(self, tmp_path: Path) -> None:
        ensure_secrets(tmp_path)
        kept = (tmp_path / "master-key-1").read_text()
        (tmp_path / "digest-key").unlink()
        ensure_secrets(tmp_path)
        assert (tmp_path / "digest-key").exists()
        assert (tmp_path / "master-key-1").read_text() == kept

    def test_a_folder_that_is_a_file_is_said_in_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "secrets").write_text("")
        with pytest.raises(Fault, match="Cannot use"):
            ensure_secrets(tmp_path / "secrets")
