"""How everybody of the authority checks' world comes in: who stands behind a name, and what their browser then holds."""

import re

from django.conf import settings
from django.http import SimpleCookie
from django.test import Client
from tests.signing_in import sign_in

from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Staff
from tongban.kernel.queries import demo_messages

assert settings.DEMO, "codes are read from the demonstration's phone"

# a person in two places is two accounts here: an account has one live session only
ACCOUNTS = {"two-hats/MN": "two-hats-2"}


def staff_actor(name: str, username: str = "") -> Staff:
    """The assignment behind a name; the one at a site where the name says which.

    Args:
        username: of whom, where not of the one whose session the world holds for that name.
    """
    plain, _, place = name.partition("/")
    username = username or ACCOUNTS.get(name, plain)
    held = assignments_of(Account.objects.get(username=username).id)
    if not place:
        return held[0]
    body = {"SL": "civil_affairs", "MN": "social_security"}[place]
    return next(actor for actor in held if actor.position_code == body)


def held(cookies: SimpleCookie) -> dict[str, str]:
    """What a browser holds after it was somewhere."""
    return {name: morsel.value for name, morsel in cookies.items() if morsel.value}


def sign_staff_in(client: Client, name: str) -> None:
    """As at the keyboard: the password, and which assignment where there are two."""
    plain, _, place = name.partition("/")
    answer = sign_in(client, ACCOUNTS.get(name, plain))
    if place:
        chosen = staff_actor(name).assignment_id
        answer = client.post("/work/assignment/", {"assignment": chosen})
    assert answer.status_code == 302 and answer["Location"] == "/work/", name


def sign_citizen_in(client: Client, phone: str) -> None:
    """As on the phone: the code that was sent to it."""
    client.post("/sign-in/", {"phone": phone})
    found = (re.search(r"\d{6}", text) for _, text in demo_messages(phone) if "验证码" in text)
    code = next(match.group() for match in found if match)
    answer = client.post("/sign-in/code/", {"code": code})
    assert answer.status_code == 302, answer.content.decode()
