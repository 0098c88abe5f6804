"""An objection that was found right, and what the step of its notice can still say."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from tongban.cases.steps.history import Entry, upheld_as_it_stands

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
FIRST = uuid4()


def objection(to: str = "", round_number: int = 1) -> Entry:
    return Entry(FIRST, "notice", round_number, "objection", None, 1, AT, {"to": to})


def answer(upheld: bool, round_number: int = 1, of: UUID = FIRST) -> Entry:
    told = {"objection": str(of), "upheld": upheld}
    return Entry(uuid4(), "notice", round_number, "objection_answered", None, 1, AT, told)


@pytest.mark.parametrize(
    ("entries", "round_number", "stands"),
    [
        ((objection(), answer(True)), 1, True),
        ((objection(), answer(False)), 1, False),
        ((objection(), answer(True)), 2, False),  # gone back to an earlier step since
        ((objection(to="visit"), answer(True, 2)), 2, False),  # looked into anew already
        ((objection(), answer(True, 2)), 2, True),  # entered after the step was closed, which opened again
    ],
)
def test_what_was_found_wrong_cannot_be_agreed_with(
    entries: tuple[Entry, ...], round_number: int, stands: bool
) -> None:
    assert upheld_as_it_stands(entries, "notice", round_number) is stands
