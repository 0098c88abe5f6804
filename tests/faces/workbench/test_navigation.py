"""The line of desks: whole on a screen; on a phone the first of them, the rest behind one disclosure."""

import pytest

from tongban.faces.workbench.navigation import DESKS, EVERYBODY, IN_LINE, MOST_IN_LINE, desks_of, parted


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_no_desk_is_lost_or_doubled_and_few_stand_in_a_phone_s_line(role: str) -> None:
    desks = desks_of(role)
    shown = parted(desks, desks[-1].code)
    assert shown.first + shown.rest == desks
    assert len(shown.first) <= MOST_IN_LINE
    assert len(shown.rest) != 1
    assert shown.current == (desks[-1] if shown.rest else None)


def test_keys_lead_to_desks_that_stand_in_the_line() -> None:
    for role in EVERYBODY:
        assert not any(desk.key for desk in parted(desks_of(role), "").rest)
    assert IN_LINE < MOST_IN_LINE and any(desk.key for desk in DESKS)
