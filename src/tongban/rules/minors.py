"""Who is under fourteen: everything about them is sensitive (个人信息保护法 art. 28, 31)."""

from datetime import date

from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.typed_text import IdentifierFault

AGE = 14  # 不满十四周岁; counted carefully: on the fourteenth birthday itself somebody is still a child here


def under_fourteen(number: str, today: date) -> bool:
    """Whether a citizen number tells of somebody who is not yet fourteen.

    Args:
        number: a citizen number; any other text tells of nobody.
        today: the day in China.
    """
    try:
        born = check_citizen_number(number).birth_date
    except IdentifierFault:
        return False
    years = today.year - born.year - ((today.month, today.day) <= (born.month, born.day))
    return years < AGE
