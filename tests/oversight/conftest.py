"""The demonstration county for the checks of this folder, committed where several connections look at it."""

from pathlib import Path

import pytest

from tongban.site import demo


@pytest.fixture
def committed_county(transactional_db: None, settings, tmp_path: Path) -> None:
    """Committed, with a storage that no other worker writes to."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "blobs"}},
    }
    demo.load(items=["SB-001"])
