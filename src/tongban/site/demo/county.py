"""Setting the demonstration county up, through the same commands as any county.

Every person is invented.  Phones are in the ranges that no operator gives out (1990000…), addresses and
telephone numbers of places are made up.
"""

import csv
from datetime import date, time
from importlib.resources import files
from typing import Any

import yaml

from tongban.catalogue.commands import publish_version
from tongban.directory.commands import (
    Appointment,
    DivisionInput,
    SiteInput,
    appoint,
    load_divisions,
    open_site,
    register_body,
)
from tongban.directory.models import Account
from tongban.kernel.actors import System

SETUP = System("setup")
PASSWORD = "tongban-demo"  # printed at every start of the demonstration; never used outside it
SINCE = date(2026, 1, 1)
POSITIONS = (
    ("social_security", "社会保障岗"),
    ("civil_affairs", "民政残联岗"),
    ("rural_economy", "农经服务岗"),
    ("family_planning", "计生服务岗"),
)
HOURS = (("12345", time(8, 30), time(12, 0)), ("12345", time(14, 30), time(18, 0)))
COMPLAINTS = "0951-8010000"

# role (zh, en), username, staff code, name, phone, site, position, role, holder
PEOPLE: tuple[tuple[str, str, str, str, str, str, str, str, str, str], ...] = (
    (
        "窗口人员（社会保障岗，A岗）",
        "Window clerk, social security, A",
        "clerk",
        "SL-01",
        "马晓燕",
        "0951-8010011",
        "SL",
        "social_security",
        "clerk",
        "A",
    ),
    (
        "窗口人员（社会保障岗，B岗）",
        "Window clerk, social security, B",
        "clerk-b",
        "SL-02",
        "王建宁",
        "0951-8010012",
        "SL",
        "social_security",
        "clerk",
        "B",
    ),
    (
        "岗位审核人员",
        "Position reviewer",
        "reviewer",
        "SL-03",
        "杨志强",
        "0951-8010013",
        "SL",
        "social_security",
        "reviewer",
        "A",
    ),
    (
        "乡负责人（决定）",
        "Head of the township, decides",
        "approver",
        "SL-04",
        "李文涛",
        "0951-8010014",
        "SL",
        "leadership",
        "approver",
        "A",
    ),
    (
        "许旺村代办员",
        "Assister, 许旺村",
        "assister",
        "XW-01",
        "赵桂兰",
        "19900000021",
        "SL-XW",
        "agency",
        "assister",
        "A",
    ),
    (
        "八渠村代办员",
        "Assister, 八渠村",
        "assister-bq",
        "BQ-01",
        "丁少华",
        "19900000022",
        "SL-BQ",
        "agency",
        "assister",
        "A",
    ),
    (
        "县级审核人员",
        "County reviewer",
        "county",
        "YN-01",
        "周敏",
        "0951-8020031",
        "YN-SB",
        "county_social_security",
        "county_reviewer",
        "A",
    ),
    (
        "窗口人员（民政残联岗）",
        "Window clerk, civil affairs",
        "clerk-mz",
        "SL-05",
        "何秀梅",
        "0951-8010015",
        "SL",
        "civil_affairs",
        "clerk",
        "A",
    ),
    (
        "窗口人员（农经服务岗）",
        "Window clerk, rural economy",
        "clerk-nj",
        "SL-06",
        "陈立军",
        "0951-8010016",
        "SL",
        "rural_economy",
        "clerk",
        "A",
    ),
    (
        "窗口人员（计生服务岗）",
        "Window clerk, family planning",
        "clerk-js",
        "SL-07",
        "吴雅丽",
        "0951-8010017",
        "SL",
        "family_planning",
        "clerk",
        "A",
    ),
)


def accounts() -> list[tuple[str, str, str, str]]:
    """The demonstration's log-ins: role in Chinese, role in English, user name, password."""
    return [(person[0], person[1], person[2], PASSWORD) for person in PEOPLE]


def loaded() -> bool:
    """Whether the demonstration county is there, whole."""
    return Account.objects.filter(username=PEOPLE[-1][2]).exists()


def load() -> None:
    """Set it up; what is there already stays as it is."""
    load_county()
    load_people()


