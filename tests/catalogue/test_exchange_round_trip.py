"""Through the database and every kind of file and back: the shipped catalogue comes out byte by byte."""

import copy
import csv
import io
import zipfile
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import uuid4

import pytest

from tongban.catalogue.commands import (
    approve_draft,
    publish_contents,
    run_import,
    start_import,
    submit_draft,
)
from tongban.catalogue.exchange import tables, yaml_files
from tongban.catalogue.exchange.table_columns import Implementer, implementation_code
from tongban.catalogue.models import CatalogueDraft, ImportJob
from tongban.catalogue.queries import (
    export_overrides,
    export_tables,
    export_workbook,
    export_yaml,
    import_job,
)
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Staff, System
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.kernel.time import now
from tongban.kernel.verify import verify
from tongban.rules.identifiers.item import check_item_code
from tongban.site import demo

FOLDER = files("tongban") / "data/catalogue"
SHIPPED = {
    entry.name: entry.read_text(encoding="utf-8") for entry in FOLDER.iterdir() if entry.name[2:3] == "-"
}
CONTENTS = [yaml_files.load(text.encode()) for _, text in sorted(SHIPPED.items())]
OPERATOR = System("operator")


def account(name: str) -> Staff:
    return assignments_of(Account.objects.get(username=name).id)[0]


def different() -> list[dict[str, Any]]:
    """The same items, each saying something else."""
    return [{**copy.deepcopy(item), "summary": {"zh": "别的话", "en": "Something else"}} for item in CONTENTS]


def import_whole(data: bytes, kind: str) -> ImportJob:
    job = run_import(start_import(account("editor"), data, kind, idempotency_key=uuid4().hex, at_once=True))
    assert job.state == "done", job.faults[:5]
    return job


def bring_into_force(job: ImportJob, first_day: date) -> None:
    for draft in CatalogueDraft.objects.filter(id__in=job.drafts):
        keys = {"idempotency_key": uuid4().hex}
        version = submit_draft(
            account("editor"), draft.id, effective_from=first_day, reason="往返", expected_version=1, **keys
        )
        approve_draft(account("editor-2"), draft.id, expected_version=version, idempotency_key=uuid4().hex)


@pytest.mark.django_db
def test_yaml_database_workbook_database_tables_database_yaml_is_the_same() -> None:
    demo.load(items=[])
    publish = {"reason": "试", "idempotency_key": "first"}
    publish_contents(OPERATOR, CONTENTS, effective_from=date(2026, 1, 1), **publish)
    assert export_yaml(OPERATOR) == SHIPPED
    book, set_of_tables = export_workbook(OPERATOR), export_tables(OPERATOR)
    publish_contents(
        OPERATOR, different(), effective_from=date(2027, 1, 1), reason="试", idempotency_key="second"
    )
    changed = export_yaml(OPERATOR)
    assert all(changed[name] != text for name, text in SHIPPED.items())
    for kind, data, month in (("xlsx", book, 2), ("tables", set_of_tables, 4)):
        job = import_whole(data, kind)
        assert len(job.drafts) == len(CONTENTS) and job.missing == []
        bring_into_force(job, date(2027, month, 1))
        assert export_yaml(OPERATOR) == SHIPPED
        again = {"effective_from": date(2027, month + 1, 1), "reason": "试"}
        publish_contents(OPERATOR, different(), idempotency_key=f"again-{kind}", **again)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name in sorted(SHIPPED)[:6]:
            file.writestr(name, SHIPPED[name])
    bring_into_force(import_whole(archive.getvalue(), "yaml"), date(2027, 8, 1))
    told = export_yaml(OPERATOR, [name[:6] for name in sorted(SHIPPED)[:6]])
    assert told == {name: SHIPPED[name] for name in told}
    assert verify().holds


@pytest.mark.django_db
def test_what_places_say_comes_out_as_it_is_shipped(whole_county: None) -> None:
    for name, text in export_overrides(OPERATOR).items():
        shipped = yaml_files.load((FOLDER / name).read_bytes())
        told = yaml_files.load(text.encode())
        assert sorted(told, key=lambda one: one["item"]) == sorted(shipped, key=lambda one: one["item"]), name


