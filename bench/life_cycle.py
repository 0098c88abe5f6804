"""Our life cycle: submit with three materials, accept, review, decide, deliver, through the forms browsers post."""

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from PIL import Image, ImageDraw

from bench.http_client import Answer, Browser
from tongban.site.scenario import ANSWERS, person

ROLES = ("clerk", "reviewer", "approver")
MATERIALS = ("identity_card", "household_register", "enrolment_form")
ACTS = ("start", "submit", "accept", "give_opinion", "decide", "deliver")


CODE = "/work/sign-in/code/"
CODE_PATIENCE = 60  # seconds


class Unexpected(Exception):
    """An answer that is not the redirect of an act that was done."""


def scan() -> bytes:
    """A small scan: a page of lines, 240 × 160 pixels, JPEG of some 8 KB."""
    page = Image.new("L", (240, 160), 245)
    draw = ImageDraw.Draw(page)
    for row in range(12, 150, 18):
        for column in range(10, 220, 22):
            draw.rectangle((column, row, column + 8 + row % 9, row + 7), fill=60)
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def signed_in(port: int, username: str, password: str) -> Browser:
    """A browser with somebody's session and a csrf token of a page of theirs."""
    browser = Browser(port)
    browser.get("/work/sign-in/")
    answer = browser.post("/work/sign-in/", {"username": username, "password": password})
    if answer.status == 302 and answer.location.endswith(CODE):
        answer = browser.post(CODE, {"code": _code_of(browser, username)})
    if answer.status != 302 or not answer.location.endswith("/work/"):
        raise Unexpected(f"sign-in of {username}: {answer.status}")
    browser.get("/work/")
    return browser


def _code_of(browser: Browser, username: str) -> str:
    """What the demonstration's authenticator shows for an account; a code just used is waited out."""
    for _ in range(CODE_PATIENCE):
        page = browser.request("GET", f"/demo/authenticator/?username={username}").body
        if found := re.search(rb"data-code-of[^>]*><b>(\d{6})", page):
            browser.get(CODE)  # the form's own token
            return found.group(1).decode()
        time.sleep(1)
    raise Unexpected(f"no code for {username}")


@dataclass
class LifeCycle:
    """One client: a clerk, a reviewer and an approver, each at a browser of their own.

    Args:
        browsers: role → signed-in browser.
        picture: the scan handed in for each material.
    """

    browsers: dict[str, Browser]
    picture: bytes

    def acts(self, serial: int) -> list[tuple[str, Callable[[], None]]]:
        """The acts on the case of one invented person, in order.

        Args:
            serial: which person; never the same twice in a run.
        """
        return _Case(self, serial).acts()


class _Case:
    def __init__(self, client: LifeCycle, serial: int) -> None:
        self.browsers, self.picture = client.browsers, client.picture
        self.person = person(serial)
        self.draft = ""
        self.number = ""
        self.version = 1

    def acts(self) -> list[tuple[str, Callable[[], None]]]:
        return [(name, getattr(self, name)) for name in ACTS]

    def start(self) -> None:
        answer = self.browsers["clerk"].get("/work/intake/?item=SB-001")
        self.draft = _redirected(answer, "start")

    def submit(self) -> None:
        fields = intake_fields(self.person.name, self.person.number, self.person.phone)
        files = {f"materials.{code}.file": (f"{code}.jpg", "image/jpeg", self.picture) for code in MATERIALS}
        answer = self.browsers["clerk"].post(self.draft, fields, files)
        self.number = _redirected(answer, "submit").split("/")[3]

    def accept(self) -> None:
        self._act("clerk", "accept", {f"verdict.{code}": "ok" for code in MATERIALS})

    def give_opinion(self) -> None:
        opinion = {
            "step_code": "township_review",
            "agrees": "yes",
            "opinion": "经审核，材料齐全，符合参保条件。",
        }
        self._act("reviewer", "give_opinion", opinion)

    def decide(self) -> None:
        self._act("approver", "decide", {"granted": "yes", "reason": "", "basis": ""})

    def deliver(self) -> None:
        handed = {"mode": "handed_over", "relation": "self", "identification": "居民身份证原件", "at": ""}
        self._act("clerk", "deliver", {"receiver_name": self.person.name, **handed})

    def _act(self, role: str, act: str, fields: dict[str, str]) -> None:
        frame = {"expected_version": str(self.version), "idempotency_key": uuid4().hex}
        _redirected(self.browsers[role].post(f"/work/cases/{self.number}/acts/{act}/", fields | frame), act)
        self.version += 1


def intake_fields(name: str, number: str, phone: str) -> dict[str, str]:
    """The intake form filled in, all but its files."""
    return {
        "applicant.name": name,
        "applicant.number": number,
        "applicant.phone": phone,
        "representation.kind": "self",
        "representation.relation": "",
        **{f"answers.{code}": value for code, value in ANSWERS.items()},
        **{f"materials.{code}.form": "paper_original" for code in MATERIALS},
        "received_at": "",
        "consent": "yes",
        "idempotency_key": uuid4().hex,
        "do": "submit",
    }


def _redirected(answer: Answer, act: str) -> str:
    if answer.status != 302:
        raise Unexpected(f"{act}: {answer.status} {answer.body[:4000].decode(errors='replace')}")
    return answer.location
