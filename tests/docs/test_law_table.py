"""The table of the law names checks that are collected; each rule has one, and what is not built stands apart and says so."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.scenarios.reading import scenarios

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/compliance/law.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
][2:]
CHECK = re.compile(r"`(tests/[^`:]+\.py)::([^`]+)`")
SCENARIO = re.compile(r"scenario `([^`]+)`")
NOT_BUILT = "not built"
PARTS = (
    "没有依据就不生效",
    "行政许可法",
    "天数怎么算",
    "其他的期限和办法",
    "监督",
    "个人信息和安全",
    "日常的事",
)
STILL_TO_COME = ("时限的事，还没有做完", "不是时限的事，还没有做")


@cache
def checks_in(path: str) -> frozenset[str]:
    """The checks of a file as they are named: ``test_…`` or ``TestThing::test_…``, read without running it."""
    if not Path(path).name.startswith("test_"):
        return frozenset()  # pytest collects nothing from it
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            found |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def test_every_check_that_is_named_exists() -> None:
    named = CHECK.findall(PAGE)
    assert len(named) > 80
    assert [f"{path}::{name}" for path, name in named if name not in checks_in(path)] == []


def test_every_scenario_is_named_and_exists() -> None:
    assert set(SCENARIO.findall(PAGE)) - {one.id for one in scenarios()} == set()


def rows_of(parts: tuple[str, ...]) -> list[list[str]]:
    """The rows below these headings, without the headings."""
    found, part = [], ""
    for row in ROWS:
        if row[0].startswith("**"):
            assert not row[1] and not row[2], row
            part = row[0].strip("*")
        elif part in parts:
            found.append(row)
    return found


def test_every_rule_that_runs_has_a_check_and_says_nothing_of_later() -> None:
    for rule, source, shown in rows_of(PARTS):
        assert len(rule) > 10 and source, rule
        assert CHECK.search(shown) or SCENARIO.search(shown), rule
        assert NOT_BUILT not in shown and not re.search(r"nobody's yet|issue \d", shown), rule


def test_what_is_not_built_stands_apart_and_says_so() -> None:
    still = rows_of(STILL_TO_COME)
    assert still and all(shown.startswith(NOT_BUILT) and source for _, source, shown in still)


def test_every_part_of_the_law_is_there() -> None:
    assert [rule.strip("*") for rule, _, _ in ROWS if rule.startswith("**")] == [*PARTS, *STILL_TO_COME]


def test_every_scenario_shows_a_rule() -> None:
    """What is written from the law stands beside the rule that it was written from."""
    assert {one.id for one in scenarios()} - set(SCENARIO.findall(PAGE)) == set()
