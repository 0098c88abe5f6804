"""The shipped calendar data, held to an independent table, and files that must be refused."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import yaml

from tongban.kernel import calendars
from tongban.kernel.calendars import CalendarDataFault, UnknownRegion, calendar_for, check_files

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)

GOOD = """\
calendar: national
year: 2027
source: {document: 测试通知, number: 测试1号, date: 2026-11-20}
holidays:
  - {name: 元旦, first: 2027-01-01, last: 2027-01-03}
  - {name: 春节, first: 2027-02-05, last: 2027-02-11}
  - {name: 清明节, first: 2027-04-03, last: 2027-04-05}
  - {name: 劳动节, first: 2027-05-01, last: 2027-05-05}
  - {name: 端午节, first: 2027-06-09, last: 2027-06-09}
  - {name: 中秋节, first: 2027-09-15, last: 2027-09-15}
  - {name: 国庆节, first: 2027-10-01, last: 2027-10-07}
make_up_workdays:
  - {name: 春节, date: 2027-02-14}
"""

REGION = """\
calendar: region
region: "640000"
name: 宁夏回族自治区
years:
  - year: 2026
    confirmed: true
    source: {document: 测试通知, number: 宁测1号, date: 2025-12-01}
    holidays:
      - {name: 开斋节, first: 2026-03-20, last: 2026-03-21}
    make_up_workdays: []
