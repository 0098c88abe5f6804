"""`tongban ledger verify` finds what somebody with the owner's rights did to the ledger, and says where.

Every check tampers as the database's owner, who can switch the triggers off, and asks the real command.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.kernel.cutting import cut

from tongban.cases.models import Case
from tongban.kernel import merkle, roots, time
from tongban.kernel.canonical import canonical_json
from tongban.papers.commands import render_waiting
from tongban.site import cli, demo
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db(transaction=True)

Verify = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def matter() -> Scenario:
    """A county with one decided matter and one that was only submitted."""
    demo.load(items=["SB-001"])
    Scenario(serial=7).submitted()
    decided = Scenario()
    decided.decided()
    return decided


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verify:
    """The command as typed; the check's own database takes the place of the operator's."""
    monkeypatch.setattr("tongban.site.django_setup.program_with_database", nullcontext)

    def run(*options: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = cli.main(["ledger", "verify", "--json", *options])
        return code, json.loads(capsys.readouterr().out)

    return run


@contextmanager
def triggers_off(owner: psycopg.Connection, *tables: str) -> Iterator[psycopg.Connection]:
    """What an owner with bad intentions does first, and undoes last."""
    for table in tables:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield owner
    for table in tables:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


ENTRIES, ROOTS, HEADS = "kernel_ledger_entry", "kernel_ledger_root", "kernel_ledger_root_head"


def stream_of(matter: Scenario) -> str:
    return str(Case.objects.values_list("id", flat=True).get(number=matter.number))


def found(answer: dict[str, Any]) -> set[tuple[str, str]]:
    """Each fault's code and stream."""
    return {(fault["code"], fault["stream"]) for fault in answer["faults"]}


def test_an_untouched_ledger_holds(matter: Scenario, verify: Verify) -> None:
    code, before = verify()
    assert (code, before["holds"], before["roots"]) == (0, True, 0)
    cut()
    code, after = verify()
    assert (code, after["holds"], after["roots"]) == (0, True, 1)
    assert after["entries"] == before["entries"] > 10


@pytest.mark.parametrize("rooted", [False, True])
class TestFourWaysToTamper:
    """The same four before any root was cut and after one was."""

    @pytest.fixture(autouse=True)
    def root(self, rooted: bool, matter: Scenario) -> None:
        if rooted:
            cut()

    def test_an_altered_byte_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        with triggers_off(owner_connection, ENTRIES) as owner:
            owner.execute(
                "UPDATE kernel_ledger_entry SET canonical = set_byte(canonical, 40, get_byte(canonical, 40) # 1) "
                "WHERE stream = %s AND seq = 2",
                [stream],
            )
        code, answer = verify()
        assert code == 1
        assert ("altered", stream) in found(answer)
        assert [fault["seq"] for fault in answer["faults"] if fault["code"] == "altered"] == [2]

    def test_an_altered_column_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        with triggers_off(owner_connection, ENTRIES) as owner:
            owner.execute(
                "UPDATE kernel_ledger_entry SET at = at - interval '1 day' WHERE stream = %s AND seq = 3",
                [stream],
            )
        code, answer = verify()
        assert (code, found(answer)) == (1, {("column_differs", stream)})

    def test_a_cut_tail_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        with triggers_off(owner_connection, ENTRIES) as owner:
            owner.execute("DELETE FROM kernel_ledger_entry WHERE stream = %s AND seq >= 4", [stream])
        code, answer = verify()
        assert code == 1
        assert ("tail_cut", stream) in found(answer)

    def test_a_missing_stream_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        with triggers_off(owner_connection, ENTRIES) as owner:
            owner.execute("DELETE FROM kernel_ledger_entry WHERE stream = %s", [stream])
        code, answer = verify()
        assert code == 1
        assert ("stream_missing", stream) in found(answer)
        code, one = verify("--stream", f"case:{stream}")
        assert (code, found(one)) == (1, {("stream_missing", stream)})

    def test_a_truncated_table_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        with triggers_off(owner_connection, ENTRIES) as owner:
            owner.execute("TRUNCATE kernel_ledger_entry")
        code, answer = verify()
        assert (code, answer["entries"]) == (1, 0)
        missing = {stream for code, stream in found(answer) if code == "stream_missing"}
        assert {str(case) for case in Case.objects.values_list("id", flat=True)} <= missing


