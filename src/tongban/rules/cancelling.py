"""注销: on which grounds a granted decision is struck off, what each asks for, and which of them takes something away.

Source: 行政许可法 art. 70: (1) the period is over and was not renewed; (2) of a qualification of a person: the person died or
lost the capacity; (3) the body ended by law; (4) the permit was revoked or withdrawn, or its licence cancelled, by law; (5) force
majeure makes it impossible; (6) other cases by a law or a regulation, which is then named.  Who is alive and keeps
nothing is heard first (art. 7): of (2) who lost the capacity, of (5) and of (6), where somebody else's judgement decides;
that reading is this program's own (待核对).
"""

import re
import unicodedata
from datetime import date

from tongban.rules.citations import numeral
from tongban.rules.decided_anew import names_an_order

EXPIRED, DIED, INCAPABLE, DISSOLVED, TAKEN, IMPOSSIBLE, OTHER = GROUNDS = (
    "expired",
    "holder_died",
    "holder_incapable",
    "holder_dissolved",
    "taken_by_law",
    "impossible",
    "other_by_law",
)
ARTICLE = {
    EXPIRED: "一",
    DIED: "二",
    INCAPABLE: "二",
    DISSOLVED: "三",
    TAKEN: "四",
    IMPOSSIBLE: "五",
    OTHER: "六",
}
"""Ground → the item (项) of art. 70."""
HEARD_FIRST = frozenset({INCAPABLE, IMPOSSIBLE, OTHER})
PROVEN = frozenset({DIED, INCAPABLE, DISSOLVED, TAKEN, IMPOSSIBLE})
"""What shows it is named: the certificate, the judgment, the register's entry, the other authority's decision."""
NUMBERED = frozenset({DIED, DISSOLVED, TAKEN})
"""Of these nobody is heard, so what shows it can be looked up."""
OF_A_PERSON = frozenset({DIED, INCAPABLE})

_NUMERAL = "[0-9零〇一二两三四五六七八九十百]+"
_PERIOD = re.compile(f"(?:之日|日)起?({_NUMERAL})(个月|月|年|日|天)")
_ENDLESS = re.compile("长期有效|一直有效|永久|期限不变")
_LAW = re.compile(
    "《[^《》]*(?:法|法典|条例)(?:[（(][^《》]*[）)])?》|[\u4e00-\u9fff]+(?:法典|条例|法)(?=第)"
)
_LICENSING = re.compile("行政许可法")
_PAPER = re.compile("证|书|判决|裁定|决定|登记|公告|通知|函|批复|记录")
_NUMBER = re.compile("[0-9]{5,}|[0-9]号")
_DAY = re.compile("([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})(?![0-9])")


def why_no_ground(ground: str, *, organization: bool) -> str:
    """A code that says why this ground does not fit; empty where it does.

    Args:
        organization: the holder is one.

    Returns:
        ``required``, ``not_an_option``, ``ground_of_a_person``, ``ground_of_a_body``.
    """
    if ground not in GROUNDS:
        return "not_an_option" if ground else "required"
    if ground in OF_A_PERSON and organization:
        return "ground_of_a_person"
    return "ground_of_a_body" if ground == DISSOLVED and not organization else ""


def why_no_proof(ground: str, evidence: str) -> str:
    """A code that says why nobody could look up what is said to show a ground; empty where they could.

    Returns:
        ``proof_unnumbered``: of a death or a dissolution: no document with its number or its day;
        ``order_number_shape``: of what was taken by law: no number of the order that took it.
    """
    if ground not in NUMBERED:
        return ""
    if ground == TAKEN:
        return "" if names_an_order(evidence) else "order_number_shape"
    plain = "".join(unicodedata.normalize("NFKC", evidence).split())
    known = _NUMBER.search(plain) or any(_is_a_day(*map(int, one)) for one in _DAY.findall(plain))
    return "" if known and _PAPER.search(plain) else "proof_unnumbered"


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def period_ends(validity: str, granted_on: date) -> date | None:
    """The last day of a period that is told in words, 自发证之日起十年; None where the words name no length.

    Args:
        validity: as the decision says it.
        granted_on: the day of the decision, from which at the earliest it runs; that day does not count (民法典 art. 201).
    """
    found = _PERIOD.search(validity)
    if found is None:
        return None
    number, unit = numeral(found[1].replace("两", "二")), found[2]
    if unit in ("日", "天"):
        return date.fromordinal(granted_on.toordinal() + number)
    months = number * (12 if unit == "年" else 1) + granted_on.month - 1
    year, month = granted_on.year + months // 12, months % 12 + 1
    day = granted_on.day
    while True:  # 民法典 art. 202: where the month has no such day, its last one
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def why_period_not_over(validity: str, granted_on: date, from_day: date) -> str:
    """A code that says why a grant's period is not over on a day; empty where its words name one that is.

    Returns:
        ``grant_without_period``: it holds for good, or its words name no length; ``period_still_runs``.
    """
    last = None if _ENDLESS.search(validity) else period_ends(validity, granted_on)
    if last is None:
        return "grant_without_period"
    return "period_still_runs" if from_day <= last else ""


def why_no_other_law(basis: str) -> str:
    """``other_law_unnamed``: what is struck off by another law or regulation names one, and not art. 70 alone."""
    lines = [line for line in basis.splitlines() if line.strip()]
    return (
        ""
        if any(_LAW.search(line) and not _LICENSING.search(line) for line in lines)
        else "other_law_unnamed"
    )
