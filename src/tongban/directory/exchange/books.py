"""The workbooks of a new county's set-up: which sheets, which columns, what each takes."""

from dataclasses import dataclass

LEVEL_WORDS = (
    ("province", "省级"),
    ("prefecture", "市级"),
    ("county", "县级"),
    ("township", "乡级"),
    ("village", "村级"),
)
KIND_WORDS = (("centre", "便民服务中心"), ("village_point", "村代办点"), ("county_office", "县级部门"))
ROLE_WORDS = (
    ("assister", "代办员"),
    ("clerk", "窗口人员"),
    ("reviewer", "岗位审核人员"),
    ("approver", "审批人"),
    ("county_reviewer", "县级审核"),
    ("county_approver", "县级决定人"),
    ("supervisor", "政务监督人员"),
    ("catalogue_editor", "事项编辑"),
    ("catalogue_approver", "事项审定"),
)
"""Administrators are not among them: they are appointed by two persons."""
HOLDER_WORDS = (("A", "A"), ("B", "B"))
SAMPLE = "示例"
"""A row whose first cell begins so is never loaded."""


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        takes: ``text``, ``number`` or ``day``.
        hint: what goes in, for the sheet of explanations.
        options: code and word of a choice; both are read.
    """

    key: str
    zh: str
    hint: str
    sample: str
    required: bool = True
    takes: str = "text"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: a row a thing."""

    key: str
    title: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column | None:
        """A column by its key."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True)
class Book:
    """One workbook, which is one step of the set-up."""

    code: str
    title: str
    sheets: tuple[Sheet, ...]


_SITE = Column("site", "网点编码", "上一步“网点”表里的编码", "SLZX")

DIVISIONS = Book(
    "divisions",
    "行政区划",
    (
        Sheet(
            "divisions",
            "行政区划",
            (
                Column(
                    "code", "区划代码", "县级以上 6 位；乡级 12 位，末三位 000；村级 12 位", "640121200000"
                ),
                Column("name", "名称", "官方名称，最多 60 个字", "胜利乡"),
                Column("level", "级别", "从列表里选", "乡级", options=LEVEL_WORDS),
                Column("parent_code", "上级代码", "上一级的区划代码；省级留空", "640121", required=False),
                Column(
                    "valid_from",
                    "从哪天起",
                    "写成 2026-01-01 这样；不清楚就写今年第一天",
                    "2026-01-01",
                    takes="day",
                ),
                Column(
                    "valid_to",
                    "到哪天止",
                    "已经撤销的写最后一天；还在用的留空",
                    "",
                    required=False,
                    takes="day",
                ),
            ),
        ),
    ),
)
PLACES = Book(
    "places",
    "机关和网点",
    (
        Sheet(
            "bodies",
            "机关",
            (
                Column("code", "机关编码", "自己编，大写字母、数字和短横，最多 20 个字符，以后不变", "SL"),
                Column("name", "机关全称", "文书以它的名义出具", "永宁县胜利乡人民政府"),
                Column("short_name", "机关简称", "文号的开头，最多 12 个字", "永胜政"),
                Column("level", "级别", "从列表里选", "乡级", options=LEVEL_WORDS),
                Column("division_code", "区划代码", "第一步装入过的代码", "640121200000"),
                Column("case_prefix", "办件编号字母", "1 到 8 个大写字母，各机关不能相同", "SLX"),
                Column("credit_code", "统一社会信用代码", "18 位；没有就留空", "", required=False),
                Column(
                    "reconsideration_body", "复议机关", "不服决定向哪个机关申请行政复议", "永宁县人民政府"
                ),
                Column("court", "管辖法院", "不服决定向哪个法院起诉", "永宁县人民法院"),
            ),
        ),
        Sheet(
            "sites",
            "网点",
            (
                Column("code", "网点编码", "自己编，规则同机关编码，以后不变", "SLZX"),
                Column("name", "名称", "门口牌子上的名称", "胜利乡民生服务中心"),
                Column("kind", "种类", "从列表里选", "便民服务中心", options=KIND_WORDS),
                Column("division_code", "区划代码", "网点在哪里，第一步装入过的代码", "640121200000"),
                Column("body_code", "机关编码", "属于哪个机关，“机关”表里的编码", "SL"),
                Column(
                    "handled_by",
                    "背后的中心",
                    "村代办点填交到哪个中心（网点编码）；其他留空",
                    "",
                    required=False,
                ),
                Column("address", "地址", "群众看得懂的地址", "永宁县胜利乡胜利街 1 号"),
                Column("phone", "咨询电话", "座机带区号", "0951-8020010"),
                Column("complaint_phone", "投诉电话", "座机带区号", "0951-8020011"),
            ),
        ),
    ),
)
INSIDE = Book(
    "inside",
    "岗位、窗口和工作时间",
    (
        Sheet(
            "positions",
            "岗位",
            (
                _SITE,
                Column(
                    "position_code",
                    "岗位编码",
                    "小写字母、数字和下划线；中心的四个岗位：social_security、civil_affairs_disabled、rural_economy、family_planning；"
                    "代办点用 agency",
                    "social_security",
                ),
                Column("position_name", "岗位名称", "最多 40 个字", "社会保障岗"),
            ),
        ),
        Sheet(
            "windows",
            "窗口",
            (
                _SITE,
                Column("number", "窗口号", "1 到 999；写了一个网点，就要写全它的窗口", "1", takes="number"),
                Column("position", "岗位编码", "坐在这个窗口的岗位", "social_security"),
            ),
        ),
        Sheet(
            "hours",
            "工作时间",
            (
                _SITE,
                Column(
                    "weekdays",
                    "星期几",
                    "用数字，1 是星期一，例如 12345；写了一个网点，就要写全它的时间",
                    "12345",
                    takes="number",
                ),
                Column("opens", "几点开门", "写成 09:00 这样", "09:00", takes="time"),
                Column("closes", "几点关门", "写成 12:00 这样；中午休息就写两行", "12:00", takes="time"),
            ),
        ),
    ),
)
STAFF = Book(
    "staff",
    "人员和任职",
    (
        Sheet(
            "staff",
            "人员和任职",
            (
                Column("code", "工号", "自己编，大写字母、数字和短横，2 到 20 个字符，以后不变", "SL001"),
                Column("name", "姓名", "一人任几个岗位就写几行，姓名要一样", "张三"),
                Column("phone", "服务电话", "代办员的电话群众能看到；没有就留空", "", required=False),
                _SITE,
                Column("position", "岗位编码", "上一步“岗位”表里的编码", "social_security"),
                Column(
                    "role", "角色", "从列表里选；三种管理员不能在这里任命", "窗口人员", options=ROLE_WORDS
                ),
                Column("holder", "A/B 岗", "A 或 B", "A", options=HOLDER_WORDS),
                Column(
                    "starts", "从哪天起", "写成 2026-01-01 这样，不早于一个月前", "2026-01-01", takes="day"
                ),
                Column("ends", "到哪天止", "长期任职留空", "", required=False, takes="day"),
            ),
        ),
    ),
)
BOOKS = {book.code: book for book in (DIVISIONS, PLACES, INSIDE, STAFF)}