def load_county() -> None:
    """Divisions, authorities, sites and the catalogue."""
    load_divisions(SETUP, read_divisions(), idempotency_key="demo-divisions")
    register_body(
        SETUP,
        code="SL",
        name="永宁县胜利乡人民政府",
        short_name="永胜政",
        level="township",
        division_code="640121200000",
        case_prefix="SLX",
        reconsideration_body="永宁县人民政府",
        court="永宁县人民法院",
        idempotency_key="demo-body-SL",
    )
    register_body(
        SETUP,
        code="YN-SB",
        name="永宁县社会保险经办中心",
        short_name="永社保",
        level="county",
        division_code="640121",
        case_prefix="YNS",
        reconsideration_body="永宁县人民政府",
        court="永宁县人民法院",
        idempotency_key="demo-body-YN-SB",
    )
    for site in sites():
        open_site(SETUP, site, idempotency_key=f"demo-site-{site.code}")
    for content in read_catalogue():
        publish_version(
            SETUP,
            content,
            effective_from=SINCE,
            reason="演示目录首次发布",
            idempotency_key=f"demo-item-{content['code']}-1",
        )


def sites() -> tuple[SiteInput, ...]:
    """The township centre with its four positions, two village points, the county's office."""
    point = (("agency", "代办员"),)
    return (
        SiteInput(
            code="SL",
            name="胜利乡民生服务中心",
            kind="centre",
            division_code="640121200000",
            body_code="SL",
            address="永宁县胜利乡政府院内一楼（演示地址）",
            phone="0951-8010010",
            complaint_phone=COMPLAINTS,
            positions=(*POSITIONS, ("leadership", "乡负责人")),
            windows=tuple((number, code) for number, (code, _) in enumerate(POSITIONS, start=1)),
            hours=HOURS,
        ),
        SiteInput(
            code="SL-XW",
            name="许旺村为民办事全程代办点",
            kind="village_point",
            division_code="640121200201",
            body_code="SL",
            address="胜利乡许旺村党群服务中心（演示地址）",
            phone="0951-8010201",
            complaint_phone=COMPLAINTS,
            handled_by="SL",
            positions=point,
            hours=HOURS,
        ),
        SiteInput(
            code="SL-BQ",
            name="八渠村为民办事全程代办点",
            kind="village_point",
            division_code="640121200202",
            body_code="SL",
            address="胜利乡八渠村党群服务中心（演示地址）",
            phone="0951-8010202",
            complaint_phone=COMPLAINTS,
            handled_by="SL",
            positions=point,
            hours=HOURS,
        ),
        SiteInput(
            code="YN-SB",
            name="永宁县社会保险经办大厅",
            kind="county_office",
            division_code="640121",
            body_code="YN-SB",
            address="永宁县政务服务中心二楼（演示地址）",
            phone="0951-8020030",
            complaint_phone=COMPLAINTS,
            positions=(("county_social_security", "居民养老保险岗"),),
            hours=HOURS,
        ),
    )


def load_people() -> None:
    """Staff and assisters with their assignments and log-ins."""
    for _, _, username, code, name, phone, site, position, role, holder in PEOPLE:
        appoint(
            SETUP,
            Appointment(
                staff_code=code,
                name=name,
                phone=phone,
                site_code=site,
                position_code=position,
                role=role,
                holder=holder,
                starts=SINCE,
                username=username,
                password=PASSWORD,
            ),
            idempotency_key=f"demo-person-{code}",
        )


def read_divisions() -> list[DivisionInput]:
    """The county's divisions as shipped."""
    text = (files("tongban") / "data/divisions/yongning.csv").read_text(encoding="utf-8")
    return [
        DivisionInput(
            row["code"],
            row["name"],
            row["level"],
            row["parent_code"],
            date.fromisoformat(row["valid_from"]),
        )
        for row in csv.DictReader(text.splitlines())
    ]


def read_catalogue() -> list[dict[str, Any]]:
    """The demonstration items as shipped, by code."""
    folder = files("tongban") / "data/catalogue"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return [yaml.safe_load((folder / name).read_text(encoding="utf-8")) for name in names]
