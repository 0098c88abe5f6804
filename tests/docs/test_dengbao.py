"""The table of 等保 level 3 names tests that exist, and tells of each row whose it is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/compliance/dengbao-level-3.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
][2:]
CHAPTERS = (
    "身份鉴别",
    "访问控制",
    "安全审计",
    "入侵防范",
    "恶意代码防范",
    "可信验证",
    "数据完整性",
    "数据保密性",
    "数据备份恢复",
    "剩余信息保护",
    "个人信息保护",
)


def test_every_test_that_is_named_exists_and_has_tests() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", PAGE))
    assert len(named) > 20
    for path in named:
        assert "def test_" in (ROOT / path).read_text(encoding="utf-8"), path


def test_every_chapter_is_there() -> None:
    assert [name for name in CHAPTERS if f"**{name}**" not in PAGE] == []


def test_what_is_met_names_a_test_and_the_rest_says_whose_it_is() -> None:
    for demand, state, how in ROWS:
        if not state:
            assert demand.startswith("**"), demand
        elif state.startswith("met"):
            assert "`tests/" in how, demand
        else:
            assert state in ("operator's", "not met") and len(how) > 20, demand
