"""A line of the log leads from request to job and says nothing of anybody."""

import json
import logging
import sys

import pytest

from tongban.kernel import tracing
from tongban.kernel.log_lines import JsonLines, SafeLines, without_personal_data
from tongban.site.log_files import put_aside


def line(name: str, text: object, *values: object, fault: bool = False) -> str:
    record = logging.LogRecord(name, 30, "x", 1, text, values, sys.exc_info() if fault else None)
    assert SafeLines().format(record)
    return JsonLines().format(record)


@pytest.mark.parametrize(
    "text",
    [
        "马秀兰",
        "640121196803120027",
        "64012119680312002X",
        "19900000088",
        "199 0000 0088",
        "x马秀兰y",
        "+86-19900000088",
    ],
)
def test_names_and_long_numbers_are_taken_out(text: str) -> None:
    left = without_personal_data(f"before {text} after")
    assert "马" not in left
    assert not any(run.isdigit() and len(run) > 6 for run in left.replace("-", " ").split())
    assert "0000" not in left
    assert left.startswith("before ")


def test_the_ids_that_lead_from_line_to_line_stay() -> None:
    text = "message 12345678-1234-5678-9012-123456789012 is late"
    assert without_personal_data(text) == text


def test_of_an_exception_the_type_and_the_place_are_told_and_not_its_words() -> None:
    try:
        raise ValueError("invalid input: Ma Xiulan")
    except ValueError:
        told = line("tongban.web", "it failed", fault=True)
    assert "Xiulan" not in told
    assert json.loads(told)["fault"]["type"] == "ValueError"
    assert "test_log_lines.py" in told


def test_of_another_library_the_pattern_is_told_without_its_values() -> None:
    told = json.loads(line("django.request", "Not Found: %s", "/Ma-Xiulan/"))
    assert told["message"] == "Not Found: %s"
    assert "Xiulan" not in line("other", "cannot open /home/Xiulan/file")


def test_a_line_carries_the_ids_of_what_is_at_work() -> None:
    with tracing.within(request="r"), tracing.within(command="c"):
        told = json.loads(line("tongban.web", "x"))
    assert (told["request"], told["command"]) == ("r", "c")
    assert "command" not in json.loads(line("tongban.web", "x"))


def test_a_log_is_put_aside_by_its_size_and_the_oldest_forgotten(tmp_path) -> None:
    log = tmp_path / "x.jsonl"
    assert not put_aside(log, 3)
    for text in ("one", "two", "three"):
        log.write_text(text)
        assert put_aside(log, 3, kept=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.jsonl.1", "x.jsonl.2"]
    assert (tmp_path / "x.jsonl.1").read_text() == "three"
