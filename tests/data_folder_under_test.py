"""Data folders for the checks of the two commands."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tongban.site.data_folder import DataFolder


@contextmanager
def empty_data_folder() -> Iterator[DataFolder]:
    """A data folder that root's database account can reach too (pytest's own folders are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="tongban-data-"))
    folder.chmod(0o711)
    yield DataFolder(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def data_folder() -> Iterator[DataFolder]:
    """An empty data folder for one check."""
    with empty_data_folder() as folder:
        yield folder


@pytest.fixture
def as_root() -> None:
    """For checks that only root can set up."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk or have another account refused")
