"""The flow of matters between the five phases, laid out as a picture; the table beside it says the same in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tongban.oversight.queries import Desk, Number, Passed

PHASES = ("application", "acceptance", "review", "decision", "delivery")
# phase → what brings a matter in, and what takes it out, of the flows on record; empty: nothing on record tells
INTO = {"application": "received", "acceptance": "", "review": "accepted", "decision": "reviewed"}
INTO |= {"delivery": "to_deliver"}
OUT_OF = {"application": "", "acceptance": "accepted", "review": "reviewed", "decision": "decided"}
OUT_OF |= {"delivery": "delivered"}

# of the picture's own units
WIDTH, LANE, GAP = 360, 40, 34
LABEL = 56  # left of the bars
SPAN = WIDTH - LABEL - 52  # of the longest bar; what is right of it is its number's
LEAST_BAR = 3


@dataclass(frozen=True)
class PhaseRow:
    """One phase, as the table and the picture have it.

    Args:
        code: one of `PHASES`.
        now: matters that stand in it.
        into, out_of: the codes of the flows; empty where nothing on record tells.
        came, left: how many, in the last seven and thirty days.
        y: of the upper edge of its lane; middle: of its middle; bar: how long its bar is; end: right of its bar.
    """

    code: str
    now: Number
    into: str
    came: Passed | None
    out_of: str
    left: Passed | None
    y: int
    middle: int
    bar: int
    end: int


class Arrow(NamedTuple):
    """An arrow between two lanes; without a ``flow`` nothing on record tells of it.

    Args:
        start, end: its ends, from above; middle: of its words.
    """

    flow: str
    number: Number
    start: int
    end: int
    middle: int


@dataclass(frozen=True)
class FlowPicture:
    """The picture with its size and its lanes."""

    rows: tuple[PhaseRow, ...]
    ended_before: Passed
    received: Passed

    width = WIDTH
    lane = LANE
    label = LABEL
    span = SPAN
    axis = LABEL + 14
    beside = LABEL + 28

    @property
    def height(self) -> int:
        return GAP + len(self.rows) * (LANE + GAP)

    @property
    def arrows(self) -> Iterator[Arrow]:
        """Into the first lane, between the lanes, and out of the last one."""
        for row in self.rows:
            yield _arrow(row.y - GAP, row.into, row.came)
        last = self.rows[-1]
        yield _arrow(last.y + LANE, last.out_of, last.left)


def _arrow(top: int, flow: str, passed: Passed | None) -> Arrow:
    return Arrow(flow, passed.long if passed else Number(), top + 6, top + GAP - 6, top + GAP // 2 + 5)


def picture_of(told: Desk) -> FlowPicture:
    """The picture of a desk's flow."""
    phases: Mapping[str, Number] = told.figures.phases
    most = max([number.count for number in phases.values()] + [1])
    rows = []
    for place, code in enumerate(PHASES):
        y = GAP + place * (LANE + GAP)
        count = phases[code].count
        bar = max(LEAST_BAR, round(SPAN * count / most)) if count else 0
        into, out_of = INTO[code], OUT_OF[code]
        rows.append(
            PhaseRow(
                code,
                phases[code],
                into,
                told.flow[into] if into else None,
                out_of,
                told.flow[out_of] if out_of else None,
                y,
                y + LANE // 2 + 6,
                bar,
                LABEL + bar + 8,
            )
        )
    return FlowPicture(tuple(rows), told.flow["not_taken_on"], told.flow["received"])
