"""An application being written: kept piece by piece, its writer's alone, gone without trace when thrown away."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.cases.at_rest import files_at_rest
from tests.cases.sample_files import pdf, picture

from tongban.cases import commands
from tongban.cases.commands.drafts import forget_old_drafts
from tongban.cases.models import CaseMaterial, Draft
from tongban.cases.queries import application_from, draft, draft_file, material_file, my_drafts
from tongban.cases.requests import PersonInput
from tongban.kernel import time
from tongban.kernel.errors import InputFaults, NotFound
from tongban.kernel.models import Blob, DataKey
from tongban.kernel.time import frozen
from tongban.site.scenario import ANSWERS, PICTURE, Scenario, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]


def trace() -> tuple[int, int, int, set[str]]:
    """Rows, keys, files' rows and files."""
    return Draft.objects.count(), DataKey.objects.count(), Blob.objects.count(), set(files_at_rest())


@pytest.fixture
def matter() -> Scenario:
    return Scenario(channel="portal")


def written(matter: Scenario) -> str:
    """A draft with everything in it."""
    token = commands.start_draft(matter.citizen, "SB-001", "portal")
    for code, value in ANSWERS.items():
        commands.save_answer(token, code, value)
    commands.save_person(token, "applicant", matter.applicant)
    commands.save_representation(token, "self")
    for code in ("identity_card", "household_register"):
        commands.attach_material(token, code, form="electronic", file_name="a.png", content=PICTURE)
    return token


def attach(token: str, content: bytes, name: str) -> None:
    commands.attach_material(token, "identity_card", form="electronic", file_name=name, content=content)


class TestWriting:
    def test_what_was_written_is_there_again(self, matter: Scenario) -> None:
        view = draft(written(matter))
        assert view.answers == ANSWERS
        assert view.applicant == matter.applicant
        assert view.complete
        assert sorted(view.materials) == ["household_register", "identity_card"]

    def test_a_faulty_answer_is_told_and_kept_to_be_mended(self, matter: Scenario) -> None:
        token = commands.start_draft(matter.citizen, "SB-001", "portal")
        with pytest.raises(InputFaults):
            commands.save_answer(token, "payment_level", "501")
        with pytest.raises(InputFaults):
            commands.save_person(token, "applicant", PersonInput("王秀英", "640121195001010010"))
        view = draft(token)
        assert view.answers["payment_level"] == "501"
        assert view.applicant == PersonInput("王秀英", "640121195001010010")
        assert {"answers.payment_level", "applicant.number"} <= {fault.field for fault in view.faults}

    def test_a_question_nobody_asks_is_not_there(self, matter: Scenario) -> None:
        token = commands.start_draft(matter.citizen, "SB-001", "portal")
        with pytest.raises(NotFound):
            commands.save_answer(token, "shoe_size", "42")

    def test_a_new_file_takes_the_place_of_the_old(self, matter: Scenario) -> None:
        token = written(matter)
        before = files_at_rest()
        attach(token, picture("JPEG"), "b.jpg")
        assert draft_file(token, "identity_card")[1] == "image/jpeg"
        assert len(files_at_rest()) == len(before)
        assert Blob.objects.count() == 2
        commands.remove_material(token, "identity_card")
        assert Blob.objects.count() == 1

    def test_a_file_that_is_refused_leaves_what_was_there(self, matter: Scenario) -> None:
        token = written(matter)
        before = trace()
        for content, name in ((b"", "a.jpg"), (b"text", "a.jpg"), (pdf(61), "a.pdf"), (pdf(1), "a.png")):
            with pytest.raises(InputFaults):
                attach(token, content, name)
        with pytest.raises(InputFaults):
            commands.attach_material(token, "identity_card", form="by_pigeon")
        with pytest.raises(InputFaults):
            commands.attach_material(token, "identity_card", form="electronic")
        assert trace() == before


