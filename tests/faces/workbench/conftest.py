"""The demonstration county and its people at their desks."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.signing_in import sign_in

from tongban.site import demo

Desk = Callable[[str], Client]


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.fixture
def desk() -> Desk:
    """A browser of a member of staff, signed in through the page."""

    def signed_in(username: str) -> Client:
        client = Client()
        answer = sign_in(client, username)
        assert answer.status_code == 302 and answer["Location"] == "/work/"
        return client

    return signed_in
