"""``tongban clock due`` at its border: what it prints, and how it refuses."""

import argparse
import json

import pytest

from tongban.faces.common.calendar_findings import sentence
from tongban.kernel import calendars
from tongban.kernel.calendar_files import CalendarFileFault
from tongban.rules import clock as rules_clock
from tongban.site.command_line import clock, clock_words


@pytest.fixture(autouse=True)
def shipped_calendars_only(monkeypatch):
    monkeypatch.delenv(calendars.FOLDER_VARIABLE, raising=False)


def tongban_clock(*words: str, lang: str = "zh") -> int:
    parser = argparse.ArgumentParser(prog="tongban clock")
    clock.add_arguments(parser, lang)
    return clock.run(parser.parse_args(["due", *words]), lang)


def test_the_first_line_is_the_last_day_alone(capsys):
    assert tongban_clock("--from", "2026-09-24", "--days", "20") == 0
    assert capsys.readouterr().out == "2026-10-29\n"


def test_a_pause_and_an_extension_move_it(capsys):
    words = ["--from", "2026-09-24", "--days", "20", "--pause", "2026-10-12..2026-10-16", "--extend", "10"]
    assert tongban_clock(*words) == 0
    assert capsys.readouterr().out == "2026-11-19\n"


def test_pauses_may_be_repeated_and_may_overlap(capsys):
    words = ["--from", "2026-09-24", "--days", "20"]
    tongban_clock(*words, "--pause", "2026-10-12..2026-10-14", "--pause", "2026-10-13..2026-10-16")
    twice = capsys.readouterr().out
    tongban_clock(*words, "--pause", "2026-10-12..2026-10-16")
    assert capsys.readouterr().out == twice == "2026-11-05\n"


def test_calendar_days_move_off_a_rest_day(capsys):
    assert tongban_clock("--from", "2026-09-24", "--days", "10", "--unit", "calendar") == 0
    assert capsys.readouterr().out == "2026-10-08\n"


def test_without_a_region_the_regions_days_do_not_rest(capsys):
    tongban_clock("--from", "2026-03-19", "--days", "1")
    assert capsys.readouterr().out == "2026-03-20\n"


@pytest.mark.parametrize("region", ["640000", "640121"])
def test_an_unconfirmed_regional_day_is_warned_of_on_the_second_line(capsys, region: str):
    assert tongban_clock("--from", "2026-03-19", "--days", "1", "--region", region) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "2026-03-23"
    assert "暂定" in second and "2026-03-20 开斋节" in second


def test_a_year_without_notice_is_warned_of_in_either_language(capsys):
    words = ["--from", "2026-12-25", "--days", "20"]
    tongban_clock(*words)
    assert "2027 年的放假通知尚未载入" in capsys.readouterr().out.splitlines()[1]
    tongban_clock(*words, lang="en")
    assert "the notice for 2027 is not loaded" in capsys.readouterr().out.splitlines()[1]


