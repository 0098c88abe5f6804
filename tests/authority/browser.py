"""A browser of the checks: whole requests through every middleware, each undone afterwards, its answer read for
what its reader must not see.

Faster than the test client (no copies of template contexts), and it takes an environment as broken as one likes.
"""

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.authority.matters import PHONES
from tests.authority.world import World

from tongban.kernel.actors import Staff

Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What came back.

    Args:
        raised: what the program raised where it answered 500.
    """

    response: HttpResponse
    raised: str = ""

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def media_type(self) -> str:
        return self.response.headers.get("Content-Type", "")

    @property
    def text(self) -> str:
        """Everything a reader gets: headers, cookies and body."""
        heads = "\n".join(f"{name}: {value}" for name, value in self.response.headers.items())
        return f"{heads}\n{self.response.cookies.output()}\n{self.response.content.decode(errors='replace')}"


@cache
def _handler() -> WSGIHandler:
    """One for all browsers: it holds the middlewares and nothing of a request."""
    return WSGIHandler()


class Browser:
    """Somebody's browser."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        self.cookies = dict(world.cookies[who])
        self.cookies.setdefault("csrftoken", "c" * 32)
        self.handler = _handler()
        self.factory = RequestFactory()

    def get(self, path: str, **more: str) -> Answer:
        return self.send("GET", path, **more)

    def post(self, path: str, fields: Fields | Mapping[str, str] = (), **more: str) -> Answer:
        """A form with its token, as a page of ours sends it."""
        pairs = list(fields.items() if isinstance(fields, Mapping) else fields)
        body = urlencode([("csrfmiddlewaretoken", self.cookies["csrftoken"]), *pairs]).encode()
        return self.send("POST", path, body, "application/x-www-form-urlencoded", **more)

    def keep(self, method: str, path: str, fields: Mapping[str, str]) -> None:
        """One request that is not undone, with the cookies that it leaves: a door that somebody goes through."""
        client = Client()
        client.cookies.load(self.cookies)
        client.generic(method, path, urlencode(fields), "application/x-www-form-urlencoded")
        self.cookies |= {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        content_type: str = "application/octet-stream",
        cookies: str | None = None,
        **environment: str,
    ) -> Answer:
        """One request, undone: the next one finds the world as it was.

        Args:
            path: with its query, percent-encoded or not.
            cookies: the whole header, in place of this browser's.
            environment: WSGI entries, e.g. ``HTTP_HOST``.
        """
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        heads = {"HTTP_COOKIE": held if cookies is None else cookies, **environment}
        request = self.factory.generic(
            method,
            path,
            body,
            content_type,
            # PEP 3333: bytes as they came, each as one character
            **{name: value.encode(errors="surrogatepass").decode("latin-1") for name, value in heads.items()},
        )
        raised: list[str] = []

        def note(sender: object, **_: object) -> None:
            raised.append(traceback.format_exc(limit=-4))

        got_request_exception.connect(note)
        try:
            with transaction.atomic():
                response = self.handler.get_response(request)
                if response.streaming:
                    response = HttpResponse(b"".join(response.streaming_content), headers=response.headers)  # type: ignore[attr-defined]  # the branch above
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(note)
        return Answer(response, "".join(raised))


class Reader:
    """Finds in an answer what its reader must not see."""

    def __init__(self, world: World, who: str) -> None:
        own: set[str] = {PHONES[who]} if who in PHONES else set()
        for made in world.seen_by(who):
            own |= made.secrets
        foreign: set[str] = set()
        for made in world.made:
            if not world.sees(who, made):
                foreign |= made.secrets
        for draft in world.drafts.values():
            if draft.owner != who:
                foreign |= draft.secrets
        for told in world.notices:
            if not world.sees_notice(who, told):
                foreign |= told.secrets
        for odd in world.odd:
            if not world.sees_odd(who, odd):
                foreign |= odd.secrets
        for one in world.entrusted:
            if not world.sees_entrusted(who, one):
                foreign |= one.secrets
        actor = world.actors[who]
        if isinstance(actor, Staff):
            own |= {actor.label}
            if actor.role == "auditor":  # the log of looks names cases by their number, and nothing of them
                own |= {made.number for made in world.made}
                own |= {one.request_number for one in world.entrusted}  # and requests likewise
            if actor.role == "supervisor":  # sees how the matters of the townships stand, and nothing of them
                own |= {made.number for made in world.made}
        self.foreign = frozenset(foreign - own)
        self._read_for()

    def forgive(self, known: Iterable[str]) -> None:
        """What this reader may see besides: a case opened with its code."""
        self.foreign -= frozenset(known)
        self._read_for()

    def _read_for(self) -> None:
        self.pattern = any_of(self.foreign)

    def foreign_in(self, answer: Answer, asked: str = "") -> list[str]:
        """The foreign things an answer tells; what the reader typed themselves is no news.

        Args:
            asked: the address and the body that were sent.
        """
        text = answer.text
        if not self.pattern.search(text):  # nearly always
            return []
        return sorted(secret for secret in self.foreign if secret in text and secret not in asked)


@cache
def any_of(words: frozenset[str]) -> re.Pattern[str]:
    """A pattern that is found where any of the words stands.

    Words that begin alike share their beginning: at each place of a page one character is compared, not a thousand words.
    """
    assert words and all(words), "nothing would be found, or everything"
    tree: dict[str, Any] = {}
    for word in words:
        at = tree
        for letter in word:
            at = at.setdefault(letter, {})
        at[""] = {}
    return re.compile(_branches(tree))


def _branches(tree: dict[str, Any]) -> str:
    if "" in tree:  # a word ends here; that it goes on elsewhere makes no difference
        return ""
    found = [re.escape(letter) + _branches(rest) for letter, rest in sorted(tree.items())]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
