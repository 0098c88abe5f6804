"""The demonstration's staff: every one invented, with phones in ranges that no operator gives out."""

from typing import NamedTuple


class Person(NamedTuple):
    """One log-in: what it is (Chinese, English), who, where, as what."""

    zh: str
    en: str
    username: str
    code: str
    name: str
    phone: str
    site: str
    position: str
    role: str
    holder: str = "A"


# what a first visit needs; printed at the start
PEOPLE = (
    Person(
        "窗口人员（社会保障岗，A岗）",
        "Window clerk, social security, A",
        "clerk",
        "SL-01",
        "马晓燕",
        "0951-8010011",
        "SL",
        "social_security",
        "clerk",
    ),
    Person(
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
    Person(
        "岗位审核人员（社会保障岗）",
        "Position reviewer, social security",
        "reviewer",
        "SL-03",
        "杨志强",
        "0951-8010013",
        "SL",
        "social_security",
        "reviewer",
    ),
    Person(
        "乡负责人（决定）",
        "Head of the township, decides",
        "approver",
        "SL-04",
        "李文涛",
        "0951-8010014",
        "SL",
        "leadership",
        "approver",
    ),
    Person(
        "许旺村代办员",
        "Assister, 许旺村",
        "assister",
        "XW-01",
        "赵桂兰",
        "19900000021",
        "SL-XW",
        "agency",
        "assister",
    ),
    Person(
        "八渠村代办员",
        "Assister, 八渠村",
        "assister-bq",
        "BQ-01",
        "丁少华",
        "19900000022",
        "SL-BQ",
        "agency",
        "assister",
    ),
    Person(
        "县级审核人员（居民养老保险）",
        "County reviewer, pension insurance",
        "county",
        "YN-01",
        "周敏",
        "0951-8020031",
        "YN-SB",
        "county_social_security",
        "county_reviewer",
    ),
    Person(
        "窗口人员（民政残联岗）",
        "Window clerk, civil affairs",
        "clerk-mz",
        "SL-05",
        "何秀梅",
        "0951-8010015",
        "SL",
        "civil_affairs",
        "clerk",
    ),
    Person(
        "窗口人员（农经服务岗）",
        "Window clerk, rural economy",
        "clerk-nj",
        "SL-06",
        "陈立军",
        "0951-8010016",
        "SL",
        "rural_economy",
        "clerk",
    ),
    Person(
        "窗口人员（计生服务岗）",
        "Window clerk, family planning",
        "clerk-js",
        "SL-07",
        "吴雅丽",
        "0951-8010017",
        "SL",
        "family_planning",
        "clerk",
    ),
    Person(
        "县民政局决定人",
        "County civil affairs, decides",
        "county-mz-head",
        "YN-MZ-2",
        "韩立新",
        "0951-8020102",
        "YN-MZ",
        "county_civil_affairs",
        "county_approver",
    ),
    Person(
        "政务监督人员（县）",
        "Supervisor of the townships, county",
        "supervisor",
        "YN-ZW-6",
        "罗建华",
        "0951-8020206",
        "YN-ZW",
        "supervision",
        "supervisor",
    ),
    Person(
        "事项编辑（县）",
        "Catalogue editor, county",
        "editor",
        "YN-ZW-1",
        "苏静",
        "0951-8020201",
        "YN-ZW",
        "catalogue",
        "catalogue_editor",
    ),
    Person(
        "事项审定（县）",
        "Catalogue approver, county",
        "editor-2",
        "YN-ZW-2",
        "郭卫东",
        "0951-8020202",
        "YN-ZW",
        "catalogue",
        "catalogue_approver",
    ),
    Person(
        "系统管理员（县）",
        "System administrator, county",
        "sysadmin",
        "YN-ZW-3",
        "冯志远",
        "0951-8020203",
        "YN-ZW",
        "system_admin",
        "system_admin",
    ),
    Person(
        "安全管理员（县）",
        "Security administrator, county",
        "secadmin",
        "YN-ZW-4",
        "袁晓莉",
        "0951-8020204",
        "YN-ZW",
        "security_admin",
        "security_admin",
    ),
    Person(
        "审计管理员（县）",
        "Auditor, county",
        "auditor",
        "YN-ZW-5",
        "曹国平",
        "0951-8020205",
        "YN-ZW",
        "auditor",
        "auditor",
    ),
)

# user name, site, what the office is called, its English name, reviewer, approver
_OFFICES = (
    ("county-mz", "YN-MZ", "county_civil_affairs", "县民政局", "civil affairs", "柳国栋", ""),
    ("county-cl", "YN-CL", "county_disabled_federation", "县残联", "disabled federation", "邓丽华", "白永清"),
    ("county-wj", "YN-WJ", "county_health", "县卫健局", "health", "石秀芳", "贺长江"),
    ("county-nn", "YN-NN", "county_agriculture", "县农业农村局", "agriculture", "田志刚", "纪春雷"),
    (
        "county-zr",
        "YN-ZR",
        "county_natural_resources",
        "县自然资源局",
        "natural resources",
        "侯建平",
        "万东升",
    ),
    ("county-lc", "YN-ZR", "county_forestry", "县林草", "forestry", "方青松", ""),
    ("county-yb", "YN-YB", "county_medical_insurance", "县医保局", "medical insurance", "孟晓红", "段志远"),
    ("county-ty", "YN-TY", "county_veterans", "县退役军人事务局", "veterans", "雷振国", "康卫民"),
    ("county-yj", "YN-YJ", "county_emergency", "县应急管理局", "emergency management", "纳志军", "葛海生"),
    ("county-sb", "YN-SB", "county_social_security", "县社保中心", "social insurance", "", "谭学文"),
)


def _county_staff() -> tuple[Person, ...]:
    people = []
    for order, (username, site, position, zh, en, reviewer, approver) in enumerate(_OFFICES, start=1):
        phone = f"0951-80203{order}"
        if reviewer:
            words = (f"{zh}审核人员", f"County reviewer, {en}")
            people.append(
                Person(
                    *words,
                    username,
                    f"{username}-1",
                    reviewer,
                    f"{phone}1",
                    site,
                    position,
                    "county_reviewer",
                )
            )
        if approver:
            words = (f"{zh}决定人", f"County {en}, decides")
            people.append(
                Person(
                    *words,
                    f"{username}-head",
                    f"{username}-2",
                    approver,
                    f"{phone}2",
                    site,
                    position,
                    "county_approver",
                )
            )
    return tuple(people)


# the other three positions' reviewers, the county's offices, the township's catalogue desk
MORE_PEOPLE = (
    Person(
        "岗位审核人员（民政残联岗）",
        "Position reviewer, civil affairs",
        "reviewer-mz",
        "SL-08",
        "柳志远",
        "0951-8010018",
        "SL",
        "civil_affairs",
        "reviewer",
    ),
    Person(
        "岗位审核人员（农经服务岗）",
        "Position reviewer, rural economy",
        "reviewer-nj",
        "SL-09",
        "高宝山",
        "0951-8010019",
        "SL",
        "rural_economy",
        "reviewer",
    ),
    Person(
        "岗位审核人员（计生服务岗）",
        "Position reviewer, family planning",
        "reviewer-js",
        "SL-10",
        "沈玉洁",
        "0951-8010020",
        "SL",
        "family_planning",
        "reviewer",
    ),
    Person(
        "事项编辑（胜利乡）",
        "Catalogue editor, township",
        "editor-sl",
        "SL-11",
        "任海燕",
        "0951-8010021",
        "SL",
        "catalogue",
        "catalogue_editor",
    ),
    Person(
        "胜利乡副乡长（受托审批）",
        "Deputy head of the township, approval delegated",
        "deputy",
        "SL-12",
        "马建平",
        "0951-8010022",
        "SL",
        "social_security",
        "reviewer",
        "B",
    ),
    *_county_staff(),
)


# a second township, with which the first takes in and hands over (通办)
SECOND_TOWNSHIP = (
    Person(
        "窗口人员（望远镇，社会保障岗；试通办）",
        "Window clerk of another township (望远镇), to try 通办",
        "clerk-wy",
        "WY-01",
        "安晓芳",
        "0951-8030011",
        "WY",
        "social_security",
        "clerk",
    ),
    Person(
        "岗位审核人员（望远镇）",
        "Position reviewer, 望远镇",
        "reviewer-wy",
        "WY-02",
        "田永军",
        "0951-8030012",
        "WY",
        "social_security",
        "reviewer",
    ),
    Person(
        "望远镇负责人（决定）",
        "Head of 望远镇, decides",
        "approver-wy",
        "WY-03",
        "沙志明",
        "0951-8030013",
        "WY",
        "leadership",
        "approver",
    ),
)
