"""A roster, matters that could not be done anywhere, and a yearly review, for the demonstration; all people invented."""

from datetime import timedelta
from uuid import uuid4

from tongban.cases.commands import decide
from tongban.cases.odd.commands import Telling, answer_odd, report_odd
from tongban.cases.odd.queries import odd_counters
from tongban.cases.rosters.commands import Plan, bring_roster, start_roster
from tongban.cases.rosters.filing import file_rows, running_rosters
from tongban.cases.rosters.queries import roster_form
from tongban.cases.rosters.reading import read_text
from tongban.cases.standing.sweeping import put_on_the_list
from tongban.kernel import time as clock
from tongban.kernel.actors import Public
from tongban.site.demo.county import SINCE
from tongban.site.scenario import citizen_number, person, staff
from tongban.site.scenario_afterwards import Afterwards

INSURANCE, ALLOWANCE = "SB-006", "MZ-006"
PLAN = Plan(
    "each",
    materials={
        "identity_card": "paper_copy",
        "household_register": "paper_copy",
        "enrolment_form": "paper_original",
    },
    consent=True,
)
TITLES: tuple[str, ...] = (
    "姓名",
    "身份证号",
    "电话",
    "给谁参保",
    "户口在哪里",
    "户口（或现在住）在哪个村",
    "现在住在哪里",
)
TITLES += (
    "一起参保的家里人",
    "现在单位给您交职工医保吗",
    "今年在别的县（区）交过居民医保吗",
    "有没有下面的情况",
)
LOOKED_AT_AFTER = timedelta(days=320)


def load_lists() -> None:
    """Make them; once, after the county was loaded."""
    _roster("许旺村2027年居民医保第一批", [_household(serial) for serial in range(401, 413)], filed=True)
    mended = _household(421), _household(422, number="64012119"), _household(423, address="")
    _roster(
        "许旺村2027年居民医保第二批", [*mended, _household(401), _household(424, whom="全家")], filed=False
    )
    _odd_matters()
    _yearly()


def _household(
    serial: int, *, number: str = "", address: str | None = None, whom: str = "我一个人"
) -> tuple[str, ...]:
    lives = f"许旺村五组{serial - 400}号" if address is None else address
    own = number or citizen_number(serial)
    return (person(serial).name, own, "", whom, "户口在本县", "许旺村", lives, "", "否", "否", "都没有")


def _roster(name: str, rows: list[tuple[str, ...]], *, filed: bool) -> None:
    clerk = staff("clerk")
    text = "\n".join("\t".join(row) for row in [TITLES, *rows])
    read = read_text(text, roster_form(clerk, INSURANCE).columns)
    number = bring_roster(clerk, INSURANCE, name, PLAN, read, idempotency_key=uuid4().hex)
    if filed:
        start_roster(clerk, number, idempotency_key=uuid4().hex)
        for roster in running_rosters(clock.now()):
            file_rows(roster)


def _odd_matters() -> None:
    centre = odd_counters()[0][0]
    with clock.frozen(clock.now() - timedelta(days=12)):
        report_odd(
            Public(),
            Telling(
                "丁晓燕",
                "孩子在外地上学，医保报销的单子三个地方都说不归他们收",
                centre,
                "19900000431",
                "县医保大厅让找学校，学校让找乡里",
            ),
            idempotency_key=uuid4().hex,
        )
    done = report_odd(
        staff("clerk"),
        Telling(
            "马建国", "老人户口本上的名字和社保卡差一个字，派出所和社保都让对方先改", phone="19900000432"
        ),
        idempotency_key=uuid4().hex,
    )
    answer_odd(
        staff("clerk"),
        done.number,
        "referred",
        words="已经和派出所说好，由派出所开同一人的证明，社保凭它改名字，不用两头跑。",
        where="胜利乡派出所户籍窗口，周一到周五，带户口本",
        idempotency_key=uuid4().hex,
    )
    report_odd(
        staff("clerk"),
        Telling("杨玉梅", "想把村里的空房子租给合作社放农机，不知道要办什么手续", phone="19900000433"),
        idempotency_key=uuid4().hex,
    )


def _yearly() -> None:
    """Allowances of old people that were granted most of a year ago."""
    granted = clock.now() - LOOKED_AT_AFTER
    if clock.legal_date(granted) <= SINCE + timedelta(days=4):
        return
    for serial in (441, 442):
        with clock.frozen(granted):
            matter = Afterwards(ALLOWANCE, serial=serial)
            matter.reviewed()
            matter._act(decide, staff("county-mz-head"), granted=True, reason="", basis="")
            matter.handed_over()
    put_on_the_list(clock.now())
