"""A list is judged row by row, what is sound becomes a matter each, and nothing of it twice."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from tests.cases.roster_lists import HEAD, ITEM, PLAN, household, pasted

from tongban.cases.commands import put_back, take
from tongban.cases.models import Case, Roster, RosterRow
from tongban.cases.queries import handover
from tongban.cases.rosters import commands, queries
from tongban.cases.rosters.accepting import accept_rows
from tongban.cases.rosters.filing import _Work, file_rows, forget_rows
from tongban.cases.rosters.judging import Plan
from tongban.cases.rosters.reading import ReadList, read_file, read_text
from tongban.cases.rosters.visibility import rows_of
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import LedgerEntry
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=[ITEM, "SB-001"])


def key() -> str:
    return uuid4().hex


def read(rows: list[dict[str, str]]) -> ReadList:
    return read_text(pasted(rows), queries.roster_form(staff("clerk"), ITEM).columns)


def brought(rows: list[dict[str, str]], plan: Plan = PLAN) -> str:
    return commands.bring_roster(
        staff("clerk"), ITEM, "许旺村2027年医保", plan, read(rows), idempotency_key=key()
    )


def faults_by_line(number: str) -> dict[int, set[tuple[str, str]]]:
    view = queries.roster(staff("clerk"), number, shown="faulty")
    return {row.line: {(fault.field, fault.code) for fault in row.faults} for row in view.rows}


def test_every_fault_of_a_row_is_told_and_the_sound_rows_stand_by_themselves() -> None:
    number = brought(
        [
            household(1),
            household(2, 身份证号="640121", 现在住在哪里=""),
            household(3, 给谁参保="全家"),
            household(1, 姓名="马又兰"),
            household(4, 一起参保的家里人="丁小明 640121201903055035 儿子"),
            household(5, 给谁参保="我和家里人", 一起参保的家里人="丁晓明 640121201903055035 儿子"),
        ]
    )
    assert faults_by_line(number) == {
        2: {("applicant.number", "citizen_number_length"), ("answers.address", "required")},
        3: {("answers.for_whom", "not_an_option")},
        4: {("row", "roster_twice")},
        5: {("answers.members", "roster_not_asked")},
        6: {("row", "roster_twice")},  # the child stands in the row before
    }
    view = queries.progress(staff("clerk"), number)
    assert (view.total, view.failed, view.left, view.state) == (6, 5, 1, "checked")
    assert not Case.objects.exists()


def test_thirty_households_become_thirty_matters_with_one_receipt_and_nothing_personal_is_kept_twice() -> (
    None
):
    number = brought([household(serial) for serial in range(1, 31)])
    commands.start_roster(staff("clerk"), number, idempotency_key=key())
    row = Roster.objects.get(number=number)
    assert file_rows(row.id) is False
    row.refresh_from_db()
    assert (row.state, row.filed, row.failed) == ("done", 30, 0)
    cases = Case.objects.all()
    assert cases.count() == 30 and {case.channel for case in cases} == {"window"}
    assert not Paper.objects.filter(kind="intake_receipt").exists()
    receipt = Paper.objects.get(kind="roster_receipt")
    assert receipt.id == row.receipt and receipt.subject == row.id
    submitted = LedgerEntry.objects.filter(kind="case", type="submitted").first()
    assert submitted is not None and json.loads(bytes(submitted.canonical))["data"]["roster"] == str(row.id)
    empty = {len(bytes(one)) for one in RosterRow.objects.values_list("values", flat=True)}
    assert len(empty) == 1  # every row holds as little as the other
    assert verify().holds
    assert file_rows(row.id) is False and Case.objects.count() == 30


def test_a_person_whose_matter_is_under_way_is_not_filed_again() -> None:
    first = brought([household(1)])
    second = brought([household(1), household(2)])
    for number in (first, second):
        commands.start_roster(staff("clerk"), number, idempotency_key=key())
        file_rows(Roster.objects.get(number=number).id)
    view = queries.roster(staff("clerk"), second, shown="refused")
    [refused] = view.rows
    assert refused.faults[0].code == "roster_running"
    assert Case.objects.filter(number=refused.faults[0].params["number"]).exists()
    assert Case.objects.count() == 2
    third = brought([household(2)])
    assert faults_by_line(third) == {1: {("row", "roster_running")}}


def test_two_lists_that_are_filed_at_once_make_one_matter_of_each_person() -> None:
    numbers = [brought([household(1), household(2)]) for _ in range(2)]
    for number in numbers:
        commands.start_roster(staff("clerk"), number, idempotency_key=key())
    works = [_Work(Roster.objects.get(number=number), staff("clerk")) for number in numbers]
    for work in works:
        work.compare()  # both before either files
    for work in works:
        for row in rows_of(work.roster):
            work.file(row)
    assert Case.objects.count() == 2
    assert [queries.progress(staff("clerk"), number).failed for number in numbers] == [0, 2]


def test_what_was_granted_this_year_and_who_stands_in_anothers_matter_is_not_taken_again_by_a_list() -> None:
    child = {"给谁参保": "我和家里人", "一起参保的家里人": "丁晓明 640121201903055035 儿子"}
    first = brought([household(1), household(5, **child)])
    commands.start_roster(staff("clerk"), first, idempotency_key=key())
    file_rows(Roster.objects.get(number=first).id)
    again = [household(1), household(6, **child), household(7)]
    assert faults_by_line(brought(again)) == {
        1: {("row", "roster_running")},
        2: {("row", "roster_member_running")},
    }
    at = datetime(2027, 3, 1, 2, tzinfo=UTC)
    Case.objects.update(status="delivered", outcome="granted", concluded_at=at)
    with frozen(at + timedelta(days=200)):
        assert faults_by_line(brought(again)) == {1: {("row", "roster_granted")}}
    with frozen(at + timedelta(days=320)):  # the next year's
        assert faults_by_line(brought(again)) == {}


def test_a_sound_row_left_out_by_hand_is_no_failure_and_a_filed_one_says_whose_it_is() -> None:
    number = brought([household(1), household(2), household(3, 身份证号="640121")])
    commands.leave_out_rows(staff("clerk"), number, [2], idempotency_key=key())
    line = queries.progress(staff("clerk"), number)
    assert (line.failed, line.left_out, line.left) == (1, 1, 1)
    assert queries.rosters(staff("clerk"))[0] == line
    commands.start_roster(staff("clerk"), number, idempotency_key=key())
    file_rows(Roster.objects.get(number=number).id)
    [filed] = queries.roster(staff("clerk"), number, shown="filed").rows
    assert (filed.line, filed.name) == (1, "丁**")


def test_an_unclosed_quotation_mark_is_a_fault_of_its_cell_and_eats_no_row() -> None:
    rows = [household(1), household(2, 现在住在哪里='"许旺村'), household(3), household(4, 电话='"')]
    assert faults_by_line(brought(rows)) == {
        2: {("answers.address", "roster_quote_open")},
        4: {("applicant.phone", "roster_quote_open")},
    }


def test_a_name_that_begins_like_the_sample_and_one_with_unseen_characters() -> None:
    rows = [household(1, 姓名="示例华"), household(2, 姓名="马\u202e一兰"), household(3, 姓名="<b>马</b>")]
    assert faults_by_line(brought([*rows, household(4, 姓名="马\u200b一兰")])) == {
        line: {("applicant.name", "name_characters")} for line in (2, 3, 4)
    }


@pytest.mark.parametrize("separator", [";", "；", "，", ","])
def test_columns_are_found_by_whatever_parts_them(separator: str) -> None:
    columns = queries.roster_form(staff("clerk"), ITEM).columns
    text = pasted([household(1), household(2)]).replace("\t", separator)
    assert [line.cells["applicant.name"] for line in read_text(text, columns).lines] == ["丁一兰", "王一兰"]
    headed = read_text("许旺村2027年医保名册\n" + text, columns)
    assert len(headed.lines) == 2  # what stands above the titles is nobody


def test_what_blanks_part_is_no_list() -> None:
    columns = queries.roster_form(staff("clerk"), ITEM).columns
    for gap in ("  ", " "):
        with pytest.raises(InputFaults) as refused:
            read_text(pasted([household(1)]).replace("\t", gap), columns)
        assert [fault.code for fault in refused.value.faults] == ["roster_not_in_columns"]


def test_what_was_stopped_goes_on_and_what_is_ended_is_left_out() -> None:
    number = brought([household(serial) for serial in range(1, 4)])
    commands.leave_out_rows(staff("clerk"), number, [2], idempotency_key=key())
    commands.start_roster(staff("clerk"), number, idempotency_key=key())
    commands.stop_roster(staff("clerk"), number, idempotency_key=key())
    row = Roster.objects.get(number=number)
    assert file_rows(row.id) is False and Case.objects.count() == 0
    commands.start_roster(staff("clerk"), number, idempotency_key=key())
    file_rows(row.id)
    row.refresh_from_db()
    assert (row.state, row.filed, row.failed) == ("done", 2, 1)
    with pytest.raises(Refusal, match="roster_not_waiting"):
        commands.end_roster(staff("clerk"), number, idempotency_key=key())


def test_the_failures_come_back_as_a_workbook_that_is_read_again_once_it_is_mended() -> None:
    number = brought([household(1), household(2, 身份证号="640121")])
    data = queries.failures_file(
        staff("clerk"), number, lambda faults: "；".join(fault.code for fault in faults)
    )
    book = load_workbook(BytesIO(data))
    page = book["名册"]
    line = [cell.value for cell in page[3]]
    assert line[1] == "640121" and line[-2:] == ["2", "citizen_number_length"]
    page["B3"] = household(2)["身份证号"]
    mended = BytesIO()
    book.save(mended)
    again = read_file(mended.getvalue(), queries.roster_form(staff("clerk"), ITEM).columns)
    assert again.ignored == ("原来的行号", "哪里要改")
    second = commands.bring_roster(staff("clerk"), ITEM, "补报", PLAN, again, idempotency_key=key())
    assert queries.progress(staff("clerk"), second).left == 1


def test_the_template_is_read_back_without_its_sample() -> None:
    columns = queries.roster_form(staff("clerk"), ITEM).columns
    with pytest.raises(InputFaults) as refused:
        read_file(queries.roster_template(staff("clerk"), ITEM), columns)
    assert [fault.code for fault in refused.value.faults] == ["roster_no_rows"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 no archive", "roster_unreadable"),
        (b"\xff\xfe\x00\x01", "roster_unreadable"),
        ("姓名,电话\n马一兰,19900000001".encode(), "roster_column_missing"),
        (("\t".join(HEAD) + "\n").encode(), "roster_no_rows"),
    ],
)
def test_what_is_no_list_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(InputFaults) as refused:
        read_file(data, queries.roster_form(staff("clerk"), ITEM).columns)
    assert refused.value.faults[0].code == code


def test_a_formula_is_a_fault_of_its_cell() -> None:
    number = brought([household(1, 姓名="=HYPERLINK(1)")])
    assert ("applicant.name", "roster_cell_formula") in faults_by_line(number)[1]


def test_only_where_the_item_gives_the_ground_a_village_files_for_people() -> None:
    plan = Plan("village", "许旺村村民委员会", "马建国", household(90)["身份证号"], {}, True)
    with pytest.raises(InputFaults) as refused:
        brought([household(1)], plan)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("brought_by", "roster_no_ground")
    ]


def test_an_assisters_roster_is_each_persons_own_matter_through_the_assister() -> None:
    assister = staff("assister")
    form = queries.roster_form(assister, ITEM)
    lines = read_text(pasted([household(1)]), form.columns)
    plan = Plan("assister", consent=True)
    number = commands.bring_roster(assister, ITEM, "代办", plan, lines, idempotency_key=key())
    commands.start_roster(assister, number, idempotency_key=key())
    file_rows(Roster.objects.get(number=number).id)
    case = Case.objects.get()
    assert (case.channel, case.representation, case.assister_id) == (
        "village_point",
        "assister",
        assister.assignment_id,
    )
    assert queries.rosters(staff("clerk")) == ()


def test_a_roster_is_seen_by_its_own_position_alone() -> None:
    number = brought([household(1)])
    assert [line.number for line in queries.rosters(staff("clerk-b"))] == [number]
    for other in ("clerk-mz", "assister", "approver", "reviewer", "auditor"):
        assert queries.rosters(staff(other)) == ()
        with pytest.raises((NotFound, NotAuthorized)):
            commands.start_roster(staff(other), number, idempotency_key=key())
    with pytest.raises(NotFound):
        queries.roster_form(staff("clerk"), "SB-001")


def test_what_became_no_matter_is_forgotten_after_thirty_days() -> None:
    number = brought([household(1), household(2, 身份证号="640121")])
    now = datetime.now(UTC)
    assert forget_rows(now + timedelta(days=29)) == 0
    assert forget_rows(now + timedelta(days=31)) == 1  # nobody went on with it: it is closed
    assert queries.progress(staff("clerk"), number).state == "done"
    assert forget_rows(now + timedelta(days=62)) == 1
    assert set(RosterRow.objects.values_list("values", flat=True)) == {b""}
    assert queries.roster(staff("clerk"), number, shown="faulty").rows[0].name == ""


class TestAcceptingTogether:
    """One clerk looked at the papers of the list; each matter is accepted for itself, in that clerk's name."""

    def filed(self, count: int) -> Roster:
        number = brought([household(serial) for serial in range(1, count + 1)])
        commands.start_roster(staff("clerk"), number, idempotency_key=key())
        roster = Roster.objects.get(number=number)
        file_rows(roster.id)
        return roster

    def test_each_is_accepted_for_itself_and_what_cannot_be_stands_apart_with_its_reason(self) -> None:
        roster = self.filed(3)
        first = Case.objects.order_by("received_at", "number").first()
        assert first is not None
        take(staff("clerk-b"), first.number, expected_version=first.version, idempotency_key=key())
        with pytest.raises(InputFaults):
            commands.accept_roster(staff("clerk"), roster.number, looked=False, idempotency_key=key())
        commands.accept_roster(staff("clerk"), roster.number, looked=True, idempotency_key=key())
        with pytest.raises(Refusal):  # one at a time
            commands.accept_roster(staff("clerk-b"), roster.number, looked=True, idempotency_key=key())
        assert queries.progress(staff("clerk"), roster.number).accepting
        assert accept_rows(roster.id) is False
        line = queries.progress(staff("clerk"), roster.number)
        assert (line.accepting, line.to_accept, line.not_accepted) == (False, 1, 1)
        shown = queries.roster(staff("clerk"), roster.number, shown="filed").rows[0]
        assert (shown.case_number, [one.code for one in shown.faults]) == (
            first.number,
            ["taken_by_colleague"],
        )
        accepted = Case.objects.filter(status="in_review")
        notices = Paper.objects.filter(kind="acceptance_notice", subject__in=accepted.values("id"))
        assert accepted.count() == notices.count() == 2
        told = [json.loads(bytes(one.canonical)) for one in LedgerEntry.objects.filter(type="accepted")]
        assert {one["actor"]["assignment"] for one in told} == {staff("clerk").assignment_id}
        # the colleague puts it back, and only that one is left to be accepted
        version = Case.objects.get(id=first.id).version
        put_back(staff("clerk-b"), first.number, expected_version=version, idempotency_key=key())
        commands.accept_roster(staff("clerk"), roster.number, looked=True, idempotency_key=key())
        accept_rows(roster.id)
        assert queries.progress(staff("clerk"), roster.number).to_accept == 0
        with pytest.raises(Refusal, match="roster_nothing_to_accept"):
            commands.accept_roster(staff("clerk"), roster.number, looked=True, idempotency_key=key())
        assert verify().holds

    def test_stopped_it_goes_on_where_it_stopped(self) -> None:
        roster = self.filed(3)
        commands.accept_roster(staff("clerk"), roster.number, looked=True, idempotency_key=key())
        assert accept_rows(roster.id, longest=timedelta(0)) is True  # one job's time is over after the first
        assert queries.progress(staff("clerk"), roster.number).to_accept == 2
        commands.stop_roster(staff("clerk"), roster.number, idempotency_key=key())
        assert accept_rows(roster.id) is False
        assert queries.progress(staff("clerk"), roster.number).to_accept == 2
        commands.accept_roster(staff("clerk-b"), roster.number, looked=True, idempotency_key=key())
        accept_rows(roster.id)
        assert not Case.objects.filter(status="submitted").exists()


def test_an_unfinished_list_stands_on_the_handover_list_with_its_name() -> None:
    number = brought([household(1)])
    told = handover(staff("approver"), staff("clerk").assignment_id)
    assert [(line.number, line.opens) for line in told.lines["roster"]] == [(number, False)]
    assert told.unseen == 0
