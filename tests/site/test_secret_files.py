"""A key that others may read is no key: nothing starts with it."""

from pathlib import Path

import pytest

from tongban.site.faults import Fault
from tongban.site.secret_files import ensure_secrets


def test_new_key_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    ensure_secrets(tmp_path / "secrets")
    files = list((tmp_path / "secrets").iterdir())
    assert files and all(path.stat().st_mode & 0o077 == 0 for path in files)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o620, 0o644, 0o666])
def test_a_key_open_to_others_stops_the_start(tmp_path: Path, mode: int) -> None:
    ensure_secrets(tmp_path)
    (tmp_path / "master-key-1").chmod(mode)
    with pytest.raises(Fault) as fault:
        ensure_secrets(tmp_path)
    assert "master-key-1" in fault.value.zh and "chmod 600" in fault.value.zh


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_owner_and_reading_group_are_no_hindrance(tmp_path: Path, mode: int) -> None:
    ensure_secrets(tmp_path)
    (tmp_path / "master-key-1").chmod(mode)
    ensure_secrets(tmp_path)


def test_a_retired_key_is_looked_at_too(tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    (tmp_path / "retired").mkdir()
    (tmp_path / "retired/master-key-0").write_text("x")
    (tmp_path / "retired/master-key-0").chmod(0o644)
    with pytest.raises(Fault):
        ensure_secrets(tmp_path)