@pytest.mark.django_db
def test_a_foreign_set_of_tables_becomes_drafts_that_say_what_is_missing() -> None:
    demo.load(items=[])
    job = import_whole(without_ours(tables.dump(CONTENTS[:2], at=now())), "tables")
    drafts = list(CatalogueDraft.objects.filter(id__in=job.drafts))
    assert {draft.item_code for draft in drafts} == {item["basic_code"] for item in CONTENTS[:2]}
    first = next(draft for draft in drafts if draft.item_code == CONTENTS[0]["basic_code"])
    assert first.content["name"]["zh"] == CONTENTS[0]["name"]["zh"]
    assert [m["name"]["zh"] for m in first.content["materials"]] == [
        m["name"]["zh"] for m in CONTENTS[0]["materials"]
    ]
    view = import_job(account("editor"), job.id)
    missing = {entry["path"] for entry in view.missing if entry["item"] == first.item_code}
    assert {"basis", "steps", "search", "position", "limits.intake_check"} <= missing
    assert not missing & {"name", "type_code", "conditions", "limits.promised"}
    with pytest.raises(InputFaults):
        submit_draft(
            account("editor"),
            first.id,
            effective_from=date(2027, 1, 1),
            reason="试",
            expected_version=1,
            idempotency_key="x",
        )


@pytest.mark.django_db
def test_only_editors_of_the_county_take_the_catalogue_out() -> None:
    demo.load(items=["SB-001"])
    for who in ("clerk", "editor-sl", "approver"):
        for export in (export_yaml, export_workbook, export_tables, export_overrides):
            with pytest.raises(NotAuthorized):
                export(account(who))
    with pytest.raises(InputFaults):
        export_yaml(account("editor"), ["XX-404"])
    assert list(export_yaml(account("editor"), ["SB-001"])) == ["SB-001.yaml"]


def without_ours(data: bytes) -> bytes:
    """A set of tables as another platform sends it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "tongban_content.csv":
                new.writestr(name, old.read(name))
    return out.getvalue()


def rows(data: bytes, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(f"{table}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestTables:
    def test_carry_the_standards_codes(self) -> None:
        item = next(content for content in CONTENTS if content["code"] == "SB-001")
        data = tables.dump([item], at=now())
        basic = rows(data, "up_task_general_basic")[0]
        wanted = {
            "task_type": "20",
            "catalog_code": item["basic_code"],
            "power_source": "5",
            "use_level": "5",
            "project_type": "2",
            "handle_type": "2,3,1,9",
            "server_type": "1",
            "promise_day": str(item["limits"]["promised"]["days"]),
            "promise_type": "1",
            "is_fee": "0",
            "task_state": "在用",
            "cd_operation": "I",
        }
        assert {name: basic[name] for name in wanted} == wanted
        material = rows(data, "up_task_general_material")[0]
        assert (material["is_need"], material["material_type"], material["material_format"]) == (
            "1",
            "1",
            "3",
        )
        assert material["task_row_guid"] == basic["row_guid"]

    def test_carry_the_implementation_code_where_the_authority_has_its_credit_code(self) -> None:
        item = CONTENTS[0]
        implementer = Implementer(credit_code="11640121MB1234567X", level="township")
        code = implementation_code(item, implementer)
        assert code == f"11640121MB1234567X5{item['basic_code']}" and len(code) == 31
        assert implementation_code(item, Implementer(level="township")) == ""
        assert check_item_code(item["basic_code"])

    def test_begin_with_a_mark_where_wanted(self) -> None:
        for bom in (True, False):
            data = tables.dump(CONTENTS[:1], at=now(), bom=bom)
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert all(
                    archive.read(name).startswith(b"\xef\xbb\xbf") is bom for name in archive.namelist()
                )
            assert tables.read(data).items[0].content == CONTENTS[0]

    def test_count_what_somebody_changed_in_them(self) -> None:
        data = tables.dump(CONTENTS[:1], at=now(), bom=False)
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                text = old.read(name).decode()
                if name == "up_task_general_material.csv":
                    text = text.replace(CONTENTS[0]["materials"][0]["name"]["zh"], "换了名称的材料")
                new.writestr(name, text)
        read = tables.read(out.getvalue()).items[0].content
        assert read["materials"][0]["name"]["zh"] == "换了名称的材料"
        assert read["materials"][0]["name"]["en"] == CONTENTS[0]["materials"][0]["name"]["en"]

    def test_lose_no_row_that_was_added_or_taken_out(self) -> None:
        data = tables.dump(CONTENTS[:1], at=now(), bom=False)
        parts = rows(data, "up_task_general_material")
        out, text = io.BytesIO(), io.StringIO(newline="")
        writer = csv.DictWriter(text, list(parts[0]))
        writer.writeheader()
        writer.writerows([*parts[1:], {**parts[0], "row_guid": "new", "material_name": "新材料"}])
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                changed = name == "up_task_general_material.csv"
                new.writestr(name, text.getvalue() if changed else old.read(name))
        names = [m["name"]["zh"] for m in tables.read(out.getvalue()).items[0].content["materials"]]
        assert names == [*(m["name"]["zh"] for m in CONTENTS[0]["materials"][1:]), "新材料"]
