"""Whether a reason says something: words of substance, and not a phrase that fits every matter.

Source: 行政许可法 art. 32, 38 (reasons are told); the floor of ten characters is one province's rule of supervision,
and data in `LEAST`.  A machine cannot judge a reason; it can refuse what is certainly none.
"""

import re
import unicodedata

LEAST = 10  # characters that carry meaning
LEAST_TO_LOOK = 4  # of a reason to look at what is masked, or to take a list out: 核对身份

# letters by Unicode's word that leave no mark on the page
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")

# phrases that stand for a reason without being one; together with nothing else they are none
EMPTY_PHRASES = (
    "材料不齐全",
    "材料不齐",
    "材料不全",
    "材料不符合要求",
    "材料不合格",
    "不符合法定形式",
    "不符合有关规定",
    "不符合相关规定",
    "不符合规定",
    "不符合要求",
    "不符合条件",
    "不予受理",
    "不予办理",
    "不予同意",
    "按有关规定",
    "根据有关规定",
    "其他原因",
    "请重新提交",
    "请补充材料",
    "详见附件",
    "如题",
    "经审核",
    "经审查",
    "经核实",
    "申请",
    "提交的",
    "提交",
    "您的",
    "你的",
    "无",
)


def why_not_substance(text: str, least: int = LEAST) -> str:
    """A code that says why this is no reason; empty when it may be one.

    Args:
        text: as written.
        least: how many letters, figures or characters it needs at least.

    Returns:
        ``reason_too_short``: less than ``least`` that carries meaning; ``reason_repeats``: one or two characters
        over and over; ``reason_says_nothing``: only phrases that fit every matter.
    """
    plain = "".join(
        c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c)[0] in "LN" and c not in _BLANK_LETTERS
    )
    if len(plain) < least:
        return "reason_too_short"
    if len(set(plain.casefold())) < 4:
        return "reason_repeats"
    left = re.sub("|".join(sorted(EMPTY_PHRASES, key=len, reverse=True)), "", plain)
    return "reason_says_nothing" if len(left) < 4 else ""
