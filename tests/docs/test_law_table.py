"""The table of the law names checks and scenarios that exist, and leaves no rule without one or without whose it is."""

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
NOT_YET = re.compile(r"(?:^|; |: )[^`;]*\b(?:issue \d+|nobody's yet)\b")
PARTS = (
    "没有依据就不生效",
    "行政许可法",
    "天数怎么算",
    "其他的期限和办法",
    "评价（好差评）",
    "监督",
    "个人信息和安全",
    "日常的事",
)


@cache
def checks_in(path: str) -> frozenset[str]:
    """The checks of a file as they are named: ``test_…`` or ``TestThing::test_…``, read without running it."""
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(name for name in found if "test_" in name)


def test_every_check_that_is_named_exists() -> None:
    named = CHECK.findall(PAGE)
    assert len(named) > 80
    assert [f"{path}::{name}" for path, name in named if name not in checks_in(path)] == []


def test_every_scenario_is_named_and_exists() -> None:
    assert set(SCENARIO.findall(PAGE)) - {one.id for one in scenarios()} == set()


def test_no_row_is_empty_and_each_has_a_check_or_says_whose_it_is() -> None:
    for rule, source, shown in ROWS:
        if rule.startswith("**"):
            assert not source and not shown, rule
            continue
        assert len(rule) > 10 and source and shown, rule
        assert CHECK.search(shown) or SCENARIO.search(shown) or NOT_YET.search(shown), rule


def test_every_part_of_the_law_is_there() -> None:
    assert [rule.strip("*") for rule, _, _ in ROWS if rule.startswith("**")] == list(PARTS)


def test_every_scenario_shows_a_rule() -> None:
    """What is written from the law stands beside the rule that it was written from."""
    assert {one.id for one in scenarios()} - set(SCENARIO.findall(PAGE)) == set()
