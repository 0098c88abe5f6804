"""The people of the history: invented, with numbers sound in every digit, and phones of a range no operator gives out.

They are many and apart from those of the small demonstration, whose numbers end in lower orders.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from tongban.cases.requests import PersonInput
from tongban.rules.identifiers.citizen import CHECKS, WEIGHTS
from tongban.rules.identifiers.organization import credit_check_character
from tongban.site.demo.people import MORE_PEOPLE, PEOPLE, SECOND_TOWNSHIP

SURNAMES = "马王杨李丁张白周金何陈刘赵韩吴田沙纳哈朱郭海虎罗徐"
COMMON = (18, 10, 9, 9, 6, 6, 5, 4, 4, 4, 4, 4, 3, 3, 2, 2, 2, 2, 1, 2, 2, 1, 1, 2, 2)
WOMEN = "秀英桂兰玉梅晓燕丽娟红霞淑芳翠花小玲雪琴金凤彩霞海燕文静"
MEN = "建国志强卫东学军永明少华立新生玉海文军自强占林国栋宝山长河"
FIRST_ORDER = 120  # of a day's numbers; the small demonstration takes the first ones
STAFF = frozenset(one.name for one in (*PEOPLE, *MORE_PEOPLE, *SECOND_TOWNSHIP))  # nobody has their names
LATEST = 2021  # in which a member of a household was born
PARENTS, OLD, GROWN = (24, 40), (66, 93), (22, 62)
AGES = {"MZ-006": (80, 97), "SB-002": (60, 63), "JS-003": (60, 72), "JS-001": PARENTS, "JS-005": PARENTS}


@dataclass(frozen=True)
class Villager:
    """Somebody who comes with a matter."""

    name: str
    number: str
    phone: str
    born: date

    @property
    def input(self) -> PersonInput:
        return PersonInput(self.name, self.number, self.phone)


def name_of(draw: Random, woman: bool, surname: str = "") -> str:
    """An invented name."""
    first = surname or draw.choices(SURNAMES, COMMON)[0]
    pool = WOMEN if woman else MEN
    at = draw.randrange(len(pool) // 2) * 2
    given = pool[at : at + 2]
    if draw.random() < 0.3:
        given = draw.choice(pool)
    name = first + given
    return f"{first}瑞{given[0]}" if name in STAFF else name


def number_of(draw: Random, born: date, woman: bool, serial: int) -> str:
    """An invented citizen number of the county.

    Args:
        serial: takes people of one birthday apart.
    """
    order = FIRST_ORDER + serial % 430 * 2 + (0 if woman else 1)
    body = f"640121{born:%Y%m%d}{order:03d}"
    return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def villager(draw: Random, serial: int, item: str, today: date) -> Villager:
    """Somebody of an age at which one comes with such a matter.

    Args:
        serial: which one it is, of all of the history.
        today: when they come.
    """
    youngest, oldest = AGES.get(item) or (OLD if draw.random() < 0.22 else GROWN)
    woman = item in ("JS-001", "JS-005") or draw.random() < 0.48
    # the birthday of this year is over, so that the age is what was meant
    born = date(
        today.year - draw.randint(youngest, oldest), draw.randint(1, today.month), draw.randint(1, 28)
    )
    if born.month == today.month and born.day >= today.day:
        born = born.replace(year=born.year - 1)
    phone = "" if draw.random() < 0.09 else f"1992{serial % 10_000_000:07d}"
    return Villager(name_of(draw, woman), number_of(draw, born, woman, serial), phone, born)


def relative(draw: Random, serial: int, of: Villager, relation: str) -> tuple[str, str]:
    """Name and number of somebody of the household."""
    younger = any(word in relation for word in "子女孙")
    years = -draw.randint(20, 28) if younger else draw.randint(-3, 3)
    woman = any(word in relation for word in "女妻母媳妹姐")
    born = date(min(max(of.born.year - years, 1930), LATEST), draw.randint(1, 12), draw.randint(1, 28))
    surname = of.name[0] if younger else ""
    return name_of(draw, woman, surname), number_of(draw, born, woman, serial)


def cooperative(draw: Random, serial: int) -> tuple[str, str]:
    """Name and credit code of an invented cooperative."""
    trade = draw.choice(("瓜菜", "枸杞", "奶牛养殖", "水稻", "农机服务", "肉羊养殖", "葡萄"))
    body = f"93640121{20_000_000 + serial:08d}X"
    return f"永宁县演示{trade}专业合作社第{serial}社", body + credit_check_character(body)
