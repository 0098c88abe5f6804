"""Fields that stand in rows say their row and their column to whoever does not see the page."""

import re
from pathlib import Path

import pytest

import tongban.faces.workbench

TEMPLATES = Path(tongban.faces.workbench.__file__).parent / "templates" / "workbench"
ROWS = re.compile(r"{% for (?:(?!{% endfor %}).)*?{% endfor %}", re.DOTALL)
FIELD = re.compile(
    r"<(?:input|select|textarea)\b[^>]*\baria-label=\"(?P<name>(?:{%.*?%}|[^\"])*)\"", re.DOTALL
)


@pytest.mark.parametrize(
    "page",
    ["administration/site.html", "parts/answer_input.html", "calendars/publish.html", "intake/question.html"],
)
def test_no_two_rows_have_a_field_of_the_same_name(page: str) -> None:
    text = (TEMPLATES / page).read_text("utf-8")
    names = [found["name"] for rows in ROWS.findall(text) for found in FIELD.finditer(rows)]
    assert names, "the page has no rows of fields any more"
    assert [name for name in names if "forloop" not in name] == []
