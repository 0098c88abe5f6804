"""Promises, breaches and restoration as pages: done through them, and read by somebody who reads no Chinese."""

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest
from django.http import HttpResponse
from tests.cases.deemed import at
from tests.faces.english_pages import Reader
from tests.signing_in import CODE, code_of

from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import Case, CaseMaterial
from tongban.catalogue.queries import current
from tongban.kernel import time
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import frozen
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.demo.places import TOWNSHIP
from tongban.site.promised_matters import (
    KINSHIP,
    PICTURES,
    AskedMatter,
    award_without_pictures,
    pension_closed_on_promise,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("chinese_outside_requests")]


@pytest.fixture
def days(db: None) -> Iterator[ExitStack]:
    demo.load(items=["JS-002", "NJ-002", "SB-003"])
    with ExitStack() as moments:
        moments.enter_context(frozen(at(9, 1)))
        yield moments


def desk(username: str, *names: str) -> Reader:
    reader = Reader(*names)
    for code in ("JS-002", "NJ-002", "SB-003"):
        reader.data |= set(current(code, TOWNSHIP).definition.sample.answers.values())
    door = reader.post("/work/sign-in/", {"username": username, "password": PASSWORD})
    if door.status_code == 302 and door["Location"] == CODE:
        reader.post(CODE, {"code": code_of(username)})
    return reader


def acted(reader: Reader, matter: object, act: str, *statuses: int, **values: str) -> HttpResponse:
    version = Case.objects.get(number=matter.number).version
    once = {"expected_version": str(version), "idempotency_key": uuid4().hex}
    return reader.post(f"/work/cases/{matter.number}/acts/{act}/", {**once, **values}, *statuses)


def test_what_follows_later_is_chosen_at_the_intake_check_and_taken_in(days: ExitStack) -> None:
    matter = award_without_pictures()
    matter.submitted()
    clerk = desk("clerk-js", matter.applicant.name)
    page = clerk.get(f"/work/cases/{matter.number}/acts/accept/").content.decode()
    assert 'name="deferred" value="photographs"' in page and 'name="promise_signed"' in page
    signed = clerk.client.get(f"/work/cases/{matter.number}/promises/{PICTURES}.pdf")
    assert signed.content.startswith(b"%PDF-")
    verdicts = {
        f"verdict.{row.code}": "ok" if row.form else "missing"
        for row in CaseMaterial.objects.filter(case__number=matter.number)
    }
    acted(clerk, matter, "accept", 422, **verdicts, deferred=PICTURES)  # nobody signed
    acted(clerk, matter, "accept", 302, **verdicts, deferred=PICTURES, promise_signed="yes")
    assert (
        f"/work/cases/{matter.number}/acts/bring_deferred/"
        in clerk.get("/work/commitments/").content.decode()
    )
    clerk.get(f"/work/cases/{matter.number}/")
    acted(clerk, matter, "bring_deferred", 422, material=PICTURES)
    acted(clerk, matter, "bring_deferred", 302, material=PICTURES, form="paper_original")
    assert "acts/bring_deferred" not in clerk.get("/work/commitments/").content.decode()


def test_a_promise_is_checked_and_the_page_says_what_a_false_one_means(days: ExitStack) -> None:
    matter = pension_closed_on_promise(answers={"death_date": "2026-08-02"})
    matter.submitted()
    matter.accepted_with()
    reviewer = desk("reviewer", matter.applicant.name)
    reviewer.get("/work/commitments/")
    reviewer.get(f"/work/cases/{matter.number}/acts/check_commitment/")
    acted(reviewer, matter, "check_commitment", 422, material=KINSHIP, kept="no", note="no")
    found = "派出所的户籍底册上他们不是一家人，他本人也承认。"
    reviewer.data |= {found}
    acted(reviewer, matter, "check_commitment", 302, material=KINSHIP, kept="no", note=found)
    page = reviewer.get(f"/work/cases/{matter.number}/").content.decode()
    assert found in page and "found untrue" in page
    clerk = desk("clerk", matter.applicant.name)
    clerk.get("/work/commitments/")
    bring = clerk.get(f"/work/cases/{matter.number}/acts/bring_deferred/").content.decode()
    assert "bring the proof" in bring and f'value="{KINSHIP}"' in bring


def test_what_counts_as_withdrawn_is_restored_and_breaches_are_listed(days: ExitStack) -> None:
    matter, late = AskedMatter(), AskedMatter(serial=2)
    matter.submitted()
    matter.asked()
    late.submitted()
    days.enter_context(frozen(at(10, 12)))
    settle_overdue(time.now())
    clerk = desk("clerk-nj", matter.applicant.name, late.applicant.name)
    clerk.data |= {"图纸上没有标房子离公路边线有多少米"}
    clerk.get(f"/work/cases/{matter.number}/")
    clerk.get(f"/work/cases/{matter.number}/acts/restore/")
    acted(clerk, matter, "restore", 422)
    cause = {"cause": "申请人9月住院做手术，10月10日才出院回家", "proof": "出院证明", "proof_seen": "yes"}
    acted(clerk, matter, "restore", 302, **cause, bring_by="2026-10-26")
    assert Case.objects.get(number=matter.number).status == "awaiting_corrections"
    head = desk("approver", matter.applicant.name, late.applicant.name)
    assert late.number in head.get("/work/breaches/").content.decode()
    head.get(f"/work/cases/{late.number}/")
    taken = head.client.post("/work/breaches/export/", {"reason": "每月的碰头会", "format": "csv"})
    assert late.number.encode() in b"".join(taken.streaming_content)
    assert AccessEntry.objects.filter(kind="export").exists()
    head.post("/work/breaches/export/", {"reason": "", "format": "csv"}, 422)
    assert clerk.client.post("/work/breaches/export/", {"reason": "看看", "format": "csv"}).status_code == 403
