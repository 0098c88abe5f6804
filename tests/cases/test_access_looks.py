"""Every look of staff at a person's data is on the access log before it is shown, and nothing else is."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from tests.cases.counting import statements

from tongban.cases.commands import unmask
from tongban.cases.models import Case
from tongban.cases.queries import (
    case_for,
    find_tracker,
    looks_at_mine,
    material_file,
    material_page,
    my_list,
    paper_file,
    preview_paper,
)
from tongban.catalogue.telling import give_one_time_notice, notice_given, notices_of_today
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import System
from tongban.kernel.errors import NotFound
from tongban.kernel.models import AccessEntry, DataKey
from tongban.papers.commands import render_for_command
from tongban.papers.models import Paper
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
MATERIAL = "identity_card"


@pytest.fixture
def matter() -> Scenario:
    made = Scenario(channel="portal", serial=311)
    made.accepted()
    return made


def kinds() -> list[tuple[str, str]]:
    return list(AccessEntry.objects.order_by("id").values_list("kind", "field"))


def paper_of(matter: Scenario) -> UUID:
    paper = Paper.objects.filter(subject=Case.objects.get(number=matter.number).id).order_by("serial").first()
    assert paper is not None
    if paper.blob_id is None:
        render_for_command(paper.command_id)
    return paper.id


def test_leafing_through_a_material_is_one_look_and_ten_minutes_later_another(matter: Scenario) -> None:
    clerk, start = staff("clerk"), time.now()
    for minutes in (0, 1, 9):
        with time.frozen(start + timedelta(minutes=minutes)):
            material_page(clerk, matter.number, MATERIAL, 1)
    assert kinds() == [("scan", "materials.identity_card")]
    with time.frozen(start + timedelta(minutes=11)):
        material_page(clerk, matter.number, MATERIAL, 1)
        material_page(staff("reviewer"), matter.number, MATERIAL, 1)
    assert len(kinds()) == 3


def test_a_page_costs_one_statement_for_the_log(matter: Scenario) -> None:
    material_page(staff("clerk"), matter.number, MATERIAL, 1)
    with statements() as sent:
        material_page(staff("clerk"), matter.number, MATERIAL, 1)
    assert len([text for text in sent if "kernel_access" in text]) == 1


def test_each_download_of_an_original_is_a_look(matter: Scenario) -> None:
    for _ in range(2):
        material_file(staff("clerk"), matter.number, MATERIAL)
    assert kinds() == [("original", "materials.identity_card")] * 2


def test_papers_that_staff_open_are_on_the_log_and_those_the_citizen_opens_are_not(matter: Scenario) -> None:
    paper = paper_of(matter)
    paper_file(matter.citizen, matter.number, paper)
    paper_file(find_tracker(matter.number, query_code=matter.query_code), matter.number, paper)
    assert kinds() == []
    paper_file(staff("clerk"), matter.number, paper)
    assert [kind for kind, _ in kinds()] == ["paper"]
    assert kinds()[0][1].startswith("papers.")


def test_a_preview_shows_the_person_and_is_a_look() -> None:
    matter = Scenario(serial=312)
    matter.submitted()
    preview_paper(staff("clerk"), matter.number, act="accept")
    assert kinds() == [("paper", "preview.accept")]


def test_a_case_opened_as_a_page_is_one_look_of_ten_minutes_and_its_citizen_reads_it(
    matter: Scenario,
) -> None:
    start = time.now()
    for minutes in (0, 9):
        with time.frozen(start + timedelta(minutes=minutes)):
            case_for(staff("clerk"), matter.number, opened=True)
    case_for(staff("clerk"), matter.number)  # asked by an act, shown to nobody
    case_for(matter.citizen, matter.number, opened=True)
    assert kinds() == [("case", "")]
    assert [look.kind for look in looks_at_mine(matter.citizen).looks] == ["case"]


def test_a_copy_handed_over_is_told_to_its_person(matter: Scenario) -> None:
    record_access(staff("clerk"), "export", Case.objects.get(number=matter.number).id, field="copy", rows=1)
    assert [(look.kind, look.field) for look in looks_at_mine(matter.citizen).looks] == [("export", "copy")]


def test_what_is_refused_leaves_no_row(matter: Scenario) -> None:
    with pytest.raises(NotFound):
        material_page(staff("clerk-mz"), matter.number, MATERIAL, 1)
    with pytest.raises(NotFound):
        material_page(staff("clerk"), matter.number, MATERIAL, 99)
    with pytest.raises(NotFound):
        material_file(matter.citizen, matter.number, MATERIAL)
    assert kinds() == []


def test_a_failing_log_shows_nothing(matter: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the log cannot be written")

    monkeypatch.setattr("tongban.cases.queries.files.record_access", broken)
    for show in (
        lambda: material_page(staff("clerk"), matter.number, MATERIAL, 1),
        lambda: material_file(staff("clerk"), matter.number, MATERIAL),
        lambda: paper_file(staff("clerk"), matter.number, paper_of(matter)),
    ):
        with pytest.raises(OSError, match="cannot be written"):
            show()


class TestWhoLookedAtMyData:
    def test_tells_what_by_whom_and_why_without_the_name(self, matter: Scenario) -> None:
        clerk = staff("clerk")
        unmask(clerk, matter.number, field="applicant.number", reason="核对身份证原件")
        unmask(clerk, matter.number, field="answers.hardship", reason="核对困难情况")
        material_page(clerk, matter.number, MATERIAL, 1)
        looks = looks_at_mine(matter.citizen).looks
        assert [(look.kind, look.reason) for look in looks] == [
            ("scan", ""),
            ("unmasked", "核对困难情况"),
            ("unmasked", "核对身份证原件"),
        ]
        assert {(look.number, look.position) for look in looks} == {(matter.number, "社会保障岗")}
        assert looks[0].what is not None and looks[1].what is not None
        name = clerk.label.partition("（")[0]
        assert name not in repr(looks)

    def test_a_tracker_sees_those_of_the_one_case(self, matter: Scenario) -> None:
        other = Scenario(channel="portal", serial=311)
        other.submitted()
        for number in (matter.number, other.number):
            unmask(staff("clerk"), number, field="applicant.number", reason="核对身份")
        tracker = find_tracker(matter.number, query_code=matter.query_code)
        assert [look.number for look in looks_at_mine(tracker).looks] == [matter.number]
        assert len(looks_at_mine(matter.citizen).looks) == 2
        assert [look.number for look in looks_at_mine(matter.citizen, number=other.number).looks] == [
            other.number
        ]

    def test_nobody_sees_another_s(self, matter: Scenario) -> None:
        unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        stranger = Scenario(serial=313)
        stranger.submitted()
        assert looks_at_mine(stranger.citizen).looks == ()
        assert looks_at_mine(stranger.citizen, number=matter.number).looks == ()
        assert looks_at_mine(staff("clerk")).looks == ()

    def test_turns_pages_without_losing_or_doubling_one(self, matter: Scenario) -> None:
        for serial in range(113):
            unmask(staff("clerk"), matter.number, field="applicant.number", reason=f"第{serial}次核对")
        seen, cursor = [], ""
        while True:
            page = looks_at_mine(matter.citizen, cursor=cursor)
            seen += [look.reason for look in page.looks]
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        assert seen == [f"第{serial}次核对" for serial in reversed(range(113))]

    def test_of_an_erased_reason_it_says_so(self, matter: Scenario) -> None:
        unmask(staff("clerk"), matter.number, field="applicant.number", reason="核对身份")
        key = Case.objects.get(number=matter.number).key_id
        DataKey.objects.filter(id=key).update(wrapped=None)
        (look,) = looks_at_mine(matter.citizen).looks
        assert (look.reason, look.erased) == ("", True)


class TestLists:
    def rows(self) -> list[tuple[str, str, int | None]]:
        found = AccessEntry.objects.filter(kind="list").order_by("id")
        return list(found.values_list("subject", "actor_key", "rows"))

    def test_a_list_with_names_is_one_look_however_many_stand_in_it(self, matter: Scenario) -> None:
        Scenario(serial=812).submitted()
        clerk = staff("clerk")
        page = my_list(clerk, group="all", shown_as="cases")
        assert len(page.rows) > 1
        my_list(clerk, group="all", shown_as="cases")  # turned to and fro
        assert self.rows() == [("cases", clerk.key, len(page.rows))]
        my_list(clerk, group="running", shown_as="cases")
        assert len(self.rows()) == 2

    def test_what_was_searched_for_is_a_digest_and_finding_nobody_is_a_look(self) -> None:
        my_list(staff("clerk"), group="all", search="欧阳无此人", shown_as="cases")
        (row,) = AccessEntry.objects.filter(kind="list")
        assert row.rows == 0 and re.fullmatch("cases:[0-9a-f]{16}", row.field)

    def test_counting_and_citizens_leave_none(self, matter: Scenario) -> None:
        my_list(staff("clerk"), group="all", limit=1)
        my_list(System("sweep"), shown_as="cases")
        assert self.rows() == []

    def test_notices_of_today_are_a_list_and_one_of_them_is_too(self) -> None:
        clerk = staff("clerk")
        given = give_one_time_notice(
            clerk,
            "SB-001",
            answers={},
            channel="window",
            how="paper",
            told_to="闻甲鸢",
            idempotency_key="told",
        )
        notices_of_today(clerk)
        notice_given(clerk, given.notice_id)
        assert [(name, rows) for name, _, rows in self.rows()] == [("notices", 1), ("notice", 1)]
