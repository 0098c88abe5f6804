"""Whom an announcement names: a masked name and a number, and of a minor no letter of the name."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tongban.cases.commands import announcing
from tongban.cases.frame import OpenCase
from tongban.kernel import time


@pytest.mark.parametrize(
    ("born", "named"), [("19800101", "李*（申请编号YN-1）"), ("20200101", "未成年人（申请编号YN-1）")]
)
def test_no_letter_of_a_minors_name_hangs_on_the_board(
    monkeypatch: pytest.MonkeyPatch, born: str, named: str
) -> None:
    monkeypatch.setattr(announcing, "village_question", lambda _item: "village")
    monkeypatch.setattr(announcing, "place_name", lambda _code: None)
    monkeypatch.setattr(announcing, "under_eighteen", lambda number, _day: number[6:14] == "20200101")
    applicant = {"name": "李四", "number": f"640121{born}0011"}
    case: Any = SimpleNamespace(
        content=SimpleNamespace(applicant=applicant, answers={}),
        item=SimpleNamespace(definition=None),
        row=SimpleNamespace(number="YN-1"),
        run=SimpleNamespace(at=time.now()),
    )
    assert announcing.known_by(cast(OpenCase, case)) == named
