"""``tongban calendar check`` at its border."""

import argparse
import ast
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from tests.cases.open_cases import corrected_2026

from tongban.cases.calendar import notices
from tongban.faces.common import calendar_findings
from tongban.kernel import calendar_files, calendars
from tongban.kernel.time import frozen
from tongban.site import demo
from tongban.site.command_line import calendar
from tongban.site.scenario import Scenario


def tongban_calendar(*words: str, lang: str = "zh") -> int:
    parser = argparse.ArgumentParser(prog="tongban calendar")
    calendar.add_arguments(parser, lang)
    return calendar.run(parser.parse_args(["check", *words]), lang)


def test_the_shipped_files_are_sound(capsys):
    assert tongban_calendar() == 0
    assert "4" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fault_names_file_line_field_and_mend(capsys, tmp_path: Path, lang: str):
    file = tmp_path / "2027.yaml"
    file.write_text("calendar: national\nyear: 2027\nholidays: []\nmake_up_workdays: []\n", "utf-8")
    assert tongban_calendar(str(file), lang=lang) == 3
    output = capsys.readouterr().out
    assert f"{file}:1: source: " in output
    assert ("请补上" if lang == "zh" else "add it") in output


def test_a_file_that_is_not_there_exits_2(capsys, tmp_path: Path):
    assert tongban_calendar(str(tmp_path / "none.yaml"), lang="en") == 2
    assert "none.yaml" in capsys.readouterr().err


def codes_in(module: ModuleType) -> set[str]:
    """The codes that a module's faults are made with."""
    position = {"fault": 2, "CalendarFileFault": 3}
    codes = set()
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            code = node.args[position[name]] if name in position else None
            if isinstance(code, ast.Constant):
                codes.add(code.value)
    return codes


def test_every_fault_of_a_calendar_has_its_sentence_and_no_sentence_is_left_over():
    raised = codes_in(calendar_files) | codes_in(calendars) | codes_in(notices)
    assert raised == set(calendar_findings.SENTENCES)


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration county, within reach of the command line."""
    demo.load(items=["SB-001"])
    monkeypatch.setattr("tongban.site.django_setup.program_with_database", nullcontext)


def called(*words: str, lang: str = "zh") -> int:
    parser = argparse.ArgumentParser(prog="tongban calendar")
    calendar.add_arguments(parser, lang)
    return calendar.run(parser.parse_args(words), lang)


@pytest.mark.usefixtures("county")
class TestPublishing:
    def test_a_notice_is_published_counted_and_exported(self, capsys, tmp_path: Path):
        with frozen(datetime(2026, 9, 29, 2, tzinfo=UTC)):
            Scenario(serial=1).accepted()
            file = tmp_path / "2026.yaml"
            file.write_text(corrected_2026(), "utf-8")
            assert called("publish", str(file), "--dry-run") == 0
            assert "2026-10-08" in capsys.readouterr().out
            assert called("recompute") == 0
            assert "没有要重算的办件" in capsys.readouterr().out
            assert called("publish", str(file), lang="en") == 0
            assert "Published: nation 2026" in capsys.readouterr().out
            assert called("recompute") == 0
            assert "已核对 1 / 1，改了日期 1 件" in capsys.readouterr().err
        assert called("export", str(tmp_path / "out")) == 0
        assert (tmp_path / "out" / "nation-2026.yaml").read_text("utf-8") == corrected_2026()

    def test_a_faulty_one_is_not(self, capsys, tmp_path: Path):
        file = tmp_path / "2026.yaml"
        file.write_text(corrected_2026("2026-09-01"), "utf-8")
        assert called("publish", str(file), lang="en") == 3
        assert "nothing was published" in capsys.readouterr().err
