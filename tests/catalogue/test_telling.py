"""Telling once: whoever is asked first tells everything, and it is on record by whom, how and in which edition."""

import hashlib
import io
import re
from datetime import timedelta

import pypdf
import pytest

from tongban.catalogue import telling
from tongban.catalogue.models import NoticeGiven
from tongban.catalogue.queries import current
from tongban.catalogue.telling import Given, erase_notice, give_one_time_notice
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, Public, System
from tongban.kernel.errors import Erased, InputFaults, KeyReused, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import DataKey
from tongban.kernel.verify import verify as verify_ledger
from tongban.papers.commands import render_for_command
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db

ITEM = "SB-001"
NAME = "马秀莲"


@pytest.fixture(autouse=True)
def county() -> None:
    demo.load(items=["SB-001"])


def give(actor: Actor | None = None, key: str = "k1", **changes: object) -> Given:
    inputs: dict[str, object] = {"answers": {}, "channel": "window", "how": "paper", "told_to": NAME}
    inputs |= changes
    return give_one_time_notice(actor or staff("clerk"), ITEM, idempotency_key=key, **inputs)  # type: ignore[arg-type]


def situation() -> dict[str, str]:
    """An answer to every situation question of the item, as far as they lead to each other."""
    item = current(ITEM).definition
    return {
        question.code: "yes" if question.kind == "yes_no" else question.options[0].code
        for question in item.situation_questions
        if question.show_if is None
    }


def printed(given: Given) -> str:
    render_for_command(given.command_id)
    content, _ = telling.notice_file(staff("clerk"), given.notice_id)
    reader = pypdf.PdfReader(io.BytesIO(content))
    return "".join(re.sub(r"\s", "", page.extract_text()) for page in reader.pages)


class TestGiving:
    def test_the_paper_tells_all_of_it_and_who_told_whom(self) -> None:
        shown = printed(give())
        item = current(ITEM).definition
        for text in (item.name.zh, *(material.name.zh for material in item.materials)):
            assert re.sub(r"\s", "", text) in shown
        for text in (NAME, "当面交付纸质告知书", "行政复议", "行政诉讼", "到窗口办", item.conditions[0].zh):
            assert text in shown
        assert re.sub(r"\s", "", staff("clerk").label) in shown

    def test_nobody_has_to_leave_a_name(self) -> None:
        given = give(told_to="  ")
        assert NoticeGiven.objects.get().told_to is None
        assert telling.notice_given(staff("clerk"), given.notice_id).told_to == ""

    def test_the_numbers_of_a_body_have_no_gap(self) -> None:
        give(key="k1")
        with pytest.raises(InputFaults):
            give(key="k2", how="shouted")
        give(key="k3")
        serials = Paper.objects.filter(kind="one_time_notice").order_by("serial")
        assert list(serials.values_list("serial", flat=True)) == [1, 2]

    def test_the_same_key_gives_one_notice(self) -> None:
        first, second = give(), give()
        assert (second.notice_id, second.number, second.replayed) == (first.notice_id, first.number, True)
        assert NoticeGiven.objects.count() == 1

    def test_the_same_key_for_another_person_is_refused(self) -> None:
        give()
        with pytest.raises(KeyReused):
            give(told_to="马桂花")

    @pytest.mark.parametrize("user", ["clerk", "reviewer", "assister", "approver"])
    def test_whoever_is_asked_first_tells_whatever_their_position(self, user: str) -> None:
        assert give(staff(user)).number

    def test_nobody_outside_the_staff_gives_one(self) -> None:
        with pytest.raises(NotAuthorized):
            give(Public())

    def test_an_unknown_item_is_not_there(self) -> None:
        with pytest.raises(NotFound):
            give_one_time_notice(
                staff("clerk"), "XX-999", answers={}, channel="", how="paper", idempotency_key="k"
            )

    @pytest.mark.parametrize(
        ("inputs", "field", "code"),
        [
            ({"how": ""}, "how", "not_a_way_of_telling"),
            ({"told_to": "马" * 41}, "told_to", "too_long"),
            ({"told_to": "马\x07"}, "told_to", "control_character"),
            ({"answers": {"no_such_question": "yes"}}, "situation", "not_a_situation_question"),
            ({"channel": "pigeon"}, "channel", "channel_not_taken"),
        ],
    )
    def test_what_cannot_be_recorded_is_refused_by_field(
        self, inputs: dict[str, object], field: str, code: str
    ) -> None:
        with pytest.raises(InputFaults) as refused:
            give(**inputs)
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [(field, code)]
        assert not NoticeGiven.objects.exists()

    def test_the_record_holds_edition_situation_and_way_and_no_name(self) -> None:
        given = give(answers=situation(), how="phone")
        (event,) = ledger.read("notice", str(given.notice_id))
        assert event.data["version"] == current(ITEM).version_id
        assert (event.data["how"], event.data["situation"]) == ("phone", situation())
        assert event.actor == {"kind": "staff", "assignment": staff("clerk").assignment_id}
        assert NAME not in str(event.data)
        assert NAME.encode() not in bytes(NoticeGiven.objects.get().told_to or b"")


