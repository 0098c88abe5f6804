"""Erasing a person: unreadable everywhere, old copies included once the key table is apart; the ledger verifies.

The contents of every table and file are searched, as somebody who stole a copy would.
"""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from tests.cases.at_rest import files_at_rest

from tongban.cases import commands
from tongban.cases.commands.erasure import erase_applicant
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import Case, CaseMaterial, Draft
from tongban.cases.queries import (
    case_for,
    find_tracker,
    material_file,
    my_cases,
    my_drafts,
    my_list,
    paper_file,
    proof,
    track,
)
from tongban.cases.sealed import open_content
from tongban.kernel import blobs, time
from tongban.kernel.actors import System
from tongban.kernel.errors import Erased, InputFaults, NotAuthorized, NotFound
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.models import AccessEntry, DataKey, Message
from tongban.kernel.secrets import Vault, open_vault
from tongban.kernel.verify import verify
from tongban.papers.commands import render_for_command
from tongban.papers.models import Paper
from tongban.papers.queries import verify as verify_paper
from tongban.parties.commands import request_code
from tongban.parties.models import Party
from tongban.parties.registry import open_party
from tongban.site import cli
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db(transaction=True)

OPERATOR = System("operator")
ADDRESS = "许旺村七组77号后院"
KEYS = "kernel_datakey"
ORDER = "个人信息保护法第四十七条，（2026）示例行决1号"


def tables() -> list[str]:
    with connection.cursor() as cursor:
        # a partition is read through its table
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def copied_rows(table: str) -> Iterator[bytes]:
    """Every row of a table: as text, and every bytea column as the bytes it is."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT t.*, t::text FROM {} t").format(sql.Identifier(table)))
        for row in cursor.fetchall():
            for value in row:
                yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def everything_at_rest() -> Iterator[tuple[str, bytes]]:
    """The database without its key table, and the files."""
    for table in tables():
        if table != KEYS:
            for content in copied_rows(table):
                yield table, content
    yield from files_at_rest().items()


def places_that_tell(*secrets: str) -> set[str]:
    needles = [secret.encode() for secret in secrets] + [
        json.dumps(secret)[1:-1].encode() for secret in secrets
    ]
    return {place for place, content in everything_at_rest() if any(needle in content for needle in needles)}


@pytest.fixture
def matter(committed_county: None) -> Scenario:
    """A delivered portal matter with files and written papers, a look behind a mask, a code, a draft."""
    matter = Scenario(channel="portal", serial=4711, answers={"address": ADDRESS})
    request_code(matter.applicant.phone, "a session")
    matter.delivered()
    commands.unmask(
        staff("clerk"), matter.number, field="applicant.number", reason=f"核对{matter.applicant.name}"
    )
    for command_id in Paper.objects.values_list("command_id", flat=True):
        render_for_command(command_id)
    token = commands.start_draft(matter.citizen, "SB-001", "portal")
    commands.save_person(token, "applicant", matter.applicant)
    return matter


@pytest.fixture
def others(matter: Scenario) -> Scenario:
    """Another person's matter, which must stay as it is."""
    other = Scenario(serial=42)
    other.accepted()
    return other


def secrets_of(matter: Scenario) -> tuple[str, str, str, str]:
    person = matter.applicant
    return person.name, person.number, person.phone, ADDRESS


def test_names_numbers_phones_and_addresses_lie_nowhere_in_plain_text(matter: Scenario) -> None:
    assert places_that_tell(*secrets_of(matter)) == set()
    # the search would find them: a staff name does lie in its table
    assert "directory_staff" in places_that_tell("马晓燕")


