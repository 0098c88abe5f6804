"""What of the history is no single matter: days away, a calendar that changes, a list of a village, odd matters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from tongban.cases.odd.commands import Telling, answer_odd, report_odd
from tongban.cases.rosters.commands import Plan, bring_roster, start_roster
from tongban.cases.rosters.filing import file_rows, running_rosters
from tongban.cases.rosters.queries import roster, roster_form
from tongban.cases.rosters.reading import read_text
from tongban.directory.commands import enter_absence
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel import time as clock
from tongban.kernel.time import SHANGHAI
from tongban.site.demo.lists import PLAN, TITLES
from tongban.site.history.desks import Desks
from tongban.site.history.feast import feast_of
from tongban.site.history.matter import Matter
from tongban.site.history.people import villager

INSURANCE = "SB-006"
LISTED = 14  # households on a village's list
# who was away: log-in, why, first day counted back from today, for how many days; the clerk and the reviewer of
# social security have a B holder, the others' work waits
AWAY = (
    ("clerk", "leave", 128, 12),
    ("clerk", "training", 247, 3),
    ("reviewer", "leave", 171, 8),
    ("clerk-mz", "illness", 201, 2),
    ("clerk-nj", "training", 96, 2),
    ("clerk-js", "leave", 62, 3),
    ("reviewer-mz", "training", 148, 2),
    ("reviewer-nj", "illness", 226, 3),
    ("county-mz", "leave", 85, 4),
    ("county", "illness", 33, 2),
    ("approver", "other", 118, 2),
)
# days before today, what is told, and how it is answered
ODD = (
    (292, "外地媳妇想把新农合转过来，两边都说要对方先停", "referred", "银川市金凤区医保大厅，二楼4号窗口"),
    (238, "村里修渠占了半亩承包地，问赔偿找谁都说不清", "solved", ""),
    (191, "老父亲不会用手机，养老资格认证总过不去", "solved", ""),
    (150, "孩子户口在外县，想在乡里上小学要开什么证明", "referred", "胜利乡中心小学教务处"),
    (104, "合作社的章丢了，银行和工商都让先去另一家", "referred", "永宁县市场监督管理局登记大厅"),
    (57, "房顶被大风掀了一角，不到受灾标准，有没有别的办法", "solved", ""),
)


@dataclass(frozen=True)
class Chapter:
    """A part that is made in one piece, with the clock at its moment."""

    key: str
    at: datetime
    write: Callable[[Desks, str], None]

    @property
    def day(self) -> date:
        return clock.legal_date(self.at)


def chapters(today: date, since: date) -> tuple[list[Chapter], list[Chapter], list[Chapter]]:
    """Those before all matters, the change of the calendar, and those at the end."""
    before = [
        Chapter(
            f"away-{username}-{back}", _nine(first - timedelta(days=4)), _away(username, why, first, last)
        )
        for username, why, back, days in AWAY
        if (first := today - timedelta(days=back)) > since + timedelta(days=4)
        and (last := first + timedelta(days=days - 1)) < today
    ]
    behind = [
        Chapter(f"odd-{back}", _nine(day), partial(_odd, about, way, where))
        for back, about, way, where in ODD
        if (day := today - timedelta(days=back)) > since
    ]
    listed = _autumn(today)
    if listed > since:
        behind.append(Chapter("list", _nine(listed), _list))
    feast = feast_of(today, since)
    change = [Chapter("calendar", _nine(feast.told), feast.publish)] if feast is not None else []
    return before, change, behind


def _nine(day: date) -> datetime:
    return datetime.combine(day, time(9, 10), SHANGHAI)


def _away(username: str, why: str, first: date, last: date) -> Callable[[Desks, str], None]:
    def write(desks: Desks, key: str) -> None:
        person = assignments_of(Account.objects.get(username=username).id)[0]
        enter_absence(
            person, staff_id=person.staff_id, kind=why, starts=first, ends=last, idempotency_key=key
        )

    return write


def _autumn(today: date) -> date:
    """A Wednesday of the last September, when the villages collect for the medical insurance."""
    year = today.year if today > date(today.year, 10, 20) else today.year - 1
    day = date(year, 9, 21)
    return day + timedelta(days=(3 - day.isoweekday()) % 7)


def _list(desks: Desks, key: str) -> None:
    """A village's list for the medical insurance: filed at once, each household's matter finished the same day."""
    draw, clerk = Random(key), desks.clerk("social_security")
    people = [villager(draw, 900_000 + n, INSURANCE, clock.today()) for n in range(LISTED)]
    rows = [
        (
            *(one.name, one.number, one.phone, "我一个人", "户口在本县", "许旺村", f"许旺村五组{n + 1}号"),
            *("", "否", "否", "都没有"),
        )
        for n, one in enumerate(people)
    ]
    text = "\n".join("\t".join(row) for row in [TITLES, *rows])
    read = read_text(text, roster_form(clerk, INSURANCE).columns)
    name = f"许旺村{clock.today().year + 1}年居民医保第一批"
    plan: Plan = PLAN
    number = bring_roster(clerk, INSURANCE, name, plan, read, idempotency_key=f"{key}:1")
    start_roster(clerk, number, idempotency_key=f"{key}:2")
    for waiting in running_rosters(clock.now()):
        file_rows(waiting)
    filed = [row.case_number for row in roster(clerk, number, shown="filed").rows if row.case_number]
    for order, (case, one) in enumerate(zip(filed, people, strict=False)):
        with clock.shifted(clock.now() + timedelta(hours=1, minutes=4 * order)):
            matter = Matter(
                serial=900_000 + order,
                key=f"{key}:{order}",
                code=INSURANCE,
                channel="window",
                village="640121200201",
                site="SL",
                draw=draw,
                desks=desks,
            )
            matter.applicant, matter.number = one, case
            matter.finished_on_the_spot()


def _odd(about: str, way: str, where: str, desks: Desks, key: str) -> None:
    """Something that fits no item, and what became of it."""
    draw, clerk = Random(key), desks.clerk("civil_affairs")
    who = villager(draw, 910_000 + draw.randrange(9999), "SB-001", clock.today())
    told = report_odd(clerk, Telling(who.name, about, phone=who.phone), idempotency_key=f"{key}:1")
    with clock.shifted(clock.now() + timedelta(hours=5)):
        answer_odd(
            clerk,
            told.number,
            way,
            words="已经替您问清楚了，也和那边说好了，不用再来回跑；有变化我们打电话告诉您。",
            where=where,
            idempotency_key=f"{key}:2",
        )
