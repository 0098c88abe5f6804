"""Whether a basis names a rule, and a body somebody: what a paper tells, who reads it can look up.

Source: 行政许可法 art. 32, 38, 69, 70: what is refused, ended or taken away is so by law, with its reasons told.  That a
basis is a law **and its place in it** is the plain reading of 依法说明理由 (待核对); a machine cannot judge whether it bears the act.
"""

import re
import unicodedata

_NUMERAL = "[0-9零〇一二三四五六七八九十百千]+"
# a place: 第六十二条, 第（三）项, or the number of a document that has no articles: 〔2019〕12号
_PLACE = re.compile(
    rf"第?[(]?{_NUMERAL}[)]?(?:条|款|项|章|节|部分)|[〔\[(【]?[0-9]{{4}}[〕\])】]?[^0-9]{{0,4}}{_NUMERAL}号|{_NUMERAL}、"
)
# what rules are called, or a document's number, which names it alone; a title in 《》 needs neither
_RULE = re.compile(
    "《[^《》]{2,}》|[\u4e00-\u9fff]{2,}[〔\\[(【][0-9]{4}[〕\\])】]"
    "|[\u4e00-\u9fff](?:法典|法|条例|规定|办法|细则|决定|意见|通知|规则|规程|标准|方案|公告|目录)"
)
_BODY = re.compile(
    "(?:政府|局|厅|委员会|委|部|署|站|所|队|中心|法院|检察院|院|公司|银行|支行|联社|联合会|残联|妇联|工会|协会|管理区|办公室|办事处|办|处|科|室)$"
)
_VAGUE = re.compile("^(?:其他|其它|有关|相关|别的|另外|某|本机关|上级|主管|各)")
LEAST_OF_A_BODY = 4  # characters: 县民政局 and longer


def why_no_basis(text: str) -> str:
    """A code that says why this names no rule; empty where each of its lines names one and a place in it.

    Args:
        text: one law and article a line.

    Returns:
        ``required``; ``basis_names_no_rule``: a line without the name of a rule; ``basis_without_place``: without an
        article, a part, or the number of the document.
    """
    lines = [line.strip() for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    if not lines:
        return "required"
    if not all(_RULE.search(line) for line in lines):
        return "basis_names_no_rule"
    return "" if all(_PLACE.search(line) for line in lines) else "basis_without_place"


def why_no_other_body(name: str, own: tuple[str, ...]) -> str:
    """A code that says why this is no other body to which somebody could turn; empty where it is one.

    Args:
        name: of the body that is said to be right.
        own: the names of the body that declines, and of the one that would decide for it.

    Returns:
        ``required``; ``right_body_unnamed``: no name of a body; ``right_body_is_ours``.
    """
    plain = _plain(name)
    if not plain:
        return "required"
    if plain in {_plain(one) for one in own}:
        return "right_body_is_ours"
    # 县自然资源局（一楼大厅）: what stands in brackets is where, not who
    who = re.sub(r"\([^()]*\)", "", plain)
    named = len(who) >= LEAST_OF_A_BODY and _BODY.search(who) and not _VAGUE.search(who)
    return "" if named else "right_body_unnamed"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
