"""Recusal (回避): what near kin and parties may not do in a matter, what they may do on record, and who acts instead.

公务员法 (2018) art. 74 (1) names the kin: spouses, direct descent, collaterals within three generations, near in-laws;
art. 76 keeps an officer from official acts in which they themselves or such kin have an interest, or that may else
be swayed; art. 77 has the officer say so, lets those concerned ask for it, and lets the body order it without being
asked.  Of hearings 行政许可法 art. 48 (1) no. 3, of administrative penalties 行政处罚法 (2021) art. 43 say the same.
The filing of kin (近亲属备案) of those who handle low-income aid, and that such matters are looked at in full, is the
practice of 最低生活保障审核确认办法 (2021).  All from memory.

The law bars deciding and what leads to it.  Taking in, handing over and writing down decide nothing: in a village
where everybody is somebody's kin they go on, and are on record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tongban.rules.lifecycle import ACTS_BY_DATE, Act


class Treatment(StrEnum):
    """What follows where who acts is near kin of, or is, a party."""

    BARRED = "barred"
    FILED = "filed"
    FREE = "free"


class Effect(StrEnum):
    """What a recusal leads to."""

    PASSED_ON = "passed_on"
    TO_COUNTY = "to_county"


GO_ON = frozenset(
    {
        Act.SUBMIT,
        Act.CONFIRM_IDENTITY,
        Act.CONFIRM_ADDRESS,
        Act.CORRECT,
        Act.CORRECT_ON_THE_SPOT,
        Act.BRING_DEFERRED,
        Act.SERVE_NOTICE,
        Act.RECORD_SIGNATURE,
        Act.POST_PUBLIC_NOTICE,
        Act.RECORD_OBJECTION,
        Act.RECORD_FEE,
        Act.WITHDRAW,
        Act.RECEIVE_RESULT,
        Act.TAKE_OUT_RESULT,
        Act.BRING_BACK_RESULT,
        Act.SEND_RESULT,
        Act.RECEIVE_SENT_RESULT,
        Act.DELIVER,
        Act.SERVE_PAPER,
        Act.ANNOUNCE,
        Act.COMPLETE_POST_DECISION_STEP,
        Act.ARCHIVE,
    }
)
"""Taking in, handing over, writing down: filed."""

GIVES_UP = frozenset({Act.RECUSE, Act.PUT_BACK, Act.DISCARD})
"""Leaves the matter to others."""


def treatment(act: str) -> Treatment:
    """What an act is to somebody who is near kin of a party, or is one.

    Args:
        act: of the life cycle; one that this rule does not know is barred.
    """
    if act in GIVES_UP or act in ACTS_BY_DATE:
        return Treatment.FREE
    return Treatment.FILED if act in GO_ON else Treatment.BARRED


@dataclass(frozen=True)
class Candidate:
    """Somebody who holds the power to act in the matter.

    Args:
        staff_id: the person.
        kin: near kin of a party, a party, or recused in this matter already.
        here: not away today.
    """

    staff_id: int
    kin: bool
    here: bool = True


def goes_to(colleagues: Iterable[Candidate], above: Iterable[Candidate]) -> Effect | None:
    """Who acts instead: a colleague who is here, else the county; None where nobody is left.

    A matter does not wait for a colleague who is away, since its limit runs.  With the county it lies at a post with
    its own A and B, so that a day's absence there is no reason.

    Args:
        colleagues: who else holds the step or the decision now.
        above: who holds it at the county.
    """
    if any(one.here and not one.kin for one in colleagues):
        return Effect.PASSED_ON
    return Effect.TO_COUNTY if any(not one.kin for one in above) else None
