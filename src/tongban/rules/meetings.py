"""When a meeting of villagers is one, and what it decided.

Source, from memory: 村民委员会组织法 (2018) art. 22: a villagers' meeting needs more than half of the villagers of eighteen and
over, or representatives of two thirds of the households; art. 26: the representatives' meeting needs two thirds of its
members; both decide by more than half of those present.  A group that reviews (评议小组) has no number by law; ours is
three at the least, more than half of them present: fewer cannot decide by more than half.
"""

from dataclasses import dataclass
from enum import StrEnum

LEAST_GROUP = 3
MOST_PEOPLE = 100_000  # no village has more; a longer number is a slip of the keyboard


class Sort(StrEnum):
    """Who met."""

    VILLAGERS = "villagers"  # 村民会议，十八周岁以上村民
    HOUSEHOLDS = "households"  # 村民会议，户的代表
    REPRESENTATIVES = "representatives"  # 村民代表会议
    GROUP = "group"  # 评议小组


# kind of step → who may meet for it, the usual one first
SORTS: dict[str, tuple[Sort, ...]] = {
    "villagers_meeting": (Sort.REPRESENTATIVES, Sort.VILLAGERS, Sort.HOUSEHOLDS),
    "democratic_review": (Sort.GROUP, Sort.REPRESENTATIVES, Sort.VILLAGERS, Sort.HOUSEHOLDS),
}


@dataclass(frozen=True)
class Count:
    """How many people; None where the figure was not given.

    Args:
        entitled: who belonged there (应到).
        present: who came (实到).
        in_favour, against, abstained: how those present voted.
    """

    entitled: int | None
    present: int | None
    in_favour: int | None
    against: int | None
    abstained: int | None

    @property
    def passed(self) -> bool:
        """Whether more than half of those present voted for it."""
        return bool(self.present) and (self.in_favour or 0) * 2 > (self.present or 0)


@dataclass(frozen=True)
class CountFault:
    """What is wrong with one figure: its field, a code, what a sentence needs."""

    field: str
    code: str
    params: dict[str, int]


def quorum(sort: Sort | str, entitled: int) -> int:
    """How many must be present at least, of so many entitled.

    Args:
        sort: who met.
        entitled: people, or households where households are represented.
    """
    if Sort(sort) in (Sort.HOUSEHOLDS, Sort.REPRESENTATIVES):
        return -(-entitled * 2 // 3)
    return entitled // 2 + 1


def faults_of_count(sort: str, count: Count) -> list[CountFault]:
    """Everything that is wrong with the figures of a meeting.

    Returns:
        ``required``; ``count_too_large`` (most); ``nobody_entitled``; ``more_present_than_entitled`` (entitled);
        ``votes_do_not_add_up`` (votes, present); ``quorum_not_reached`` (least); ``group_too_small`` (least).
    """
    figures = {
        name: getattr(count, name) for name in ("entitled", "present", "in_favour", "against", "abstained")
    }
    faults = [CountFault(name, "required", {}) for name, figure in figures.items() if figure is None]
    faults += [
        CountFault(name, "count_too_large", {"most": MOST_PEOPLE})
        for name, figure in figures.items()
        if figure is not None and figure > MOST_PEOPLE
    ]
    entitled, present = count.entitled, count.present
    if entitled == 0:
        faults.append(CountFault("entitled", "nobody_entitled", {}))
    elif entitled is not None and sort == Sort.GROUP and entitled < LEAST_GROUP:
        faults.append(CountFault("entitled", "group_too_small", {"least": LEAST_GROUP}))
    votes = (count.in_favour, count.against, count.abstained)
    if present is not None and None not in votes:
        cast = sum(vote or 0 for vote in votes)
        if cast != present:
            faults.append(CountFault("in_favour", "votes_do_not_add_up", {"votes": cast, "present": present}))
    if entitled and entitled <= MOST_PEOPLE and present is not None:
        if present > entitled:
            faults.append(CountFault("present", "more_present_than_entitled", {"entitled": entitled}))
        elif sort in set(Sort) and present < (least := quorum(sort, entitled)):
            faults.append(CountFault("present", "quorum_not_reached", {"least": least}))
    return faults
