"""The village ledger when it is empty: only who takes matters in is told to take one in."""

from collections.abc import Callable

import pytest
from django.test import Client

Desk = Callable[[str], Client]


@pytest.mark.parametrize(
    ("username", "says", "not_said"),
    [
        ("assister", "收第一件", "您的岗位不看办件"),
        ("reviewer", "会列出来", "收第一件"),
        ("auditor", "您的岗位不看办件", "收第一件"),
        ("secadmin", "您的岗位不看办件", "收第一件"),
    ],
)
def test_an_empty_ledger_says_what_the_reader_may_do(
    desk: Desk, username: str, says: str, not_said: str
) -> None:
    text = desk(username).get("/work/ledger/").content.decode()
    assert says in text and not_said not in text
