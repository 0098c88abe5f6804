"""Whether a basis names a rule, and a body somebody: what a paper tells, who reads it can look up.

Source: 行政许可法 art. 32, 38, 69, 70: what is refused, ended or taken away is so by law, with its reasons told.  That a
basis is a law **and its place in it** is the plain reading of 依法说明理由 (待核对); a machine cannot judge whether it bears the act.
No Chinese law has more articles than 民法典, which has 1260.
"""

import re
import unicodedata
from collections.abc import Iterable

from tongban.rules.citations import numeral

_NUMERAL = "[0-9零〇一二三四五六七八九十百千]+"
# a place: 第六十二条, 第（三）项, or the number of a document that has no articles: 〔2019〕12号
_PLACE = re.compile(
    rf"第?[(]?{_NUMERAL}[)]?(?:条|款|项|章|节|部分)|[〔\[(【]?[0-9]{{4}}[〕\])】]?[^0-9]{{0,4}}{_NUMERAL}号|{_NUMERAL}、"
)
_ARTICLE = re.compile(f"第?[(]?({_NUMERAL})[)]?(?:条|款|项|章|节|部分)")
MOST_ARTICLES = 1260  # of 民法典
_KINDS = "法典|法|条例|规定|办法|细则|决定|意见|通知|规则|规程|规范|标准|方案|公告|通告|目录|清单|制度|解释|批复|复函|函|纲要|规划|指南|章程|公约|委托书"
_TITLE = re.compile(f"《([^《》]*[\u4e00-\u9fff][^《》]*(?:{_KINDS})[^《》]*)》")
# a document's number names it alone
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,}[〔\[(【][12][0-9]{3}[〕\])】][^0-9]{0,4}[0-9]+号")
_BARE = re.compile(f"([\u4e00-\u9fff]+?)({_KINDS})(?![\u4e00-\u9fff]*[》])")
# words that end like a rule's name and are none: 依法, 没办法, 有关规定
_NO_LAW = re.compile("(?:[无没不非违依合守执司立枉说做看想方用写语书魔戏技句手]法|(?:没|没有|想|好|老)办法)$")
_OF_NO_RULE = re.compile(
    "^(?:[的等和及或由按照依据根据遵照参照]|有关|相关|其他|其它|国家|上级|法律|法规|规章|政策|地方|当地|本|该|此|这|那|现行|一切|各项|各|某"
    "|我们|我|本人|自己|村里|大家|没有|没|无|不)+$"
)
_BODY = re.compile(
    "(?:政府|局|厅|委员会|委|部|署|站|所|队|中心|法院|检察院|院|公司|银行|支行|联社|联合会|残联|妇联|工会|协会|管理区|办公室|办事处|办|处|科|室)$"
)
_VAGUE = re.compile("^(?:其他|其它|有关|相关|别的|另外|某|本机关|上级|主管|各)")
_DIVISIONS = re.compile("(?:[\u4e00-\u9fff]{1,12}?(?:省|自治区|自治州|自治县|市|州|盟|县|区|旗|乡|镇|街道))+")
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
    if not all(_names_a_rule(line) for line in lines):
        return "basis_names_no_rule"
    return "" if all(_names_a_place(line) for line in lines) else "basis_without_place"


def _names_a_rule(line: str) -> bool:
    if _DOCUMENT.search(line) or any(_says_something(title) for title in _TITLE.findall(line)):
        return True
    found = _BARE.finditer(re.sub("《[^《》]*》", "", line))
    return any(
        _says_something(one[0]) and not _NO_LAW.search(one[0]) and not _OF_NO_RULE.search(one[1])
        for one in found
    )


def _says_something(title: str) -> bool:
    """Not one character over and over."""
    letters = [c for c in title if unicodedata.category(c)[0] in "LN"]
    return len(set(letters)) > 1 and not any(
        a == b == c for a, b, c in zip(letters, letters[1:], letters[2:], strict=False)
    )


def _names_a_place(line: str) -> bool:
    """A place that there can be: neither 第零条 nor an article beyond the longest law."""
    places = [numeral(one) for one in _ARTICLE.findall(line)]
    return bool(_PLACE.search(line)) and all(1 <= place <= MOST_ARTICLES for place in places)


def why_no_body(name: str) -> str:
    """A code that says why this names no body: ``required``, ``right_body_unnamed``; empty where it names one."""
    plain = _plain(name)
    if not plain:
        return "required"
    who = _who(plain)
    named = len(who) >= LEAST_OF_A_BODY and _BODY.search(who) and not _VAGUE.search(who)
    return "" if named and _says_something(who) else "right_body_unnamed"


def same_body(one: str, other: str) -> bool:
    """Whether two spellings name one body: blanks, 政府 for 人民政府, and the county before the township apart.

    永宁县胜利乡政府 is 胜利乡人民政府, and 县自然资源局 of somebody in 永宁县 is 永宁县自然资源局.
    """
    short, long = sorted((_core(one), _core(other)), key=len)
    if not short:
        return False
    if short == long:
        return True
    if not long.endswith(short) or len(short) < LEAST_OF_A_BODY:
        return False
    before = long[: -len(short)]
    # 县自然资源局 is said for 永宁县自然资源局, whose own 县 it keeps
    return any(_DIVISIONS.fullmatch(start) for start in (before, before + short[0]))


def why_no_other_body(name: str, own: Iterable[str]) -> str:
    """A code that says why this is no other body to which somebody could turn; empty where it is one.

    Args:
        name: of the body that is said to be right.
        own: every name of the body that declines, and of the one that would decide for it: full, short, of its places.

    Returns:
        ``required``; ``right_body_unnamed``: no name of a body; ``right_body_is_ours``.
    """
    if not _plain(name):
        return "required"
    if any(same_body(name, one) for one in own):
        return "right_body_is_ours"
    return why_no_body(name)


def _who(plain: str) -> str:
    """县自然资源局（一楼大厅）: what stands in brackets is where, not who."""
    return re.sub(r"\([^()]*\)", "", plain)


def _core(name: str) -> str:
    return _who(_plain(name)).replace("人民政府", "政府")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