class TestAfterErasure:
    @pytest.fixture
    def copy(self, matter: Scenario, others: Scenario) -> dict[str, list[object]]:
        """What an old backup without its key table brings back, taken before."""
        return {
            "cases": list(Case.objects.filter(number=matter.number)),
            "parties": list(Party.objects.all()),
            "papers": list(Paper.objects.select_related("blob")),
            "messages": list(Message.objects.all()),
            "drafts": list(Draft.objects.all()),
            "access": list(AccessEntry.objects.all()),
            "materials": list(
                CaseMaterial.objects.filter(case__number=matter.number, blob__isnull=False).select_related(
                    "blob"
                )
            ),
        }

    @pytest.fixture
    def erased(self, copy: dict[str, list[object]], matter: Scenario) -> Scenario:
        assert (
            erase_applicant(
                OPERATOR, matter.number, reason="court_order", legal_ground=ORDER, idempotency_key="e"
            )
            == 1
        )
        return matter

    def vault_of(self, key_id: object) -> Vault:
        """The key as the live key table has it, whatever the copy of the other tables says."""
        key = DataKey.objects.filter(id=key_id).first()
        if key is None:
            raise Erased
        return open_vault(key)

    def test_an_old_copy_of_every_other_table_cannot_be_opened(
        self, erased: Scenario, copy: dict[str, list[object]], others: Scenario
    ) -> None:
        other = Case.objects.get(number=others.number)
        survivors = {other.key_id, other.applicant.key_id}
        opened = 0
        for rows in copy.values():
            for row in rows:
                key_id = self.key_of(row)
                if key_id in survivors:
                    continue
                with pytest.raises(Erased):
                    self.vault_of(key_id)
                opened += 1
        assert opened >= 12
        (case,) = copy["cases"]
        assert isinstance(case, Case)
        assert other.key_id != case.key_id
        assert open_content(other.content, self.vault_of(other.key_id)).applicant["name"]

    @staticmethod
    def key_of(row: object) -> object:
        if isinstance(row, AccessEntry):
            return Case.objects.values_list("key_id", flat=True).get(id=row.subject)
        if isinstance(row, CaseMaterial):
            assert row.blob is not None
            return row.blob.key_id
        return row.key_id  # type: ignore[attr-defined]  # every other copied model has a key

    def test_the_rows_themselves_cannot_be_opened(self, erased: Scenario) -> None:
        row = Case.objects.select_related("key", "applicant__key").get(number=erased.number)
        assert (row.key.wrapped, row.applicant.key.wrapped) == (None, None)
        assert (bytes(row.applicant.content), row.applicant.number_digest, row.contact_digest) == (
            b"",
            None,
            None,
        )
        assert (row.name_tokens, row.applicant.name_tokens) == ([], [])
        with pytest.raises(Erased):
            open_party(row.applicant)
        for message in Message.objects.filter(command_id__isnull=False).select_related("key"):
            if message.key.wrapped is None:
                with pytest.raises(Erased):
                    content_of(message)

    def test_the_sign_in_code_and_the_draft_are_gone(self, erased: Scenario) -> None:
        codes = Message.objects.filter(template="sign_in_code").select_related("key")
        assert [message.key.wrapped for message in codes] == [None]
        assert not Draft.objects.exists()
        assert my_drafts(erased.citizen) == ()

    def test_the_ledger_verifies(self, erased: Scenario) -> None:
        assert verify().holds
        assert proof(erased.number).holds

    def test_every_page_of_the_case_says_erased_or_nothing(self, erased: Scenario) -> None:
        papers = list(Paper.objects.filter(subject=Case.objects.get(number=erased.number).id))
        for actor in (staff("clerk"), staff("approver"), System("x")):
            with pytest.raises(Erased):
                case_for(actor, erased.number)
        with pytest.raises(NotFound):
            case_for(erased.citizen, erased.number)
        assert my_cases(erased.citizen) == ()
        with pytest.raises(NotFound):
            find_tracker(erased.number, phone=erased.applicant.phone)
        with pytest.raises(Erased):
            track(find_tracker(erased.number, query_code=erased.query_code), erased.number)
        for paper in papers:
            with pytest.raises(Erased):
                paper_file(staff("clerk"), erased.number, paper.id)
            told = verify_paper(paper.verify_code)
            assert told.erased
            assert not {erased.applicant.name, erased.applicant.number} & set(vars(told).values())
        with pytest.raises(Erased):
            material_file(staff("clerk"), erased.number, "identity_card")

    def test_lists_show_the_row_without_a_name_and_search_does_not_find_it(self, erased: Scenario) -> None:
        rows = {row.number: row for row in my_list(staff("clerk"), group="all").rows}
        assert rows[erased.number].applicant_name == ""
        assert erased.number not in {
            row.number for row in my_list(staff("clerk"), group="all", search=erased.applicant.name).rows
        }

    def test_other_people_stay_as_they_were(self, erased: Scenario, others: Scenario) -> None:
        assert case_for(staff("clerk"), others.number).applicant.name == others.applicant.name

    def test_a_new_matter_of_the_same_person_is_a_new_person(self, erased: Scenario) -> None:
        again = Scenario(serial=erased.serial)
        again.submitted()
        assert case_for(staff("clerk"), again.number).applicant.name == erased.applicant.name
        assert Party.objects.filter(erased_at__isnull=False).count() == 1

    def test_erasing_twice_does_no_harm(self, erased: Scenario) -> None:
        assert (
            erase_applicant(
                OPERATOR, erased.number, reason="court_order", legal_ground=ORDER, idempotency_key="e"
            )
            == 1
        )
        assert (
            erase_applicant(
                OPERATOR, erased.number, reason="court_order", legal_ground=ORDER, idempotency_key="f"
            )
            == 1
        )
        assert verify().holds

    def test_files_of_the_case_are_noise(self, erased: Scenario, copy: dict[str, list[object]]) -> None:
        material = copy["materials"][0]
        assert isinstance(material, CaseMaterial)
        assert material.blob is not None
        with pytest.raises(Erased):
            blobs.load(material.blob, self.vault_of(material.blob.key_id))


