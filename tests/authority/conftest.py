"""The world, made once and committed; each check runs in a transaction of its own that is rolled back."""

import logging
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from tests.authority.world import World, build
from tests.database_under_test import Server

from tongban.cases.queries import files, paper_file
from tongban.catalogue.queries import versions
from tongban.directory.queries.service_area import forget_service_area


def _forget_what_was_read() -> None:
    """Ids start anew with a fresh database; what a process remembers by id does not hold there."""
    forget_service_area()
    versions._parsed.cache_clear()


@pytest.fixture(scope="package")
def world(
    django_db_setup: None, database_server: Server, database_name: str, django_db_blocker
) -> Iterator[World]:
    """Two townships at work, made by the first worker that asks, in a database that the others copy.

    The worker's database is thrown away afterwards: the ledger cannot be emptied.
    """
    server, entry = database_server, settings.DATABASES["default"]
    kept = Path(server.folder) / "world.pickle"
    _forget_what_was_read()
    with django_db_blocker.unblock():
        connections.close_all()
        with server.first_worker("world") as first:
            if first:
                server.create(server.world, server.template)
                entry.update(server.django_entry("app", server.world))
                kept.write_bytes(pickle.dumps(build()))
                connections.close_all()
        server.create(database_name, server.world)
        entry.update(server.django_entry("app", database_name))
    _forget_what_was_read()
    yield pickle.loads(kept.read_bytes())
    with django_db_blocker.unblock():
        connections.close_all()
        database_server.create(database_name, database_server.template)
    _forget_what_was_read()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are the point here: no line of the log for each."""
    loggers = [logging.getLogger(name) for name in ("django.request", "django.security")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    yield
    for logger, was in zip(loggers, before, strict=True):
        logger.disabled = was


@pytest.fixture
def quick_paper(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a preview looks like is proved elsewhere; here it counts whether there is one."""
    paper = paper_file(world.actors["clerk"], world.matter(3).number, world.matter(3).papers[0]).content
    monkeypatch.setattr(files, "render", lambda content, preview: paper)
