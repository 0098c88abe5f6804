"""Asking about one's own data: who may ask, what a phone alone proves, what is corrected, and every answer on time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.cases.privacy_desk import (
    LATER,
    URL,
    appointed,
    asked,
    asked_at_counter,
    card,
    desk,
    erased_by_two,
    key,
    second,
    shown_card,
    with_card,
)

from tongban.cases.commands import deliver
from tongban.cases.models import Case, PrivacyRequest
from tongban.cases.privacy.commands import (
    SeenPerson,
    Wish,
    ask_about_data,
    correct_value,
    decline_request,
    hand_over_copy,
    propose_erasure,
    release_copy,
    see_identity,
    withdraw_request,
)
from tongban.cases.privacy.copies import as_json
from tongban.cases.privacy.queries import (
    kept_about,
    own_copy,
    request_proof,
    request_view,
    requests_of,
)
from tongban.cases.privacy.records import promise
from tongban.cases.queries import case_for, find_tracker, my_cases, my_list
from tongban.cases.sealed import open_content
from tongban.kernel.actors import Actor, Public, Tracker
from tongban.kernel.errors import InputFaults, KeyReused, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import AccessEntry, LedgerEntry, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.parties.models import Party
from tongban.parties.registry import open_party
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
REASON = "核对登记的原件，登记的就是对的，所以不改。"
LAW = "个人信息保护法第四十六条"


@pytest.fixture(autouse=True)
def people(county: None) -> None:
    appointed()


@pytest.fixture
def matter() -> Scenario:
    matter = Scenario(channel="portal", serial=4711)
    matter.submitted()
    return matter


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refused.value.faults}


class TestAsking:
    def test_a_citizen_asks_and_is_told_a_number_and_the_last_day(self, matter: Scenario) -> None:
        with frozen(datetime(2026, 11, 23, 2, tzinfo=UTC)):
            taken = asked(matter.citizen, "erasure")
        assert taken.number.startswith("YS261123")
        assert taken.due == date(2026, 12, 14)  # fifteen working days, the day of asking not counted
        assert promise().working_days == 15

    def test_the_same_key_asks_once(self, matter: Scenario) -> None:
        wish = Wish("copy")
        first = ask_about_data(matter.citizen, wish, idempotency_key="k")
        again = ask_about_data(matter.citizen, wish, idempotency_key="k")
        assert (again.number, again.replayed) == (first.number, True)
        with pytest.raises(KeyReused):
            ask_about_data(matter.citizen, Wish("erasure"), idempotency_key="k")
        assert PrivacyRequest.objects.count() == 1

    @pytest.mark.parametrize("actor", [Public(), "reviewer", "approver", "desk", "tracker"])
    def test_nobody_else_asks(self, matter: Scenario, actor: object) -> None:
        who: Actor = Public()
        if actor == "tracker":
            who = Tracker(Case.objects.get(number=matter.number).id)
        elif isinstance(actor, str):
            who = desk() if actor == "desk" else staff(actor)
        with pytest.raises(NotAuthorized):
            asked(who, "copy")
        with pytest.raises(NotAuthorized):
            ask_about_data(who, Wish("copy"), idempotency_key=key(), person=with_card(matter.applicant))

    def test_a_clerk_asks_for_nobody_who_is_not_there(self, matter: Scenario) -> None:
        with pytest.raises(NotAuthorized):
            asked(staff("clerk"), "copy")
        without_card = SeenPerson(matter.applicant.name, matter.applicant.number)
        with pytest.raises(InputFaults) as refused:
            ask_about_data(staff("clerk"), Wish("copy"), idempotency_key=key(), person=without_card)
        assert codes(refused) == {
            ("person.card_seen", "card_not_seen"),
            ("person.document", "choice_missing"),
            ("person.how", "choice_missing"),
        }

    def test_every_fault_is_told_at_once(self, matter: Scenario) -> None:
        with pytest.raises(InputFaults) as refused:
            asked(matter.citizen, "correction", scope="SLX0", field="salary", words="x" * 501)
        assert codes(refused) == {
            ("scope", "not_your_case"),
            ("field", "choice_missing"),
            ("words", "too_long"),
            ("right", "required"),
        }

    def test_the_right_value_is_checked_as_on_the_form(self, matter: Scenario) -> None:
        with pytest.raises(InputFaults) as refused:
            asked(matter.citizen, "correction", field="applicant.phone", right="12345")
        assert {field for field, _ in codes(refused)} == {"right"}

    def test_another_persons_case_cannot_be_named(self, matter: Scenario) -> None:
        other = Scenario(channel="portal", serial=5)
        other.submitted()
        with pytest.raises(InputFaults) as refused:
            asked(matter.citizen, "erasure", scope=other.number)
        assert codes(refused) == {("scope", "not_your_case")}

    def test_ten_that_wait_are_enough(self, matter: Scenario) -> None:
        for _ in range(10):
            asked(matter.citizen, "copy")
        with pytest.raises(Refusal, match="privacy_too_many"):
            asked(matter.citizen, "copy")

    def test_a_counter_learns_nothing_about_whom_it_does_not_know(self, matter: Scenario) -> None:
        stranger = Scenario(serial=77)
        known, unknown = asked_at_counter(matter, "erasure"), asked_at_counter(stranger, "erasure")
        assert set(vars(known)) == set(vars(unknown))
        assert known.due == unknown.due

    def test_the_ledger_carries_codes_and_no_word_of_it(self, matter: Scenario) -> None:
        asked(matter.citizen, "correction", field="applicant.name", right="王改名", words="写错了字")
        raw = b"".join(bytes(e.canonical) for e in LedgerEntry.objects.filter(kind="privacy"))
        assert b"privacy_asked" in raw
        assert "王改名".encode() not in raw and "写错了字".encode() not in raw
        assert verify().holds

    def test_a_right_number_under_a_false_name_is_taken_by_no_counter(self, matter: Scenario) -> None:
        false = card("马冒名", matter.applicant.number, "13900000001")
        for kind in ("copy", "erasure"):
            with pytest.raises(InputFaults) as refused:
                ask_about_data(staff("clerk"), Wish(kind), idempotency_key=key(), person=false)
            assert codes(refused) == {("person.name", "name_not_of_number")}
            assert matter.applicant.name not in repr(refused.value.faults)
        assert not PrivacyRequest.objects.exists()

    def test_blanks_and_dots_of_a_name_do_not_matter(self, matter: Scenario) -> None:
        spaced = card(" ".join(matter.applicant.name), matter.applicant.number)
        assert ask_about_data(staff("clerk"), Wish("copy"), idempotency_key=key(), person=spaced).number

    def test_who_corrects_a_name_has_the_right_one_on_the_card(self, matter: Scenario) -> None:
        wish = Wish("correction", field="applicant.name", right="欧阳改名")
        right = card("欧阳改名", matter.applicant.number)
        assert ask_about_data(staff("clerk"), wish, idempotency_key=key(), person=right).number
        third = card("马冒名", matter.applicant.number)
        with pytest.raises(InputFaults) as refused:
            ask_about_data(staff("clerk"), wish, idempotency_key=key(), person=third)
        assert codes(refused) == {("person.name", "name_not_of_number")}

    def test_the_contact_phone_is_told_that_a_copy_is_asked_and_released(self, matter: Scenario) -> None:
        seen = with_card(matter.applicant, phone="13900000001")
        taken = ask_about_data(staff("clerk"), Wish("copy"), idempotency_key=key(), person=seen)
        release_copy(desk(), taken.number, url=URL, idempotency_key=key())
        told = {
            message.template: open_vault(message.key).open(message.content, "message").decode()
            for message in Message.objects.filter(template__startswith="copy_").select_related("key")
        }
        assert set(told) == {"copy_asked", "copy_released"}
        for sealed in told.values():
            assert matter.applicant.phone in sealed and taken.number in sealed
            assert "13900000001" not in sealed and matter.applicant.name not in sealed


class TestWhoSees:
    def test_only_the_asker_the_counter_and_the_desk_see_a_request(self, matter: Scenario) -> None:
        other = Scenario(channel="portal", serial=5)
        number = asked_at_counter(matter, "copy").number
        online = asked(matter.citizen, "erasure").number
        assert {row.number for row in requests_of(staff("clerk"))} == {number}
        assert {row.number for row in requests_of(desk())} == {number, online}
        assert {row.number for row in requests_of(matter.citizen)} == {online}
        for stranger in (other.citizen, Public(), staff("assister"), staff("approver"), second()):
            assert requests_of(stranger) == ()
            for one in (number, online):
                with pytest.raises(NotFound):
                    request_view(stranger, one)

    def test_the_desk_sees_days_and_no_content(self, matter: Scenario) -> None:
        view = request_view(desk(), asked_at_counter(matter, "erasure").number)
        (kept,) = view.cases
        assert kept.number == matter.number
        assert matter.applicant.number not in repr(kept)
        assert matter.applicant.name not in repr(kept)


class TestACopy:
    def test_a_phone_alone_gets_a_masked_copy(self, matter: Scenario) -> None:
        copy = own_copy(matter.citizen)
        text = repr(as_json(copy))
        person = matter.applicant
        assert not copy.full and copy.cases[0].number == matter.number
        assert person.number not in text and person.name not in text and person.phone not in text
        assert "许旺村三组12号" not in text

    def test_a_person_known_to_a_platform_gets_the_whole_copy_of_their_own_cases(
        self, matter: Scenario
    ) -> None:
        from dataclasses import replace

        known = replace(
            matter.citizen,
            assurance="real_name",
            number_digest=bytes(
                Party.objects.get(id=Case.objects.get(number=matter.number).applicant_id).number_digest or b""
            ),
        )
        copy = own_copy(known)
        assert copy.full and matter.applicant.number in repr(as_json(copy))
        stranger = replace(known, number_digest=b"\1" * 32)
        assert matter.applicant.number not in repr(as_json(own_copy(stranger)))

    def test_a_counter_hands_over_what_the_desk_released_and_each_case_is_a_look(
        self, matter: Scenario
    ) -> None:
        number = asked_at_counter(matter, "copy").number
        with pytest.raises(NotFound):
            hand_over_copy(staff("clerk"), number)
        release_copy(desk(), number, url=URL, idempotency_key=key())
        with pytest.raises(NotFound):
            hand_over_copy(staff("assister"), number)
        with pytest.raises(NotAuthorized):
            hand_over_copy(desk(), number)
        copy = hand_over_copy(staff("clerk"), number)
        assert copy.full and matter.applicant.number in repr(copy)
        case = Case.objects.get(number=matter.number)
        looks = AccessEntry.objects.filter(kind="export", staff_id=staff("clerk").staff_id)
        assert {look.subject for look in looks} == {str(case.id), str(case.applicant_id), copy.number}

    def test_a_released_copy_is_fetched_within_thirty_days(self, matter: Scenario) -> None:
        number = asked_at_counter(matter, "copy").number
        release_copy(desk(), number, url=URL, idempotency_key=key())
        answered = PrivacyRequest.objects.get(number=number).answered_at
        assert answered is not None
        with frozen(answered + timedelta(days=31)), pytest.raises(Refusal, match="copy_over"):
            hand_over_copy(staff("clerk"), number)

    def test_without_proof_of_identity_nothing_is_released(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "copy").number
        with pytest.raises(Refusal, match="privacy_identity_unseen"):
            release_copy(desk(), number, url=URL, idempotency_key=key())
        shown_card(number, matter)
        release_copy(desk(), number, url=URL, idempotency_key=key())
        assert hand_over_copy(staff("clerk"), number).full

    def test_the_answer_is_told_by_message_without_personal_data(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "copy").number
        shown_card(number, matter)
        release_copy(desk(), number, url=URL, idempotency_key=key())
        message = Message.objects.select_related("key").get(template="privacy_answered")
        sealed = open_vault(message.key).open(message.content, "message").decode()
        assert number in sealed and matter.applicant.name not in sealed


class TestSeeingTheCard:
    def test_only_a_counter_and_only_with_the_card(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "erasure").number
        for actor in (desk(), second(), staff("reviewer"), matter.citizen, Public()):
            with pytest.raises(NotAuthorized):
                see_identity(actor, number, with_card(matter.applicant), idempotency_key=key())
        bare = SeenPerson(matter.applicant.name, matter.applicant.number)
        with pytest.raises(InputFaults):
            see_identity(staff("clerk"), number, bare, idempotency_key=key())
        assert not request_view(desk(), number).person_known

    def test_a_request_is_not_bound_to_a_person_whose_phone_did_not_ask(self, matter: Scenario) -> None:
        other = Scenario(channel="portal", serial=5)
        other.submitted()
        number = asked(other.citizen, "copy").number
        with pytest.raises(InputFaults) as refused:
            shown_card(number, matter)
        assert codes(refused) == {("person.number", "not_of_this_request")}
        assert not request_view(desk(), number).person_known
        shown_card(number, other)
        with pytest.raises(InputFaults) as again:
            shown_card(number, matter)
        assert codes(again) == {("person.number", "not_of_this_request")}

    def test_a_number_that_is_nobodys_is_not_found(self, matter: Scenario) -> None:
        for number in ("YS261123AAAAAA", matter.number, "", "YS"):
            with pytest.raises(NotFound):
                see_identity(staff("clerk"), number, with_card(matter.applicant), idempotency_key=key())


class TestACorrection:
    def proven(self, matter: Scenario, **wish: str) -> str:
        number = asked(matter.citizen, "correction", **wish).number
        shown_card(number, matter)
        return number

    def test_a_phone_is_corrected_in_the_person_and_in_what_still_runs(self, matter: Scenario) -> None:
        number = self.proven(matter, field="applicant.phone", right="19912345678")
        assert correct_value(desk(), number, url=URL, idempotency_key=key()) == 1
        case = Case.objects.select_related("key", "applicant__key").get(number=matter.number)
        content = open_content(case.content, open_vault(case.key))
        assert content.applicant["phone"] == content.contact_phone == "19912345678"
        assert open_party(case.applicant).phone == "19912345678"
        assert find_tracker(matter.number, phone="19912345678").case_id == case.id
        with pytest.raises(NotFound):
            find_tracker(matter.number, phone=matter.applicant.phone)
        assert my_cases(matter.citizen) == ()
        assert verify().holds

    def test_a_name_is_found_under_its_right_spelling_and_the_ledger_holds_a_commitment_alone(
        self, matter: Scenario
    ) -> None:
        number = self.proven(matter, field="applicant.name", right="欧阳改名")
        correct_value(desk(), number, url=URL, idempotency_key=key())
        assert case_for(staff("clerk"), matter.number).applicant.name == "欧阳改名"
        assert [row.number for row in my_list(staff("clerk"), group="all", search="阳改").rows] == [
            matter.number
        ]
        event = LedgerEntry.objects.get(kind="case", type="data_corrected")
        assert "改名".encode() not in bytes(event.canonical)
        assert verify().holds

    def test_the_case_goes_on_after_it(self, matter: Scenario) -> None:
        number = self.proven(matter, field="applicant.name", right="欧阳改名")
        correct_value(desk(), number, url=URL, idempotency_key=key())
        done = matter.decided()
        deliver(
            staff("clerk"),
            matter.number,
            expected_version=done.version,
            idempotency_key=key(),
            mode="handed_over",
            receiver_name="欧阳改名",
            relation="self",
            identification="居民身份证",
        )
        assert verify().holds

    def test_what_was_decided_stays_as_it_was_issued(self, matter: Scenario) -> None:
        matter.delivered()
        number = self.proven(matter, field="applicant.name", right="欧阳改名")
        assert correct_value(desk(), number, url=URL, idempotency_key=key()) == 0
        view = case_for(staff("clerk"), matter.number)  # the correction stands beside it
        assert view.applicant.name == matter.applicant.name
        assert [note.right for note in view.notes] == ["欧阳改名"]

    def test_what_cannot_be_put_right_here_is_declined_with_its_reason(self, matter: Scenario) -> None:
        matter.delivered()
        number = self.proven(matter, field="other", right="缴费档次应当是 1000 元")
        decline_request(desk(), number, answer=REASON, basis=LAW, url=URL, idempotency_key=key())
        view = request_view(matter.citizen, number)
        assert (view.row.state, view.asked and view.asked.answer) == ("declined", REASON)

    def test_any_other_value_is_answered_in_words(self, matter: Scenario) -> None:
        number = self.proven(matter, field="other", right="缴费档次应当是 1000 元")
        with pytest.raises(InputFaults) as refused:
            correct_value(desk(), number, url=URL, idempotency_key=key())
        assert codes(refused) == {("field", "not_correctable")}


class TestAnswering:
    def test_no_is_said_with_reason_and_law(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "erasure").number
        with pytest.raises(InputFaults) as refused:
            decline_request(desk(), number, answer="不行", basis="", url=URL, idempotency_key=key())
        assert codes(refused) == {("answer", "too_short"), ("basis", "required")}

    @pytest.mark.parametrize("by", ["clerk", "approver", "system_admin"])
    def test_only_the_desk_answers(self, matter: Scenario, by: str) -> None:
        number = asked_at_counter(matter, "erasure").number
        actor = second() if by == "system_admin" else staff(by)
        with pytest.raises(NotAuthorized):
            decline_request(actor, number, answer=REASON, basis=LAW, url=URL, idempotency_key=key())
        with pytest.raises(NotAuthorized):
            propose_erasure(actor, number, idempotency_key=key())
        with pytest.raises(NotAuthorized):
            release_copy(actor, number, url=URL, idempotency_key=key())

    def test_what_was_answered_is_answered_once(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "erasure").number
        decline_request(desk(), number, answer=REASON, basis=LAW, url=URL, idempotency_key="a")
        decline_request(desk(), number, answer=REASON, basis=LAW, url=URL, idempotency_key="a")
        with pytest.raises(Refusal, match="privacy_closed"):
            decline_request(desk(), number, answer=REASON, basis=LAW, url=URL, idempotency_key="b")
        with pytest.raises(Refusal, match="privacy_closed"):
            withdraw_request(matter.citizen, number, idempotency_key=key())

    def test_whoever_asked_takes_it_back_and_nobody_else(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "erasure").number
        with pytest.raises(NotFound):
            withdraw_request(Scenario(serial=5).citizen, number, idempotency_key=key())
        with pytest.raises(NotAuthorized):
            withdraw_request(desk(), number, idempotency_key=key())
        withdraw_request(matter.citizen, number, idempotency_key=key())
        assert request_view(desk(), number).row.state == "withdrawn"

    def test_what_is_late_says_so(self, matter: Scenario) -> None:
        number = asked(matter.citizen, "erasure").number
        assert not request_view(desk(), number).row.overdue
        with frozen(datetime(2027, 2, 1, tzinfo=UTC)):
            assert request_view(desk(), number).row.overdue
            assert [row.number for row in requests_of(desk(), waiting=True)] == [number]


def test_what_is_kept_is_told_with_its_last_day(matter: Scenario) -> None:
    (running,) = kept_about(matter.citizen).cases
    assert running.finding.blocked_by == "running"
    matter.delivered()
    (ended,) = kept_about(matter.citizen).cases
    concluded = Case.objects.get(number=matter.number).concluded_at
    assert concluded is not None
    assert ended.finding.retention.last_day == date(concluded.year + 100, 12, 31)
    assert kept_about(staff("clerk")).cases == ()


def test_the_public_proof_of_a_request_that_waits_claims_nothing(matter: Scenario) -> None:
    found = request_proof(asked(matter.citizen, "erasure").number)
    assert (found.holds, found.erased, found.tried, found.opened) == (True, False, 0, 0)
    with pytest.raises(NotFound):
        request_proof("YS261123AAAAAA")


def test_a_request_of_somebody_erased_keeps_its_days_and_loses_its_words(matter: Scenario) -> None:
    matter.delivered()
    with frozen(LATER):
        copy = asked_at_counter(matter, "copy").number
        number = asked_at_counter(matter, "erasure", words="不想再留着").number
        erased_by_two(number)
        for one in (copy, number):
            view = request_view(desk(), one)
            assert view.asked is None
        assert request_view(desk(), number).row.state == "done"