"""


@pytest.fixture(autouse=True)
def fresh_calendars(monkeypatch):
    monkeypatch.delenv(calendars.FOLDER_VARIABLE, raising=False)
    calendars.forget_calendars()
    yield
    calendars.forget_calendars()


def every_day():
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_thirteen_public_holidays(year: int) -> None:
    """全国年节及纪念日放假办法 since 2025: one on a weekend is given back on a weekday; what else is off is worked for."""
    (told,) = (one for one in map(yaml.safe_load, _national()) if one["year"] == year)
    days = [
        line["first"] + timedelta(days=number)
        for line in told["holidays"]
        for number in range((line["last"] - line["first"]).days + 1)
    ]
    weekdays = [day for day in days if day.weekday() < 5]
    assert len(weekdays) - len(told["make_up_workdays"]) == 13


def _national() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in calendars.shipped_files() if "national" in str(file)]


def test_the_shipped_years_agree_with_an_independent_table_day_by_day():
    calendar = calendar_for()
    differing = [day for day in every_day() if calendar.is_working(day) != chinese_calendar.is_workday(day)]
    assert differing == []


def test_no_day_of_the_shipped_years_is_provisional():
    assert not calendar_for().provisional_between(FIRST, LAST)
    assert calendar_for().day(LAST + timedelta(days=1)).provisional
    assert calendar_for().day(FIRST - timedelta(days=1)).provisional


def test_a_holiday_names_itself_and_its_notice():
    day = calendar_for().day(date(2026, 9, 25))
    assert (day.name, day.source) == ("中秋节", "国办发明电〔2025〕7号")


def test_ningxia_adds_two_days_twice_a_year_all_unconfirmed():
    calendar = calendar_for("640000")
    own = [calendar.day(day) for day in every_day() if calendar.day(day).reason == "regional_holiday"]
    assert len(own) == 12
    assert all(day.provisional and not day.working for day in own)
    others = [day for day in every_day() if calendar.day(day).reason != "regional_holiday"]
    assert not any(calendar.day(day).provisional for day in others)


@pytest.mark.parametrize("region", ["640100", "640121", "640121200206"])
def test_places_within_ningxia_have_its_days(region: str):
    assert calendar_for(region).day(date(2026, 3, 20)).reason == "regional_holiday"


def test_a_region_without_data_is_refused_not_taken_for_one_without_own_days():
    with pytest.raises(UnknownRegion) as refusal:
        calendar_for("999999")
    assert refusal.value.known == ("640000",)


def test_the_same_calendar_is_given_again():
    assert calendar_for("640000") is calendar_for("640000")


def test_an_operators_notice_goes_before_the_shipped_expectation(tmp_path: Path):
    (tmp_path / "640000.yaml").write_text(REGION, "utf-8")
    calendar = calendar_for("640000", tmp_path)
    assert not calendar.day(date(2026, 3, 20)).provisional
    assert calendar.day(date(2026, 3, 20)).source == "宁测1号"
    assert calendar.day(date(2026, 5, 27)).working
    assert calendar.day(date(2025, 3, 31)).provisional


def test_the_folder_may_be_named_by_the_environment(tmp_path: Path, monkeypatch):
    (tmp_path / "2027.yaml").write_text(GOOD, "utf-8")
    monkeypatch.setenv(calendars.FOLDER_VARIABLE, str(tmp_path))
    assert not calendar_for().day(date(2027, 3, 1)).provisional


def test_shipped_files_have_no_faults():
    assert check_files([]) == []
    assert len(calendars.shipped_files()) == 4


def test_a_good_new_year_has_no_faults(tmp_path: Path):
    file = tmp_path / "2027.yaml"
    file.write_text(GOOD, "utf-8")
    assert check_files([file]) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "code", "line"),
    [
        ("year: 2027", "year: 27", "year", "not_a_year", 2),
        ("year: 2027\n", "", "year", "missing_field", 1),
        ("year: 2027", "year: 2027\nyear: 2028", "year", "field_twice", 3),
        ("year: 2027", "year: 2028", "year", "year_gap", 1),
        (
            "source: {document: 测试通知, number: 测试1号, date: 2026-11-20}\n",
            "",
            "source",
            "missing_field",
            1,
        ),
        ("number: 测试1号", 'number: ""', "source.number", "not_text", 3),
        ("date: 2026-11-20", "date: yesterday", "source.date", "not_a_date", 3),
        ("calendar: national", "calendar: lunar", "calendar", "unknown_kind", 1),
        ("calendar: national\n", "", "calendar", "missing_field", 1),
        ("holidays:", "holiday:", "holiday", "unknown_field", 4),
        (
            "  - {name: 端午节, first: 2027-06-09, last: 2027-06-09}\n",
            "",
            "holidays",
            "missing_festival",
            5,
        ),
        ("first: 2027-10-01", "first: 2027-09-31", "holidays.7.first", "not_a_date", 11),
        ("last: 2027-10-07", "last: 2027-09-07", "holidays.7.last", "reversed", 11),
        ("last: 2027-10-07", "last: 2027-11-07", "holidays.7.last", "too_long", 11),
        ("first: 2027-01-01", "first: 2026-12-31", "holidays.1", "outside_year", 5),
        ("first: 2027-05-01", "first: 2027-04-05", "holidays.4.last", "too_long", 8),
        ("name: 中秋节, first: 2027-09-15", "name: 国庆节, first: 2027-09-15", "holidays.7.name", "holiday_twice", 11),
        ("first: 2027-09-15, last: 2027-09-15", "first: 2027-06-09, last: 2027-06-09", "holidays.6", "day_twice", 10),
        ("date: 2027-02-14", "date: 2027-02-15", "make_up_workdays.1.date", "make_up_on_weekday", 13),
        ("date: 2027-02-14", "date: 2027-10-02", "make_up_workdays.1", "day_twice", 13),
        ("{name: 春节, date: 2027-02-14}", "春节", "make_up_workdays.1", "not_a_mapping", 13),
        ("holidays:\n  - {name: 元旦", "holidays: none\nx:\n  - {name: 元旦", "holidays", "not_a_list", 4),
        ("year: 2027", "year: [", "", "not_yaml", 4),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_by_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, code: str, line: int
):
    assert old in GOOD
    file = tmp_path / "2027.yaml"
    file.write_text(GOOD.replace(old, new), "utf-8")
    faults = [(fault.field, fault.code, fault.line) for fault in check_files([file])]
    assert (field, code, line) in faults
    with pytest.raises(CalendarDataFault):
        calendar_for(None, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("first: 2026-03-20", "first: 2026-02-20", "years.1.holidays.1.last", "too_long"),
        (
            "first: 2026-03-20, last: 2026-03-21",
            "first: 2026-10-10, last: 2026-10-11",
            "years.1.holidays.1",
            "clashes_with_nation",
        ),
        (
            "first: 2026-03-20, last: 2026-03-21",
            "first: 2026-10-01, last: 2026-10-02",
            "years.1.holidays.1",
            "clashes_with_nation",
        ),
        ('"640000"', '"64"', "region", "not_a_region_code"),
        ("confirmed: true", "confirmed: maybe", "years.1.confirmed", "not_true_or_false"),
        (", number: 宁测1号", "", "years.1.source.number", "missing_field"),
    ],
)
def test_a_faulty_region_is_refused(tmp_path: Path, old: str, new: str, field: str, code: str):
    file = tmp_path / "640000.yaml"
    file.write_text(REGION.replace(old, new), "utf-8")
    assert (field, code) in [(fault.field, fault.code) for fault in check_files([file])]


def test_a_region_may_knowingly_depart_from_the_nation(tmp_path: Path):
    file = tmp_path / "640000.yaml"
    file.write_text(
        REGION.replace("first: 2026-03-20, last: 2026-03-21", "first: 2026-10-10, last: 2026-10-10, over_national: true"),
        "utf-8",
    )  # fmt: skip
    assert check_files([file]) == []
    assert not calendar_for("640000", tmp_path).is_working(date(2026, 10, 10))


def test_a_day_set_by_another_years_notice_names_that_notice(tmp_path: Path):
    """元旦 of the next year may begin in this December; it belongs to this year's file."""
    file = tmp_path / "2027.yaml"
    more = "  - {name: 元旦, first: 2027-12-31, last: 2027-12-31, source: 测试2号}\nmake_up_workdays:"
    file.write_text(GOOD.replace("make_up_workdays:", more), "utf-8")
    assert check_files([file]) == []
    assert calendar_for(None, tmp_path).day(date(2027, 12, 31)).source == "测试2号"


def test_two_files_for_one_year_are_refused(tmp_path: Path):
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(GOOD, "utf-8")
    assert [fault.code for fault in check_files(files)] == ["year_twice"]


def test_a_year_twice_within_a_region_is_refused(tmp_path: Path):
    file = tmp_path / "640000.yaml"
    file.write_text(REGION + REGION.partition("years:\n")[2], "utf-8")
    assert [fault.code for fault in check_files([file])] == ["year_twice"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"\xff\xfe", "not_utf8"), (b"- a", "not_a_mapping")]
)
def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path, content: bytes, code: str):
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    assert [fault.code for fault in check_files([file])] == [code]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(CalendarDataFault) as refusal:
        calendar_for(None, tmp_path / "none")
    assert refusal.value.faults[0].code == "folder_missing"
