"""期限说明: every day stands on it, with the head of the ledger it was printed from; it is never kept."""

from datetime import date
from typing import Any

import pytest
from tests.papers.test_rendering_sheets import text_of

from tongban.papers.sheets import (
    ClockStatement,
    SheetHead,
    StatementClock,
    StatementDay,
    StatementMove,
    StatementWait,
    render_sheet,
    rendering,
)
from tongban.papers.sheets.rendering import KeptSheets

HASH = "a3f1" * 16


def statement(language: Any = "zh", days: int = 3) -> ClockStatement:
    return ClockStatement(
        head=SheetHead(
            language=language,
            title="期限说明",
            authority="永宁县胜利乡人民政府",
            place="永宁县胜利乡人民政府",
            phone="0951-8010010",
            edition=1,
            effective_from=date(2026, 11, 23),
            guide_url="https://tongban.example/proof/SLX261123000042X/",
            demonstration=True,
        ),
        number="SLX261123000042X",
        item="城乡居民基本养老保险参保登记",
        item_code="SB-001",
        applicant="马*兰",
        status="审查中",
        received_at="2026年11月19日(周四) 10:00",
        body="永宁县胜利乡人民政府",
        deciding_body="永宁县胜利乡人民政府",
        printed_at="2026年11月23日(周一) 09:30",
        ledger_seq=7,
        ledger_hash=HASH,
        calendar="640121 0123456789ab",
        waiting="等机关 2 个工作日，等申请人 0 个工作日",
        clocks=(
            StatementClock(
                title="承诺时限 #strong[x]",
                sentence="还剩 3 个工作日",
                limit="5 个工作日",
                basis="本乡服务承诺",
                start="2026年11月19日(周四)",
                due="2026年11月26日(周四)",
                sums="从头到尾一共 8 天，算 5 个工作日。",
                days=tuple(
                    StatementDay(
                        date=f"2026-11-{19 + number % 10}",
                        weekday="星期四",
                        counted=number > 0,
                        ordinal=str(number or ""),
                        reason="工作日",
                        basis="《民法典》第二百零一条",
                        provisional=number == 2,
                        extension=False,
                    )
                    for number in range(days)
                ),
            ),
        ),
        waits=(
            StatementWait(
                first="2026年11月20日(周五)",
                last="2026年11月23日(周一)",
                waits_for="等机关",
                working_days=2,
            ),
        ),
        moves=(
            StatementMove(
                at="2026年11月19日(周四) 10:00",
                what="受理",
                by="马晓梅",
                changes=("承诺时限：最后一天是 2026年11月26日",),
            ),
        ),
    )


def test_what_it_was_printed_from_and_every_day_stand_on_it() -> None:
    told = "".join(text_of(render_sheet(statement())).split())
    for words in (
        "SLX261123000042X",
        HASH,
        "2026-11-20",
        "暂定",
        "《民法典》第二百零一条",
        "期限说明",
        "第1页",
        "#strong[x]",
    ):
        assert words in told, words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_limit_goes_on_over_pages(language: str) -> None:
    told = text_of(render_sheet(statement(language, days=150)))
    assert told.count("2026-11-19") >= 15


def test_what_tells_of_a_case_is_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptSheets(1_000_000)
    monkeypatch.setattr(rendering, "kept_sheets", kept)
    render_sheet(statement())
    assert kept.size == 0