class TestSeeing:
    def test_the_site_s_own_staff_see_what_was_told_today_the_newest_first(self) -> None:
        give(key="k1")
        last = give(key="k2", told_to="")
        seen = telling.notices_of_today(staff("reviewer"))
        assert seen[0].number == last.number
        assert [one.told_to for one in seen] == ["", NAME]

    def test_another_site_sees_nothing_of_it(self) -> None:
        given = give()
        elsewhere = staff("assister")
        assert elsewhere.site_id != staff("clerk").site_id
        assert telling.notices_of_today(elsewhere) == ()
        for read in (telling.notice_given, telling.notice_file):
            with pytest.raises(NotFound):
                read(elsewhere, given.notice_id)
            with pytest.raises(NotFound):
                read(Public(), given.notice_id)

    def test_yesterday_s_are_not_in_the_list_and_can_still_be_opened(self) -> None:
        with time.frozen(time.now() - timedelta(days=1)):
            given = give()
        assert telling.notices_of_today(staff("clerk")) == ()
        assert telling.notice_given(staff("clerk"), given.notice_id).number == given.number

    def test_until_it_is_written_the_paper_says_so(self) -> None:
        given = give()
        with pytest.raises(Refusal, match="paper_not_ready"):
            telling.notice_file(staff("clerk"), given.notice_id)

    def test_what_is_reprinted_is_the_original(self) -> None:
        given = give()
        render_for_command(given.command_id)
        first, name = telling.notice_file(staff("clerk"), given.notice_id)
        again, _ = telling.notice_file(staff("reviewer"), given.notice_id)
        assert first == again
        assert hashlib.sha256(first).digest() == bytes(Paper.objects.get().digest or b"")
        assert name == f"{given.number}.pdf"


class TestThePageOfTheCode:
    def test_it_shows_the_same_materials_without_a_name(self) -> None:
        given = give(answers=situation())
        shown = telling.told(given.verify_code.lower(), "zh")
        assert shown.paper.number == given.number
        assert shown.guide.edition == current(ITEM).number
        assert NAME not in repr(shown)
        on_paper = printed(given)
        assert all(re.sub(r"\s", "", material.name) in on_paper for material in shown.guide.materials)

    def test_it_is_there_in_english_too(self) -> None:
        assert telling.told(give().verify_code, "en").guide.name == current(ITEM).definition.name.en

    def test_a_code_of_nothing_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            telling.told("2222222222222222", "zh")


class TestErasing:
    def test_the_name_and_the_paper_go_and_what_was_told_stays(self) -> None:
        given = give()
        render_for_command(given.command_id)
        erase_notice(System("operator"), given.number, reason="retention_ended")
        seen = telling.notice_given(staff("clerk"), given.notice_id)
        assert (seen.told_to, seen.erased) == ("", True)
        with pytest.raises(Erased):
            telling.notice_file(staff("clerk"), given.notice_id)
        assert telling.told(given.verify_code, "zh").guide.materials
        assert DataKey.objects.get(id=NoticeGiven.objects.get().key_id).wrapped is None

    def test_the_ledger_verifies_before_and_after(self) -> None:
        given = give()
        assert verify_ledger().holds
        erase_notice(System("operator"), given.number, reason="retention_ended")
        assert verify_ledger().holds

    def test_a_row_that_was_changed_past_the_record_is_found(self) -> None:
        give()
        NoticeGiven.objects.update(how="phone")
        assert [fault.kind for fault in verify_ledger().faults] == ["notice"]

    def test_only_the_operator_erases_and_says_why(self) -> None:
        given = give()
        with pytest.raises(NotAuthorized):
            erase_notice(staff("clerk"), given.number, reason="retention_ended")
        with pytest.raises(InputFaults):
            erase_notice(System("operator"), given.number, reason="马秀莲要求")
        with pytest.raises(NotFound):
            erase_notice(System("operator"), "没有这个号", reason="retention_ended")
