"""The demonstration county and its people at their desks."""

from collections.abc import Callable

import pytest
from django.test import Client

from tongban.site import demo
from tongban.site.demo.county import PASSWORD

Desk = Callable[[str], Client]


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.fixture
def desk() -> Desk:
    """A browser of a member of staff, signed in through the page."""

    def signed_in(username: str) -> Client:
        client = Client()
        answer = client.post("/work/sign-in/", {"username": username, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return signed_in
