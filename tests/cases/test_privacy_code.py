"""A request about one's own data, followed with the code of its receipt: the query itself asks for the proof."""

import pytest
from django.test import Client
from tests.cases.privacy_desk import appointed, asked_at_counter
from tests.faces.portal.test_privacy_portal import signed_in

from tongban.cases.privacy.queries import proof_of_code, status_with_code
from tongban.cases.query_code import query_code
from tongban.kernel.errors import NotFound
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(county: None) -> str:
    appointed()
    matter = Scenario(channel="portal", serial=4712)
    matter.submitted()
    return asked_at_counter(matter, "copy").number


def test_a_request_opens_with_the_proof_of_its_own_code_and_with_nothing_else(number: str) -> None:
    proof = proof_of_code(number.lower(), f" {query_code(number).lower()} ")
    assert status_with_code(number, proof).row.number == number
    for other in ("", number, query_code(number), proof[:-1] + ("0" if proof[-1] != "0" else "1"), "号"):
        with pytest.raises(NotFound):
            status_with_code(number, other)


def test_a_code_of_a_request_that_was_never_made_proves_nothing(number: str) -> None:
    never = number[:-1] + ("A" if number[-1] != "A" else "B")
    for typed, code in ((never, query_code(never)), (number, query_code(never)), (number, ""), ("x", "号")):
        with pytest.raises(NotFound):
            proof_of_code(typed, code)


def test_who_follows_anothers_request_with_its_code_is_offered_nothing_that_fails(number: str) -> None:
    other = Scenario(channel="portal", serial=4713)
    client, here = signed_in(other.applicant.phone), f"/my/data/{number}/"
    assert client.post(here, {"query_code": query_code(number)}).status_code == 302
    page = client.get(here).content.decode()
    assert number in page and f"{here}withdraw/" not in page and "撤回这份申请" not in page


def test_a_browser_names_the_code_once(number: str) -> None:
    client, here = Client(), f"/my/data/{number}/"
    assert client.post(here, {"query_code": "22222222"}).status_code == 422
    assert client.post(here, {"query_code": query_code(number)}).status_code == 302
    assert number in client.get(here).content.decode()
    assert "query_code" not in client.get(here).content.decode()
