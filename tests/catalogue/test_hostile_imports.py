"""A hostile file is refused by row and field, quickly, in little memory, and leaves nothing behind."""

import io
import re
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from time import monotonic
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from tongban.catalogue.commands import (
    cancel_import,
    publish_contents,
    run_import,
    start_draft,
    start_import,
)
from tongban.catalogue.exchange import tables, workbook, workbook_reading
from tongban.catalogue.exchange.files import parse_file
from tongban.catalogue.models import CatalogueDraft, ImportJob, LayerVersion
from tongban.catalogue.queries import import_job, import_jobs
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Public, Staff, System
from tongban.kernel.effects import run_effects
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound
from tongban.kernel.ledger import read as events
from tongban.kernel.models import LedgerEntry
from tongban.kernel.time import now
from tongban.kernel.workbooks.archives import HIGHEST_RATIO, open_archive
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable
from tongban.site import demo

ITEMS = demo.read_catalogue()
MEMORY = 160_000_000
"""Bytes that reading may take beyond the file."""
SECONDS = 20


def refused(data: bytes, kind: str = "") -> ExchangeFault:
    with pytest.raises(Unreadable) as refusal:
        parse_file(data, kind)
    return refusal.value.faults[0]


def archive(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def sheet_of(name: str, parts: dict[str, bytes]) -> str:
    number = [page.title for page in load_workbook(io.BytesIO(archive(parts)))].index(name) + 1
    return f"xl/worksheets/sheet{number}.xml"


def altered(change: Callable[[dict[str, bytes]], object]) -> bytes:
    parts = members(workbook.dump(ITEMS[:1]))
    change(parts)
    return archive(parts)


def many_rows(count: int, *, empty: bool = False) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = sheet_of("办理条件", parts)
        head, tail = parts[name].split(b"</sheetData>")
        filled = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>X-%d</t></is></c></row>'
        row = b'<row r="%d"/>' if empty else filled
        lines = (row % ((n,) if empty else (n, n, n)) for n in range(10, 10 + count))
        parts[name] = head + b"".join(lines) + b"</sheetData>" + tail

    return altered(change)


class TestWorkbook:
    def test_a_hundred_thousand_rows_are_refused_by_their_row_quickly_and_in_little_memory(self) -> None:
        data = many_rows(100_000)
        tracemalloc.start()
        began = monotonic()
        fault = refused(data)
        took, (_, peak) = monotonic() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        wanted = ("too_many_rows", "办理条件", workbook_reading.MOST_ROWS + 3)
        assert (fault.code, fault.sheet, fault.row) == wanted
        assert took < SECONDS and peak < MEMORY, (took, peak)

    def test_rows_within_the_limit_are_read_within_bounds(self) -> None:
        data = many_rows(4_000)
        tracemalloc.start()
        parsed = parse_file(data)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert {fault.code for fault in parsed.faults} == {"item_unknown"}
        assert parsed.faults[0].row == 10 and len(parsed.faults) == 4_000
        assert peak < MEMORY

    def test_a_file_of_nothing_but_faults_is_given_up(self) -> None:
        with pytest.raises(Unreadable) as refusal:
            parse_file(many_rows(9_000))
        assert workbook_reading.MOST_FAULTS < len(refusal.value.faults) <= workbook_reading.MOST_FAULTS + 5

    def test_a_row_far_away_costs_nothing(self) -> None:
        def change(parts: dict[str, bytes]) -> None:
            name = sheet_of("办理条件", parts)
            far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>X</t></is></c></row></sheetData>'
            parts[name] = parts[name].replace(b"</sheetData>", far)

        began = monotonic()
        parse_file(altered(change))
        assert monotonic() - began < SECONDS

    def test_a_dimension_that_lies_is_not_relied_on(self) -> None:
        def change(parts: dict[str, bytes]) -> None:
            name = sheet_of("事项", parts)
            assert b"<sheetPr" in parts[name]
            parts[name] = parts[name].replace(b"<sheetViews>", b'<dimension ref="A1:A1"/><sheetViews>')

        assert parse_file(altered(change)).items[0].content == ITEMS[0]

    def test_entities_and_document_types_are_refused_unread(self) -> None:
        bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
        for name in ("xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/extra.xml"):
            fault = refused(altered(lambda parts, name=name: parts.update({name: bomb})))
            assert (fault.code, fault.sheet) == ("xml_doctype", name)

    def test_a_document_type_behind_another_encoding_is_refused(self) -> None:
        bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'
        seven = b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'
        for content in (bomb.encode("utf-16"), bomb.encode("utf-16-be"), seven):
            fault = refused(altered(lambda parts, content=content: parts.update({"xl/styles.xml": content})))
            assert fault.code == "xml_encoding"

    def test_a_document_type_across_two_pieces_is_seen(self) -> None:
        for offset in range(65_530, 65_537):
            padded = b"<x>" + b" " * (offset - 3) + b"<!DOCTYPE x>" + b"</x>"
            fault = refused(altered(lambda parts, padded=padded: parts.update({"xl/pad.xml": padded})))
            assert fault.code == "xml_doctype"

    def test_macros_and_links_to_other_files_are_refused(self) -> None:
        for name, code in (
            ("xl/vbaProject.bin", "has_macros"),
            ("xl/externalLinks/externalLink1.xml", "external_link"),
            ("xl/connections.xml", "external_link"),
        ):
            assert refused(altered(lambda parts, name=name: parts.update({name: b"<x/>"}))).code == code

    def test_a_part_that_is_missing_or_broken_is_refused(self) -> None:
        for name in ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels"):
            broken = altered(lambda parts, name=name: parts.update({name: b"<a><b></a>"}))
            assert refused(broken).code == "not_a_workbook"
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            assert refused(altered(lambda parts, name=name: parts.pop(name))).code == "not_a_workbook"
        gone = parse_file(altered(lambda parts: parts.pop("xl/worksheets/sheet2.xml")))
        assert "sheet_missing" in {fault.code for fault in gone.faults}


class TestArchive:
    def test_a_bomb_is_refused_unpacked_by_its_header(self) -> None:
        data = archive({"xl/workbook.xml": bytes(50_000_000), "[Content_Types].xml": b"<x/>"})
        assert len(data) < 60_000
        began = monotonic()
        fault = refused(data)
        assert (fault.code, fault.sheet) == ("archive_bomb", "xl/workbook.xml")
        assert fault.params["ratio"] > HIGHEST_RATIO and monotonic() - began < 1

    def test_a_bomb_is_told_once(self) -> None:
        with pytest.raises(Unreadable) as refusal:
            open_archive(archive({"xl/workbook.xml": bytes(220_000_000)}))
        assert [fault.code for fault in refusal.value.faults] == ["archive_bomb"]

    def test_a_header_that_lies_gives_no_more_than_it_says(self) -> None:
        data = bytearray(archive({"a.yaml": bytes(1_000_000)}))
        lie = (1000).to_bytes(4, "little")
        true = (1_000_000).to_bytes(4, "little")
        assert data.count(true) == 2
        honest = bytes(data).replace(true, lie)
        assert refused(honest).code == "archive_damaged"

    def test_many_large_members_are_refused_by_their_sum(self) -> None:
        part = zlib.compress(bytes(range(256)) * 4)
        members = {f"{n}.yaml": part * 30_000 for n in range(3)}
        data = archive(members, method=zipfile.ZIP_DEFLATED)
        assert sum(map(len, members.values())) > 1_000_000
        with pytest.raises(Unreadable) as refusal:
            open_archive(archive({f"{n}.yaml": bytes(190_000) for n in range(450)}))
        assert refusal.value.faults[0].code == "archive_too_many"
        assert data

    @pytest.mark.parametrize(
        "name", ["../a.yaml", "/etc/a.yaml", "a/../../b.yaml", "C:\\a.yaml", "..\\a.yaml"]
    )
    def test_a_name_that_leaves_its_folder_is_refused(self, name: str) -> None:
        assert refused(archive({name: b"code: A-1"})).code == "archive_name"

    def test_a_method_that_nobody_needs_is_refused(self) -> None:
        assert refused(archive({"a.yaml": b"code: A-1"}, method=zipfile.ZIP_LZMA)).code == "archive_encrypted"

    def test_a_damaged_archive_is_refused(self) -> None:
        data = workbook.dump(ITEMS[:1])
        for broken in (
            data[:200],
            data[:-40],
            data[: len(data) // 2] + bytes(2000) + data[len(data) // 2 + 2000 :],
        ):
            assert refused(broken, "xlsx").code in ("not_an_archive", "archive_damaged", "not_a_workbook")

    def test_a_file_beyond_the_limit_is_refused(self) -> None:
        assert refused(b"a" * 10_000_001).code == "too_large"


class TestTables:
    def altered(self, name: str, change: Callable[[bytes], bytes]) -> bytes:
        parts = members(tables.dump(ITEMS[:2], at=now(), bom=False))
        parts[name] = change(parts[name])
        return archive(parts)

    def test_another_encoding_is_refused_by_table_and_line(self) -> None:
        data = self.altered("up_task_general_basic.csv", lambda text: text.decode().encode("gbk", "replace"))
        fault = refused(data)
        assert (fault.code, fault.sheet, fault.params["guess"]) == (
            "not_utf8",
            "up_task_general_basic",
            "GBK",
        )
        assert fault.row == 2

    def test_a_hundred_thousand_rows_are_refused_by_their_line(self) -> None:
        line = b"g,t,I,,,,c,m,1,1,1,10,s,1,,a,,f,,\r\n"
        data = self.altered("up_task_general_material.csv", lambda text: text + line * 100_000)
        fault = refused(data)
        assert fault.code in ("too_many_rows", "archive_bomb")

    def test_a_row_with_too_few_or_too_many_values_is_told(self) -> None:
        data = self.altered(
            "up_task_general_fee_project.csv", lambda text: text + b"a,b\r\n" + b"," * 60 + b"\r\n"
        )
        told = [(fault.code, fault.sheet, fault.row) for fault in parse_file(data).faults]
        assert told == [
            ("row_width", "up_task_general_fee_project", 2),
            ("row_width", "up_task_general_fee_project", 3),
        ]

    def test_a_code_that_the_standard_does_not_have_is_told_by_its_column(self) -> None:
        data = self.altered(
            "up_task_general_material.csv", lambda text: re.sub(rb",(10|20|99),", b",77,", text, count=1)
        )
        fault = parse_file(data).faults[0]
        assert (fault.code, fault.column, fault.row) == ("no_such_code", "source_type", 2)

    def test_a_broken_reference_is_told(self) -> None:
        def change(text: bytes) -> bytes:
            guid = tables._guid(ITEMS[0])
            return text.replace(guid.encode(), b"00000000-0000-0000-0000-000000000000")

        told = {
            fault.code for fault in parse_file(self.altered("up_task_general_material.csv", change)).faults
        }
        assert told == {"item_unknown"}

    def test_an_unclosed_quote_is_refused(self) -> None:
        data = self.altered("up_task_general_questions.csv", lambda text: text + b'a,"b')
        assert refused(data).code == "csv_damaged"

    def test_a_deletion_is_not_taken(self) -> None:
        data = self.altered("up_task_general_basic.csv", lambda text: text.replace(b",I,", b",D,", 1))
        assert "operation_refused" in {fault.code for fault in parse_file(data).faults}


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001", "MZ-001"])


def account(name: str) -> Staff:
    return assignments_of(Account.objects.get(username=name).id)[0]


def run(data: bytes, actor: Staff | System | None = None, kind: str = "") -> ImportJob:
    asked = actor or System("operator")
    return run_import(start_import(asked, data, kind, idempotency_key=uuid4().hex, at_once=True))


@pytest.mark.usefixtures("county")
class TestJob:
    def nothing(self) -> tuple[int, int, int]:
        return (
            CatalogueDraft.objects.count(),
            LayerVersion.objects.count(),
            LedgerEntry.objects.filter(kind__startswith="catalogue").count(),
        )

    @pytest.mark.parametrize(
        ("made", "code"),  # made when it is asked for, not whenever checks are collected
        [
            (lambda: b"code: A-1\nname: {zh: \xe4", "not_utf8"),
            (lambda: workbook.dump([*ITEMS[:20], {**ITEMS[20], "code": "坏 代码"}]), "pattern"),
            (lambda: workbook.dump([*ITEMS[:20], {**ITEMS[20], "visits": 99}]), "maximum"),
            (lambda: many_rows(30_000), "too_many_rows"),
            (lambda: many_rows(3), "item_unknown"),
        ],
        ids=["latin-1", "last item's code", "last item's number", "rows", "broken reference"],
    )
    def test_one_fault_anywhere_and_nothing_is_loaded(self, made: Callable[[], bytes], code: str) -> None:
        before = self.nothing()
        job = run(made(), account("editor"))
        assert (job.state, job.drafts, job.file) == ("refused", [], None)
        assert job.fault_count and code in {fault["code"] for fault in job.faults}
        assert self.nothing() == before

    def test_five_hundred_faults_are_kept_and_all_are_counted(self) -> None:
        job = run(many_rows(700))
        assert (job.fault_count, len(job.faults)) == (700, 500)
        assert len(import_job(System("operator"), job.id).faults) == 500

    def test_a_sound_file_becomes_drafts_with_one_event(self) -> None:
        changed = [{**item, "visits": item["visits"]} for item in ITEMS[:3]]
        job = run(workbook.dump(changed), account("editor"))
        assert job.state == "done", job.faults
        drafts = CatalogueDraft.objects.filter(id__in=job.drafts)
        assert {draft.item_code for draft in drafts} == {item["code"] for item in changed}
        assert {draft.author_id for draft in drafts} == {account("editor").assignment_id}
        assert [event.type for event in events("catalogue_import", str(job.id))] == ["catalogue_imported"]
        view = import_job(account("editor"), job.id)
        assert view.ended and view.items_checked == view.items_found == 3 and view.rows_read > 50

    def test_what_says_nothing_new_makes_no_draft(self) -> None:
        same = [item for item in ITEMS if item["code"] == "SB-001"]
        assert run(workbook.dump(same)).drafts == []

    def test_a_layer_that_is_being_written_is_not_written_over(self) -> None:
        new = [{**ITEMS[0], "visits": 1, "visits_reason": {"zh": "领证", "en": "to collect"}}]
        assert run(workbook.dump(new)).state == "done"
        again = run(workbook.dump(new))
        assert (again.state, [fault["code"] for fault in again.faults]) == ("refused", ["draft_open"])

    def test_an_item_that_the_file_leaves_as_it_is_may_be_in_somebodys_hands(self) -> None:
        same = next(item for item in ITEMS if item["code"] == "SB-001")
        start_draft(account("editor"), "SB-001", idempotency_key="mine")
        new = {**ITEMS[0], "visits": 1, "visits_reason": {"zh": "领证", "en": "to collect"}}
        job = run(workbook.dump([same, new]))
        assert job.state == "done", job.faults
        assert len(job.drafts) == 1

    def test_it_can_be_stopped_until_it_is_loaded(self) -> None:
        job_id = start_import(account("editor"), workbook.dump(ITEMS[:2]), idempotency_key="a", at_once=True)
        before = self.nothing()
        stopped = []

        def stop(job: ImportJob) -> None:
            if job.state == "checking" and not stopped:
                stopped.append(cancel_import(account("editor"), job.id))

        assert run_import(job_id, stop).state == "cancelled"
        assert stopped == [True] and self.nothing() == before
        assert run_import(job_id).state == "cancelled"
        assert not cancel_import(account("editor"), job_id)

    def test_progress_is_told_on_the_way(self) -> None:
        states: list[tuple[str, int, int]] = []
        job_id = start_import(account("editor"), workbook.dump(ITEMS), idempotency_key="a", at_once=True)
        run_import(job_id, lambda job: states.append((job.state, job.rows_read, job.items_checked)))
        assert list(dict.fromkeys(state for state, _, _ in states)) == [
            "reading",
            "checking",
            "loading",
            "done",
        ]
        assert any(state == "reading" and rows for state, rows, _ in states)
        assert any(state == "checking" and 0 < checked < len(ITEMS) for state, _, checked in states)

    def test_the_same_request_is_one_job(self) -> None:
        asked = {"idempotency_key": "once", "at_once": True}
        first = start_import(account("editor"), b"code: A-1", **asked)
        assert start_import(account("editor"), b"code: A-1", **asked) == first
        assert len(import_jobs(account("editor"))) == 1

    def test_the_worker_runs_it_and_once_more_does_no_harm(self) -> None:
        job_id = start_import(account("editor"), workbook.dump(ITEMS[:2]), idempotency_key="worker")
        job = ImportJob.objects.get(id=job_id)
        assert (job.state, bytes(job.file or b"")[:2]) == ("waiting", b"PK")
        run_effects(job.command_id)
        drafts = list(CatalogueDraft.objects.values_list("id", flat=True))
        assert len(drafts) == 2 and import_job(account("editor"), job_id).state == "done"
        run_effects(job.command_id)
        assert list(CatalogueDraft.objects.values_list("id", flat=True)) == drafts

    def test_what_a_killed_worker_left_is_begun_again(self) -> None:
        job_id = start_import(account("editor"), workbook.dump(ITEMS[:2]), idempotency_key="a", at_once=True)
        ImportJob.objects.filter(id=job_id).update(state="checking", rows_read=40, items_checked=1)
        assert run_import(job_id).state == "done"

    def test_only_the_countys_editors_import_and_look(self) -> None:
        job = run(b"code: A-1")
        for actor in (account("clerk"), account("editor-sl"), account("approver"), Public()):
            for ask in (
                lambda actor: start_import(actor, b"code: A-1", idempotency_key="x"),
                lambda actor: import_job(actor, job.id),
                lambda actor: cancel_import(actor, job.id),
                lambda actor: cancel_import(actor, uuid4()),
                import_jobs,
            ):
                with pytest.raises(NotAuthorized):
                    ask(actor)
        with pytest.raises(NotFound):
            import_job(account("editor"), uuid4())

    def test_publishing_at_once_is_for_the_set_up_alone(self) -> None:
        with pytest.raises(NotAuthorized):
            publish_contents(
                account("editor-2"), ITEMS[:1], effective_from=now().date(), reason="试", idempotency_key="p"
            )

    def test_an_empty_or_too_large_file_is_refused_at_once(self) -> None:
        for data in (b"", b"a" * 10_000_001):
            with pytest.raises(InputFaults):
                start_import(account("editor"), data, idempotency_key="x")