def test_json_has_one_entry_per_day_from_the_start_through_the_last(capsys):
    assert tongban_clock("--from", "2026-09-24", "--days", "20", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["due"], told["provisional"]) == ("2026-10-29", False)
    assert len(told["days"]) == 36
    assert told["days"][0]["date"] == "2026-09-24"
    assert told["days"][0]["counted"] is False
    assert told["days"][-1]["date"] == "2026-10-29"
    assert sum(day["counted"] for day in told["days"]) == 20
    assert all({"date", "counted", "reason"} <= day.keys() for day in told["days"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain_gives_every_day_a_line_with_its_reason_and_article(capsys, lang: str):
    words = ["--from", "2026-09-24", "--days", "20", "--pause", "2026-10-12..2026-10-16", "--extend", "1"]
    assert tongban_clock(*words, "--explain", lang=lang) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    by_day = {line.split()[0]: line for line in lines}
    assert next(iter(by_day)) == "2026-09-24" and list(by_day)[-1] == first
    assert "第二百零一条" in by_day["2026-09-24"]
    assert "国办发明电〔2025〕7号" in by_day["2026-09-25"] and "中秋节" in by_day["2026-09-25"]
    assert "第四十五条" in by_day["2026-10-12"]
    assert "第四十二条" in by_day[first]
    assert "第八十二条" in by_day["2026-09-28"]
    assert ("不计" if lang == "zh" else "not counted") in by_day["2026-10-12"]


@pytest.mark.parametrize(
    ("words", "option", "mend"),
    [
        (["--days", "20"], "--from", "2026-09-24"),
        (["--from", "2026-09-24"], "--days", "20"),
        (["--from", "2026-02-30", "--days", "20"], "--from: 2026-02-30", "YYYY-MM-DD"),
        (["--from", "20260924", "--days", "20"], "--from: 20260924", "YYYY-MM-DD"),
        (["--from", "2026-09-24", "--days", "twenty"], "--days: twenty", "20"),
        (["--from", "2026-09-24", "--days=-1"], "--days", "0"),
        (["--from", "2026-09-24", "--days", "9999"], "--days", "3660"),
        (["--from", "9999-12-24", "--days", "20"], "--from", "9999-12-24"),
        (["--from", "2026-09-24", "--days", "1", "--pause", "2026-10-12"], "--pause: 2026-10-12", ".."),
        (["--from", "2026-09-24", "--days", "1", "--pause", "2026-10-12.."], "--pause", ".."),
        (["--from", "2026-09-24", "--days", "1", "--pause", "2026-10-12..2026-10-32"], "--pause", "YYYY"),
        (["--from", "2026-09-24", "--days", "1", "--pause", "2026-10-12..2026-10-11"], "--pause", "2026-10-11"),
        (["--from", "2026-09-24", "--days", "1", "--pause", "2026-10-12..2126-10-11"], "--pause", "3660"),
        (["--from", "2026-09-24", "--days", "1", "--extend", "0"], "--extend", "1"),
        (["--from", "2026-09-24", "--days", "1", "--extend", "ten"], "--extend: ten", "20"),
        (["--from", "2026-09-24", "--days", "1", "--extend", "1", "--extend", "2"], "--extend", "--extend"),
        (["--from", "2026-09-24", "--days", "1", "--unit", "weeks"], "--unit: weeks", "working"),
        (["--from", "2026-09-24", "--days", "1", "--region", "Ningxia"], "--region: Ningxia", "640000"),
        (["--from", "2026-09-24", "--days", "1", "--region", "999999"], "--region", "640000"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_exits_2_with_a_sentence_that_names_the_option_and_the_mend(
    capsys, words: list[str], option: str, mend: str, lang: str
):
    assert tongban_clock(*words, lang=lang) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(option)
    assert mend in output.err
    assert output.err.count("\n") == 1


def test_faulty_calendar_data_exits_3_and_names_the_file(capsys, tmp_path):
    (tmp_path / "2027.yaml").write_text("calendar: national\nyear: 2027\n", "utf-8")
    words = ["--from", "2026-09-24", "--days", "1", "--calendars", str(tmp_path)]
    assert tongban_clock(*words) == 3
    output = capsys.readouterr()
    assert "2027.yaml" in output.err and output.out == ""


def test_every_reason_of_the_rules_has_its_words():
    codes = {"start_day", "calendar_day", "moved_to_working_day", "workday", "weekend", "public_holiday"}
    codes |= {"make_up_workday", "regional_holiday", "unpublished_year", "paused"}
    assert codes == set(clock_words.REASONS)
    assert rules_clock.START_DAY in codes and rules_clock.MOVED_TO_WORKING_DAY in codes


def test_a_calendar_fault_without_a_line_is_still_a_sentence():
    assert sentence(CalendarFileFault("x", 0, "", "folder_missing"), "en").startswith("x: there is no such")
