"""A form that is sent again changes nothing again, and its key is good for no other form."""

import pytest
from django.test import Client
from tests.signing_in import sign_in

from tongban.cases.models import Case
from tongban.kernel.models import LedgerEntry
from tongban.site import demo
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter() -> Scenario:
    demo.load(items=["SB-001"])
    matter = Scenario(serial=3)
    matter.submitted()
    return matter


def acceptance(matter: Scenario, key: str) -> dict[str, str]:
    verdicts = {f"verdict.{code}": "ok" for code in ("identity_card", "household_register", "enrolment_form")}
    version = Case.objects.values_list("version", flat=True).get(number=matter.number)
    return {**verdicts, "expected_version": str(version), "idempotency_key": key}


def test_the_same_form_again_is_one_act(matter: Scenario) -> None:
    clerk = Client()
    sign_in(clerk, "clerk")
    form = acceptance(matter, "replayed-1")
    address = f"/work/cases/{matter.number}/acts/accept/"
    assert clerk.post(address, form).status_code == 302
    entries = LedgerEntry.objects.count()
    for _ in range(3):
        assert clerk.post(address, form).status_code in (302, 409)
    assert LedgerEntry.objects.count() == entries


def test_a_key_is_good_for_one_form_only(matter: Scenario) -> None:
    clerk = Client()
    sign_in(clerk, "clerk")
    assert (
        clerk.post(f"/work/cases/{matter.number}/acts/accept/", acceptance(matter, "replayed-2")).status_code
        == 302
    )
    other = Scenario(serial=4)
    other.submitted()
    answer = clerk.post(f"/work/cases/{other.number}/acts/accept/", acceptance(other, "replayed-2"))
    assert answer.status_code in (409, 422)
    assert Case.objects.get(number=other.number).status == "submitted"
    fresh = acceptance(other, "replayed-4")
    answer = clerk.post(f"/work/cases/{other.number}/acts/accept/", fresh)
    assert answer.status_code == 302, "with a key of its own the very same form is taken"


def test_somebody_elses_form_does_nothing_in_another_session(matter: Scenario) -> None:
    form = acceptance(matter, "replayed-3")
    reviewer = Client()
    sign_in(reviewer, "reviewer")
    assert reviewer.post(f"/work/cases/{matter.number}/acts/accept/", form).status_code in (
        403,
        404,
        409,
        422,
    )
    assert Client().post(f"/work/cases/{matter.number}/acts/accept/", form).status_code == 403
    assert Case.objects.get(number=matter.number).status == "submitted"
