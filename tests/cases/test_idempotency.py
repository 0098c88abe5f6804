"""The same key again: the same answer to those who may still have it, nothing done twice, nothing personal kept."""

from uuid import uuid4

import pytest
from django.db import connection

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.requests import Verdict
from tongban.directory.models import Position
from tongban.kernel.errors import InputFaults, KeyReused, NotFound
from tongban.kernel.models import LedgerEntry
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

VERDICTS = {code: Verdict("ok") for code in ("identity_card", "household_register", "enrolment_form")}


def accept(number: str, key: str, version: int = 1) -> object:
    return commands.accept(
        staff("clerk"), number, expected_version=version, idempotency_key=key, verdicts=VERDICTS
    )


def test_a_replay_answers_what_the_first_run_answered_even_after_later_acts() -> None:
    matter = Scenario()
    matter.submitted()
    first = accept(matter.number, "k")
    commands.give_opinion(
        staff("reviewer"),
        matter.number,
        expected_version=2,
        idempotency_key="o",
        step_code="township_review",
        agrees=True,
        opinion="同意",
    )
    entries = LedgerEntry.objects.count()
    again = accept(matter.number, "k")
    assert (again.number, again.version, again.paper_ids) == (first.number, first.version, first.paper_ids)
    assert (first.replayed, again.replayed) == (False, True)
    assert LedgerEntry.objects.count() == entries


def test_a_replayed_submission_has_the_number_of_the_first() -> None:
    matter = Scenario(channel="portal")
    first = commands.submit(matter.citizen, matter.application(), idempotency_key="k")
    again = commands.submit(matter.citizen, matter.application(), idempotency_key="k")
    assert (again.case_id, again.number, again.query_code) == (first.case_id, first.number, first.query_code)
    assert again.replayed
    assert Case.objects.count() == 1


def test_another_body_under_the_key_is_refused_and_so_is_another_act() -> None:
    matter = Scenario()
    matter.submitted()
    accept(matter.number, "k")
    with pytest.raises(KeyReused):
        accept(matter.number, "k", version=2)
    with pytest.raises(KeyReused):
        commands.withdraw(
            staff("clerk"), matter.number, expected_version=1, idempotency_key="k", reason="不办了"
        )


def test_who_lost_sight_of_the_case_is_not_answered_again() -> None:
    matter = Scenario()
    matter.submitted()
    accept(matter.number, "k")
    elsewhere = Position.objects.get(site__code="SL", code="civil_affairs")
    Case.objects.update(position_id=elsewhere.id)
    with pytest.raises(NotFound):
        accept(matter.number, "k")


def test_a_citizen_whose_contact_was_erased_is_not_told_the_number_again() -> None:
    matter = Scenario(channel="portal")
    commands.submit(matter.citizen, matter.application(), idempotency_key="k")
    Case.objects.update(contact_digest=None)
    with pytest.raises(NotFound):
        commands.submit(matter.citizen, matter.application(), idempotency_key="k")


@pytest.mark.parametrize("key", ["", "k" * 81, "a\0b"])
def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    with pytest.raises(InputFaults):
        commands.submit(staff("clerk"), Scenario().application(), idempotency_key=key)


def test_the_command_table_names_nobody() -> None:
    matter = Scenario(channel="portal", serial=77)
    matter.delivered()
    commands.unmask(staff("clerk"), matter.number, field="applicant.phone", reason=uuid4().hex)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM kernel_command c")
        told = "".join(row for (row,) in cursor.fetchall())
    person = matter.applicant
    assert matter.number in told  # a reference holds the case's number and ids
    assert not [secret for secret in (person.name, person.number, person.phone, "许旺村") if secret in told]
