"""Lists for the checks of rosters: households of the residents' medical insurance, all of them invented."""

from collections.abc import Mapping

from tongban.cases.rosters.judging import Plan
from tongban.site.scenario import citizen_number

ITEM = "SB-006"
HEAD = ("姓名", "身份证号", "电话", "给谁参保", "户口在哪里", "户口（或现在住）在哪个村", "现在住在哪里")
HEAD += (
    "一起参保的家里人",
    "现在单位给您交职工医保吗",
    "今年在别的县（区）交过居民医保吗",
    "有没有下面的情况",
)
PLAN = Plan(
    brought_by="each",
    materials={
        "identity_card": "paper_copy",
        "household_register": "paper_copy",
        "enrolment_form": "paper_original",
    },
    consent=True,
)
NAMES = "马丁王李杨张田白金哈"


def household(serial: int, **changes: str) -> dict[str, str]:
    """One row by its titles; it is sound where nothing is changed."""
    name = NAMES[serial % len(NAMES)] + "一二三四五六七八九十"[serial // 10 % 10] + "兰"
    values = (name, citizen_number(serial), "", "我一个人", "户口在本县", "许旺村", f"许旺村三组{serial}号")
    row = dict(zip(HEAD, (*values, "", "否", "否", "都没有"), strict=True))
    return row | changes


def pasted(rows: list[Mapping[str, str]], *, head: bool = True) -> str:
    """Rows as a spreadsheet copies them."""
    lines = [HEAD] if head else []
    return "\n".join(
        "\t".join(line) for line in [*lines, *(tuple(row[name] for name in HEAD) for row in rows)]
    )
