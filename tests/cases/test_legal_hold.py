"""Legal holds: one person places one, two lift it, and nobody erases what is held."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from tests.cases.privacy_desk import (
    LATER,
    URL,
    appointed,
    asked_at_counter,
    desk,
    erased_by_two,
    key,
    second,
)
from tests.cases.sample_files import picture

from tongban.cases.commands import correct_on_the_spot, unmask
from tongban.cases.commands.erasure import erase_applicant
from tongban.cases.models import Case, LegalHold
from tongban.cases.privacy.commands import (
    correct_value,
    place_hold,
    propose_erasure,
    propose_lifting,
)
from tongban.cases.privacy.queries import hold_since, holds_listed, request_view
from tongban.cases.queries import case_for, material_file
from tongban.cases.requests import MaterialInput
from tongban.directory.commands import confirm_proposal, turn_down_proposal
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import Blob, LedgerEntry
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site.scenario import ANSWERS, Scenario, staff

pytestmark = pytest.mark.django_db
WHY = "申请人提起行政诉讼，法院要求保全本案材料。"
OVER = "诉讼已经结束，判决已经生效。"


@pytest.fixture
def matter(county: None) -> Scenario:
    appointed()
    matter = Scenario(serial=4711)
    matter.delivered()
    return matter


def placed(matter: Scenario) -> int:
    return place_hold(desk(), matter.number, reason=WHY, idempotency_key=key())


def test_a_held_case_is_shown_to_staff_who_see_it_and_to_nobody_else(matter: Scenario) -> None:
    assert hold_since(staff("clerk"), matter.number) is None
    placed(matter)
    assert hold_since(staff("clerk"), matter.number) is not None
    assert hold_since(staff("clerk-mz"), matter.number) is None
    (hold,) = holds_listed(desk())
    assert (hold.number, hold.reason, hold.lifted_at) == (matter.number, WHY, None)


def test_the_reason_lies_sealed_and_the_ledger_has_no_word_of_it(matter: Scenario) -> None:
    hold = placed(matter)
    assert WHY.encode() not in bytes(LegalHold.objects.get(id=hold).reason or b"")
    event = LedgerEntry.objects.get(kind="hold")
    assert event.type == "hold_placed" and "诉讼".encode() not in bytes(event.canonical)
    assert verify().holds


def test_nobody_erases_what_is_held_though_its_period_is_over_or_an_order_is_named(matter: Scenario) -> None:
    placed(matter)
    number = asked_at_counter(matter, "erasure").number
    with frozen(LATER):
        with pytest.raises(Refusal, match="legal_hold"):
            erase_applicant(
                System("operator"), matter.number, reason="retention_ended", idempotency_key=key()
            )
        with pytest.raises(Refusal, match="legal_hold"):
            erase_applicant(
                System("operator"),
                matter.number,
                reason="court_order",
                legal_ground="民事裁定书第1号",
                idempotency_key=key(),
            )
        with pytest.raises(Refusal, match="privacy_nothing_to_erase"):
            propose_erasure(desk(), number, idempotency_key=key())
        (kept,) = request_view(desk(), number).cases
        assert [reason.code for reason in kept.finding.reasons][-2:] == ["over", "held"]


def test_a_hold_placed_between_the_two_words_stops_the_erasure(matter: Scenario) -> None:
    number = asked_at_counter(matter, "erasure").number
    with frozen(LATER):
        proposal = propose_erasure(desk(), number, idempotency_key=key())
        placed(matter)
        with pytest.raises(Refusal, match="privacy_nothing_to_erase"):
            confirm_proposal(second(), proposal, idempotency_key=key())
        assert Case.objects.select_related("key").get(number=matter.number).key.wrapped is not None


def test_two_persons_lift_a_hold(matter: Scenario) -> None:
    hold = placed(matter)
    proposal = propose_lifting(desk(), hold, reason=OVER, idempotency_key=key())
    assert holds_listed(desk())[0].waits
    with pytest.raises(NotAuthorized):
        confirm_proposal(desk(), proposal, idempotency_key=key())
    assert hold_since(staff("clerk"), matter.number) is not None
    confirm_proposal(second(), proposal, idempotency_key=key())
    assert hold_since(staff("clerk"), matter.number) is None
    assert LegalHold.objects.get(id=hold).lifted_by_id == second().assignment_id
    number = asked_at_counter(matter, "erasure").number
    with frozen(LATER):
        erased_by_two(number)
    assert verify().holds


def test_a_lifted_hold_is_not_lifted_again_and_a_new_one_can_be_placed(matter: Scenario) -> None:
    hold = placed(matter)
    confirm_proposal(
        second(), propose_lifting(desk(), hold, reason=OVER, idempotency_key=key()), idempotency_key=key()
    )
    with pytest.raises(Refusal, match="hold_lifted"):
        propose_lifting(desk(), hold, reason=OVER, idempotency_key=key())
    assert placed(matter) != hold


def test_turning_down_leaves_the_hold(matter: Scenario) -> None:
    hold = placed(matter)
    proposal = propose_lifting(desk(), hold, reason=OVER, idempotency_key=key())
    turn_down_proposal(second(), proposal, reason="判决还没有生效", idempotency_key=key())
    assert hold_since(staff("clerk"), matter.number) is not None
    assert not holds_listed(desk())[0].waits


def test_a_case_is_held_once(matter: Scenario) -> None:
    placed(matter)
    with pytest.raises(Refusal, match="already_held"):
        placed(matter)


@pytest.mark.parametrize("reason", ["", "不许删", "长" * 301])
def test_a_hold_needs_its_reason(matter: Scenario, reason: str) -> None:
    with pytest.raises(InputFaults):
        place_hold(desk(), matter.number, reason=reason, idempotency_key=key())


def test_only_the_desk_holds_and_lists(matter: Scenario) -> None:
    for actor in (staff("clerk"), staff("approver"), second(), matter.citizen, System("x")):
        with pytest.raises(NotAuthorized):
            place_hold(actor, matter.number, reason=WHY, idempotency_key=key())
        with pytest.raises(NotAuthorized):
            propose_lifting(actor, 1, reason=OVER, idempotency_key=key())
        with pytest.raises(NotAuthorized):
            holds_listed(actor)
    with pytest.raises(NotFound):
        propose_lifting(desk(), 424242, reason=OVER, idempotency_key=key())


def test_a_hold_outlives_the_day_its_period_ends(matter: Scenario) -> None:
    placed(matter)
    with frozen(LATER + timedelta(days=3650)), pytest.raises(Refusal, match="legal_hold"):
        erase_applicant(
            System("operator"), matter.number, reason="retention_ended", idempotency_key=uuid4().hex
        )


def test_a_correction_leaves_what_a_held_matter_holds_and_is_noted_beside_it(county: None) -> None:
    appointed()
    running = Scenario(serial=4711)
    running.submitted()
    placed(running)
    before = bytes(Case.objects.get(number=running.number).content)
    asked = asked_at_counter(running, "correction", field="applicant.phone", right="19900007777")
    assert correct_value(desk(), asked.number, url=URL, idempotency_key=key()) == 0
    assert bytes(Case.objects.get(number=running.number).content) == before
    assert [note.right for note in case_for(staff("clerk"), running.number).notes] == ["199****7777"]
    assert verify().holds


class TestARunningMatterIsCorrectedUnderAHold:
    """A hold keeps what was: an ordinary correction puts right what runs, and the old value stays readable."""

    @pytest.fixture
    def running(self, county: None) -> Scenario:
        appointed()
        running = Scenario(channel="portal", serial=4712)
        running.submitted()
        return running

    def put_right(self, matter: Scenario) -> None:
        view = case_for(staff("clerk"), matter.number)
        correct_on_the_spot(
            staff("clerk"),
            matter.number,
            expected_version=view.version,
            idempotency_key=key(),
            materials=(MaterialInput("identity_card", "electronic", content=picture(), file_name="new.jpg"),),
            answers={"address": "许旺村五组8号"},
        )

    def test_the_old_answer_and_the_old_file_open_with_a_reason(self, running: Scenario) -> None:
        before = material_file(staff("clerk"), running.number, "identity_card").content
        placed(running)
        self.put_right(running)
        (old,) = case_for(staff("clerk"), running.number).replaced
        (answer,), (file,) = old.answers, old.materials
        assert (answer.code, answer.sensitive, file.code, file.stored) == (
            "0.address",
            True,
            "identity_card~0",
            True,
        )
        assert str(answer.value) != ANSWERS["address"]  # masked as any other
        clerk = staff("clerk")
        told = unmask(clerk, running.number, field="replaced.0.address", reason="法院调取材料")
        assert told == ANSWERS["address"]
        assert material_file(clerk, running.number, "identity_card~0").content == before
        assert material_file(clerk, running.number, "identity_card").content != before
        assert unmask(clerk, running.number, field="answers.address", reason="核对住址") == "许旺村五组8号"
        with pytest.raises(NotAuthorized):  # the mark of what was is the mark of what is
            unmask(staff("approver"), running.number, field="replaced.0.address", reason="法院调取材料")
        with pytest.raises(InputFaults):
            unmask(clerk, running.number, field="replaced.1.address", reason="法院调取材料")
        with pytest.raises(NotFound):
            material_file(clerk, running.number, "identity_card~1")
        assert case_for(running.citizen, running.number).replaced == ()
        assert verify().holds

    def test_without_a_hold_nothing_more_is_kept_than_is_needed(self, running: Scenario) -> None:
        self.put_right(running)
        assert case_for(staff("clerk"), running.number).replaced == ()
        assert not Blob.objects.filter(media_type="application/json").exists()

    def test_what_was_kept_lies_sealed_and_the_ledger_names_it_alone(self, running: Scenario) -> None:
        placed(running)
        self.put_right(running)
        blob = Blob.objects.get(media_type="application/json")
        with default_storage.open(blob.name) as stored:
            assert ANSWERS["address"].encode() not in stored.read()
        event = LedgerEntry.objects.get(type="corrected_on_the_spot")
        assert str(blob.id).encode() in bytes(event.canonical)
        assert ANSWERS["address"].encode() not in bytes(event.canonical)
