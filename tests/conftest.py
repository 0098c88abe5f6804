"""What all checks share: the database, its roles, and the browser.

A check that is marked `django_db` runs as the role that the program runs as, inside a transaction
that is rolled back.  One marked `django_db(transaction=True)` commits, and gets a fresh copy of the
template afterwards: the program's role may not empty the ledger, and no check should need it to.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.template import Context
from django.test import TransactionTestCase, client
from tests.county_under_test import RememberedCounty
from tests.database_under_test import RunningServer, Server

from tongban.catalogue.queries.versions import forget_versions
from tongban.catalogue.search.offered import forget_offered
from tongban.directory.queries.lamps import forget_lamps
from tongban.directory.queries.service_area import forget_service_area
from tongban.kernel.calendars_in_force import forget_calendars_in_force
from tongban.kernel.grants import grant_app_role
from tongban.kernel.limits import forget_knocks
from tongban.kernel.scanning import forget_scanning
from tongban.site import demo

# the checks' demonstrations are the small one; those of the history say how much of it they want
os.environ.setdefault("TONGBAN_HISTORY", "0")

pytest_plugins = [
    "tests.browser_under_test",
    "tests.data_folder_under_test",
    "tests.messages_under_test",
]

RUNNING = pytest.StashKey[RunningServer]()


def pytest_configure(config: pytest.Config) -> None:
    """With several workers the one server is started here, before them, and given to all."""
    if not hasattr(config, "workerinput") and config.getoption("numprocesses", None):
        config.stash[RUNNING] = RunningServer()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["tongban_server"] = node.config.stash[RUNNING].server.as_dict()


def pytest_unconfigure(config: pytest.Config) -> None:
    if running := config.stash.get(RUNNING, None):
        running.stop()


# What these ask of a database, the rooms' own checks ask of every server.
SAYS_NOTHING_OF_SERVERS = (
    "tests/attacks/",
    "tests/authority/",
    "tests/catalogue/test_every_item.py",
    "tests/catalogue/test_exchange_round_trip.py",
    "tests/faces/",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What a run leaves out whole is not even read: reading all checks takes each worker some ten seconds."""
    wanted = config.getoption("markexpr", "")
    if not collection_path.is_relative_to(config.rootpath):
        return None
    name = collection_path.relative_to(config.rootpath).as_posix() + ("/" if collection_path.is_dir() else "")
    if "not once" in wanted and name.startswith(SAYS_NOTHING_OF_SERVERS):
        return True
    if collection_path.is_file() and collection_path.name.startswith("test_"):
        for mark in ("browser", "django_db"):  # a run of one mark: files in which it does not stand
            if wanted.startswith(mark) and f"mark.{mark}".encode() not in collection_path.read_bytes():
                return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages and authority are proved on one server; the rooms behind them on each."""
    for item in items:
        if item.nodeid.startswith(SAYS_NOTHING_OF_SERVERS):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """What was imported stays: it is not looked through for garbage again and again while the checks run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def database_server(request: pytest.FixtureRequest) -> Server:
    """The server of this run; started at the first use where there is only one process."""
    given = getattr(request.config, "workerinput", None)
    if given is not None:
        return Server(**given["tongban_server"])
    if RUNNING not in request.config.stash:
        request.config.stash[RUNNING] = RunningServer()
    return request.config.stash[RUNNING].server


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing to rename: `django_db_setup` names the worker's own database."""


@pytest.fixture(scope="session")
def database_name(database_server: Server) -> str:
    """The database of this worker."""
    return f"{database_server.prefix}_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"


@pytest.fixture(scope="session")
def django_db_setup(database_server: Server, database_name: str, django_db_blocker) -> Iterator[None]:
    """Migrates the template once per run as the owner, then copies it for this worker."""
    server, entry = database_server, settings.DATABASES["default"]
    with django_db_blocker.unblock():
        with server.first_worker() as first:
            if first:
                server.create(server.template)
                entry.update(server.django_entry("owner", server.template))
                call_command("migrate", verbosity=0, interactive=False)
                grant_app_role(connections["default"], server.role("app"))
                connections["default"].close()
        server.create(database_name, server.template)
        entry.update(server.django_entry("app", database_name))
        connections["default"].close()

    def copy_again(self: TransactionTestCase) -> None:
        connections.close_all()
        server.create(database_name, server.template)

    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = copy_again
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="module")
def whole_county(
    django_db_setup: None, database_server: Server, database_name: str, django_db_blocker
) -> Iterator[None]:
    """The whole demonstration with its thirty items: loaded once for a run, copied for a module."""
    server, entry = database_server, settings.DATABASES["default"]
    _forget()
    with django_db_blocker.unblock():
        connections.close_all()
        with server.first_worker("county") as first:
            if first:
                server.create(server.county, server.template)
                entry.update(server.django_entry("app", server.county))
                demo.load()
                connections.close_all()
        server.create(database_name, server.county)
        entry.update(server.django_entry("app", database_name))
    _forget()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        database_server.create(database_name, database_server.template)
    _forget()


def _forget() -> None:
    forget_service_area()
    forget_lamps()
    forget_versions()
    forget_offered()
    forget_knocks()
    forget_scanning()
    forget_calendars_in_force()


@pytest.fixture(scope="session", autouse=True)
def remembered_county() -> Iterator[None]:
    """`demo.load` runs the commands once for a process and a kind of county, and puts their rows back afterwards."""
    made_by_commands = demo.load
    demo.load = RememberedCounty(made_by_commands, _forget).load
    yield
    demo.load = made_by_commands


@pytest.fixture(scope="session", autouse=True)
def what_a_page_knew() -> Iterator[None]:
    """`answer.context` is what the view gave its page; the test client copied it again for each part of the page."""
    kept_of_every_part = client.store_rendered_templates

    def kept_once(store: dict[str, Any], context: Context, **signal: object) -> None:
        if "context" not in store:
            kept_of_every_part(store, context=context, **signal)

    client.store_rendered_templates = kept_once
    yield
    client.store_rendered_templates = kept_of_every_part


@pytest.fixture(autouse=True)
def forget_what_was_read() -> None:
    """A process keeps places and items for a minute; the next check's county is another one."""
    _forget()


@pytest.fixture
def owner_connection(
    django_db_setup: None, database_server: Server, database_name: str
) -> Iterator[psycopg.Connection]:
    """The tables' owner (it migrates), outside the check's transaction and in autocommit mode.

    What it changes stays for the worker's next checks, unless the check is transactional.
    """
    with database_server.connect("owner", database_name) as connection:
        yield connection


@pytest.fixture
def superuser_connection(
    django_db_setup: None, database_server: Server, database_name: str
) -> Iterator[psycopg.Connection]:
    """A superuser, for checks that play someone who tampers with the tables themselves."""
    with database_server.connect("superuser", database_name) as connection:
        yield connection
