"""Daily roots: nothing escapes them, and what they hold can be proven to anybody."""

import json
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from tests.database_under_test import Server
from tests.kernel.cutting import cut, let_others_end

from tongban.cases.queries import proof
from tongban.kernel import ledger, roots, time
from tongban.kernel.actors import System
from tongban.kernel.ledger import Event
from tongban.kernel.models import LedgerEntry, LedgerRoot, LedgerRootHead
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db(transaction=True)

ACTOR = System("test")


def append(stream: str) -> None:
    with transaction.atomic():
        ledger.append("test", stream, [Event("happened")], at=time.now(), actor=ACTOR, command_id=uuid4())


def rooted(number: int) -> set[tuple[str, int]]:
    return set(LedgerRootHead.objects.filter(root_id=number).values_list("stream", "seq"))


def test_a_root_holds_the_streams_that_advanced_since_the_last() -> None:
    append("a")
    append("b")
    cut()
    append("b")
    append("c")
    cut()
    assert rooted(1) == {("a", 1), ("b", 1)}
    assert rooted(2) == {("b", 2), ("c", 1)}
    assert roots.cut(time.now()) is None  # nothing new
    assert verify().holds


def test_a_commit_that_came_late_is_in_the_next_root(database_server: Server, database_name: str) -> None:
    with database_server.connect("app", database_name) as late:
        late.autocommit = False
        late.execute("SELECT pg_current_xact_id()")  # begins before everything below
        (entry,), _ = ledger.chain(
            "test", "late", ledger.Head(), [Event("happened")], at=time.now(), actor=ACTOR, command_id=uuid4()
        )
        insert(late, entry)
        append("early")
        first = roots.cut(time.now())
        late.commit()
    assert first is None  # even the early one waits: below it a transaction was still open
    second = cut()
    assert rooted(second.number) == {("early", 1), ("late", 1)}
    assert verify().holds


def test_what_an_open_transaction_did_before_a_root_does_not_hide_behind_it(
    database_server: Server, database_name: str
) -> None:
    append("settled")
    let_others_end()
    with database_server.connect("app", database_name) as late:
        late.autocommit = False
        (entry,), _ = ledger.chain(
            "test", "late", ledger.Head(), [Event("happened")], at=time.now(), actor=ACTOR, command_id=uuid4()
        )
        insert(late, entry)
        roots.cut(time.now())
        assert rooted(1) == {("settled", 1)}
        late.commit()
    cut()
    assert rooted(2) == {("late", 1)}


def insert(connection: psycopg.Connection, entry: LedgerEntry) -> None:
    columns = [field for field in LedgerEntry._meta.concrete_fields if not field.primary_key]
    names = ", ".join(field.column for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    connection.execute(
        f"INSERT INTO kernel_ledger_entry ({names}) VALUES ({marks})",
        [getattr(entry, field.attname) for field in columns],
    )


def test_after_a_restore_into_a_younger_cluster_roots_go_on(owner_connection: psycopg.Connection) -> None:
    """A dump carries the old cluster's transaction ids, which the new one has not reached yet."""
    append("a")
    append("b")
    cut()
    append("b")
    for table in ("kernel_ledger_entry", "kernel_ledger_root"):
        owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner_connection.execute("UPDATE kernel_ledger_entry SET xid = '900000000000'::xid8")
    owner_connection.execute("UPDATE kernel_ledger_root SET cut_xid = 900000000000")
    append("c")
    cut()
    assert rooted(2) == {("b", 2), ("c", 1)}
    append("a")
    cut()
    assert rooted(3) == {("a", 2)}
    assert verify().holds


class TestPublishing:
    def published(self, folder: Path) -> list[dict[str, object]]:
        lines = (folder / "ledger-roots.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def test_every_root_is_published_once(self, settings, tmp_path: Path) -> None:
        settings.DATA_FOLDER = tmp_path
        for stream in "abc":
            append(stream)
            cut()
        assert [line["number"] for line in self.published(tmp_path)] == [1, 2, 3]
        assert verify(published=tmp_path / "ledger-roots.jsonl").holds

    def test_a_root_that_a_dead_process_left_unpublished_follows_with_the_next(
        self, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DATA_FOLDER = tmp_path
        append("a")
        with monkeypatch.context() as dying:
            dying.setattr(roots, "publish", lambda: None)
            cut()
        append("b")
        cut()
        assert [line["number"] for line in self.published(tmp_path)] == [1, 2]


def test_the_proof_of_a_case_leads_from_its_last_event_to_the_signed_root() -> None:
    demo.load(items=["SB-001"])
    for serial in range(3):
        Scenario(serial=serial).submitted()
    matter = Scenario(serial=5)
    matter.accepted()
    cut()
    shown = proof(matter.number)
    assert shown.holds
    assert [event.type for event in shown.events] == ["submitted", "accepted"]
    (root,) = shown.roots
    assert (root.seq, root.leads_there) == (2, True)
    assert root.root == bytes(LedgerRoot.objects.get().root).hex()
