"""Periods of keeping over real cases: what is refused, what goes, what stays and until when."""

from datetime import UTC, date, datetime

import pytest
from tests.cases.privacy_desk import (
    LATER,
    appointed,
    asked,
    asked_at_counter,
    desk,
    erased_by_two,
    key,
    second,
)

from tongban.cases.commands.erasure import erase_applicant
from tongban.cases.models import Case, Draft
from tongban.cases.privacy.commands import propose_erasure, withdraw_request
from tongban.cases.privacy.queries import request_proof, request_view
from tongban.cases.queries import case_for
from tongban.catalogue.queries import current
from tongban.directory.commands import confirm_proposal, turn_down_proposal
from tongban.directory.models import Proposal
from tongban.kernel.actors import System
from tongban.kernel.errors import Erased, InputFaults, NotAuthorized, Refusal
from tongban.kernel.models import DataKey, LedgerEntry
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
OPERATOR = System("operator")
LAST_DAY = datetime(2126, 12, 31, 4, tzinfo=UTC)  # of what ended in 2026, kept a hundred years
NEXT_DAY = datetime(2127, 1, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people(county: None) -> None:
    appointed()


def ended_in(year: int, serial: int = 4711) -> Scenario:
    matter = Scenario(serial=serial)
    with frozen(datetime(year, 11, 20, 4, tzinfo=UTC)):
        matter.delivered()
    return matter


def wrapped(number: str) -> bool:
    return Case.objects.select_related("key").get(number=number).key.wrapped is not None


def test_the_pension_file_is_kept_a_hundred_years() -> None:
    assert current("SB-001").definition.retention == "100y"


def test_the_operator_waits_for_the_last_day_too() -> None:
    matter = ended_in(2026)
    with frozen(LAST_DAY), pytest.raises(Refusal, match="retention_not_over"):
        erase_applicant(OPERATOR, matter.number, reason="retention_ended", idempotency_key=key())
    assert wrapped(matter.number)
    with frozen(NEXT_DAY):
        assert erase_applicant(OPERATOR, matter.number, reason="retention_ended", idempotency_key=key()) == 1
    assert not wrapped(matter.number)


def test_the_operator_goes_past_the_period_only_with_a_named_ground_which_is_recorded() -> None:
    matter = ended_in(2026)
    for reason, ground in (("court_order", ""), ("court_order", "依法"), ("unlawful_processing", "x" * 121)):
        with pytest.raises(InputFaults):
            erase_applicant(
                OPERATOR, matter.number, reason=reason, legal_ground=ground, idempotency_key=key()
            )
    with pytest.raises(InputFaults):
        erase_applicant(OPERATOR, matter.number, reason="somebody_asked", idempotency_key=key())
    ground = "个人信息保护法第六十六条，（2026）示例决定1号"
    erase_applicant(
        OPERATOR, matter.number, reason="supervision_order", legal_ground=ground, idempotency_key=key()
    )
    assert ground.encode() in bytes(LedgerEntry.objects.get(kind="party").canonical)


def test_a_running_case_and_one_whose_period_runs_are_not_proposed() -> None:
    running = Scenario(serial=4711)
    running.submitted()
    ended = ended_in(2026, serial=42)
    for matter in (running, ended):
        number = asked_at_counter(matter, "erasure").number
        with pytest.raises(Refusal, match="privacy_nothing_to_erase"):
            propose_erasure(desk(), number, idempotency_key=key())
    (kept,) = request_view(desk(), number).cases
    assert kept.finding.retention.last_day == date(2126, 12, 31)


def test_what_is_over_goes_and_what_is_not_stays_readable() -> None:
    old, new = ended_in(2026), ended_in(2100)
    number = asked_at_counter(old, "erasure").number
    with frozen(NEXT_DAY):
        erased_by_two(number)
        assert not wrapped(old.number) and wrapped(new.number)
        with pytest.raises(Erased):
            case_for(staff("clerk"), old.number)
        assert case_for(staff("clerk"), new.number).applicant.name == new.applicant.name
        found = request_proof(number)
    assert (found.erased, found.person, found.tried, found.opened, found.kept) == (True, False, 1, 0, 1)
    assert verify().holds


def test_one_case_alone_can_be_asked_to_go() -> None:
    one, other = ended_in(2026), ended_in(2026)
    number = asked_at_counter(one, "erasure", scope=one.number).number
    with frozen(NEXT_DAY):
        erased_by_two(number)
    assert not wrapped(one.number) and wrapped(other.number)


def test_another_persons_case_that_was_named_does_not_go() -> None:
    mine, theirs = ended_in(2026), ended_in(2026, serial=42)
    number = asked_at_counter(mine, "erasure", scope=theirs.number).number
    with frozen(NEXT_DAY), pytest.raises(Refusal, match="privacy_nothing_to_erase"):
        propose_erasure(desk(), number, idempotency_key=key())
    assert wrapped(theirs.number)


def test_two_persons_erase_and_nobody_alone() -> None:
    matter = ended_in(2026)
    number = asked_at_counter(matter, "erasure").number
    with frozen(NEXT_DAY):
        proposal = propose_erasure(desk(), number, idempotency_key="once")
        assert propose_erasure(desk(), number, idempotency_key="once") == proposal
        with pytest.raises(Refusal, match="privacy_waits"):
            propose_erasure(desk(), number, idempotency_key=key())
        for actor in (desk(), staff("approver"), staff("clerk")):
            with pytest.raises(NotAuthorized):
                confirm_proposal(actor, proposal, idempotency_key=key())
        assert wrapped(matter.number)
        confirm_proposal(second(), proposal, idempotency_key=key())
        assert not wrapped(matter.number)


def test_a_no_of_the_second_person_gives_the_request_back_to_the_desk() -> None:
    matter = ended_in(2026)
    number = asked_at_counter(matter, "erasure").number
    with frozen(NEXT_DAY):
        proposal = propose_erasure(desk(), number, idempotency_key=key())
        assert request_view(desk(), number).row.state == "proposed"
        turn_down_proposal(second(), proposal, reason="还有一件没有核对", idempotency_key=key())
        assert request_view(desk(), number).row.state == "open"
        erased_by_two(number)
    assert not wrapped(matter.number)


def test_what_the_second_person_turned_down_can_be_taken_back() -> None:
    matter = ended_in(2026)
    number = asked_at_counter(matter, "erasure").number
    with frozen(NEXT_DAY):
        proposal = propose_erasure(desk(), number, idempotency_key=key())
        with pytest.raises(Refusal, match="privacy_waits"):
            withdraw_request(staff("clerk"), number, idempotency_key=key())
        turn_down_proposal(second(), proposal, reason="还有一件没有核对", idempotency_key=key())
        withdraw_request(staff("clerk"), number, idempotency_key=key())
        assert request_view(desk(), number).row.state == "withdrawn"


def test_the_second_person_is_told_what_goes_and_stays_and_nobodys_name() -> None:
    matter = ended_in(2026)
    number = asked_at_counter(matter, "erasure").number
    from tongban.directory.proposals import kind_of

    with frozen(NEXT_DAY):
        propose_erasure(desk(), number, idempotency_key=key())
        told = dict(kind_of("erase_person").told(Proposal.objects.get(kind="erase_person").payload))
    assert told == {"privacy_request": number, "cases_to_erase": matter.number, "cases_to_keep": "0"}


def test_the_period_counts_on_the_day_of_the_second_word() -> None:
    matter = ended_in(2026)
    number = asked_at_counter(matter, "erasure").number
    with frozen(NEXT_DAY):
        proposal = propose_erasure(desk(), number, idempotency_key=key())
    with frozen(LAST_DAY), pytest.raises(Refusal, match="privacy_nothing_to_erase"):
        confirm_proposal(second(), proposal, idempotency_key=key())
    assert wrapped(matter.number)


def test_a_phone_alone_erases_nothing() -> None:
    matter = ended_in(2026)
    number = asked(matter.citizen, "erasure").number
    with frozen(NEXT_DAY), pytest.raises(Refusal, match="privacy_identity_unseen"):
        propose_erasure(desk(), number, idempotency_key=key())


def test_nothing_is_kept_about_somebody_unknown() -> None:
    number = asked_at_counter(Scenario(serial=777), "erasure").number
    with pytest.raises(Refusal, match="privacy_nothing_to_erase"):
        propose_erasure(desk(), number, idempotency_key=key())


def test_the_keys_of_other_people_stay() -> None:
    gone, stays = ended_in(2026), ended_in(2026, serial=42)
    before = DataKey.objects.filter(wrapped__isnull=True).count()
    number = asked_at_counter(gone, "erasure").number
    with frozen(NEXT_DAY):
        erased_by_two(number)
        assert case_for(staff("clerk"), stays.number).applicant.name == stays.applicant.name
    # the person, the case, the request
    assert DataKey.objects.filter(wrapped__isnull=True).count() == before + 3
    assert not Draft.objects.exists()
    assert LATER > NEXT_DAY