class TestWhose:
    @pytest.mark.parametrize("token", ["", "x", "0" * 43, "不是"])
    def test_another_token_finds_nothing(self, token: str, matter: Scenario) -> None:
        written(matter)
        for act in (
            lambda: draft(token),
            lambda: commands.save_answer(token, "address", "x"),
            lambda: commands.save_person(token, "applicant", PersonInput("王", "1")),
            lambda: attach(token, PICTURE, "a.png"),
            lambda: commands.remove_material(token, "identity_card"),
            lambda: commands.discard(token),
            lambda: commands.claim_draft(matter.citizen, token),
            lambda: draft_file(token, "identity_card"),
            lambda: application_from(token, consent=True),
        ):
            with pytest.raises(NotFound):
                act()

    def test_only_its_writer_finds_it_again(self, matter: Scenario) -> None:
        token = written(matter)
        assert [row.token for row in my_drafts(matter.citizen)] == [token]
        assert my_drafts(Scenario(serial=2).citizen) == ()
        assert my_drafts(staff("clerk")) == ()

    def test_a_file_of_another_draft_cannot_be_handed_in(self, matter: Scenario) -> None:
        written(Scenario(channel="portal", serial=2))
        foreign = str(Blob.objects.first().id)
        token = written(matter)
        application = application_from(token, consent=True)
        stolen = tuple(replace(material, upload_id=UUID(foreign)) for material in application.materials)
        with pytest.raises(InputFaults) as refused:
            commands.submit(
                matter.citizen,
                replace(application, materials=stolen),
                idempotency_key="k",
                draft_token=token,
            )
        assert {fault.code for fault in refused.value.faults} == {"upload_unknown"}


class TestItsEnd:
    def test_discarded_it_leaves_no_row_key_or_file(self, matter: Scenario) -> None:
        before = trace()
        token = written(matter)
        assert trace() != before
        commands.discard(token)
        assert trace() == before
        with pytest.raises(NotFound):
            draft(token)

    def test_after_thirty_days_it_is_not_found_and_the_sweep_takes_it(self, matter: Scenario) -> None:
        before = trace()
        token = written(matter)
        fresh = Scenario(channel="portal", serial=2)
        later = time.now() + timedelta(days=30, minutes=1)
        with frozen(later):
            with pytest.raises(NotFound):
                draft(token)
            assert my_drafts(matter.citizen) == ()
            kept = written(fresh)
            assert forget_old_drafts(later) == 1
            assert draft(kept).complete
            commands.discard(kept)
        assert trace() == before

    def test_submitted_it_is_a_case_with_its_files(self, matter: Scenario) -> None:
        token = written(matter)
        application = application_from(token, consent=True)
        done = commands.submit(matter.citizen, application, idempotency_key="k", draft_token=token)
        with pytest.raises(NotFound):
            draft(token)
        assert not Draft.objects.exists()
        stored = material_file(staff("clerk"), done.number, "identity_card")
        assert (stored.content, stored.media_type) == (PICTURE, "image/png")

    def test_files_that_the_answers_no_longer_ask_for_go_with_it(self, matter: Scenario) -> None:
        """A form begun at the counter may hold a paper that the phone is not asked for."""
        clerk = staff("clerk")
        at_counter = Scenario(channel="window")
        token = commands.start_draft(clerk, "SB-001", "window")
        for code in ("identity_card", "household_register", "enrolment_form"):
            commands.attach_material(token, code, form="electronic", file_name="a.png", content=PICTURE)
        before = files_at_rest()
        application = application_from(token, consent=True)
        wanted = tuple(material for material in application.materials if material.code != "enrolment_form")
        commands.submit(
            clerk,
            replace(at_counter.application(), materials=wanted),
            idempotency_key=uuid4().hex,
            draft_token=token,
        )
        in_use = set(CaseMaterial.objects.exclude(blob=None).values_list("blob_id", flat=True))
        assert set(Blob.objects.values_list("id", flat=True)) == in_use
        assert len(in_use) == 2
        assert len(before) - len(files_at_rest()) == 1

    def test_a_submission_that_fails_leaves_the_draft_whole(self, matter: Scenario) -> None:
        token = written(matter)
        before = trace()
        application = replace(application_from(token, consent=True), consent=False)
        with pytest.raises(InputFaults):
            commands.submit(matter.citizen, application, idempotency_key="k", draft_token=token)
        assert trace() == before
        assert draft(token).complete


def test_electronic_without_a_file_is_nothing_handed_in(matter: Scenario) -> None:
    application = matter.application()
    empty = tuple(replace(material, content=None) for material in application.materials)
    with pytest.raises(InputFaults) as refused:
        commands.submit(matter.citizen, replace(application, materials=empty), idempotency_key="k")
    assert {(fault.field, fault.code) for fault in refused.value.faults} == {
        ("materials.identity_card", "file_empty"),
        ("materials.household_register", "file_empty"),
    }
