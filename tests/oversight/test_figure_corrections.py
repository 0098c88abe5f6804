"""How a corrected edition finds the row that a case had in the edition before."""

from tongban.oversight.figures.commitments import salt
from tongban.oversight.figures.documents import Before, _as_before
from tongban.oversight.models import FigureLine
from tongban.rules.public_extract import Shown

SEEDS = bytes([1]) * 32, bytes([2]) * 32
KNOWN = {salt(SEEDS[0], "month").hex(): Before("a1b2", Shown.DAY)}


def line(seed: bytes, item: str = "A", received: str = "2026-10-12") -> FigureLine:
    return FigureLine(seed=seed, item=item, site="x", days={"received": received})


def test_a_case_keeps_its_pseudonym_and_level_though_more_was_committed_to() -> None:
    assert _as_before([line(SEEDS[0]), line(SEEDS[1])], KNOWN) == Before("a1b2", Shown.DAY)


def test_a_case_that_moved_since_shows_nothing_of_where_and_when() -> None:
    for moved in (line(SEEDS[1], item="B"), line(SEEDS[1], received="2026-10-13")):
        assert _as_before([line(SEEDS[0]), moved], KNOWN) == Before("a1b2", Shown.NONE)


def test_a_case_that_is_new_has_no_row_before() -> None:
    assert _as_before([line(SEEDS[1])], KNOWN) is None