def rewrite_decision(owner: psycopg.Connection, stream: str) -> None:
    """A careful forger: another outcome in the entry, every later link and the case's row made to fit."""
    rows = owner.execute(
        "SELECT seq, canonical FROM kernel_ledger_entry WHERE stream = %s ORDER BY seq", [stream]
    ).fetchall()
    previous = bytes(32)
    for seq, canonical in rows:
        body = json.loads(canonical)
        if body["type"] == "decided":
            body["data"]["outcome"] = "refused"
        body["prev"] = previous.hex()
        forged = canonical_json(body)
        digest = hashlib.sha256(forged).digest()
        owner.execute(
            "UPDATE kernel_ledger_entry SET canonical = %s, prev_hash = %s, hash = %s "
            "WHERE stream = %s AND seq = %s",
            [forged, previous, digest, stream, seq],
        )
        previous = digest
    owner.execute(
        "UPDATE cases_case SET outcome = 'refused', ledger_hash = %s WHERE id = %s", [previous, stream]
    )


class TestAConsistentForgery:
    """Ledger and projection tell the same lie: only what was signed before knows better."""

    def test_before_any_root_nobody_can_tell(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        with triggers_off(owner_connection, ENTRIES) as owner:
            rewrite_decision(owner, stream_of(matter))
        assert verify()[0] == 0  # the reason why roots are cut

    def test_a_root_shows_a_rewritten_decision(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        cut()
        with triggers_off(owner_connection, ENTRIES) as owner:
            rewrite_decision(owner, stream)
        code, answer = verify()
        assert (code, found(answer)) == (1, {("head_missing", stream)})

    def test_a_root_shows_a_case_that_was_taken_out_whole(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        cut()
        with triggers_off(owner_connection, ENTRIES) as owner:
            take_out(owner, stream)
        code, answer = verify()
        assert code == 1
        assert ("head_missing", stream) in found(answer)
        assert {code for code, _ in found(answer)} == {"head_missing"}

    def test_a_changed_leaf_no_longer_leads_to_its_root(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        cut()
        with triggers_off(owner_connection, ENTRIES, HEADS) as owner:
            take_out(owner, stream)
            owner.execute("DELETE FROM kernel_ledger_root_head WHERE stream = %s", [stream])
        code, answer = verify()
        assert code == 1
        assert ("root_altered", "1") in found(answer)

    def test_a_root_that_was_made_to_fit_has_no_valid_signature(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        cut()
        with triggers_off(owner_connection, ENTRIES, ROOTS, HEADS) as owner:
            take_out(owner, stream)
            owner.execute("DELETE FROM kernel_ledger_root_head WHERE stream = %s", [stream])
            heads = owner.execute("SELECT kind, stream, seq, hash FROM kernel_ledger_root_head").fetchall()
            tree = merkle.tree([merkle.leaf(*head) for head in sorted(heads)])
            root = roots.root_digest(bytes(32), 1, tree, len(heads))
            owner.execute("UPDATE kernel_ledger_root SET tree = %s, root = %s", [tree, root])
        code, answer = verify()
        assert code == 1
        assert ("signature_invalid", "1") in found(answer)

    @pytest.mark.parametrize("cut_again", [False, True])
    def test_the_published_roots_show_that_the_roots_were_taken_away_too(
        self,
        cut_again: bool,
        matter: Scenario,
        verify: Verify,
        owner_connection: psycopg.Connection,
        tmp_path: Path,
    ) -> None:
        root = cut()
        mirror = tmp_path / "roots.jsonl"
        mirror.write_text(json.dumps(roots.published(root)) + "\n", encoding="utf-8")
        assert verify("--roots", str(mirror))[0] == 0
        with triggers_off(owner_connection, ENTRIES, ROOTS, HEADS) as owner:
            rewrite_decision(owner, stream_of(matter))
            owner.execute("TRUNCATE kernel_ledger_root, kernel_ledger_root_head")
        if cut_again:  # the forger even signs anew, with the program's own key
            cut()
        assert verify()[0] == 0
        code, answer = verify("--roots", str(mirror))
        expected = "published_root_differs" if cut_again else "published_root_missing"
        assert (code, found(answer)) == (1, {(expected, "1")})


def take_out(owner: psycopg.Connection, case_id: str) -> None:
    """Every row of a case, its papers' streams kept."""
    for table in ("cases_step_entry", "cases_step", "cases_material"):
        owner.execute(f"DELETE FROM {table} WHERE case_id = %s", [case_id])
    owner.execute("DELETE FROM cases_case WHERE id = %s", [case_id])
    owner.execute("DELETE FROM kernel_ledger_entry WHERE stream = %s", [case_id])


class TestRowsBesideTheLedger:
    """What lists and pages read must be what the streams say."""

    @pytest.mark.parametrize(
        "tamper",
        [
            "UPDATE cases_case SET promised_due = promised_due + 30 WHERE id = %s",
            "UPDATE cases_case SET version = version + 1 WHERE id = %s",
            "UPDATE cases_case SET next_act = '' WHERE id = %s",
            "UPDATE cases_step SET agrees = NOT agrees WHERE case_id = %s",
            "UPDATE cases_material SET verdict = 'faulty' WHERE case_id = %s",
        ],
    )
    def test_a_changed_projection_is_found(
        self, tamper: str, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        stream = stream_of(matter)
        owner_connection.execute(tamper, [stream])
        code, answer = verify("--stream", f"case:{stream}")
        assert (code, found(answer)) == (1, {("projection_differs", stream)})

    def test_a_changed_paper_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        owner_connection.execute("UPDATE papers_paper SET number = number || '1' WHERE kind = 'decision'")
        code, answer = verify()
        assert (code, {code for code, _ in found(answer)}) == (1, {"projection_differs"})

    def test_an_exchanged_pdf_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        render_waiting(time.now() + timedelta(hours=1))
        assert verify()[0] == 0
        owner_connection.execute("UPDATE papers_paper SET digest = sha256(digest) WHERE kind = 'decision'")
        assert verify()[0] == 1

    def test_a_changed_item_version_is_found(
        self, matter: Scenario, verify: Verify, owner_connection: psycopg.Connection
    ) -> None:
        owner_connection.execute(
            "UPDATE catalogue_item_version "
            "SET definition = jsonb_set(definition, '{limits,promised,days}', '300') "
            "FROM catalogue_item item WHERE item.id = item_id AND item.code = 'SB-001'"
        )
        code, answer = verify()
        assert (code, found(answer)) == (1, {("projection_differs", "SB-001")})


class TestOneStream:
    def test_any_kind_of_stream_can_be_asked_for(self, matter: Scenario, verify: Verify) -> None:
        for name in (f"case:{stream_of(matter)}", "directory:divisions", "catalogue:SB-001"):
            code, answer = verify("--stream", name)
            assert (code, answer["streams"]) == (0, 1), name

    @pytest.mark.parametrize("name", ["case:nothing", "case:00000000-0000-0000-0000-000000000000", "x:y"])
    def test_a_stream_that_is_not_there_does_not_hold(
        self, name: str, matter: Scenario, verify: Verify
    ) -> None:
        code, answer = verify("--stream", name)
        assert (code, {code for code, _ in found(answer)}) == (1, {"stream_missing"})

    def test_half_a_name_is_wrong_usage(self, matter: Scenario, verify: Verify, capsys: Any) -> None:
        assert cli.main(["ledger", "verify", "--stream", "case"]) == 2


def test_the_answer_in_words_names_the_place(
    matter: Scenario, verify: Verify, owner_connection: psycopg.Connection, capsys: Any
) -> None:
    stream = stream_of(matter)
    with triggers_off(owner_connection, ENTRIES) as owner:
        owner.execute("DELETE FROM kernel_ledger_entry WHERE stream = %s AND seq = 4", [stream])
    assert cli.main(["ledger", "verify", "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert f"case:{stream}" in said
    assert "账本尾部被截断" in said
    connection.close()
