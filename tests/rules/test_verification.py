"""Two officers verify the substance of a matter (行政许可法 art. 34)."""

from datetime import date

from tongban.rules.verification import Floor, fault_of_day, faults_of_visit

TODAY = date(2026, 11, 24)
RECEIVED = Floor(date(2026, 11, 20))
SEEN = "三口人，两间土房，看到病历和药费单，和申请写的一致。"


def test_a_visit_of_two_officers_with_findings_stands() -> None:
    told = {"place": "许旺村三组12号", "findings": SEEN, "officers": (3, 4)}
    assert faults_of_visit(day=TODAY, today=TODAY, floor=RECEIVED, **told) == []  # type: ignore[arg-type]  # of several


def test_a_visit_before_the_matter_came_in_or_before_the_new_inquiry_is_none_of_it() -> None:
    before = date(2026, 11, 19)
    assert fault_of_day(before, floor=RECEIVED, today=TODAY) == ("before_the_matter", {"since": RECEIVED.day})
    assert fault_of_day(RECEIVED.day, floor=RECEIVED, today=TODAY) is None
    anew = Floor(date(2026, 11, 23), anew=True)
    wrong = fault_of_day(RECEIVED.day, floor=anew, today=TODAY)
    assert wrong == ("before_the_new_inquiry", {"since": anew.day})


def test_one_officer_twice_is_one_officer() -> None:
    [(field, code, _)] = faults_of_visit(
        day=TODAY, place="许旺村", findings=SEEN, officers=(3, 3), today=TODAY, floor=RECEIVED
    )
    assert (field, code) == ("second_officer", "two_officers")


def test_all_faults_are_told_at_once() -> None:
    found = faults_of_visit(
        day=date(2026, 11, 25), place=" ", findings="符合条件", officers=(3,), today=TODAY, floor=RECEIVED
    )
    assert [(field, code) for field, code, _ in found] == [
        ("visit_day", "date_in_future"),
        ("visit_place", "required"),
        ("second_officer", "two_officers"),
        ("findings", "reason_too_short"),
    ]
