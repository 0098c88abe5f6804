"""A full disk: one sentence, and nothing lost."""

import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.roles import OWNER_ROLE
from tongban.site.embedded_postgres.server import EmbeddedPostgres
from tongban.site.faults import Exit, Fault


@pytest.fixture
def small_disk(
    as_root: None, data_folder: DataFolder, request: pytest.FixtureRequest
) -> Iterator[DataFolder]:
    """A data folder on a disk of as many MB as the check's parameter says."""
    data_folder.path.mkdir()
    size = f"size={request.param}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(data_folder.path)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a disk")
    data_folder.path.chmod(0o711)
    yield data_folder
    subprocess.run(["umount", "--lazy", str(data_folder.path)], check=True)


@pytest.mark.parametrize("small_disk", [10], indirect=True)
def test_no_room_for_a_new_database(small_disk: DataFolder) -> None:
    with pytest.raises(Fault, match="disk is full") as caught:
        EmbeddedPostgres(small_disk).start()
    assert caught.value.code == Exit.ENVIRONMENT
    assert "\n" not in caught.value.en + caught.value.zh
    assert not list(small_disk.path.glob("pg*")), "no half-made cluster stays behind"


@pytest.mark.parametrize("small_disk", [120], indirect=True)
def test_a_disk_that_filled_up_after_a_crash_starts_again_once_there_is_room(small_disk: DataFolder) -> None:
    server = EmbeddedPostgres(small_disk)
    server.start()
    with psycopg.connect(server.url(OWNER_ROLE)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    filler = small_disk.path / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(b"\0" * 65_536)
    with pytest.raises(Fault, match="disk is full"):
        server.start()
    filler.unlink()
    server.start()
    with psycopg.connect(server.url(OWNER_ROLE)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    server.stop()
