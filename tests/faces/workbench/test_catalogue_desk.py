"""The catalogue's desk over HTTP: write, be told what is wrong, hand in, a second person approves; files in and out."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.faces.workbench.test_catalogue_form import Inputs
from tests.signing_in import sign_in

from tongban.catalogue.commands import run_import
from tongban.catalogue.models import CatalogueDraft, ImportJob, LayerVersion
from tongban.kernel import time
from tongban.site.demo.county import PASSWORD

Desk = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def begun(client: Client, code: str = "SB-001", division: str = "640000") -> str:
    answer = client.post(
        "/work/catalogue/start/", {"item": code, "division": division, "idempotency_key": f"{code}{division}"}
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).rstrip("/")


def fields(client: Client, address: str) -> dict[str, Any]:
    """What the browser would send of the page's form."""
    page = client.get(address).content.decode()
    parser = Inputs()
    form = re.search(r'<form id="ed-form".*?</form>', page, re.S)
    assert form, page[:500]
    parser.feed(form.group(0))
    sent: dict[str, Any] = {name: parser.sent.getlist(name) for name in parser.sent}
    version = re.search(r'id="ed-version" name="version" value="(\d+)"', page)
    assert version
    return {**sent, "version": version.group(1)}


def hand_in(client: Client, draft: str, reason: str = "改短承诺时限") -> Any:
    page = client.get(f"{draft}/hand-in/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert version and key
    starts = (time.today() + timedelta(days=7)).isoformat()
    sent = {
        "version": version.group(1),
        "idempotency_key": key.group(1),
        "effective_from": starts,
        "reason": reason,
    }
    return client.post(f"{draft}/hand-in/", sent)


def test_from_the_list_to_a_version_in_force(desk: Desk) -> None:
    editor, second = desk("editor"), desk("editor-2")
    assert "SB-001" in editor.get("/work/catalogue/").content.decode()
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/limits/")
    sent["limits.promised.days"] = ["2"]
    assert editor.post(f"{draft}/parts/limits/", sent).status_code == 302
    assert hand_in(editor, draft).status_code == 302
    page = second.get(f"{draft}/look/").content.decode()
    assert "<del>3</del> → <ins>2</ins>" in page
    version = CatalogueDraft.objects.get().version
    approved = second.post(
        f"{draft}/look/", {"do": "approve", "version": version, "idempotency_key": "approve-once"}
    )
    assert approved.status_code == 302
    assert LayerVersion.objects.filter(item__code="SB-001", division_code="640000").count() == 2


def test_the_author_finds_no_button_to_approve(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/limits/")
    sent["limits.promised.days"] = ["2"]
    editor.post(f"{draft}/parts/limits/", sent)
    hand_in(editor, draft)
    assert 'value="approve"' not in editor.get(f"{draft}/look/").content.decode()
    refused = editor.post(f"{draft}/look/", {"do": "approve", "version": 3, "idempotency_key": "x"})
    assert refused.status_code == 403


def test_what_is_wrong_is_told_beside_its_field_and_kept(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/limits/")
    sent["limits.promised.days"] = ["50"]
    editor.post(f"{draft}/parts/limits/", sent)
    page = editor.get(f"{draft}/parts/limits/").content.decode()
    assert "承诺时限比法定时限长" in page
    assert 'value="50"' in page
    assert hand_in(editor, draft).status_code == 422
    assert "承诺时限比法定时限长" in editor.get(f"{draft}/hand-in/").content.decode()


def test_saving_by_itself_answers_the_next_version(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/faq/")
    first = editor.post(f"{draft}/parts/faq/", sent, headers={"HX-Request": "true"})
    assert first["HX-Trigger"] == "draft-saved"
    assert f'value="{int(sent["version"]) + 1}"' in first.content.decode()
    stale = editor.post(f"{draft}/parts/faq/", sent)
    assert stale.status_code == 409
    assert "别处又保存过" in stale.content.decode()


def test_a_townships_change_must_say_why_and_on_what_basis(desk: Desk) -> None:
    editor = desk("editor-sl")
    draft = begun(editor, division="640121200000")
    sent = fields(editor, f"{draft}/parts/limits/")
    sent["limits.promised.days"] = ["6"]
    editor.post(f"{draft}/parts/limits/", sent)
    page = editor.get(f"{draft}/changes/").content.decode()
    assert "这一改对群众更不利" in page
    stated = fields(editor, f"{draft}/changes/")
    number = next(
        number
        for number, change in enumerate(CatalogueDraft.objects.get().content["changes"])
        if change["at"] == "limits.promised.days"
    )
    stated |= {f"{number}.why.zh": "人手不够", f"{number}.why.en": "Too few hands"}
    stated |= {
        f"{number}.law.zh": "《乡规定》（演示）",
        f"{number}.law.en": "A rule",
        f"{number}.article": "第一条",
    }
    stated |= {f"{number}.duty.zh": "六天", f"{number}.duty.en": "Six days"}
    editor.post(f"{draft}/changes/", stated)
    assert "没有要改的地方" in editor.get(f"{draft}/changes/").content.decode()
    assert hand_in(editor, draft, "人手不够，改长一天").status_code == 302


def test_the_phone_beside_shows_what_was_typed(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/about/")
    sent["summary.zh"] = ["一句新的说明"]
    editor.post(f"{draft}/parts/about/", sent)
    assert "一句新的说明" in editor.get(f"{draft}/preview/").content.decode()
    questions = editor.get(f"{draft}/preview/form/").content.decode()
    assert "第 1 题" in questions
    assert "一句新的说明" not in Client().get("/items/SB-001/").content.decode()


def test_a_new_item_is_shown_while_it_is_still_half_written(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor, "ZZ-001")
    for part in (
        "about",
        "finding",
        "basis",
        "form",
        "materials",
        "steps",
        "limits",
        "effects",
        "places",
        "fees",
    ):
        assert editor.get(f"{draft}/parts/{part}/").status_code == 200, part
    for added in ("add:questions", "add:materials", "add:steps", "add:fees"):
        key = added.partition(":")[2]
        part = {"questions": "form", "steps": "steps", "fees": "fees"}.get(key, "materials")
        sent = fields(editor, f"{draft}/parts/{part}/")
        assert editor.post(f"{draft}/parts/{part}/", {**sent, "op": added}).status_code == 302
    assert editor.get(f"{draft}/preview/").status_code == 200
    assert editor.get(f"{draft}/preview/form/").status_code == 200


@pytest.mark.parametrize("username", ["clerk", "assister", "approver", "county"])
def test_others_have_no_business_here(desk: Desk, username: str) -> None:
    draft = begun(desk("editor"))
    other = desk(username)
    assert other.get("/work/catalogue/").status_code == 403
    assert other.get(f"{draft}/preview/").status_code in (403, 404)
    assert "事项目录" not in other.get("/work/").content.decode()


def test_what_is_given_out_comes_back_without_a_change(desk: Desk) -> None:
    editor = desk("editor")
    for kind in ("xlsx", "tables"):
        file = editor.get(f"/work/catalogue/export/?format={kind}")
        assert file.status_code == 200
        upload = SimpleUploadedFile(f"catalogue.{kind}", file.content)
        answer = editor.post("/work/catalogue/import/", {"file": upload, "idempotency_key": f"in-{kind}"})
        assert answer.status_code == 302, answer.content.decode()
        job = UUID(str(answer["Location"]).rstrip("/").rsplit("/", 1)[1])
        run_import(job)
        page = editor.get(str(answer["Location"])).content.decode()
        assert "文件里的内容和现在用的一样" in page
    packed = editor.get("/work/catalogue/export/?format=yaml").content
    assert "SB-001.yaml" in zipfile.ZipFile(io.BytesIO(packed)).namelist()


def test_a_file_with_a_fault_is_refused_whole_with_its_place(desk: Desk) -> None:
    editor = desk("editor")
    packed = zipfile.ZipFile(io.BytesIO(editor.get("/work/catalogue/export/?format=yaml").content))
    text = packed.read("SB-001.yaml").decode().replace("days: 3", "days: 300", 1)
    upload = SimpleUploadedFile("坏的.yaml", text.encode())
    answer = editor.post("/work/catalogue/import/", {"file": upload, "idempotency_key": "bad"})
    waiting = editor.get(str(answer["Location"])).content.decode()
    assert "hx-get" in waiting
    run_import(ImportJob.objects.get().id)
    page = editor.get(str(answer["Location"])).content.decode()
    assert "一处也没有导入" in page
    assert not CatalogueDraft.objects.exists()


def test_no_file_is_told(desk: Desk) -> None:
    answer = desk("editor").post("/work/catalogue/import/", {"idempotency_key": "none"})
    assert answer.status_code == 422


def test_what_is_typed_survives_a_sign_in(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/limits/")
    sent["limits.promised.days"] = ["2"]
    gone = Client()
    quiet = gone.post(f"{draft}/parts/limits/", sent, headers={"HX-Request": "true", "X-Autosave": "true"})
    assert (quiet.status_code, quiet.get("HX-Redirect")) == (401, None)  # the page stays as it is
    door = gone.post(f"{draft}/parts/limits/", sent)
    assert door.status_code == 403
    kept = re.search(r'name="kept" value="([^"]+)"', door.content.decode())
    assert kept
    back = gone.post("/work/sign-in/", {"username": "editor", "password": PASSWORD, "kept": kept.group(1)})
    page = gone.get(str(back["Location"])).content.decode()
    assert "已经放回来了" in page
    assert re.search(r'name="limits.promised.days" value="2"', page)


def test_a_colleague_at_the_same_screen_does_not_get_what_was_typed(desk: Desk) -> None:
    editor = desk("editor")
    draft = begun(editor)
    sent = fields(editor, f"{draft}/parts/limits/")
    sent["limits.promised.days"] = ["2"]
    gone = Client()
    kept = re.search(
        r'name="kept" value="([^"]+)"', gone.post(f"{draft}/parts/limits/", sent).content.decode()
    )
    assert kept
    back = sign_in(gone, "editor-2", kept=kept.group(1))
    assert "已经放回来了" not in gone.get(str(back["Location"])).content.decode()
