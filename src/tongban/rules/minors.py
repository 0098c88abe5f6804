"""Who is under fourteen: everything about them is sensitive (个人信息保护法 art. 28, 31)."""

from datetime import date

from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.typed_text import IdentifierFault

AGE = 14  # 不满十四周岁; counted carefully: on the fourteenth birthday itself somebody is still a child here
FULL_AGE = 18  # 民法典 art. 17


def under_fourteen(number: str, today: date) -> bool:
    """Whether a citizen number tells of somebody who is not yet fourteen.

    Args:
        number: a citizen number; any other text tells of nobody.
        today: the day in China.
    """
    return _under(AGE, number, today)


def under_eighteen(number: str, today: date) -> bool:
    """Whether a citizen number tells of a minor (民法典 art. 17 to 20), who gives and takes mandates through a guardian.

    Somebody of sixteen who lives by own work counts as grown up (art. 18 para. 2): a number does not tell of that.
    """
    return _under(FULL_AGE, number, today)


def _under(age: int, number: str, today: date) -> bool:
    try:
        born = check_citizen_number(number).birth_date
    except IdentifierFault:
        return False
    years = today.year - born.year - ((today.month, today.day) <= (born.month, born.day))
    return years < age
