"""A correction reaches what runs, and stands beside what is concluded, whose record keeps what was decided."""

import pytest
from tests.cases.privacy_desk import URL, appointed, asked_at_counter, desk, key

from tongban.cases.models import Case
from tongban.cases.privacy.commands import correct_value
from tongban.cases.queries import case_for
from tongban.kernel import ledger
from tongban.kernel.errors import InputFaults, Refusal
from tongban.kernel.verify import verify
from tongban.site.scenario import ANSWERS, Scenario, staff

pytestmark = pytest.mark.django_db
RIGHT = "许旺村五组3号"


@pytest.fixture(autouse=True)
def administrators(county: None) -> None:
    appointed()


def corrected(matter: Scenario, field: str, right: str, wrong: str = "") -> int:
    taken = asked_at_counter(matter, "correction", field=field, wrong=wrong, right=right)
    return correct_value(desk(), taken.number, url=URL, idempotency_key=key())


def address_of(matter: Scenario) -> str:
    view = case_for(staff("clerk"), matter.number)
    return next(str(answer.value) for answer in view.answers if answer.code == "address")


def test_an_address_is_put_right_where_the_matter_runs() -> None:
    matter = Scenario(serial=4711)
    matter.accepted()
    before = address_of(matter)
    assert corrected(matter, "answers.address", RIGHT, ANSWERS["address"]) == 1
    view = case_for(staff("clerk"), matter.number)
    assert view.notes == () and address_of(matter) != before
    assert verify().holds


def test_beside_a_concluded_matter_it_is_noted_and_the_record_stays() -> None:
    matter = Scenario(serial=4711)
    matter.decided()
    content = bytes(Case.objects.get(number=matter.number).content)
    assert corrected(matter, "answers.address", RIGHT, ANSWERS["address"]) == 0
    case = Case.objects.get(number=matter.number)
    assert bytes(case.content) == content
    (note,) = case_for(staff("clerk"), matter.number).notes
    assert (note.field, note.right) == ("answers.address", RIGHT) and note.label is not None
    event = ledger.read("case", str(case.id))[-1]
    assert event.type == "correction_noted" and RIGHT not in repr(event)
    assert verify().holds


def test_a_name_is_put_right_in_the_person_and_noted_beside_what_was_decided() -> None:
    matter = Scenario(serial=4711)
    matter.decided()
    corrected(matter, "applicant.name", "欧阳改名")
    view = case_for(staff("clerk"), matter.number)
    assert view.applicant.name == matter.applicant.name
    assert [note.right for note in view.notes] == ["欧阳改名"]


def test_what_does_not_stand_there_is_not_corrected_and_a_wrong_account_is_refused() -> None:
    matter = Scenario(serial=4711)
    matter.accepted()
    with pytest.raises(Refusal, match="privacy_nothing_to_correct"):
        corrected(matter, "answers.address", RIGHT, "从来没写过的地方")
    with pytest.raises(InputFaults):
        corrected(matter, "answers.bank_account", "12a", "6228480000000000000")
    with pytest.raises(InputFaults):  # which of the addresses?
        corrected(matter, "answers.address", RIGHT)
