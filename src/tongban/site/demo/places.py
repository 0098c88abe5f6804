"""The demonstration's authorities and sites; addresses and telephone numbers are made up."""

from datetime import time
from typing import NamedTuple

from tongban.directory.commands import SiteInput

POSITIONS = (
    ("social_security", "社会保障岗"),
    ("civil_affairs", "民政残联岗"),
    ("rural_economy", "农经服务岗"),
    ("family_planning", "计生服务岗"),
)
HOURS = (("12345", time(8, 30), time(12, 0)), ("12345", time(14, 30), time(18, 0)))
COMPLAINTS = "0951-8010000"
TOWNSHIP = "640121200000"
COUNTY = "640121"


class Office(NamedTuple):
    """A county body with its hall: 机关全称, 机关简称, letters of case numbers, hall, where, telephone, positions."""

    code: str
    name: str
    short_name: str
    prefix: str
    hall: str
    address: str
    phone: str
    positions: tuple[tuple[str, str], ...]


OFFICES = (
    Office(
        "YN-SB",
        "永宁县社会保险经办中心",
        "永社保",
        "YNS",
        "永宁县社会保险经办大厅",
        "永宁县政务服务中心二楼",
        "0951-8020030",
        (("county_social_security", "居民养老保险岗"),),
    ),
    Office(
        "YN-MZ",
        "永宁县民政局",
        "永民政",
        "YNM",
        "永宁县民政局社会救助大厅",
        "永宁县民政局一楼",
        "0951-8020100",
        (("county_civil_affairs", "社会救助岗"),),
    ),
    Office(
        "YN-CL",
        "永宁县残疾人联合会",
        "永残联",
        "YNC",
        "永宁县残疾人综合服务大厅",
        "永宁县残联一楼",
        "0951-8020110",
        (("county_disabled_federation", "残疾人服务岗"),),
    ),
    Office(
        "YN-WJ",
        "永宁县卫生健康局",
        "永卫健",
        "YNW",
        "永宁县卫生健康局服务大厅",
        "永宁县卫生健康局一楼",
        "0951-8020120",
        (("county_health", "家庭发展岗"),),
    ),
    Office(
        "YN-NN",
        "永宁县农业农村局",
        "永农",
        "YNN",
        "永宁县农业农村局服务大厅",
        "永宁县农业农村局一楼",
        "0951-8020130",
        (("county_agriculture", "农村经营管理岗"),),
    ),
    Office(
        "YN-ZR",
        "永宁县自然资源局",
        "永自然资",
        "YNZ",
        "永宁县自然资源局服务大厅",
        "永宁县政务服务中心三楼",
        "0951-8020140",
        (("county_natural_resources", "村镇规划岗"), ("county_forestry", "林业和草原岗")),
    ),
    Office(
        "YN-YB",
        "永宁县医疗保障局",
        "永医保",
        "YNY",
        "永宁县医疗保障经办大厅",
        "永宁县政务服务中心二楼",
        "0951-8020150",
        (("county_medical_insurance", "居民医保岗"),),
    ),
    Office(
        "YN-TY",
        "永宁县退役军人事务局",
        "永退役军人",
        "YNT",
        "永宁县退役军人服务中心",
        "永宁县退役军人事务局一楼",
        "0951-8020160",
        (("county_veterans", "优抚优待岗"),),
    ),
    Office(
        "YN-YJ",
        "永宁县应急管理局",
        "永应急",
        "YNE",
        "永宁县应急管理局服务窗口",
        "永宁县政务服务中心三楼",
        "0951-8020170",
        (("county_emergency", "救灾救助岗"),),
    ),
    Office(
        "YN-ZW",
        "永宁县政务服务中心",
        "永政务",
        "YNG",
        "永宁县政务服务中心",
        "永宁县政务服务中心一楼",
        "0951-8020200",
        (
            ("catalogue", "事项管理岗"),
            ("supervision", "政务监督岗"),
            ("system_admin", "系统管理岗"),
            ("security_admin", "安全管理岗"),
            ("auditor", "审计管理岗"),
        ),
    ),
)


def sites() -> tuple[SiteInput, ...]:
    """The township centre with its four positions, two village points, the county's offices."""
    centre = SiteInput(
        code="SL",
        name="胜利乡民生服务中心",
        kind="centre",
        division_code=TOWNSHIP,
        body_code="SL",
        address="永宁县胜利乡政府院内一楼（演示地址）",
        phone="0951-8010010",
        complaint_phone=COMPLAINTS,
        positions=(*POSITIONS, ("leadership", "乡负责人"), ("catalogue", "事项管理岗")),
        windows=tuple((number, code) for number, (code, _) in enumerate(POSITIONS, start=1)),
        hours=HOURS,
    )
    points = (
        _point("SL-XW", "许旺村", "640121200201", "0951-8010201"),
        _point("SL-BQ", "八渠村", "640121200202", "0951-8010202"),
    )
    return (centre, *points, *(_hall(office) for office in OFFICES))


def _point(code: str, village: str, division: str, phone: str) -> SiteInput:
    return SiteInput(
        code=code,
        name=f"{village}为民办事全程代办点",
        kind="village_point",
        division_code=division,
        body_code="SL",
        address=f"胜利乡{village}党群服务中心（演示地址）",
        phone=phone,
        complaint_phone=COMPLAINTS,
        handled_by="SL",
        positions=(("agency", "代办员"),),
        hours=HOURS,
    )


def _hall(office: Office) -> SiteInput:
    return SiteInput(
        code=office.code,
        name=office.hall,
        kind="county_office",
        division_code=COUNTY,
        body_code=office.code,
        address=f"{office.address}（演示地址）",
        phone=office.phone,
        complaint_phone=COMPLAINTS,
        positions=office.positions,
        hours=HOURS,
    )
