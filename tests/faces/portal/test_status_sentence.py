"""The first line of an applicant's page says how a matter ended, and whether what was granted still holds."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from tongban.cases.queries.afterwards_view import AfterwardsView, EndedView
from tongban.faces.portal.templatetags.portal import status_sentence


@dataclass(frozen=True)
class Granted:
    """As much of a page as the line needs."""

    afterwards: AfterwardsView = field(default_factory=AfterwardsView)
    status: str = "delivered"
    outcome: str = "granted"
    result_at: str = "out"


@pytest.mark.parametrize(
    ("standing", "word"), [("revoked", "撤销"), ("recalled", "撤回"), ("cancelled", "注销")]
)
@pytest.mark.parametrize("status", ["delivered", "archived"])
def test_what_holds_no_longer_is_said_first(standing: str, word: str, status: str) -> None:
    ended = EndedView(standing, date(2026, 10, 12), "", "", "")
    told = status_sentence(Granted(AfterwardsView(ended=ended, delivered_by="handed_over"), status))
    assert word in told and "2026年10月12日" in told and "交到您手里" not in told


def test_what_hangs_in_public_is_not_said_to_lie_ready_but_until_when() -> None:
    hangs = AfterwardsView(announced=(date(2026, 9, 15), date(2026, 10, 15)))
    told = status_sentence(Granted(hangs, "concluded", result_at="window"))
    assert "公告" in told and "2026年10月15日" in told


@pytest.mark.parametrize(
    ("mode", "word"),
    [("left", "留置"), ("posted", "寄给您"), ("electronic", "电子送达"), ("announcement", "公告期满")],
)
def test_nothing_is_said_to_be_in_hands_that_never_took_it(mode: str, word: str) -> None:
    told = status_sentence(Granted(AfterwardsView(delivered_by=mode)))
    assert word in told and "交到您手里" not in told
    assert "交到您手里" in status_sentence(Granted(AfterwardsView(delivered_by="handed_over")))
