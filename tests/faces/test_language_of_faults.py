"""A reader of English meets no Chinese where something went wrong either."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from tests.faces.english_pages import Reader, left_in_chinese

from tongban.cases.queries import case_for
from tongban.faces.common import errors
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import Scenario, person, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db: None) -> Iterator[None]:
    demo.load(items=["SB-001"])
    with translation.override("zh-hans"):  # a request leaves its language behind in the thread
        yield


@pytest.fixture
def clerk() -> Reader:
    reader = Reader(person(1).name)
    reader.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD})
    return reader


def test_a_failure_of_the_program(rf) -> None:
    with translation.override("en"):
        page = errors.server_error(rf.get("/"))
    assert page.status_code == 500
    assert left_in_chinese(page, set()) == []


def test_a_form_from_before_a_sign_in() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["tongban_language"] = "en"
    for headers in ({}, {"Sec-Fetch-Site": "same-origin"}):
        page = client.post("/sign-in/", {"phone": "1"}, headers=headers)
        assert page.status_code == 403
        assert "has expired" in page.content.decode()
        reader = Reader()
        assert left_in_chinese(page, reader.data) == []


def test_a_session_that_ran_out_at_the_desk() -> None:
    reader = Reader()
    address = "/work/cases/NONE/acts/accept/"
    reader.post(address, {"expected_version": "1"}, 403)
    frame = reader.client.get("/work/cases/NONE/preview/accept/", headers={"Sec-Fetch-Dest": "iframe"})
    reader.read(frame, "frame", (403,))


def test_an_intake_that_is_gone(clerk: Reader) -> None:
    clerk.get("/work/intake/no-such-token/", 404, 410)


def test_a_case_that_somebody_else_was_quicker_with(clerk: Reader) -> None:
    matter = Scenario(serial=1)
    matter.submitted()
    version = case_for(staff("clerk"), matter.number).version
    matter.accepted()
    sent = {"expected_version": str(version), "idempotency_key": "late", "reason": "x" * 12, "basis": "y"}
    page = clerk.post(f"/work/cases/{matter.number}/acts/withdraw/", sent, 422)
    assert "already did “Accepted”" in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_masked_number_and_what_it_takes_to_see_it(clerk: Reader, headers: dict[str, str]) -> None:
    matter = Scenario(serial=1)
    matter.submitted()
    address = f"/work/cases/{matter.number}/unmask/"
    for reason in ("", "to call back"):  # without a reason the page says what is missing
        sent = {"field": "applicant.number", "unmask_reason": reason}
        page = clerk.read(clerk.client.post(address, sent, headers=headers), address, (200,))
        assert (matter.applicant.number in page.content.decode()) is bool(reason)


def test_a_fault_in_a_part_of_a_page(clerk: Reader) -> None:
    page = clerk.client.get("/work/cases/NONE/", headers={"HX-Request": "true"})
    clerk.read(page, "part", (404,))
