"""A new master key: everything opens before, during and after; the old one leaves only when nothing needs it."""

import base64
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.kernel.cutting import cut

from tongban.kernel import key_rotation, roots, secrets, time, verify
from tongban.kernel.models import DataKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Iterator[Path]:
    """Key files of this check's own."""
    shutil.copytree(settings.SECRETS_FOLDER, tmp_path / "secrets")
    settings.SECRETS_FOLDER = tmp_path / "secrets"
    secrets.forget_master_keys()
    yield tmp_path / "secrets"
    secrets.forget_master_keys()


def sealed(count: int) -> list[tuple[DataKey, bytes]]:
    made = []
    for number in range(count):
        key, vault = secrets.new_vault()
        key.save(force_insert=True)
        made.append((key, vault.seal(f"马秀英 {number}".encode(), "party")))
    return made


def opened(made: list[tuple[DataKey, bytes]]) -> list[str]:
    return [
        secrets.open_vault(DataKey.objects.get(id=key.id)).open(text, "party").decode() for key, text in made
    ]


def long_ago(path: Path) -> None:
    moment = (time.now() - timedelta(days=2)).timestamp()
    os.utime(path, (moment, moment))


def test_a_rotation_wraps_every_key_by_the_cipher_that_is_set_now(settings, folder: Path) -> None:
    made = sealed(3)
    expected = opened(made)
    settings.SEAL_CIPHER = "sm4-gcm"
    assert [bytes(key.wrapped or b"")[:4] == b"SM4\x01" for key in DataKey.objects.all()] == [False] * 3
    assert key_rotation.new_master_version() == 2
    assert key_rotation.rewrap() == 3
    assert [bytes(key.wrapped or b"")[:4] for key in DataKey.objects.all()] == [b"SM4\x01"] * 3
    assert opened(made) == expected
    settings.SEAL_CIPHER = "aes-256-gcm"
    assert opened(made) == expected


def test_everything_opens_after_the_wrapping_and_without_the_old_key(folder: Path) -> None:
    made = sealed(7)
    expected = opened(made)
    assert key_rotation.new_master_version() == 2
    assert opened(made) == expected
    assert key_rotation.rewrap() == 7
    long_ago(folder / "master-key-2")
    kept = key_rotation.retire(1)
    assert kept == folder / "retired" / "master-key-1" and kept.exists()
    assert not (folder / "master-key-1").exists()
    assert opened(made) == expected
    assert {line.version: line.rows for line in key_rotation.master_keys()} == {2: 7}
    assert verify.verify().holds


def test_many_batches_tell_their_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_rotation, "BATCH", 3)
    sealed(8)
    key_rotation.new_master_version()
    told: list[tuple[int, int]] = []
    key_rotation.rewrap(lambda done, left: told.append((done, left)))
    assert told == [(3, 5), (6, 2), (8, 0)]


def test_what_broke_off_is_finished_by_running_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_rotation, "BATCH", 2)
    made = sealed(6)
    expected = opened(made)
    key_rotation.new_master_version()

    def break_off(done: int, left: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        key_rotation.rewrap(break_off)
    assert opened(made) == expected
    with pytest.raises(key_rotation.RotationRefused, match="rotation_unfinished"):
        key_rotation.new_master_version()
    assert key_rotation.rewrap() == 2
    assert opened(made) == expected


def test_a_destroyed_key_stays_destroyed() -> None:
    [(key, _)] = sealed(1)
    DataKey.objects.filter(id=key.id).update(wrapped=None)
    key_rotation.new_master_version()
    assert key_rotation.rewrap() == 0
    assert DataKey.objects.get(id=key.id).wrapped is None


def test_a_version_that_is_needed_is_not_retired(folder: Path) -> None:
    sealed(2)
    key_rotation.new_master_version()
    long_ago(folder / "master-key-2")
    with pytest.raises(key_rotation.RotationRefused, match="version_in_use") as refused:
        key_rotation.retire(1)
    assert refused.value.params == {"rows": 2}
    assert (folder / "master-key-1").exists()


@pytest.mark.parametrize(
    ("version", "code"), [(1, "version_too_fresh"), (2, "version_newest"), (9, "version_unknown")]
)
def test_why_a_version_is_not_retired(version: int, code: str) -> None:
    key_rotation.new_master_version()
    with pytest.raises(key_rotation.RotationRefused, match=code):
        key_rotation.retire(version)


def test_a_running_process_notices_a_new_version_within_two_seconds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(secrets, "monotonic", lambda: clock[0])
    secrets.forget_master_keys()
    assert secrets.current_master_version() == 1
    (folder / "master-key-2").write_text(base64.b64encode(os.urandom(32)).decode())  # by another process
    assert secrets.current_master_version() == 1
    clock[0] += secrets.NOTICED
    assert secrets.current_master_version() == 2


def test_a_version_that_another_process_made_is_opened_at_once(folder: Path) -> None:
    assert secrets.current_master_version() == 1
    (folder / "master-key-2").write_text(base64.b64encode(os.urandom(32)).decode())
    [(key, text)] = sealed(1)
    wrapped = secrets.rewrapped(key.id, bytes(key.wrapped), 1, 2)
    DataKey.objects.filter(id=key.id).update(wrapped=wrapped, master_version=2)
    assert opened([(key, text)]) == ["马秀英 0"]


def test_a_key_whose_master_is_gone_says_so_by_name(folder: Path) -> None:
    [(key, _)] = sealed(1)
    (folder / "master-key-1").unlink()
    secrets.forget_master_keys()
    with pytest.raises(secrets.MasterKeyMissing, match="master-key-1"):
        secrets.open_vault(key)


def test_key_files_are_for_their_owner_alone(folder: Path) -> None:
    key_rotation.new_master_version()
    key_rotation.rotate_django_key("x" * 60)
    key_rotation.rotate_signing_key()
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.django_db(transaction=True)
class TestSigningKey:
    # a root holds what was committed, once no transaction of another worker is older
    @pytest.mark.django_db(transaction=True)
    def test_roots_of_both_keys_hold(self) -> None:
        sealed(1)
        key_rotation.new_master_version()
        before = cut()
        key_rotation.rotate_signing_key()
        after = cut()
        assert bytes(before.public_key) != bytes(after.public_key) == roots.public_key()
        assert verify.verify().holds

    @pytest.mark.django_db(transaction=True)
    def test_a_key_that_was_never_ours_is_found(self, folder: Path) -> None:
        key_rotation.new_master_version()
        cut()
        key_rotation.rotate_signing_key()
        cut()
        (folder / key_rotation.TRUSTED_KEYS).unlink()
        assert [fault.code for fault in verify.verify().faults] == ["foreign_key"]

    def test_the_ledger_tells_of_each_change(self) -> None:
        key_rotation.new_master_version()
        key_rotation.rotate_signing_key()
        key_rotation.rotate_django_key("x" * 60)
        with connection.cursor() as cursor:
            cursor.execute("SELECT type FROM kernel_ledger_entry WHERE kind = 'keys' ORDER BY id")
            assert [row[0] for row in cursor.fetchall()] == [
                "master_key_made",
                "signing_key_changed",
                "session_key_changed",
            ]