def test_an_unfinished_matter_can_be_erased_and_the_sweeps_go_on(committed_county: None) -> None:
    matter = Scenario()
    matter.submitted()
    erase_applicant(OPERATOR, matter.number, reason="court_order", legal_ground=ORDER, idempotency_key="e")
    with pytest.raises(Erased):
        commands.withdraw(
            staff("clerk"), matter.number, expected_version=1, idempotency_key=uuid4().hex, reason="不办"
        )
    settle_overdue(time.now())
    assert verify().holds


class TestWhoMayAndHow:
    def test_no_member_of_staff_erases(self, committed_county: None) -> None:
        matter = Scenario()
        matter.submitted()
        with pytest.raises(NotAuthorized):
            erase_applicant(staff("approver"), matter.number, reason="x_y", idempotency_key="e")

    def test_the_reason_is_a_code_since_it_stands_in_the_ledger(self, committed_county: None) -> None:
        matter = Scenario()
        matter.submitted()
        for reason in ("", "王秀英要求删除", "a", "Bad Code"):
            with pytest.raises(InputFaults):
                erase_applicant(OPERATOR, matter.number, reason=reason, idempotency_key="e")

    def test_the_operators_command_erases(
        self,
        committed_county: None,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        owner_connection: psycopg.Connection,
    ) -> None:
        monkeypatch.setattr("tongban.site.django_setup.program_with_database", nullcontext)
        matter = Scenario()
        matter.submitted()
        options = ["person", "erase", "--number", matter.number, "--reason"]
        assert cli.main([*options, "按本人要求", "--lang", "zh"]) == 3
        assert cli.main([*options, "retention_ended", "--lang", "zh"]) == 3  # its matter still runs
        assert cli.main([*options, "court_order", "--lang", "zh"]) == 3  # and no ground was named
        assert cli.main([*options, "court_order", "--legal-ground", ORDER, "--lang", "zh"]) == 0
        assert "1件办件" in capsys.readouterr().out
        assert cli.main(["person", "erase", "--number", "SLX1", "--reason", "retention_ended"]) == 3
        (wrapped,) = owner_connection.execute(
            "SELECT count(wrapped) FROM kernel_datakey k JOIN cases_case c ON c.key_id = k.id"
        ).fetchone() or (None,)
        assert wrapped == 0
