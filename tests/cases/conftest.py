"""The demonstration county for the checks of this folder, and acts by short names."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tongban.cases import commands
from tongban.cases.queries import case_for
from tongban.cases.requests import Done, Verdict
from tongban.kernel.actors import Actor
from tongban.site import demo
from tongban.site.scenario import staff


@pytest.fixture
def county(db: None) -> None:
    """Loaded within the check's transaction."""
    demo.load(items=["SB-001"])


@pytest.fixture
def own_files(settings, tmp_path: Path) -> None:
    """A storage that no other worker writes to."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "blobs"}},
    }


@pytest.fixture
def committed_county(transactional_db: None, own_files: None) -> None:
    """Committed, for checks with several connections."""
    demo.load(items=["SB-001"])


Accept = Callable[..., Done]


@pytest.fixture
def accept() -> Accept:
    """Accept with every material in order."""

    def act(number: str, *, by: Actor | None = None, version: int = 1, key: str = "") -> Done:
        clerk = by or staff("clerk")
        materials = case_for(staff("clerk"), number).materials
        return commands.accept(
            clerk,
            number,
            expected_version=version,
            idempotency_key=key or uuid4().hex,
            verdicts={material.code: Verdict("ok") for material in materials},
        )

    return act
